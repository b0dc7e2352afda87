/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Labels along the bottom of a chart, its legend and its headline.
 */

#include "config.h"

#include "hd-axis.h"

#include <math.h>

#define SWATCH_PX 10
#define WORD_PX 34
/* A legend takes no more of a chart's height. */
#define LEGEND_PART 0.4
#define DAY_LABEL_GAP_PX 8
#define MONTH_LABEL_GAP_PX 5

double
hd_axis_slot_width (const HdChartLayout *layout)
{
  return layout->plot.width / MAX (layout->spec->n_categories, 1);
}

double
hd_axis_slot_middle (const HdChartLayout *layout, guint category)
{
  return layout->plot.x + hd_axis_slot_width (layout) * (category + 0.5);
}

/* Every how many categories a label fits on one line. */
static guint
label_stride (const HdChartLayout *layout, double slot)
{
  double widest = 0;

  for (guint category = 0; category < layout->spec->n_categories && category < 400; category++)
    widest = MAX (
        widest, hd_text_measure (layout, HD_TEXT_LABEL, layout->spec->categories[category].label));
  return (guint)MAX (ceil ((widest + DAY_LABEL_GAP_PX) / MAX (slot, 0.01)), 1);
}

/* Whether every label, wrapped into its slot, is shown whole. */
static gboolean
wraps_into (const HdChartLayout *layout, double slot, int max_lines)
{
  for (guint category = 0; category < layout->spec->n_categories; category++)
    {
      g_autoptr (PangoLayout) text = hd_text_new_wrapped (
          layout, HD_TEXT_SMALL, layout->spec->categories[category].label, slot - 4, max_lines);

      if (pango_layout_is_ellipsized (text) || hd_text_width (text) > slot - 2)
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_notes (const HdChartSpec *spec)
{
  for (guint category = 0; category < spec->n_categories; category++)
    if (spec->categories[category].note != NULL)
      return TRUE;
  return FALSE;
}

double
hd_axis_categories_height (const HdChartLayout *layout, double plot_width, int max_lines)
{
  const HdChartSpec *spec = layout->spec;
  double slot = plot_width / MAX (spec->n_categories, 1);
  double line = hd_text_line_height (layout, HD_TEXT_LABEL);
  double notes = has_notes (spec) ? hd_text_line_height (layout, HD_TEXT_SMALL) : 0;
  double tallest = 0;

  if (label_stride (layout, slot) == 1 || max_lines <= 1
      || (slot < WORD_PX && !wraps_into (layout, slot, max_lines)))
    return line + notes + 4;
  for (guint category = 0; category < spec->n_categories; category++)
    {
      g_autoptr (PangoLayout) text = hd_text_new_wrapped (
          layout, HD_TEXT_SMALL, spec->categories[category].label, slot - 4, max_lines);

      tallest = MAX (tallest, hd_text_height (text));
    }
  return (wraps_into (layout, slot, max_lines) ? tallest : MAX (line, tallest)) + notes + 4;
}

static void
draw_note (HdChartLayout *layout, guint category, double top)
{
  const HdCategory *of_spec = &layout->spec->categories[category];
  PangoLayout *note;

  if (of_spec->note == NULL)
    return;
  note = hd_text_new (layout, HD_TEXT_SMALL, of_spec->note, 0);
  hd_text_try (layout, note, HD_ROLE_TEXT_DIM,
               hd_text_box (note,
                            CLAMP (hd_axis_slot_middle (layout, category), hd_text_width (note) / 2,
                                   layout->width - hd_text_width (note) / 2),
                            top, 0.5, 0));
}

void
hd_axis_draw_categories (HdChartLayout *layout, double top, int max_lines)
{
  const HdChartSpec *spec = layout->spec;
  double slot = hd_axis_slot_width (layout);
  guint stride = label_stride (layout, slot);
  gboolean is_wrapped = FALSE;
  double bottom = top;
  guint first;

  /* Names wrap, or are cut where a slot holds a word; numbers and months are thinned evenly. */
  if (stride > 1 && max_lines > 1 && (slot >= WORD_PX || wraps_into (layout, slot, max_lines)))
    {
      is_wrapped = TRUE;
      stride = 1;
    }
  /* Counted from the end: the newest month is the one that must be named. Hours begin at 0. */
  first = spec->kind == HD_CHART_HEATMAP ? 0 : (MAX (spec->n_categories, 1) - 1) % stride;
  for (guint category = first; category < spec->n_categories; category += stride)
    {
      const char *label = spec->categories[category].label;
      PangoLayout *text
          = is_wrapped ? hd_text_new_wrapped (layout, HD_TEXT_SMALL, label, slot - 4, max_lines)
                       : hd_text_new (layout, HD_TEXT_LABEL, label, layout->width);
      double half = hd_text_width (text) / 2;
      double middle
          = CLAMP (hd_axis_slot_middle (layout, category), half, MAX (layout->width - half, half));

      bottom = MAX (bottom, top + hd_text_height (text));
      hd_text_try (layout, text, HD_ROLE_TEXT_DIM, hd_text_box (text, middle, top, 0.5, 0));
    }
  for (guint category = 0; category < spec->n_categories; category++)
    draw_note (layout, category, bottom);
}

void
hd_axis_draw_points (HdChartLayout *layout, double top)
{
  const HdChartSpec *spec = layout->spec;
  HdRect plot = layout->plot;
  double step = (plot.width - 2 * layout->point_inset) / MAX (spec->n_categories - 1.0, 1);
  guint stride = label_stride (layout, step);

  for (guint category = 0; category < spec->n_categories; category += stride)
    {
      PangoLayout *label
          = hd_text_new (layout, HD_TEXT_LABEL, spec->categories[category].label, plot.width);
      double half = hd_text_width (label) / 2;
      double x = hd_layout_point_x (layout, category, spec->n_categories);

      hd_text_try (
          layout, label, HD_ROLE_TEXT_DIM,
          hd_text_box (label, CLAMP (x, half, MAX (layout->width - half, half)), top + 2, 0.5, 0));
    }
}

static char *
day_label (const HdCalendarTick *tick, HdTickGrain grain, gboolean is_one_year, gboolean is_first)
{
  switch (grain)
    {
    case HD_TICK_YEAR:
      return g_strdup_printf ("%d", tick->year);
    case HD_TICK_MONTH:
      if (is_one_year)
        return g_strdup_printf ("%d", tick->month);
      if (tick->month == 1 || is_first)
        return g_strdup_printf ("%d/%d", tick->month, tick->year);
      return g_strdup_printf ("%d", tick->month);
    case HD_TICK_DAY:
    case HD_TICK_WEEK:
    default:
      return g_strdup_printf ("%d/%d", tick->day, tick->month);
    }
}

/* A label names the first day, month or year of its run, and stands under that. */
static gint32
named_end (const HdCalendarTick *tick, HdTickGrain grain)
{
  static const gint32 days[] = {
    [HD_TICK_DAY] = 1,
    [HD_TICK_WEEK] = 7,
    [HD_TICK_MONTH] = 31,
    [HD_TICK_YEAR] = 366,
  };

  return MIN (tick->last + 1, tick->first + days[grain]);
}

void
hd_axis_draw_days (HdChartLayout *layout, double top)
{
  const HdChartSpec *spec = layout->spec;
  gint32 first = spec->categories[0].day;
  gint32 last = spec->categories[spec->n_categories - 1].day;
  HdTickGrain grain;
  g_autoptr (GArray) ticks = NULL;
  double widest = hd_text_measure (layout, HD_TEXT_LABEL, "12/2026") + DAY_LABEL_GAP_PX;
  gboolean is_one_year;
  int first_year, last_year, month, day;

  layout->day_scale = (HdScale){ first, MAX (last, first + 1), layout->plot.x,
                                 layout->plot.x + layout->plot.width };
  hd_ticks_day_to_ymd (first, &first_year, &month, &day);
  hd_ticks_day_to_ymd (last, &last_year, &month, &day);
  is_one_year = first_year == last_year;
  if (is_one_year && last - first > 62)
    widest = hd_text_measure (layout, HD_TEXT_LABEL, "12") + MONTH_LABEL_GAP_PX;
  ticks = hd_ticks_calendar (first, last, (guint)MAX (layout->plot.width / widest, 1), &grain);
  for (guint index = 0; index < ticks->len; index++)
    {
      const HdCalendarTick *tick = &g_array_index (ticks, HdCalendarTick, index);
      g_autofree char *text = day_label (tick, grain, is_one_year, index == 0);
      PangoLayout *label = hd_text_new (layout, HD_TEXT_LABEL, text, 0);
      double start = hd_scale_px (&layout->day_scale, tick->first);
      double end = hd_scale_px (&layout->day_scale, MIN (named_end (tick, grain), last));

      if (index > 0 && grain != HD_TICK_DAY)
        hd_ink_rule (layout, HD_ROLE_RULE, (HdPoint){ start, top - 1 },
                     (HdPoint){ start, top + 3 });
      hd_text_try (layout, label, HD_ROLE_TEXT_DIM,
                   hd_text_box (label,
                                CLAMP (grain == HD_TICK_DAY ? start : (start + end) / 2,
                                       layout->plot.x, layout->width - hd_text_width (label) / 2),
                                top + 2, 0.5, 0));
    }
}

static void
draw_swatch (HdChartLayout *layout, const HdSeries *series, HdPoint at)
{
  HdRect rect = { at.x, at.y - SWATCH_PX / 2.0 + 1, SWATCH_PX, SWATCH_PX - 2 };
  HdRole role = hd_role_of_notation (series);

  /* What happened is a dot there, and the rival a short dashed rule. */
  if (layout->spec->kind == HD_CHART_INTERVALS && series->notation == HD_NOTATION_ACTUAL)
    {
      hd_ink_glyph (layout, role, HD_GLYPH_DOT, (HdPoint){ at.x + SWATCH_PX / 2.0, at.y }, 7);
      return;
    }
  if (layout->spec->kind == HD_CHART_INTERVALS && series->notation == HD_NOTATION_PREVIOUS)
    {
      hd_ink_line (layout, HD_ROLE_PREVIOUS_EDGE, HD_STYLE_DASH, 1.6, (HdPoint){ at.x - 1, at.y },
                   (HdPoint){ at.x + SWATCH_PX + 2, at.y });
      return;
    }
  switch (series->notation)
    {
    case HD_NOTATION_PLAN:
      hd_ink_line (layout, role, HD_STYLE_DASH, 1.6, (HdPoint){ at.x, at.y },
                   (HdPoint){ at.x + SWATCH_PX + 3, at.y });
      break;
    case HD_NOTATION_FORECAST:
      hd_ink_rect (layout, role, HD_STYLE_HATCH, rect);
      break;
    case HD_NOTATION_ACTUAL:
    case HD_NOTATION_PREVIOUS:
    case HD_NOTATION_PART:
    case HD_NOTATION_LANE_GREEN:
    case HD_NOTATION_LANE_YELLOW:
    case HD_NOTATION_LANE_RED:
    default:
      hd_ink_rect (layout, role, HD_STYLE_FILL, rect);
      break;
    }
}

double
hd_legend_draw (HdChartLayout *layout, HdPoint at, double width)
{
  const HdChartSpec *spec = layout->spec;
  double line = hd_text_line_height (layout, HD_TEXT_LABEL);
  double last_line = at.y + MAX (layout->height * LEGEND_PART - line, 0);
  double x = at.x;
  double y = at.y;

  if (spec->n_series < 2)
    return 0;
  for (guint series = 0; series < spec->n_series; series++)
    {
      PangoLayout *name = hd_text_new (layout, HD_TEXT_LABEL, spec->series[series].name,
                                       MAX (width - SWATCH_PX - 6, 10));
      double needed = SWATCH_PX + 5 + hd_text_width (name) + 14;

      if (x > at.x && x + needed - 14 > at.x + width)
        {
          x = at.x;
          y += line + 2;
        }
      /* The chart itself needs room too; the table has all the names. */
      if (y > last_line && series > 0)
        {
          g_object_unref (name);
          y -= line + 2;
          break;
        }
      draw_swatch (layout, &spec->series[series], (HdPoint){ x, y + line / 2 });
      hd_text_put (layout, name, HD_ROLE_TEXT_DIM, hd_text_box (name, x + SWATCH_PX + 5, y, 0, 0));
      x += needed;
    }
  return y + line + 4 - at.y;
}

double
hd_headline_draw (HdChartLayout *layout, HdPoint at, double width)
{
  PangoLayout *text;

  if (layout->spec->headline == NULL)
    return 0;
  text = hd_text_new (layout, HD_TEXT_HEADLINE, layout->spec->headline, width);
  hd_text_put (layout, text, hd_role_of_status (layout->spec->headline_status, HD_ROLE_TEXT),
               hd_text_box (text, at.x, at.y, 0, 0));
  return hd_text_line_height (layout, HD_TEXT_HEADLINE) + 2;
}
