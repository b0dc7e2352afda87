/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * kpis.json: what each indicator is, and of which summed measures it is made.
 */

#include "config.h"

#include "hd-catalog-private.h"

#include <math.h>

static void
filter_free (gpointer data)
{
  HdTermFilter *filter = data;

  g_free (filter->dimension);
  g_strfreev (filter->codes);
  g_free (filter);
}

static void
term_free (gpointer data)
{
  HdKpiTerm *term = data;

  g_free (term->dataset);
  g_free (term->measure);
  g_strfreev (term->across);
  g_ptr_array_unref (term->where);
  g_free (term);
}

void
hd_kpi_free (gpointer data)
{
  HdKpi *kpi = data;

  g_free (kpi->id);
  g_free (kpi->code);
  g_free (kpi->name_vi);
  g_free (kpi->name_en);
  g_free (kpi->short_vi);
  g_free (kpi->short_en);
  g_free (kpi->unit);
  g_ptr_array_unref (kpi->numerator);
  g_ptr_array_unref (kpi->denominator);
  g_free (kpi->of);
  g_free (kpi->dataset);
  g_strfreev (kpi->dimensions);
  g_strfreev (kpi->plans);
  g_free (kpi->definition_vi);
  g_free (kpi->definition_en);
  g_free (kpi->formula_vi);
  g_free (kpi->formula_en);
  g_free (kpi->reference);
  g_free (kpi);
}

/* A term may only speak of dimensions that its dataset says it has. */
static void
check_dimension (HdJsonEntry *entry, const HdDataset *dataset, const char *dimension)
{
  if (!g_strv_contains ((const char *const *)dataset->dimensions, dimension))
    hd_json_fail (entry, "the dataset %s has no dimension %s", dataset->id, dimension);
}

static void
read_filters (HdJsonEntry *entry,
              const char *member,
              gboolean exclude,
              const HdDataset *dataset,
              GPtrArray *where)
{
  JsonObject *filters;
  g_autoptr (GList) dimensions = NULL;
  HdJsonEntry inner = { NULL, entry->where, NULL };

  if (entry->error != NULL || !json_object_has_member (entry->object, member))
    return;
  filters = hd_json_object (entry, member);
  dimensions = filters != NULL ? json_object_get_members (filters) : NULL;
  inner.object = filters;
  for (GList *at = dimensions; at != NULL; at = at->next)
    {
      HdTermFilter *filter = g_new0 (HdTermFilter, 1);

      filter->dimension = g_strdup (at->data);
      filter->codes = hd_json_strings (&inner, at->data);
      filter->exclude = exclude;
      g_ptr_array_add (where, filter);
      if (filter->codes[0] == NULL)
        hd_json_fail (&inner, "the filter on %s has no codes", filter->dimension);
      check_dimension (&inner, dataset, filter->dimension);
    }
  if (entry->error == NULL)
    entry->error = g_steal_pointer (&inner.error);
}

static void
read_measure (const HdCatalog *catalog, HdJsonEntry *entry, const char *fallback, HdKpiTerm *term)
{
  const HdDataset *dataset;

  term->dataset = hd_json_optional_string (entry, "dataset");
  if (term->dataset == NULL)
    term->dataset = g_strdup (fallback);
  term->measure = hd_json_string (entry, "measure");
  dataset = term->dataset != NULL ? hd_catalog_find_dataset (catalog, term->dataset) : NULL;
  if (dataset == NULL)
    {
      hd_json_fail (entry, "there is no dataset %s", term->dataset);
      return;
    }
  if (term->measure != NULL
      && !g_strv_contains ((const char *const *)dataset->measures, term->measure))
    hd_json_fail (entry, "the dataset %s has no measure %s", term->dataset, term->measure);
  read_filters (entry, "where", FALSE, dataset, term->where);
  read_filters (entry, "except", TRUE, dataset, term->where);
  for (int index = 0; term->across[index] != NULL; index++)
    check_dimension (entry, dataset, term->across[index]);
}

static HdKpiTerm *
read_term (const HdCatalog *catalog, HdJsonEntry *entry, const char *dataset)
{
  static const char *const members[]
      = { "dataset", "measure", "where",       "except",          "minus",  "shift_years", "stock",
          "annual",  "count",   "trailing_12", "collecting_days", "across", "max_minutes", NULL };
  HdKpiTerm *term = g_new0 (HdKpiTerm, 1);

  hd_json_check_members (entry, members);
  term->where = g_ptr_array_new_with_free_func (filter_free);
  term->sign = hd_json_boolean (entry, "minus") ? -1 : 1;
  term->shift_years = (int)hd_json_number (entry, "shift_years", 0);
  term->is_stock = hd_json_boolean (entry, "stock");
  term->is_annual = hd_json_boolean (entry, "annual");
  term->is_count = hd_json_boolean (entry, "count");
  term->trailing_12 = hd_json_boolean (entry, "trailing_12");
  term->is_collecting_days = hd_json_boolean (entry, "collecting_days");
  term->across = hd_json_strings (entry, "across");
  term->max_minutes = hd_json_number (entry, "max_minutes", INFINITY);
  if (!term->is_collecting_days)
    read_measure (catalog, entry, dataset, term);
  return term;
}

static GPtrArray *
read_terms (const HdCatalog *catalog, HdJsonEntry *entry, const char *member, const char *dataset)
{
  GPtrArray *terms = g_ptr_array_new_with_free_func (term_free);
  JsonArray *array;

  if (entry->error != NULL || !json_object_has_member (entry->object, member))
    return terms;
  array = hd_json_array (entry, member);
  for (guint index = 0; entry->error == NULL && index < json_array_get_length (array); index++)
    {
      JsonNode *node = json_array_get_element (array, index);
      g_autofree char *where = g_strdup_printf ("%s: %s %u", entry->where, member, index + 1);
      HdJsonEntry inner = hd_json_enter (node, where);

      if (inner.error == NULL)
        g_ptr_array_add (terms, read_term (catalog, &inner, dataset));
      hd_json_leave (&inner, entry);
    }
  return terms;
}

/* What each kind needs to be computed, and dimensions that every one of its datasets has. */
static void
check_kpi (const HdCatalog *catalog, HdJsonEntry *entry, const HdKpi *kpi)
{
  gboolean is_ratio = kpi->kind == HD_KPI_RATIO;
  gboolean is_projection = kpi->kind == HD_KPI_PROJECTION;
  const HdDataset *dataset
      = kpi->dataset != NULL ? hd_catalog_find_dataset (catalog, kpi->dataset) : NULL;

  if (entry->error != NULL)
    return;
  if (dataset == NULL)
    hd_json_fail (entry, "there is no dataset %s", kpi->dataset);
  else if ((kpi->denominator->len > 0) != is_ratio)
    hd_json_fail (entry, "a ratio has a denominator, and nothing else has");
  else if ((kpi->numerator->len > 0) == is_projection || (kpi->of != NULL) != is_projection)
    hd_json_fail (entry, "a projection has \"of\", and all else has a numerator");
  else if (kpi->kind == HD_KPI_PERCENTILE && !(kpi->quantile > 0 && kpi->quantile < 1))
    hd_json_fail (entry, "a percentile has a quantile between 0 and 1");
  else if (kpi->factor == 0 || !isfinite (kpi->factor))
    hd_json_fail (entry, "the factor cannot be %g", kpi->factor);
  else if (g_strcmp0 (kpi->dimensions[0], "time") != 0)
    hd_json_fail (entry, "the first dimension is time");
  else if (!g_hash_table_contains (catalog->units, kpi->unit))
    hd_json_fail (entry, "units.json has no unit %s", kpi->unit);
  for (int index = 1; entry->error == NULL && kpi->dimensions[index] != NULL; index++)
    check_dimension (entry, dataset, kpi->dimensions[index]);
}

static void
index_kpi (HdCatalog *catalog, HdJsonEntry *entry, HdKpi *kpi)
{
  const char *const keys[] = { kpi->id, kpi->code };

  for (guint key = 0; entry->error == NULL && key < G_N_ELEMENTS (keys); key++)
    if (keys[key] != NULL && !g_hash_table_insert (catalog->kpi_by_id, (char *)keys[key], kpi))
      hd_json_fail (entry, "%s is there twice", keys[key]);
}

static void
read_kpi (HdCatalog *catalog, HdJsonEntry *entry)
{
  static const char *const members[]
      = { "id",         "code",       "names",   "short",     "unit",    "kind",      "polarity",
          "factor",     "quantile",   "of",      "plans",     "dataset", "numerator", "denominator",
          "dimensions", "definition", "formula", "reference", NULL };
  static const char *const kinds[]
      = { "sum", "stock", "ratio", "percentile", "level", "projection", NULL };
  static const char *const polarities[] = { "higher", "lower", "context", NULL };
  HdKpi *kpi = g_new0 (HdKpi, 1);

  g_ptr_array_add (catalog->kpis, kpi);
  hd_json_check_members (entry, members);
  kpi->id = hd_json_string (entry, "id");
  if (kpi->id != NULL)
    entry->where = kpi->id;
  kpi->code = hd_json_optional_string (entry, "code");
  hd_json_names (entry, "names", &kpi->name_vi, &kpi->name_en);
  hd_json_names (entry, "short", &kpi->short_vi, &kpi->short_en);
  hd_json_names (entry, "definition", &kpi->definition_vi, &kpi->definition_en);
  hd_json_names (entry, "formula", &kpi->formula_vi, &kpi->formula_en);
  kpi->unit = hd_json_string (entry, "unit");
  kpi->kind = (HdKpiKind)hd_json_choice (entry, "kind", kinds);
  kpi->polarity = (HdPolarity)hd_json_choice (entry, "polarity", polarities);
  kpi->factor = hd_json_number (entry, "factor", 1);
  kpi->quantile = hd_json_number (entry, "quantile", NAN);
  kpi->of = hd_json_optional_string (entry, "of");
  kpi->dataset = hd_json_string (entry, "dataset");
  kpi->plans = hd_json_strings (entry, "plans");
  kpi->dimensions = hd_json_strings (entry, "dimensions");
  kpi->reference = hd_json_optional_string (entry, "reference");
  kpi->numerator = read_terms (catalog, entry, "numerator", kpi->dataset);
  kpi->denominator = read_terms (catalog, entry, "denominator", kpi->dataset);
  check_kpi (catalog, entry, kpi);
  index_kpi (catalog, entry, kpi);
}

/* A projection may stand before the KPI that it projects, so it is asked when all are there. */
static void
check_projections (HdCatalog *catalog, HdJsonEntry *file)
{
  for (guint index = 0; file->error == NULL && index < catalog->kpis->len; index++)
    {
      const HdKpi *kpi = g_ptr_array_index (catalog->kpis, index);

      if (kpi->of != NULL && hd_catalog_find_kpi (catalog, kpi->of) == NULL)
        hd_json_fail (file, "%s: there is no KPI %s", kpi->id, kpi->of);
    }
}

gboolean
hd_catalog_read_kpis (HdCatalog *catalog, JsonObject *root, GError **error)
{
  HdJsonEntry file = { root, "kpis.json", NULL };
  JsonArray *kpis = hd_json_array (&file, "kpis");

  for (guint index = 0; file.error == NULL && index < json_array_get_length (kpis); index++)
    {
      JsonNode *node = json_array_get_element (kpis, index);
      g_autofree char *where = g_strdup_printf ("KPI %u", index + 1);
      HdJsonEntry entry = hd_json_enter (node, where);

      if (entry.error == NULL)
        read_kpi (catalog, &entry);
      g_prefix_error (&entry.error, "kpis.json: ");
      hd_json_leave (&entry, &file);
    }
  check_projections (catalog, &file);
  if (file.error == NULL)
    return TRUE;
  g_propagate_error (error, file.error);
  return FALSE;
}
