/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The glossary: what a figure or a dataset is, from the catalogue and the store alone.
 */

#include "config.h"

#include "hd-present-terms.h"

#include <glib/gi18n.h>

#include "hd-present-ask.h"
#include "hd-present-feeds.h"
#include "hd-present-runs.h"

HdPresentTerm *
hd_present_term_ref (HdPresentTerm *term)
{
  g_atomic_ref_count_inc (&term->refs);
  return term;
}

void
hd_present_term_unref (HdPresentTerm *term)
{
  if (!g_atomic_ref_count_dec (&term->refs))
    return;
  g_free (term->id);
  g_free (term->title);
  g_free (term->caption);
  g_ptr_array_unref (term->facts);
  g_free (term);
}

static HdPresentTerm *
begin (const char *id, const char *title)
{
  HdPresentTerm *term = g_new0 (HdPresentTerm, 1);

  g_atomic_ref_count_init (&term->refs);
  term->id = g_strdup (id);
  term->title = g_strdup (title);
  term->facts = hd_present_facts_new ();
  return term;
}

static const char *
pick (const HdPresent *present, const char *vi, const char *en)
{
  return g_str_has_prefix (present->lang, "vi") ? vi : en;
}

static const char *
tell_kind (HdKpiKind kind)
{
  switch (kind)
    {
    case HD_KPI_SUM:
      return _ ("a sum: adds up over time, units and every other split");
    case HD_KPI_STOCK:
      return _ ("a stock: the last value in time; adds up over units, never over time");
    case HD_KPI_RATIO:
      return _ ("a ratio: numerator and denominator are added first, then divided");
    case HD_KPI_PERCENTILE:
      return _ ("a percentile: from counts by duration, never from other percentiles");
    case HD_KPI_LEVEL:
      return _ ("a grade: never added");
    case HD_KPI_PROJECTION:
    default:
      return _ ("a projection: what is known, and the forecast of the rest of the year");
    }
}

static const char *
tell_polarity (HdPolarity polarity)
{
  return polarity == HD_POLARITY_HIGHER  ? _ ("higher is better")
         : polarity == HD_POLARITY_LOWER ? _ ("lower is better")
                                         : _ ("neither is good by itself");
}

/* The names of what it can be split by: "thời gian, đơn vị, sắc thuế". */
static char *
tell_splits (const HdPresent *present, char **dimensions)
{
  GString *text = g_string_new (NULL);

  for (guint index = 0; dimensions[index] != NULL; index++)
    {
      g_autofree char *name = g_str_equal (dimensions[index], "time")
                                  ? g_strdup (_ ("time"))
                                  : hd_present_any_dimension_name (present, dimensions[index]);

      g_string_append_printf (text, "%s%s", index > 0 ? ", " : "", name);
    }
  return g_string_free (text, FALSE);
}

static const char *
tell_grain (HdGrain grain)
{
  switch (grain)
    {
    case HD_GRAIN_DAY:
      return _ ("every day");
    case HD_GRAIN_MONTH:
      return _ ("every month");
    case HD_GRAIN_QUARTER:
      return _ ("every quarter");
    case HD_GRAIN_YEAR:
      return _ ("every year");
    case HD_GRAIN_SPAN:
    default:
      return NULL;
    }
}

/* Where it comes from, how often, to when and how old it is. */
static void
add_source (const HdPresent *present, GPtrArray *facts, const HdDataset *dataset)
{
  const HdSource *source = hd_catalog_find_source (present->catalog, dataset->source);
  g_autoptr (GArray) feeds = hd_present_feeds (present, NULL);
  const HdPresentFeed *feed = feeds != NULL ? hd_present_find_feed (feeds, dataset->id) : NULL;
  const char *grain = tell_grain (dataset->grain);
  HdStructure *structure
      = present->structures != NULL ? hd_structures_find (present->structures, dataset->id) : NULL;

  if (source != NULL)
    hd_present_facts_take (
        facts, _ ("Source system"),
        g_strdup_printf ("%s · %s", source->id, hd_source_name (source, present->lang)));
  hd_present_facts_take (facts, _ ("Reported"), g_strdup (grain));
  if (dataset->manual)
    hd_present_facts_take (facts, _ ("Collected"), g_strdup (_ ("by hand")));
  if (structure != NULL)
    hd_present_facts_take (facts, _ ("Note"),
                           g_strdup (hd_structure_get_note (structure, present->lang)));
  if (feed == NULL || feed->n_rows == 0)
    return;
  hd_present_facts_take (facts, _ ("Figures to"), hd_present_period (feed->last));
  hd_present_facts_take (facts, _ ("Age"), hd_present_feed_age (present, feed));
}

/* The figure at the place and time that the drill path has. */
static void
add_value (const HdPresent *present, GPtrArray *facts, const HdKpi *kpi)
{
  g_autoptr (HdFrame) frame = hd_present_ask_total (present, kpi->id, NULL);
  g_autofree char *value = NULL;
  g_autofree char *place = NULL;
  g_autofree char *period = NULL;

  if (frame == NULL || hd_frame_get_n_rows (frame) == 0)
    return;
  value = hd_present_cell_text (present, kpi, frame, 0, hd_present_columns (frame, kpi).value);
  place = hd_present_place (present);
  period = hd_present_period (hd_frame_get_span (frame));
  hd_present_facts_take (facts, _ ("Now"), g_strdup_printf ("%s · %s · %s", value, place, period));
}

static char *
tell_plans (const HdPresent *present, const HdKpi *kpi)
{
  GString *text = g_string_new (NULL);

  for (guint index = 0; kpi->plans[index] != NULL; index++)
    g_string_append_printf (text, "%s%s", index > 0 ? ", " : "",
                            hd_present_code_name (present, "plan", kpi->plans[index]));
  return g_string_free (text, FALSE);
}

static HdPresentTerm *
make_kpi (const HdPresent *present, const HdKpi *kpi)
{
  HdPresentTerm *term = begin (kpi->id, hd_kpi_name (kpi, present->lang));
  const HdDataset *dataset = hd_catalog_find_dataset (present->catalog, kpi->dataset);
  GPtrArray *facts = term->facts;

  term->caption
      = kpi->code != NULL ? g_strdup_printf ("%s · %s", kpi->id, kpi->code) : g_strdup (kpi->id);
  hd_present_facts_take (facts, _ ("Definition"),
                         g_strdup (pick (present, kpi->definition_vi, kpi->definition_en)));
  hd_present_facts_take (facts, _ ("Formula"),
                         g_strdup (pick (present, kpi->formula_vi, kpi->formula_en)));
  hd_present_facts_take (facts, _ ("Kind"), g_strdup (tell_kind (kpi->kind)));
  hd_present_facts_take (
      facts, _ ("Unit"),
      g_strdup (hd_catalog_unit_name (present->catalog, kpi->unit, present->lang)));
  hd_present_facts_take (facts, _ ("Judged"), g_strdup (tell_polarity (kpi->polarity)));
  hd_present_facts_take (facts, _ ("Split by"), tell_splits (present, kpi->dimensions));
  hd_present_facts_take (facts, _ ("Plans"), tell_plans (present, kpi));
  add_value (present, facts, kpi);
  hd_present_facts_take (
      facts, _ ("Dataset"),
      g_strdup_printf ("%s · %s", dataset->id, hd_dataset_name (dataset, present->lang)));
  add_source (present, facts, dataset);
  hd_present_facts_take (facts, _ ("Reference"), g_strdup (kpi->reference));
  hd_present_facts_take_command (facts, _ ("To ask"),
                                 g_strdup_printf ("haidang query %s", kpi->id));
  return term;
}

static HdPresentTerm *
make_dataset (const HdPresent *present, const HdDataset *dataset)
{
  HdPresentTerm *term = begin (dataset->id, hd_dataset_name (dataset, present->lang));
  g_autoptr (GString) kpis = g_string_new (NULL);

  term->caption = g_strdup (dataset->id);
  for (guint index = 0; index < hd_catalog_get_n_kpis (present->catalog); index++)
    {
      const HdKpi *kpi = hd_catalog_get_kpi (present->catalog, index);

      if (g_strcmp0 (kpi->dataset, dataset->id) == 0)
        g_string_append_printf (kpis, "%s%s", kpis->len > 0 ? "; " : "",
                                hd_kpi_name (kpi, present->lang));
    }
  add_source (present, term->facts, dataset);
  hd_present_facts_take (term->facts, _ ("Split by"), tell_splits (present, dataset->dimensions));
  hd_present_facts_take (term->facts, _ ("Figures"), g_strdup (kpis->str));
  hd_present_facts_take_command (term->facts, _ ("To ask"), g_strdup ("haidang status"));
  return term;
}

HdPresentTerm *
hd_present_term_new (const HdPresent *present, GError **error)
{
  const GPtrArray *steps = present->scope->steps;

  for (guint index = steps->len; index-- > 0;)
    {
      const HdScopeStep *step = g_ptr_array_index (steps, index);
      const HdKpi *kpi = g_str_equal (step->dimension, "kpi")
                             ? hd_catalog_find_kpi (present->catalog, step->code)
                             : NULL;
      const HdDataset *dataset = g_str_equal (step->dimension, "dataset")
                                     ? hd_catalog_find_dataset (present->catalog, step->code)
                                     : NULL;

      if (kpi != NULL)
        return make_kpi (present, kpi);
      if (dataset != NULL)
        return make_dataset (present, dataset);
    }
  if (hd_catalog_get_n_kpis (present->catalog) > 0)
    return make_kpi (present, hd_catalog_get_kpi (present->catalog, 0));
  g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN, "the catalogue has no figures");
  return NULL;
}
