/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * holidays.json: the days off, by name, and the first days of Tết.
 */

#include "config.h"

#include "hd-catalog-private.h"

static HdDay
parse_day (HdJsonEntry *entry, const char *text)
{
  HdPeriod period;

  if (text != NULL && hd_period_parse (text, HD_MONTH_START_CIVIL, &period, NULL)
      && period.grain == HD_GRAIN_DAY)
    return period.first;
  hd_json_fail (entry, "\"%s\" is no day", text);
  return HD_DAY_NONE;
}

static void
read_tet (HdJsonEntry *file, GArray *tet)
{
  g_auto (GStrv) days = hd_json_strings (file, "tet");

  for (int index = 0; days[index] != NULL; index++)
    {
      HdDay day = parse_day (file, days[index]);

      g_array_append_val (tet, day);
    }
}

static void
read_kinds (HdCatalog *catalog, HdJsonEntry *file)
{
  JsonObject *kinds = hd_json_object (file, "kinds");
  g_autoptr (GList) ids = kinds != NULL ? json_object_get_members (kinds) : NULL;
  HdJsonEntry entry = { kinds, "holidays.json: kinds", NULL };

  for (GList *at = ids; at != NULL; at = at->next)
    {
      char *vi = NULL, *en = NULL;

      hd_json_names (&entry, at->data, &vi, &en);
      g_hash_table_insert (catalog->holiday_kinds, g_strdup (at->data), hd_name_pair_new (vi, en));
    }
  if (file->error == NULL)
    file->error = g_steal_pointer (&entry.error);
}

/* {"2026": {"NEW_YEAR": ["2026-01-01"], …}, …} */
static void
read_year (HdCatalog *catalog, HdJsonEntry *year, GArray *holidays)
{
  g_autoptr (GList) kinds = json_object_get_members (year->object);

  for (GList *at = kinds; at != NULL; at = at->next)
    {
      HdNamePair *kind = g_hash_table_lookup (catalog->holiday_kinds, at->data);
      g_auto (GStrv) days = hd_json_strings (year, at->data);

      if (kind == NULL)
        hd_json_fail (year, "\"%s\" is no kind of holiday", (const char *)at->data);
      for (int index = 0; days[index] != NULL; index++)
        {
          HdDay day = parse_day (year, days[index]);

          g_array_append_val (holidays, day);
          g_hash_table_insert (catalog->holidays, GINT_TO_POINTER (day), kind);
        }
    }
}

static void
read_years (HdCatalog *catalog, HdJsonEntry *file, GArray *holidays)
{
  JsonObject *years = hd_json_object (file, "holidays");
  g_autoptr (GList) names = years != NULL ? json_object_get_members (years) : NULL;

  for (GList *at = names; at != NULL && file->error == NULL; at = at->next)
    {
      JsonNode *node = json_object_get_member (years, at->data);
      g_autofree char *where = g_strdup_printf ("holidays.json: %s", (const char *)at->data);
      HdJsonEntry entry = hd_json_enter (node, where);

      if (entry.error == NULL)
        read_year (catalog, &entry, holidays);
      hd_json_leave (&entry, file);
    }
}

gboolean
hd_catalog_read_holidays (HdCatalog *catalog, JsonObject *root, GError **error)
{
  static const char *const members[] = { "notes", "kinds", "tet", "holidays", NULL };
  HdJsonEntry file = { root, "holidays.json", NULL };
  g_autoptr (GArray) tet = g_array_new (FALSE, FALSE, sizeof (HdDay));
  g_autoptr (GArray) holidays = g_array_new (FALSE, FALSE, sizeof (HdDay));

  hd_json_check_members (&file, members);
  read_tet (&file, tet);
  read_kinds (catalog, &file);
  read_years (catalog, &file, holidays);
  if (file.error != NULL)
    {
      g_propagate_error (error, file.error);
      return FALSE;
    }
  catalog->calendar = hd_calendar_new ((const HdDay *)holidays->data, holidays->len,
                                       (const HdDay *)tet->data, tet->len);
  return TRUE;
}
