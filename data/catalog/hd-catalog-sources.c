/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sources.json and units.json: who reports, what they report, and in what it is counted.
 */

#include "config.h"

#include "hd-catalog-private.h"

#define HOUR_S 3600

void
hd_source_free (gpointer data)
{
  HdSource *source = data;

  g_free (source->id);
  g_free (source->name_vi);
  g_free (source->name_en);
  g_free (source);
}

void
hd_dataset_free (gpointer data)
{
  HdDataset *dataset = data;

  g_free (dataset->id);
  g_free (dataset->source);
  g_free (dataset->name_vi);
  g_free (dataset->name_en);
  g_strfreev (dataset->dimensions);
  g_strfreev (dataset->measures);
  g_clear_pointer (&dataset->rollups, g_ptr_array_unref);
  g_free (dataset);
}

static void
rollup_spec_free (gpointer data)
{
  HdRollupSpec *spec = data;

  g_free (spec->id);
  g_strfreev (spec->dimensions);
  g_strfreev (spec->measures);
  g_free (spec->where);
  g_strfreev (spec->where_codes);
  g_free (spec);
}

static void
read_rollup_dimensions (HdJsonEntry *entry, const HdDataset *dataset, HdRollupSpec *spec)
{
  for (guint index = 0; spec->dimensions[index] != NULL; index++)
    {
      char *name = spec->dimensions[index];

      if (!g_strv_contains ((const char *const *)dataset->dimensions, name))
        hd_json_fail (entry, "roll-up \"%s\": no dimension %s", spec->id, name);
      spec->dimensions[index] = g_ascii_strup (name, -1);
      g_free (name);
    }
  for (guint index = 0; spec->measures != NULL && spec->measures[index] != NULL; index++)
    if (!g_strv_contains ((const char *const *)dataset->measures, spec->measures[index]))
      hd_json_fail (entry, "roll-up \"%s\": no measure %s", spec->id, spec->measures[index]);
}

/* "stage=CLEAR+RELEASE". */
static void
read_rollup_where (HdJsonEntry *entry, HdRollupSpec *spec, const char *text)
{
  g_auto (GStrv) sides = g_strsplit (text, "=", 2);

  spec->where = g_ascii_strup (sides[0] != NULL ? sides[0] : "", -1);
  spec->where_codes = g_strsplit (sides[0] != NULL && sides[1] != NULL ? sides[1] : "", "+", -1);
  if (spec->where_codes[0] == NULL
      || !g_strv_contains ((const char *const *)spec->dimensions, spec->where))
    hd_json_fail (entry, "roll-up \"%s\": where is DIMENSION=CODE+…, of a dimension of its own",
                  spec->id);
}

/* "day", "month:unit,tax", "month:unit,hs of COLLECTED,ASSESSED", "month:stage,unit where stage=CLEAR". */
static void
read_rollup (HdJsonEntry *entry, HdDataset *dataset, const char *text)
{
  static const char *const grains[] = { "day", "month", "quarter", "year" };
  g_auto (GStrv) parts = g_strsplit (text, " where ", 2);
  g_auto (GStrv) halves = g_strsplit (parts[0] != NULL ? parts[0] : "", " of ", 2);
  g_auto (GStrv) sides = g_strsplit (halves[0] != NULL ? halves[0] : "", ":", 2);
  HdRollupSpec *spec = g_new0 (HdRollupSpec, 1);

  g_ptr_array_add (dataset->rollups, spec);
  spec->id = g_strdup (text);
  spec->dimensions = g_strsplit (sides[0] != NULL && sides[1] != NULL ? sides[1] : "", ",", -1);
  if (halves[0] != NULL && halves[1] != NULL)
    spec->measures = g_strsplit (halves[1], ",", -1);
  while (spec->grain < G_N_ELEMENTS (grains) && g_strcmp0 (sides[0], grains[spec->grain]) != 0)
    spec->grain++;
  if (spec->grain == G_N_ELEMENTS (grains))
    hd_json_fail (entry, "a roll-up is by day, month, quarter or year, not \"%s\"", text);
  read_rollup_dimensions (entry, dataset, spec);
  if (parts[0] != NULL && parts[1] != NULL)
    read_rollup_where (entry, spec, parts[1]);
}

static void
read_rollups (HdJsonEntry *entry, HdDataset *dataset)
{
  g_auto (GStrv) texts = hd_json_strings (entry, "rollups");

  for (guint index = 0; texts != NULL && texts[index] != NULL; index++)
    read_rollup (entry, dataset, texts[index]);
}

static void
read_dataset (HdCatalog *catalog, HdJsonEntry *entry, const char *source)
{
  static const char *const members[]
      = { "id",   "names", "frequency",  "month_start_day", "due_hours", "manual",
          "real", "small", "dimensions", "measures",        "rollups",   NULL };
  static const char *const frequencies[] = { "D", "M", "Q", "A", NULL };
  HdDataset *dataset = g_new0 (HdDataset, 1);
  double start;

  dataset->rollups = g_ptr_array_new_with_free_func (rollup_spec_free);
  g_ptr_array_add (catalog->datasets, dataset);
  hd_json_check_members (entry, members);
  dataset->id = hd_json_string (entry, "id");
  dataset->source = g_strdup (source);
  hd_json_names (entry, "names", &dataset->name_vi, &dataset->name_en);
  dataset->grain = (HdGrain)hd_json_choice (entry, "frequency", frequencies);
  start = hd_json_number (entry, "month_start_day", HD_MONTH_START_CIVIL);
  if (start < 1 || start > 28)
    hd_json_fail (entry, "months cannot start on day %g", start);
  dataset->month_start_day = (guint8)start;
  dataset->due_s = (gint64)(hd_json_number (entry, "due_hours", 0) * HOUR_S);
  dataset->manual = hd_json_boolean (entry, "manual");
  dataset->sample_ok = !hd_json_boolean (entry, "real");
  dataset->small = hd_json_boolean (entry, "small");
  dataset->dimensions = hd_json_strings (entry, "dimensions");
  dataset->measures = hd_json_strings (entry, "measures");
  read_rollups (entry, dataset);
  if (dataset->measures[0] == NULL)
    hd_json_fail (entry, "no measures");
  if (dataset->id != NULL && hd_catalog_find_dataset (catalog, dataset->id) != dataset)
    hd_json_fail (entry, "the dataset %s is there twice", dataset->id);
}

static void
read_source (HdCatalog *catalog, HdJsonEntry *entry)
{
  static const char *const members[] = { "id", "names", "datasets", NULL };
  HdSource *source = g_new0 (HdSource, 1);
  JsonArray *datasets;

  g_ptr_array_add (catalog->sources, source);
  hd_json_check_members (entry, members);
  source->id = hd_json_string (entry, "id");
  hd_json_names (entry, "names", &source->name_vi, &source->name_en);
  datasets = hd_json_array (entry, "datasets");
  if (source->id != NULL && hd_catalog_find_source (catalog, source->id) != source)
    hd_json_fail (entry, "the source %s is there twice", source->id);

  for (guint index = 0; entry->error == NULL && index < json_array_get_length (datasets); index++)
    {
      JsonNode *node = json_array_get_element (datasets, index);
      g_autofree char *where
          = g_strdup_printf ("%s: %s: dataset %u", entry->where, source->id, index + 1);
      HdJsonEntry inner = hd_json_enter (node, where);

      if (inner.error == NULL)
        read_dataset (catalog, &inner, source->id);
      hd_json_leave (&inner, entry);
    }
}

gboolean
hd_catalog_read_sources (HdCatalog *catalog, JsonObject *root, GError **error)
{
  HdJsonEntry file = { root, "sources.json", NULL };
  JsonArray *sources = hd_json_array (&file, "sources");

  for (guint index = 0; file.error == NULL && index < json_array_get_length (sources); index++)
    {
      JsonNode *node = json_array_get_element (sources, index);
      g_autofree char *where = g_strdup_printf ("sources.json: source %u", index + 1);
      HdJsonEntry entry = hd_json_enter (node, where);

      if (entry.error == NULL)
        read_source (catalog, &entry);
      hd_json_leave (&entry, &file);
    }
  if (file.error == NULL)
    return TRUE;
  g_propagate_error (error, file.error);
  return FALSE;
}

gboolean
hd_catalog_read_units (HdCatalog *catalog, JsonObject *root, GError **error)
{
  HdJsonEntry file = { root, "units.json", NULL };
  JsonObject *units = hd_json_object (&file, "units");
  g_autoptr (GList) ids = units != NULL ? json_object_get_members (units) : NULL;
  HdJsonEntry entry = { units, "units.json: units", NULL };

  for (GList *at = ids; at != NULL; at = at->next)
    {
      char *vi = NULL, *en = NULL;

      hd_json_names (&entry, at->data, &vi, &en);
      g_hash_table_insert (catalog->units, g_strdup (at->data), hd_name_pair_new (vi, en));
    }
  if (file.error == NULL)
    file.error = g_steal_pointer (&entry.error);
  if (file.error == NULL)
    return TRUE;
  g_propagate_error (error, file.error);
  return FALSE;
}
