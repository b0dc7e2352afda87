/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The catalogue: source systems, datasets, KPIs, plans and holidays, read from resources/catalog.
 */

#include "config.h"

#include "hd-catalog.h"

#include "hd-catalog-private.h"
#include "hd-catalog-resources.h"

#define RESOURCE_DIR "/org/haidang/HaiDang/catalog"
#define DAY_S 86400
#define ICT_OFFSET_S (7 * 3600)
/* Far more than any catalogue needs; a file in its place must not eat the memory. */
#define MAX_FILE_BYTES (8 * 1024 * 1024)

G_DEFINE_QUARK (hd_catalog_error_quark, hd_catalog_error)

typedef struct
{
  const char *name;
  gboolean (*read) (HdCatalog *catalog, JsonObject *root, GError **error);
} CatalogFile;

/* In this order: KPIs speak of units and datasets. */
static const CatalogFile files[] = {
  { "units.json", hd_catalog_read_units },
  { "sources.json", hd_catalog_read_sources },
  { "kpis.json", hd_catalog_read_kpis },
  { "holidays.json", hd_catalog_read_holidays },
};

HdNamePair *
hd_name_pair_new (char *vi, char *en)
{
  HdNamePair *pair = g_new (HdNamePair, 1);

  pair->vi = vi;
  pair->en = en;
  return pair;
}

void
hd_name_pair_free (gpointer data)
{
  HdNamePair *pair = data;

  g_free (pair->vi);
  g_free (pair->en);
  g_free (pair);
}

static const char *
choose (const char *lang, const char *vi, const char *en)
{
  return g_strcmp0 (lang, "en") == 0 ? en : vi;
}

static HdCatalog *
catalog_new (void)
{
  HdCatalog *catalog = g_new0 (HdCatalog, 1);

  g_atomic_ref_count_init (&catalog->refs);
  catalog->sources = g_ptr_array_new_with_free_func (hd_source_free);
  catalog->datasets = g_ptr_array_new_with_free_func (hd_dataset_free);
  catalog->kpis = g_ptr_array_new_with_free_func (hd_kpi_free);
  catalog->kpi_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  catalog->units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, hd_name_pair_free);
  catalog->holidays = g_hash_table_new (NULL, NULL);
  catalog->holiday_kinds
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, hd_name_pair_free);
  return catalog;
}

/* (transfer full): the text of one file, from `dir` or from the program when that is NULL. */
static GBytes *
load_file (const char *dir, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (dir != NULL ? dir : RESOURCE_DIR, name, NULL);
  char *text;
  gsize length;

  if (dir == NULL)
    return g_resource_lookup_data (hd_catalog_resources_get_resource (), path,
                                   G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  return g_bytes_new_take (text, length);
}

static gboolean
read_file (HdCatalog *catalog, const CatalogFile *file, const char *dir, GError **error)
{
  g_autoptr (GBytes) bytes = load_file (dir, file->name, error);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) syntax = NULL;
  const char *text;
  gsize length;

  if (bytes == NULL)
    return FALSE;
  text = g_bytes_get_data (bytes, &length);
  if (length > MAX_FILE_BYTES || !g_utf8_validate_len (text, length, NULL)
      || !json_parser_load_from_data (parser, text, (gssize)length, &syntax))
    {
      g_set_error (error, HD_CATALOG_ERROR, HD_CATALOG_ERROR_SYNTAX, "%s: %s", file->name,
                   syntax != NULL            ? syntax->message
                   : length > MAX_FILE_BYTES ? "the file is too large"
                                             : "not UTF-8 text");
      return FALSE;
    }
  if (json_parser_get_root (parser) == NULL
      || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    {
      g_set_error (error, HD_CATALOG_ERROR, HD_CATALOG_ERROR_SYNTAX, "%s: the file holds no object",
                   file->name);
      return FALSE;
    }
  return file->read (catalog, json_node_get_object (json_parser_get_root (parser)), error);
}

static HdCatalog *
load (const char *dir, GError **error)
{
  g_autoptr (HdCatalog) catalog = catalog_new ();

  for (guint index = 0; index < G_N_ELEMENTS (files); index++)
    if (!read_file (catalog, &files[index], dir, error))
      return NULL;
  return g_steal_pointer (&catalog);
}

HdCatalog *
hd_catalog_load (GError **error)
{
  return load (NULL, error);
}

HdCatalog *
hd_catalog_load_from_dir (const char *dir, GError **error)
{
  return load (dir, error);
}

HdCatalog *
hd_catalog_ref (HdCatalog *catalog)
{
  g_atomic_ref_count_inc (&catalog->refs);
  return catalog;
}

void
hd_catalog_unref (HdCatalog *catalog)
{
  if (!g_atomic_ref_count_dec (&catalog->refs))
    return;
  g_hash_table_unref (catalog->kpi_by_id);
  g_hash_table_unref (catalog->holidays);
  g_ptr_array_unref (catalog->sources);
  g_ptr_array_unref (catalog->datasets);
  g_ptr_array_unref (catalog->kpis);
  g_hash_table_unref (catalog->units);
  g_hash_table_unref (catalog->holiday_kinds);
  g_clear_pointer (&catalog->calendar, hd_calendar_unref);
  g_free (catalog);
}

guint
hd_catalog_get_n_kpis (const HdCatalog *catalog)
{
  return catalog->kpis->len;
}

const HdKpi *
hd_catalog_get_kpi (const HdCatalog *catalog, guint index)
{
  g_return_val_if_fail (index < catalog->kpis->len, NULL);
  return g_ptr_array_index (catalog->kpis, index);
}

const HdKpi *
hd_catalog_find_kpi (const HdCatalog *catalog, const char *id)
{
  return g_hash_table_lookup (catalog->kpi_by_id, id);
}

guint
hd_catalog_get_n_datasets (const HdCatalog *catalog)
{
  return catalog->datasets->len;
}

const HdDataset *
hd_catalog_get_dataset (const HdCatalog *catalog, guint index)
{
  g_return_val_if_fail (index < catalog->datasets->len, NULL);
  return g_ptr_array_index (catalog->datasets, index);
}

const HdDataset *
hd_catalog_find_dataset (const HdCatalog *catalog, const char *id)
{
  for (guint index = 0; index < catalog->datasets->len; index++)
    {
      const HdDataset *dataset = g_ptr_array_index (catalog->datasets, index);

      if (g_strcmp0 (dataset->id, id) == 0)
        return dataset;
    }
  return NULL;
}

guint
hd_catalog_get_n_sources (const HdCatalog *catalog)
{
  return catalog->sources->len;
}

const HdSource *
hd_catalog_get_source (const HdCatalog *catalog, guint index)
{
  g_return_val_if_fail (index < catalog->sources->len, NULL);
  return g_ptr_array_index (catalog->sources, index);
}

const HdSource *
hd_catalog_find_source (const HdCatalog *catalog, const char *id)
{
  for (guint index = 0; index < catalog->sources->len; index++)
    {
      const HdSource *source = g_ptr_array_index (catalog->sources, index);

      if (g_strcmp0 (source->id, id) == 0)
        return source;
    }
  return NULL;
}

const char *
hd_catalog_unit_name (const HdCatalog *catalog, const char *unit, const char *lang)
{
  const HdNamePair *names = unit != NULL ? g_hash_table_lookup (catalog->units, unit) : NULL;

  return names != NULL ? choose (lang, names->vi, names->en) : unit;
}

const char *
hd_catalog_holiday_name (const HdCatalog *catalog, HdDay day, const char *lang)
{
  const HdNamePair *names = g_hash_table_lookup (catalog->holidays, GINT_TO_POINTER (day));

  return names != NULL ? choose (lang, names->vi, names->en) : NULL;
}

HdCalendar *
hd_catalog_get_calendar (const HdCatalog *catalog)
{
  return catalog->calendar;
}

const char *
hd_kpi_name (const HdKpi *kpi, const char *lang)
{
  return choose (lang, kpi->name_vi, kpi->name_en);
}

const char *
hd_kpi_short_name (const HdKpi *kpi, const char *lang)
{
  return choose (lang, kpi->short_vi, kpi->short_en);
}

gboolean
hd_kpi_has_dimension (const HdKpi *kpi, const char *dimension)
{
  return g_strv_contains ((const char *const *)kpi->dimensions, dimension);
}

gboolean
hd_kpi_has_plan (const HdKpi *kpi, const char *plan)
{
  return g_strv_contains ((const char *const *)kpi->plans, plan);
}

gboolean
hd_dataset_is_late (const HdDataset *dataset, HdPeriod last, gint64 extracted_at, gint64 now)
{
  gint64 next_end_s = (gint64)(hd_period_shift (last, 1).last + 1) * DAY_S
                      - ICT_OFFSET_S; /* midnight in Vietnam */

  /* A feed that goes on sending the same old days is as late as one that has fallen silent. */
  return dataset->due_s > 0
         && (now - extracted_at > dataset->due_s || now - next_end_s > dataset->due_s);
}

const char *
hd_dataset_name (const HdDataset *dataset, const char *lang)
{
  return choose (lang, dataset->name_vi, dataset->name_en);
}

const char *
hd_source_name (const HdSource *source, const char *lang)
{
  return choose (lang, source->name_vi, source->name_en);
}
