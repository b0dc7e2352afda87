/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The figures of a map: one a place, for the period looked at and for each of the last periods.
 *
 * A province is no unit of the organisation: its figure is asked for as that of the offices that stand in it, so
 * that ratios and percentiles are recomputed from their parts there too.
 */

#include "config.h"

#include "hd-map-figures.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "hd-maps-resources.h"
#include "hd-present-ask.h"

const HdMapKind hd_map_kinds[] = {
  { "units", N_ ("Regions or departments"), HD_MAP_LAYER_REGIONS, "unit:region", "unit", FALSE },
  { "provinces34", N_ ("34 provinces"), HD_MAP_LAYER_PROVINCES_34, NULL, NULL, FALSE },
  { "provinces63", N_ ("63 provinces, until 2025"), HD_MAP_LAYER_PROVINCES_63, NULL, NULL, FALSE },
  { "gates", N_ ("Gates, ports and airports"), HD_MAP_LAYER_REGIONS, "unit:office", "unit", TRUE },
  { "partners", N_ ("Trade partners"), HD_MAP_LAYER_WORLD, "partner", "partner", FALSE },
};

const guint hd_n_map_kinds = G_N_ELEMENTS (hd_map_kinds);

const HdMapKind *
hd_map_kind_find (const char *id)
{
  for (guint kind = 0; kind < hd_n_map_kinds; kind++)
    if (g_strcmp0 (hd_map_kinds[kind].id, id) == 0)
      return &hd_map_kinds[kind];
  return &hd_map_kinds[0];
}

gboolean
hd_map_kind_fits (const HdMapKind *kind, const HdKpi *kpi)
{
  return hd_kpi_has_dimension (kpi, kind->layer == HD_MAP_LAYER_WORLD ? "partner" : "unit");
}

/* The offices of each province: "01AB+01AC", by province code. (transfer full) */
static GHashTable *
read_offices (HdMapLayer layer)
{
  GHashTable *offices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      hd_maps_get_resource (), "/org/haidang/HaiDang/maps/office_provinces.csv", 0, NULL);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = g_strndup (data, length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint line = 1; lines[line] != NULL; line++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[line], ",", 3);
      const char *province;
      const char *before;

      if (g_strv_length (cells) < 3)
        continue;
      province = cells[layer == HD_MAP_LAYER_PROVINCES_63 ? 1 : 2];
      before = g_hash_table_lookup (offices, province);
      g_hash_table_replace (offices, g_strdup (province),
                            before != NULL ? g_strconcat (before, "+", cells[0], NULL)
                                           : g_strdup (cells[0]));
    }
  return offices;
}

/* The first day of the first of the periods that are asked for beside the whole. */
static gboolean
set_periods (HdQuery *query, const HdFrame *whole, guint n_periods, GError **error)
{
  g_autofree char *from = NULL;
  int year, month, day, count;

  hd_day_to_ymd (hd_frame_get_span (whole).last, &year, &month, &day);
  count = year * 12 + month - (int)n_periods;
  from = g_strdup_printf ("%04d-%02d", count / 12, count % 12 + 1);
  return hd_query_set_from (query, from, error);
}

/* `by` nullable; `offices` (nullable) are those of a province. */
static HdFrame *
ask (const HdPresent *present,
     const HdKpi *kpi,
     const char *by,
     const char *offices,
     const HdFrame *whole,
     guint n_periods,
     GError **error)
{
  g_autofree char *over_time = by != NULL ? g_strconcat ("time,", by, NULL) : g_strdup ("time");
  g_autoptr (HdQuery) query
      = hd_present_query (present, kpi->id, n_periods > 0 ? over_time : by, error);
  g_autofree char *where = g_strconcat ("unit=", offices, NULL);

  if (query == NULL || (offices != NULL && !hd_query_set_where (query, where, error))
      || (n_periods > 0 && !set_periods (query, whole, n_periods, error)))
    return NULL;
  return hd_engine_query (present->engine, query, present->cancellable, error);
}

static guint
place_of (HdMapFigures *self, const char *code, const char *name)
{
  guint place;

  if (g_ptr_array_find_with_equal_func (self->codes, code, g_str_equal, &place))
    return place;
  g_ptr_array_add (self->codes, g_strdup (code));
  g_ptr_array_add (self->names, g_strdup (name));
  return self->codes->len - 1;
}

/* Cells come in any order and number of places; they are laid into the two arrays at the end. */
typedef struct
{
  guint place, step;
  double value, change;
} Cell;

static void
add_cell (HdMapFigures *self,
          GArray *cells,
          const HdFrame *frame,
          guint row,
          guint place,
          guint step)
{
  HdKpiColumns columns = hd_present_columns (frame, self->kpi);
  Cell cell = { place, step, hd_frame_get_double (frame, row, columns.value), NAN };

  if (columns.percent >= 0)
    cell.change = hd_frame_get_double (frame, row, columns.percent);
  self->is_compared |= columns.percent >= 0;
  g_array_append_val (cells, cell);
}

static gboolean
is_rest (const HdFrame *frame, guint row, guint column)
{
  return (hd_frame_get_flags (frame, row, column) & HD_CELL_FLAG_REST) != 0;
}

/* The step of a period; the periods are those of the first frame that has any, in its order. */
static int
step_of (HdMapFigures *self, HdPeriod period)
{
  for (guint step = 0; step + 1 < self->n_steps; step++)
    if (self->periods[step].first == period.first)
      return (int)step;
  return -1;
}

static void
take_periods (HdMapFigures *self, const HdFrame *frame)
{
  guint n_rows = hd_frame_get_n_rows (frame);
  HdDay before = G_MININT32;

  if (self->periods != NULL || n_rows == 0)
    return;
  self->periods = g_new0 (HdPeriod, n_rows);
  self->n_steps = 1;
  for (guint row = 0; row < n_rows; row++)
    {
      HdPeriod period = hd_frame_get_period (frame, row, 0);

      if (period.first > before)
        self->periods[self->n_steps++ - 1] = period;
      before = MAX (before, period.first);
    }
  self->is_last_partial
      = self->n_steps > 1 && hd_frame_get_span (frame).last < self->periods[self->n_steps - 2].last;
}

static void
add_steps (HdMapFigures *self, GArray *cells, const HdFrame *frame, int place_column, guint place)
{
  take_periods (self, frame);
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      int step = step_of (self, hd_frame_get_period (frame, row, 0));

      if (step < 0 || (place_column >= 0 && is_rest (frame, row, (guint)place_column)))
        continue;
      if (place_column >= 0)
        place = place_of (self, hd_frame_get_code (frame, row, (guint)place_column),
                          hd_frame_get_name (frame, row, (guint)place_column, "vi"));
      add_cell (self, cells, frame, row, place, (guint)step);
    }
}

#define WHOLE G_MAXUINT

static gboolean
fill_grouped (HdMapFigures *self,
              GArray *cells,
              const HdPresent *present,
              guint n_periods,
              GError **error)
{
  gboolean is_old = present->scope->map == 2024;
  const char *by
      = is_old && g_str_equal (self->kind->id, "units") ? "unit:department" : self->kind->by;
  g_autoptr (HdFrame) steps = NULL;

  self->whole = ask (present, self->kpi, by, NULL, NULL, 0, error);
  if (self->whole == NULL)
    return FALSE;
  for (guint row = 0; row < hd_frame_get_n_rows (self->whole); row++)
    if (!is_rest (self->whole, row, 0))
      add_cell (self, cells, self->whole, row,
                place_of (self, hd_frame_get_code (self->whole, row, 0),
                          hd_frame_get_name (self->whole, row, 0, present->lang)),
                WHOLE);
  if (n_periods > 0)
    steps = ask (present, self->kpi, by, NULL, self->whole, n_periods, NULL);
  if (steps != NULL)
    add_steps (self, cells, steps, 1, 0);
  return TRUE;
}

static gboolean
fill_provinces (HdMapFigures *self,
                GArray *cells,
                const HdPresent *present,
                guint n_periods,
                GError **error)
{
  g_autoptr (GHashTable) offices = read_offices (self->kind->layer);
  g_autoptr (HdFrame) nation = NULL;
  HdGeoLayer *layer = hd_geojson_get_layer (self->kind->layer);
  gboolean is_vietnamese = g_str_has_prefix (present->lang, "vi");

  self->whole = ask (present, self->kpi, NULL, NULL, NULL, 0, error);
  if (self->whole == NULL)
    return FALSE;
  /* A province may lack a month that the nation has. */
  if (n_periods > 0)
    nation = ask (present, self->kpi, NULL, NULL, self->whole, n_periods, NULL);
  if (nation != NULL)
    take_periods (self, nation);
  for (guint shape = 0; shape < layer->n_shapes; shape++)
    {
      const HdGeoShape *province = &layer->shapes[shape];
      const char *of_province = g_hash_table_lookup (offices, province->code);
      guint place
          = place_of (self, province->code, is_vietnamese ? province->name_vi : province->name_en);
      g_autoptr (HdFrame) total = NULL;
      g_autoptr (HdFrame) steps = NULL;

      /* No office: no figure, which is not nothing. */
      if (of_province == NULL)
        continue;
      if (g_cancellable_set_error_if_cancelled (present->cancellable, error))
        return FALSE;
      total = ask (present, self->kpi, NULL, of_province, NULL, 0, NULL);
      if (total != NULL && hd_frame_get_n_rows (total) > 0)
        add_cell (self, cells, total, 0, place, WHOLE);
      if (n_periods > 0)
        steps = ask (present, self->kpi, NULL, of_province, self->whole, n_periods, NULL);
      if (steps != NULL)
        add_steps (self, cells, steps, -1, place);
    }
  return TRUE;
}

static void
lay_out (HdMapFigures *self, const GArray *cells)
{
  guint n_cells = self->codes->len * self->n_steps;

  self->values = g_new (double, MAX (n_cells, 1));
  self->changes = g_new (double, MAX (n_cells, 1));
  for (guint index = 0; index < n_cells; index++)
    self->values[index] = self->changes[index] = NAN;
  for (guint index = 0; index < cells->len; index++)
    {
      const Cell *cell = &g_array_index (cells, Cell, index);
      guint step = cell->step == WHOLE ? self->n_steps - 1 : cell->step;

      self->values[cell->place * self->n_steps + step] = cell->value;
      self->changes[cell->place * self->n_steps + step] = cell->change;
    }
}

static HdMapFigures *
make (const HdPresent *present,
      const HdKpi *kpi,
      const HdMapKind *kind,
      guint n_periods,
      GError **error)
{
  g_autoptr (HdMapFigures) self = g_new0 (HdMapFigures, 1);
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  gboolean is_filled;

  self->kpi = kpi;
  self->kind = kind;
  self->n_steps = 1;
  self->codes = g_ptr_array_new_with_free_func (g_free);
  self->names = g_ptr_array_new_with_free_func (g_free);
  is_filled = kind->by != NULL ? fill_grouped (self, cells, present, n_periods, error)
                               : fill_provinces (self, cells, present, n_periods, error);
  if (!is_filled)
    return NULL;
  lay_out (self, cells);
  return g_steal_pointer (&self);
}

HdMapFigures *
hd_map_figures_new_within (const HdPresent *present,
                           const HdKpi *kpi,
                           const HdMapKind *kind,
                           GError **error)
{
  return make (present, kpi, kind, 0, error);
}

HdMapFigures *
hd_map_figures_new (const HdPresent *present,
                    const HdKpi *kpi,
                    const HdMapKind *kind,
                    guint n_periods,
                    GError **error)
{
  g_autoptr (HdScope) scope = hd_scope_without_dimension (
      present->scope, kind->dimension != NULL ? kind->dimension : "unit");
  HdPresent whole = *present;

  whole.scope = scope;
  return make (&whole, kpi, kind, n_periods, error);
}

void
hd_map_figures_free (HdMapFigures *self)
{
  g_clear_pointer (&self->whole, hd_frame_unref);
  g_clear_pointer (&self->codes, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_free (self->periods);
  g_free (self->values);
  g_free (self->changes);
  g_free (self);
}

double
hd_map_figures_value (const HdMapFigures *self, guint place, guint step)
{
  return self->values[place * self->n_steps + step];
}

double
hd_map_figures_change (const HdMapFigures *self, guint place, guint step)
{
  return self->changes[place * self->n_steps + step];
}
