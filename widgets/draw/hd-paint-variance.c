/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Variances by unit: actual less plan, to both sides of one axis; what was reached stands beside it.
 */

#include "config.h"

#include "hd-painters.h"
#include "hd-rows-layout.h"

#include <math.h>

#define BAR_MAX_PX 14
#define GLYPH_PX 9
#define MIN_SCALE_PX 36

typedef struct
{
  HdRows rows;
  int actual, base;
  double actual_width; /* the column of what was reached */
  double change_width; /* the column at the right; 0: none */
  double figure_width; /* of the widest variance, signed */
} Variance;

static double
variance_of (const HdChartSpec *spec, const Variance *self, guint row)
{
  return hd_chart_spec_value (spec, (guint)self->actual, row)
         - hd_chart_spec_value (spec, (guint)self->base, row);
}

/* Where the spec does not judge, more than the base is better. */
static HdPointStatus
status_of (const HdChartSpec *spec, guint row, double variance)
{
  HdPointStatus status = spec->categories[row].change_status;

  if (status != HD_STATUS_NONE)
    return status;
  if (variance == 0)
    return HD_STATUS_NEUTRAL;
  return variance > 0 ? HD_STATUS_BETTER : HD_STATUS_WORSE;
}

static void
measure (const HdChartLayout *layout, Variance *self, double *low, double *high)
{
  const HdChartSpec *spec = layout->spec;

  *low = *high = 0;
  for (guint row = 0; row < spec->n_categories; row++)
    {
      double variance = variance_of (spec, self, row);
      g_autofree char *reached = hd_chart_spec_text (spec, (guint)self->actual, row);
      g_autofree char *figure = hd_number_format_signed (&spec->format, variance);
      g_autofree char *change = hd_chart_spec_change_text (spec, row);

      self->actual_width
          = MAX (self->actual_width, hd_text_measure (layout, HD_TEXT_LABEL, reached) + 10);
      if (change != NULL)
        self->change_width = MAX (self->change_width,
                                  hd_text_measure (layout, HD_TEXT_BOLD, change) + GLYPH_PX + 16);
      if (!isfinite (variance))
        continue;
      self->figure_width
          = MAX (self->figure_width, hd_text_measure (layout, HD_TEXT_BOLD, figure) + 6);
      *low = MIN (*low, variance);
      *high = MAX (*high, variance);
    }
}

/* One scale for all, with room for the figures at both ends of the bars that there are. */
static void
set_scale (HdChartLayout *layout, Variance *self, double low, double high)
{
  HdRect area = hd_rows_bar (layout, &self->rows, 0, BAR_MAX_PX);
  double figures = self->figure_width * ((low < 0) + (high > 0));

  /* On a narrow card first the per cent give way, then what was reached. */
  if (area.width - self->actual_width - self->change_width - figures < MIN_SCALE_PX)
    self->change_width = 0;
  if (area.width - self->actual_width - self->change_width - figures < MIN_SCALE_PX)
    self->actual_width = 0;
  double left;
  double right;

  left = area.x + self->actual_width + (low < 0 ? self->figure_width : 0);
  right = area.x + area.width - self->change_width - (high > 0 ? self->figure_width : 0);

  if (!(high > low))
    high = low + 1;
  layout->value_scale = (HdScale){ low, high, round (left), MAX (round (right), round (left) + 8) };
}

static void
draw_bar (HdChartLayout *layout, const Variance *self, guint row, HdRect band)
{
  const HdChartSpec *spec = layout->spec;
  double variance = variance_of (spec, self, row);
  double zero = hd_scale_px (&layout->value_scale, 0);
  double end = hd_scale_px (&layout->value_scale, variance);
  double y = band.y + band.height / 2;
  gboolean is_partial = hd_chart_spec_flags (spec, (guint)self->actual, row) & HD_POINT_PARTIAL;
  HdRole role = hd_role_of_status (status_of (spec, row, variance), HD_ROLE_NEUTRAL);
  g_autofree char *text = hd_number_format_signed (&spec->format, variance);
  PangoLayout *label = hd_text_new (layout, HD_TEXT_BOLD, text, 0);

  if (!isfinite (variance))
    {
      hd_text_put (layout, label, HD_ROLE_TEXT_DIM, hd_text_box (label, zero + 4, y, 0, 0.5));
      return;
    }
  hd_ink_rect (layout, role, is_partial ? HD_STYLE_HOLLOW : HD_STYLE_FILL,
               (HdRect){ MIN (zero, end), band.y, fabs (end - zero), band.height });
  hd_text_put (layout, label, HD_ROLE_TEXT,
               hd_text_box (label, variance < 0 ? end - 4 : end + 4, y, variance < 0 ? 1 : 0, 0.5));
}

static void
draw_row (HdChartLayout *layout, const Variance *self, guint row)
{
  const HdChartSpec *spec = layout->spec;
  HdRect band = hd_rows_bar (layout, &self->rows, row, BAR_MAX_PX);
  double y = band.y + band.height / 2;
  double right = layout->plot.x + layout->plot.width;
  double variance = variance_of (spec, self, row);
  HdRole role = hd_role_of_status (status_of (spec, row, variance), HD_ROLE_TEXT_DIM);
  g_autofree char *reached = hd_chart_spec_text (spec, (guint)self->actual, row);
  g_autofree char *change = hd_chart_spec_change_text (spec, row);

  hd_rows_draw_label (layout, &self->rows, row, layout->plot.width);
  if (self->actual_width > 0)
    hd_label (layout, HD_TEXT_LABEL, HD_ROLE_TEXT_DIM, reached,
              (HdPoint){ band.x + self->actual_width - 10, y }, 1, 0.5);
  draw_bar (layout, self, row, band);
  if (change != NULL && self->change_width > 0)
    {
      PangoLayout *label = hd_text_new (layout, HD_TEXT_BOLD, change, 0);
      HdRect box = hd_text_box (label, right, y, 1, 0.5);

      hd_text_put (layout, label, role, box);
      if (isfinite (variance))
        hd_ink_glyph (layout, role, hd_glyph_of_change (status_of (spec, row, variance), variance),
                      (HdPoint){ box.x - 4 - GLYPH_PX / 2.0, y }, GLYPH_PX);
    }
  hd_mark_add (layout, hd_rows_rect (layout, &self->rows, row), self->actual, (int)row);
}

void
hd_variance_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  Variance self = { 0 };
  double min, max, low, high, zero;

  if (!hd_chart_spec_range (spec, &min, &max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  self.actual = MAX (hd_chart_spec_find_series (spec, HD_NOTATION_ACTUAL), 0);
  self.base = hd_chart_spec_find_series (spec, HD_NOTATION_PLAN);
  if (self.base < 0)
    self.base = hd_chart_spec_find_series (spec, HD_NOTATION_PREVIOUS);
  hd_rows_plan (layout, TRUE, &self.rows);
  measure (layout, &self, &low, &high);
  set_scale (layout, &self, low, high);
  for (guint row = 0; row < self.rows.n_rows; row++)
    draw_row (layout, &self, row);
  zero = hd_scale_px (&layout->value_scale, 0);
  hd_ink_rule (layout, HD_ROLE_AXIS, (HdPoint){ zero, self.rows.top },
               (HdPoint){ zero, self.rows.top + self.rows.height * self.rows.n_rows });
  hd_rows_draw_rest (layout, &self.rows);
}
