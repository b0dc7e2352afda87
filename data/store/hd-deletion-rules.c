/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of deletions with wildcards.
 */

#include "config.h"

#include "hd-deletion-rules.h"

#include <string.h>

GArray *
hd_deletion_rules_new (void)
{
  GArray *rules = g_array_new (FALSE, FALSE, sizeof (HdDeletionRule));

  g_array_set_clear_func (rules, (GDestroyNotify)hd_deletion_rule_clear);
  return rules;
}

GArray *
hd_deletion_rules_load (HdStoreSql *sql, const HdStoreLayout *layout, GError **error)
{
  g_autoptr (GArray) rules = hd_deletion_rules_new ();
  guint n_dimensions = layout->dimensions->len;
  sqlite3_stmt *statement
      = hd_store_sql_bind (sql,
                           "SELECT day, codes, known_from, prepared FROM deletions"
                           " WHERE dataset = ?1 ORDER BY known_from, prepared",
                           error, "i", layout->id);
  int more = statement != NULL ? 1 : -1;

  while (more == 1 && (more = hd_store_sql_step (sql, statement, error)) == 1)
    {
      HdDeletionRule rule = {
        .day = sqlite3_column_int (statement, 0),
        .codes = g_new0 (HdCode, n_dimensions + 1),
        .known_from = sqlite3_column_int64 (statement, 2),
        .prepared = sqlite3_column_int64 (statement, 3),
      };

      /* Little-endian as written; a length that does not fit can match nothing of ours. */
      if ((gsize)sqlite3_column_bytes (statement, 1) == n_dimensions * sizeof (HdCode)
          && n_dimensions > 0)
        memcpy (rule.codes, sqlite3_column_blob (statement, 1), n_dimensions * sizeof (HdCode));
      for (guint dimension = 0; dimension < n_dimensions; dimension++)
        rule.codes[dimension] = GUINT16_FROM_LE (rule.codes[dimension]);
      g_array_append_val (rules, rule);
    }
  return more == 0 ? g_steal_pointer (&rules) : NULL;
}

gboolean
hd_deletion_rules_save (HdStoreSql *sql,
                        const HdStoreLayout *layout,
                        const GArray *rules,
                        GError **error)
{
  guint n_dimensions = layout->dimensions->len;

  for (guint index = 0; index < rules->len; index++)
    {
      const HdDeletionRule *rule = &g_array_index (rules, HdDeletionRule, index);
      g_autofree HdCode *codes = g_new (HdCode, n_dimensions + 1);
      g_autoptr (GBytes) pattern = NULL;

      for (guint dimension = 0; dimension < n_dimensions; dimension++)
        codes[dimension] = GUINT16_TO_LE (rule->codes[dimension]);
      pattern = g_bytes_new (codes, n_dimensions * sizeof *codes);
      if (!hd_store_sql_run (sql,
                             "INSERT INTO deletions VALUES (?1, ?2, ?3, ?4, ?5)"
                             " ON CONFLICT (dataset, day, codes, known_from)"
                             " DO UPDATE SET prepared = max (prepared, excluded.prepared)",
                             error, "iibii", layout->id, (gint64)rule->day, pattern,
                             rule->known_from, rule->prepared))
        return FALSE;
    }
  return TRUE;
}
