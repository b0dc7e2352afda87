/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words on line charts: direct labels that give way to lines and to each other.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-line-layout.h"
#include "hd-spread.h"

#include <math.h>

#define SWATCH_PX 9

/* The text at the right end: the value of the one actual series, the name of any other. */
static char *
end_text (const HdChartSpec *spec, guint series)
{
  const HdSeries *of_spec = &spec->series[series];

  if (hd_line_is_part (spec, series)
      || (!hd_line_is_quiet (of_spec) && hd_line_count_loud (spec) == 1))
    return NULL;
  /* Among several lines each forecast goes on from its own, whose name stands there. */
  if (of_spec->notation == HD_NOTATION_FORECAST && hd_line_count_loud (spec) > 1)
    return NULL;
  return g_strdup (of_spec->name);
}

/* Parts and lanes have a swatch before their names, for text in their colours would be too faint. */
static double
swatch_width (const HdSeries *series)
{
  return series->notation >= HD_NOTATION_PART ? SWATCH_PX + 4 : 0;
}

double
hd_line_end_labels_width (const HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  double widest = 0;

  for (guint series = 0; series < spec->n_series; series++)
    {
      g_autofree char *text = end_text (spec, series);

      if (text != NULL && hd_line_last (spec, series) >= 0)
        widest = MAX (widest, hd_text_measure (layout, HD_TEXT_LABEL, text) + 10
                                  + swatch_width (&spec->series[series]));
    }
  return widest;
}

/* The widest interval at the end of the fan, in words: "441–474 (95 %)". */
void
hd_line_label_fan (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  /* Several fans would need several labels; their tables have the numbers. */
  const HdBand *band = spec->n_bands > 0 && spec->bands[0].level > HD_BAND_REVISIONS
                               && hd_line_count_loud (spec) <= 1
                           ? &spec->bands[0]
                           : NULL;
  HdNumberFormat format = spec->format;

  for (guint category = spec->n_categories; band != NULL && category > 0; category--)
    {
      guint at = category - 1;
      g_autofree char *lower = NULL;
      g_autofree char *upper = NULL;
      g_autofree char *text = NULL;

      if (!isfinite (band->upper[at]) || !isfinite (band->lower[at]))
        continue;
      if (fabs (band->upper[at]) / MAX (format.divisor, 1) >= 100)
        format.decimals = 0;
      lower = hd_number_format (&format, band->lower[at]);
      upper = hd_number_format (&format, band->upper[at]);
      text = g_strdup_printf ("%s–%s%s%s%s", lower, upper, *band->name != '\0' ? " (" : "",
                              band->name, *band->name != '\0' ? ")" : "");
      for (guint attempt = 0; attempt < 6; attempt++)
        {
          double off = 3 + 9 * (attempt / 2);
          gboolean is_above = attempt % 2 == 0;
          double y
              = hd_scale_px (&layout->value_scale, is_above ? band->upper[at] : band->lower[at]);
          PangoLayout *label = hd_text_new (layout, HD_TEXT_LABEL, text, layout->plot.width);

          if (hd_text_try (layout, label, HD_ROLE_TEXT_DIM,
                           hd_text_box (label, MIN (hd_line_x (layout, at) + 4, layout->width),
                                        is_above ? y - off : y + off, 1, is_above ? 1 : 0)))
            break;
        }
      return;
    }
}

/* Over a line words can still be read, over words they cannot. */
static gboolean
is_clear_of_text (const HdChartLayout *layout, HdRect box)
{
  for (guint index = 0; index < layout->inks->len; index++)
    {
      const HdInk *ink = &g_array_index (layout->inks, HdInk, index);

      if (ink->kind == HD_INK_TEXT && hd_rect_overlaps (ink->rect, box))
        return FALSE;
    }
  return box.y >= 0 && box.y + box.height <= layout->height;
}

/* It ends in a figure: where one line would lose it, there are two. */
static PangoLayout *
new_headline (const HdChartLayout *layout, double width)
{
  const char *words = layout->spec->headline;
  PangoLayout *text;

  if (hd_text_measure (layout, HD_TEXT_HEADLINE, words) <= width)
    return hd_text_new (layout, HD_TEXT_HEADLINE, words, 0);
  text = hd_text_new_wrapped (layout, HD_TEXT_HEADLINE, words, width, 2);
  pango_layout_set_alignment (text, PANGO_ALIGN_LEFT);
  return text;
}

/* Top left when no line runs there, else bottom right, where a rising curve leaves room. */
void
hd_line_draw_headline (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  HdRect plot = layout->plot;
  HdRole role = hd_role_of_status (spec->headline_status, HD_ROLE_TEXT);
  const HdRect places[] = {
    { plot.x + 6, plot.y + 2, 0, 0 },
    { plot.x + plot.width - 6, plot.y + plot.height - 6, 1, 1 },
    { plot.x + 6, plot.y + plot.height - 6, 0, 1 },
    { plot.x + plot.width - 6, plot.y + 2, 1, 0 },
  };

  /* First where nothing is, then over lines; a chart too small for that goes without. */
  for (guint attempt = 0; spec->headline != NULL && attempt < 2 * G_N_ELEMENTS (places); attempt++)
    {
      HdRect at = places[attempt % G_N_ELEMENTS (places)];
      PangoLayout *text = new_headline (layout, plot.width * 0.8);
      HdRect box = hd_text_box (text, at.x, at.y, at.width, at.height);

      if (attempt < G_N_ELEMENTS (places) ? hd_layout_is_free (layout, box)
                                          : is_clear_of_text (layout, box))
        {
          /* A grid line behind the words would strike them out. */
          hd_ink_rect (layout, HD_ROLE_CARD, HD_STYLE_FILL, hd_rect_inset (box, -2));
          hd_text_put (layout, text, role, box);
          return;
        }
      g_object_unref (text);
    }
}

/* A dot on the last actual value, hollow while its period runs, and its figure in bold. */
void
hd_line_draw_end_dot (HdChartLayout *layout, guint series)
{
  const HdChartSpec *spec = layout->spec;
  int last = hd_line_last (spec, series);
  HdRole role = hd_role_of_notation (&spec->series[series]);
  HdPoint at;
  gboolean is_partial;

  if (last < 0 || hd_line_is_quiet (&spec->series[series]))
    return;
  is_partial = hd_chart_spec_flags (spec, series, (guint)last) & HD_POINT_PARTIAL;
  at = (HdPoint){ hd_line_x (layout, (guint)last),
                  hd_scale_px (&layout->value_scale, spec->series[series].values[(guint)last]) };
  hd_ink_glyph (layout, role, is_partial ? HD_GLYPH_RING : HD_GLYPH_DOT, at, 6.5);
  if (hd_line_count_loud (spec) > 1 && !hd_line_is_part (spec, series))
    return;
  for (guint attempt = 0; attempt < 12; attempt++)
    {
      gboolean is_right = attempt % 2 == 0;
      gboolean is_below = attempt % 4 < 2;
      double off = 6 + 11 * (attempt / 4);
      g_autofree char *text = hd_line_is_part (spec, series)
                                  ? g_strdup (spec->series[series].name)
                                  : hd_chart_spec_text (spec, series, (guint)last);
      PangoLayout *label = hd_text_new (
          layout, hd_line_is_part (spec, series) ? HD_TEXT_SMALL : HD_TEXT_BOLD, text, 0);
      HdRect box
          = hd_text_box (label, is_right ? at.x + 4 : at.x - 6, is_below ? at.y + off : at.y - off,
                         is_right ? 0.2 : 1, is_below ? 0 : 1);

      box.x = MIN (box.x, layout->width - box.width);
      if (hd_text_try (layout, label, HD_ROLE_TEXT, box))
        return;
    }
}

/* Names at the right ends, moved apart; more than fit are left out, the lowest ones first. */
void
hd_line_draw_end_labels (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  double line = hd_text_line_height (layout, HD_TEXT_LABEL);
  double left = layout->plot.x + layout->plot.width + 8;
  double top = line / 2;
  double bottom = MAX (layout->plot.y + layout->plot.height, top);
  g_autofree guint *order = g_new (guint, MAX (spec->n_series, 1));
  g_autofree double *ys = g_new (double, MAX (spec->n_series, 1));
  guint n_labels = 0;

  for (guint series = 0; series < spec->n_series; series++)
    {
      g_autofree char *text = end_text (spec, series);
      int last = hd_line_last (spec, series);
      guint slot = n_labels;
      double y;

      if (text == NULL || last < 0)
        continue;
      y = hd_scale_px (&layout->value_scale, spec->series[series].values[last]);
      for (; slot > 0 && ys[slot - 1] > y; slot--)
        {
          order[slot] = order[slot - 1];
          ys[slot] = ys[slot - 1];
        }
      order[slot] = series;
      ys[slot] = y;
      n_labels++;
    }
  n_labels = MIN (n_labels, hd_spread_capacity (line, top, bottom));
  hd_spread (ys, n_labels, line, top, bottom);
  for (guint label = 0; label < n_labels; label++)
    {
      guint series = order[label];
      g_autofree char *text = end_text (spec, series);
      double swatch = swatch_width (&spec->series[series]);
      PangoLayout *name
          = hd_text_new (layout, HD_TEXT_LABEL, text, MAX (layout->width - left - swatch, 1));
      HdRole role = hd_line_is_quiet (&spec->series[series]) ? HD_ROLE_TEXT_DIM : HD_ROLE_TEXT;

      if (hd_text_try (layout, name, role, hd_text_box (name, left + swatch, ys[label], 0, 0.5))
          && swatch > 0)
        hd_ink_line (layout, hd_role_of_notation (&spec->series[series]), HD_STYLE_STROKE, 3,
                     (HdPoint){ left, ys[label] }, (HdPoint){ left + SWATCH_PX, ys[label] });
    }
}

/* Plan values and other levels across the plot, named at the right. */
void
hd_line_draw_markers (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;

  for (guint marker = 0; marker < spec->n_markers; marker++)
    {
      double y = hd_scale_px (&layout->value_scale, spec->markers[marker].value);
      PangoLayout *label;

      if (!isfinite (y))
        continue;
      hd_ink_line (layout, spec->markers[marker].is_target ? HD_ROLE_MARKER : HD_ROLE_PLAN,
                   HD_STYLE_DASH, 1.4, (HdPoint){ layout->plot.x, y },
                   (HdPoint){ layout->plot.x + layout->plot.width, y });
      if (spec->markers[marker].label == NULL)
        continue;
      label = hd_text_new (layout, HD_TEXT_LABEL, spec->markers[marker].label, 0);
      hd_text_try (layout, label, HD_ROLE_TEXT_DIM,
                   hd_text_box (label, layout->plot.x + layout->plot.width, y - 2, 1, 1));
    }
}

void
hd_line_draw_annotations (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;

  for (guint index = 0; index < spec->n_annotations; index++)
    {
      const HdAnnotation *annotation = &spec->annotations[index];
      double value = hd_chart_spec_value (spec, annotation->series, annotation->category);
      PangoLayout *label;
      double x, y;

      if (!isfinite (value))
        continue;
      x = hd_line_x (layout, annotation->category);
      y = hd_scale_px (&layout->value_scale, value);
      hd_ink_glyph (layout, HD_ROLE_FOCUS, HD_GLYPH_RING, (HdPoint){ x, y }, 6);
      label = hd_text_new (layout, HD_TEXT_SMALL, annotation->text, layout->plot.width / 2);
      hd_text_try (layout, label, HD_ROLE_FOCUS,
                   hd_text_box (label, x, y - 8, x > layout->width * 0.7 ? 1 : 0.5, 1));
    }
}
