/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The trust strip: one cell a source system; only what is late or missing is named. Where there is room for all of their
 * names, as on paper, they stand in columns, each with its name.
 */

#include "config.h"

#include "hd-painters.h"

#include <math.h>

#define CELL_MAX_PX 20
#define CELL_HEIGHT_PX 17
#define GAP_PX 2
#define NAME_GAP_PX 6
#define COLUMN_GAP_PX 20
#define NEIGHBOUR_GAP_PX 8
/* Where naming every cell takes more lines, it is a list and no longer a strip to be seen at a glance. */
#define MAX_NAMED_LINES 5
/* Of the chart's font size, a letter of the small text: the height is asked for before text can be measured. */
#define LETTER_SHARE 0.47

typedef struct
{
  guint per_line, n_lines;
  double pitch;
} Strip;

static Strip
plan (const HdChartSpec *spec, double width)
{
  Strip strip;
  double narrowest = 7 + GAP_PX;

  strip.per_line = (guint)MAX (floor (width / narrowest), 1);
  strip.per_line = MIN (strip.per_line, MAX (spec->n_categories, 1));
  strip.n_lines = (MAX (spec->n_categories, 1) + strip.per_line - 1) / strip.per_line;
  strip.per_line = (MAX (spec->n_categories, 1) + strip.n_lines - 1) / strip.n_lines;
  strip.pitch = MIN (width / strip.per_line, CELL_MAX_PX + GAP_PX);
  return strip;
}

static void
draw_cell (HdChartLayout *layout, HdRect rect, guint category)
{
  const HdChartSpec *spec = layout->spec;
  HdPointStatus status = hd_chart_spec_status (spec, 0, category);
  guint ink;

  switch (status)
    {
    case HD_STATUS_BETTER:
      ink = hd_ink_rect (layout, HD_ROLE_FRESH, HD_STYLE_FILL, rect);
      break;
    case HD_STATUS_WORSE:
      ink = hd_ink_rect (layout, HD_ROLE_WORSE, HD_STYLE_HOLLOW, rect);
      hd_ink_get (layout, ink)->width = 1.6;
      break;
    case HD_STATUS_NEUTRAL:
      ink = hd_ink_rect (layout, HD_ROLE_NEUTRAL, HD_STYLE_HOLLOW, rect);
      break;
    case HD_STATUS_NONE:
    default:
      ink = hd_ink_rect (layout, HD_ROLE_PREVIOUS_EDGE, HD_STYLE_HATCH, rect);
      break;
    }
  hd_ink_get (layout, ink)->radius = 2.5;
  hd_mark_add (layout, rect, 0, (int)category);
}

static char *
name_of (const HdCategory *category)
{
  return category->note != NULL ? g_strdup_printf ("%s · %s", category->label, category->note)
                                : g_strdup (category->label);
}

/* "CI02 · 2 ngày", moved sideways when its neighbour is named too; dropped when nothing helps. */
static void
name_cell (HdChartLayout *layout, const HdMark *mark, double top)
{
  g_autofree char *words = name_of (&layout->spec->categories[mark->category]);
  double line = hd_text_line_height (layout, HD_TEXT_SMALL);
  double half = hd_text_measure (layout, HD_TEXT_SMALL, words) / 2;

  for (guint row = 0; row < 3; row++)
    {
      static const double shifts[] = { 0, -0.7, 0.7 };

      for (guint shift = 0; shift < G_N_ELEMENTS (shifts); shift++)
        {
          double x = CLAMP (mark->x + shifts[shift] * half, half, MAX (layout->width - half, half));
          PangoLayout *text = hd_text_new (layout, HD_TEXT_SMALL, words, layout->width);
          HdRect box = hd_text_box (text, x, top + row * line, 0.5, 0);
          double left = MAX (box.x - NEIGHBOUR_GAP_PX, 0);
          double right = MIN (box.x + box.width + NEIGHBOUR_GAP_PX, layout->width);
          HdRect apart = { left, box.y, right - left, box.height };

          if (!hd_layout_is_free (layout, apart))
            g_object_unref (text);
          else if (hd_text_try (layout, text, HD_ROLE_TEXT_DIM, box))
            return;
        }
    }
}

/* As many columns as `width` has room for, each as wide as its widest cell with its name, and line by line.
 * 0: there is no room for one. */
static guint
fit_columns (const double *widths, guint n, double width, double *lefts)
{
  guint n_columns;

  for (n_columns = n; n_columns > 0; n_columns--)
    {
      lefts[0] = 0;
      for (guint column = 0; column < n_columns; column++)
        {
          double widest = 0;

          for (guint category = column; category < n; category += n_columns)
            widest = MAX (widest, widths[category]);
          lefts[column + 1] = lefts[column] + widest;
        }
      if (lefts[n_columns] - COLUMN_GAP_PX <= width)
        break;
    }
  return n_columns;
}

/* 0: not all can be named. */
static guint
plan_columns (const HdChartLayout *layout, double line, double *lefts)
{
  const HdChartSpec *spec = layout->spec;
  guint n = spec->n_categories, n_columns;
  g_autofree double *widths = g_new0 (double, n);

  for (guint category = 0; category < n; category++)
    {
      g_autofree char *words = name_of (&spec->categories[category]);

      widths[category] = CELL_MAX_PX + NAME_GAP_PX + COLUMN_GAP_PX
                         + hd_text_measure (layout, HD_TEXT_SMALL, words);
    }
  n_columns = fit_columns (widths, n, layout->plot.width, lefts);
  if (n_columns == 0 || (n + n_columns - 1) / n_columns * line > layout->plot.height)
    return 0;
  for (guint column = 0; column <= n_columns; column++)
    lefts[column] += layout->plot.x;
  return n_columns;
}

static void
lay_in_columns (HdChartLayout *layout, guint n_columns, double line, const double *lefts)
{
  const HdChartSpec *spec = layout->spec;

  for (guint category = 0; category < spec->n_categories; category++)
    {
      gboolean is_well = hd_chart_spec_status (spec, 0, category) == HD_STATUS_BETTER;
      g_autofree char *words = name_of (&spec->categories[category]);
      PangoLayout *text = hd_text_new (layout, HD_TEXT_SMALL, words, 0);
      HdRect rect
          = { lefts[category % n_columns], layout->plot.y + line * (category / n_columns) + GAP_PX,
              CELL_MAX_PX, CELL_HEIGHT_PX };

      draw_cell (layout, rect, category);
      hd_text_put (
          layout, text, is_well ? HD_ROLE_TEXT_DIM : HD_ROLE_TEXT,
          hd_text_box (text, rect.x + rect.width + NAME_GAP_PX, rect.y + rect.height / 2, 0, 0.5));
    }
}

static void
lay_in_strip (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  HdRect plot = layout->plot;
  Strip strip = plan (spec, plot.width);
  double bottom = plot.y + strip.n_lines * (CELL_HEIGHT_PX + GAP_PX);

  for (guint category = 0; category < spec->n_categories; category++)
    {
      HdRect rect = { plot.x + strip.pitch * (category % strip.per_line),
                      plot.y + (CELL_HEIGHT_PX + GAP_PX) * (category / strip.per_line),
                      MAX (strip.pitch - GAP_PX, 1), CELL_HEIGHT_PX };

      draw_cell (layout, rect, category);
    }
  for (guint index = 0; index < layout->marks->len; index++)
    {
      const HdMark *mark = &g_array_index (layout->marks, HdMark, index);

      if (hd_chart_spec_status (spec, 0, (guint)mark->category) != HD_STATUS_BETTER)
        name_cell (layout, mark, bottom + 1);
    }
}

void
hd_status_layout (HdChartLayout *layout)
{
  guint n = layout->spec->n_categories, n_columns;
  g_autofree double *lefts = g_new0 (double, n + 1);
  double line = MAX (CELL_HEIGHT_PX, hd_text_line_height (layout, HD_TEXT_SMALL)) + 2 * GAP_PX;

  if (n == 0)
    {
      hd_layout_say_missing (layout);
      return;
    }
  n_columns = plan_columns (layout, line, lefts);
  if (n_columns > 0)
    lay_in_columns (layout, n_columns, line, lefts);
  else
    lay_in_strip (layout);
}

/* Lines that name every cell, by what a letter takes; one more, as short names are mostly of wide ones. */
static guint
count_named_lines (const HdChartSpec *spec, double width, double font_px)
{
  guint n = spec->n_categories, n_columns;
  g_autofree double *widths = g_new0 (double, n + 1);
  g_autofree double *lefts = g_new0 (double, n + 1);

  for (guint category = 0; category < n; category++)
    {
      g_autofree char *words = name_of (&spec->categories[category]);

      widths[category] = CELL_MAX_PX + NAME_GAP_PX + COLUMN_GAP_PX
                         + (g_utf8_strlen (words, -1) + 1) * font_px * LETTER_SHARE;
    }
  n_columns = fit_columns (widths, n, width, lefts);
  return n_columns > 0 ? (n + n_columns - 1) / n_columns : G_MAXUINT;
}

double
hd_status_height (const HdChartSpec *spec, double width, double font_px)
{
  guint n_named = count_named_lines (spec, width, font_px);

  if (n_named <= MAX_NAMED_LINES)
    return GAP_PX + n_named * (MAX (CELL_HEIGHT_PX, font_px * 1.3) + 2 * GAP_PX);
  return plan (spec, MAX (width, 1)).n_lines * (CELL_HEIGHT_PX + GAP_PX) + font_px * 2.6;
}
