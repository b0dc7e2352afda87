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

/* The codes, little-endian; behind them, when only some measures go, a byte a measure of the dataset as it
 * was when the rule was made: measures may have come since. */
static void
read_pattern (const HdStoreLayout *layout,
              const guint8 *pattern,
              gsize length,
              HdDeletionRule *rule)
{
  guint n_dimensions = layout->dimensions->len;
  gsize n_codes_bytes = n_dimensions * sizeof (HdCode);

  rule->codes = g_new0 (HdCode, n_dimensions + 1);
  if (length < n_codes_bytes)
    return;
  if (n_dimensions > 0)
    memcpy (rule->codes, pattern, n_codes_bytes);
  for (guint dimension = 0; dimension < n_dimensions; dimension++)
    rule->codes[dimension] = GUINT16_FROM_LE (rule->codes[dimension]);
  if (length == n_codes_bytes)
    return;
  rule->measures = g_new0 (guint8, layout->measures->len + 1);
  memcpy (rule->measures, pattern + n_codes_bytes,
          MIN (length - n_codes_bytes, layout->measures->len));
}

static GBytes *
write_pattern (const HdStoreLayout *layout, const HdDeletionRule *rule)
{
  GByteArray *pattern = g_byte_array_new ();

  for (guint dimension = 0; dimension < layout->dimensions->len; dimension++)
    {
      HdCode code = GUINT16_TO_LE (rule->codes[dimension]);

      g_byte_array_append (pattern, (const guint8 *)&code, sizeof code);
    }
  if (rule->measures != NULL)
    g_byte_array_append (pattern, rule->measures, layout->measures->len);
  return g_byte_array_free_to_bytes (pattern);
}

GArray *
hd_deletion_rules_load (HdStoreSql *sql, const HdStoreLayout *layout, GError **error)
{
  g_autoptr (GArray) rules = hd_deletion_rules_new ();
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
        .known_from = sqlite3_column_int64 (statement, 2),
        .prepared = sqlite3_column_int64 (statement, 3),
      };

      read_pattern (layout, sqlite3_column_blob (statement, 1),
                    (gsize)sqlite3_column_bytes (statement, 1), &rule);
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
  for (guint index = 0; index < rules->len; index++)
    {
      const HdDeletionRule *rule = &g_array_index (rules, HdDeletionRule, index);
      g_autoptr (GBytes) pattern = write_pattern (layout, rule);

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
