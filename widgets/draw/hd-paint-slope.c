/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The slope: a line a unit from what it was to what it is, its ranks and figures at both ends.
 *
 * Ends lie at their values while the figures can stand beside them; where many small units would be one
 * knot, all ends lie at their ranks, and the chart says so.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-painters.h"
#include "hd-spread.h"
#include "hd-words.h"

#include <math.h>

#define DOT_PX 7
#define GAP_PX 8
#define NAME_PART 0.5
/* A figure farther from its dot than this many lines belongs to no dot. */
#define MAX_MOVE_LINES 1.2

typedef enum
{
  BEFORE,
  AFTER,
  N_SIDES
} Side;

typedef struct
{
  guint row;
  double value; /* NAN: not on this side */
  guint rank; /* from 1, among those with a value; 0: none */
  double y; /* of the dot */
  double label_y;
} End;

typedef struct
{
  int series[N_SIDES];
  guint n_rows; /* shown; the rest is said */
  End *ends[N_SIDES]; /* by row */
  double line;
  double x[N_SIDES];
  double figure_width, rank_width;
  gboolean is_by_rank;
} Slope;

static int
compare_ends (gconstpointer a, gconstpointer b, gpointer data)
{
  const End *left = a;
  const End *right = b;

  if (left->value != right->value)
    return left->value < right->value ? 1 : -1;
  return left->row < right->row ? -1 : 1;
}

/* The ends of a side that have a value, greatest first. (transfer full) */
static End *
sorted_ends (const Slope *slope, Side side, guint n_rows, guint *n_ends)
{
  End *sorted = g_new0 (End, MAX (n_rows, 1));

  *n_ends = 0;
  for (guint row = 0; row < n_rows; row++)
    if (isfinite (slope->ends[side][row].value))
      sorted[(*n_ends)++] = slope->ends[side][row];
  if (*n_ends > 1)
    g_qsort_with_data (sorted, (int)*n_ends, sizeof (End), compare_ends, NULL);
  return sorted;
}

/* Ranks are among all units, shown or not; the rest beyond the top has none. */
static void
rank_side (const HdChartSpec *spec, Slope *slope, Side side)
{
  guint n_ends;
  guint rank = 0;
  g_autofree End *sorted = NULL;

  slope->ends[side] = g_new0 (End, MAX (spec->n_categories, 1));
  for (guint row = 0; row < spec->n_categories; row++)
    {
      slope->ends[side][row].row = row;
      slope->ends[side][row].value = hd_chart_spec_value (spec, (guint)slope->series[side], row);
    }
  sorted = sorted_ends (slope, side, spec->n_categories, &n_ends);
  for (guint end = 0; end < n_ends; end++)
    if (!(spec->categories[sorted[end].row].flags & HD_POINT_REST))
      slope->ends[side][sorted[end].row].rank = ++rank;
}

/* Where the dots and figures of a side lie; returns the farthest that a figure had to move. */
static double
place_side (const HdChartLayout *layout, Slope *slope, Side side)
{
  HdRect plot = layout->plot;
  guint n_ends;
  g_autofree End *sorted = sorted_ends (slope, side, slope->n_rows, &n_ends);
  g_autofree double *ys = g_new (double, MAX (n_ends, 1));
  double top = plot.y + slope->line / 2;
  double bottom = MAX (plot.y + plot.height - slope->line / 2, top);
  double moved = 0;

  for (guint end = 0; end < n_ends; end++)
    ys[end] = slope->is_by_rank ? top + (bottom - top) * end / MAX (slope->n_rows - 1.0, 1)
                                : hd_scale_px (&layout->value_scale, sorted[end].value);
  for (guint end = 0; end < n_ends; end++)
    slope->ends[side][sorted[end].row].y = ys[end];
  hd_spread (ys, n_ends, slope->line, top, bottom);
  for (guint end = 0; end < n_ends; end++)
    {
      End *of_row = &slope->ends[side][sorted[end].row];

      of_row->label_y = ys[end];
      moved = MAX (moved, fabs (of_row->label_y - of_row->y));
    }
  return moved;
}

/* The columns of ranks and figures, the same on both sides. */
static void
measure (const HdChartLayout *layout, Slope *slope)
{
  for (Side side = 0; side < N_SIDES; side++)
    for (guint row = 0; row < slope->n_rows; row++)
      {
        g_autofree char *figure
            = hd_chart_spec_text (layout->spec, (guint)slope->series[side], row);
        g_autofree char *rank = g_strdup_printf ("%u.", slope->ends[side][row].rank);

        slope->figure_width
            = MAX (slope->figure_width, hd_text_measure (layout, HD_TEXT_LABEL, figure));
        slope->rank_width = MAX (slope->rank_width, hd_text_measure (layout, HD_TEXT_SMALL, rank));
      }
}

static HdRole
role_of_row (const HdChartSpec *spec, guint row)
{
  if (spec->categories[row].flags & HD_POINT_REST)
    return HD_ROLE_PREVIOUS_EDGE;
  return hd_role_of_status (spec->categories[row].change_status, HD_ROLE_ACTUAL);
}

static void
draw_line (HdChartLayout *layout, const Slope *slope, guint row)
{
  const End *before = &slope->ends[BEFORE][row];
  const End *after = &slope->ends[AFTER][row];
  HdRole role = role_of_row (layout->spec, row);
  gboolean is_judged = role == HD_ROLE_BETTER || role == HD_ROLE_WORSE;

  if (isfinite (before->value) && isfinite (after->value))
    hd_ink_line (layout, role, HD_STYLE_STROKE, is_judged ? 2 : 1.4,
                 (HdPoint){ slope->x[BEFORE], before->y }, (HdPoint){ slope->x[AFTER], after->y });
  for (Side side = 0; side < N_SIDES; side++)
    {
      const End *end = &slope->ends[side][row];
      guint series = (guint)slope->series[side];
      gboolean is_partial = hd_chart_spec_flags (layout->spec, series, row) & HD_POINT_PARTIAL;
      HdPoint at = { slope->x[side], end->y };

      if (!isfinite (end->value))
        continue;
      hd_ink_glyph (layout, role, is_partial ? HD_GLYPH_RING : HD_GLYPH_DOT, at, DOT_PX);
      hd_mark_add (layout, (HdRect){ at.x - 6, at.y - 6, 12, 12 }, slope->series[side], (int)row);
    }
}

/* Rank and figure, right-aligned in their columns: beside the line the rank, then the figure. */
static void
draw_end_label (HdChartLayout *layout, const Slope *slope, Side side, guint row)
{
  const End *end = &slope->ends[side][row];
  g_autofree char *figure = hd_chart_spec_text (layout->spec, (guint)slope->series[side], row);
  g_autofree char *rank = g_strdup_printf ("%u.", end->rank);
  double rank_right = slope->x[side] + (side == BEFORE ? -GAP_PX : GAP_PX + slope->rank_width);
  double figure_right = side == BEFORE ? rank_right - slope->rank_width - GAP_PX
                                       : rank_right + GAP_PX + slope->figure_width;
  PangoLayout *label = hd_text_new (layout, HD_TEXT_LABEL, figure, 0);

  hd_text_try (layout, label, HD_ROLE_TEXT,
               hd_text_box (label, figure_right, end->label_y, 1, 0.5));
  if (end->rank == 0)
    return;
  label = hd_text_new (layout, HD_TEXT_SMALL, rank, 0);
  hd_text_try (layout, label, HD_ROLE_TEXT_DIM,
               hd_text_box (label, rank_right, end->label_y, 1, 0.5));
}

/* The name stands after the figure; a unit that is gone has it where it was, in the room of its line. */
static void
draw_labels (HdChartLayout *layout, const Slope *slope, guint row)
{
  const HdChartSpec *spec = layout->spec;
  gboolean is_gone = !isfinite (slope->ends[AFTER][row].value);
  const End *named = &slope->ends[is_gone ? BEFORE : AFTER][row];
  double left = is_gone ? slope->x[BEFORE] + 2 * GAP_PX
                        : slope->x[AFTER] + slope->rank_width + slope->figure_width + 4 * GAP_PX;
  double right = is_gone ? slope->x[AFTER] - 2 * GAP_PX : layout->width;
  PangoLayout *name;

  for (Side side = 0; side < N_SIDES; side++)
    if (isfinite (slope->ends[side][row].value))
      draw_end_label (layout, slope, side, row);
  if (!isfinite (named->value))
    return;
  name = hd_text_new (layout, HD_TEXT_LABEL, spec->categories[row].label,
                      MAX (right - left, slope->line));
  hd_text_try (layout, name, HD_ROLE_TEXT, hd_text_box (name, left, named->label_y, 0, 0.5));
}

/* The two periods over their ends; the second also says when ends lie at ranks. */
static void
draw_heads (HdChartLayout *layout, const Slope *slope, double top)
{
  const HdChartWords *words = layout->options.words;
  const HdChartSpec *spec = layout->spec;

  for (Side side = 0; side < N_SIDES; side++)
    {
      const char *name = spec->series[slope->series[side]].name;
      g_autofree char *by_rank = g_strdup_printf (
          "%s · %s", name, hd_words_or (words != NULL ? words->by_rank : NULL, "by rank"));
      double room = side == BEFORE ? slope->x[AFTER] - 2 * GAP_PX
                                   : layout->width - slope->x[AFTER] + DOT_PX / 2.0;
      PangoLayout *head
          = hd_text_new (layout, HD_TEXT_SMALL, slope->is_by_rank && side == AFTER ? by_rank : name,
                         MAX (room, 8));
      double x = side == BEFORE ? MAX (slope->x[side], hd_text_width (head))
                                : slope->x[side] - DOT_PX / 2.0;

      hd_text_try (layout, head, HD_ROLE_TEXT_DIM,
                   hd_text_box (head, x, top, side == BEFORE ? 1 : 0, 0));
    }
}

static void
place (HdChartLayout *layout, Slope *slope)
{
  HdRect plot = layout->plot;
  double min, max, moved = 0;

  hd_chart_spec_range (layout->spec, &min, &max);
  layout->value_scale
      = (HdScale){ min, max > min ? max : min + 1, plot.y + plot.height - slope->line / 2,
                   plot.y + slope->line / 2 };
  for (Side side = 0; side < N_SIDES; side++)
    moved = MAX (moved, place_side (layout, slope, side));
  slope->is_by_rank = moved > MAX_MOVE_LINES * slope->line;
  for (Side side = 0; slope->is_by_rank && side < N_SIDES; side++)
    place_side (layout, slope, side);
}

static void
say_rest (HdChartLayout *layout, const Slope *slope, double line)
{
  g_autofree char *text = NULL;

  if (slope->n_rows >= layout->spec->n_categories)
    return;
  text = g_strdup_printf ("… +%u", layout->spec->n_categories - slope->n_rows);
  hd_label (layout, HD_TEXT_LABEL, HD_ROLE_TEXT_DIM, text,
            (HdPoint){ layout->plot.x, layout->plot.y + layout->plot.height + line }, 0, 1);
}

void
hd_slope_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  Slope slope = { 0 };
  HdRect *plot = &layout->plot;
  double min, max, figures, top = plot->y;

  slope.series[AFTER] = MAX (hd_chart_spec_find_series (spec, HD_NOTATION_ACTUAL), 0);
  slope.series[BEFORE] = hd_chart_spec_find_series (spec, HD_NOTATION_PREVIOUS);
  if (slope.series[BEFORE] < 0)
    slope.series[BEFORE] = slope.series[AFTER];
  if (!hd_chart_spec_range (spec, &min, &max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  slope.line = hd_text_line_height (layout, HD_TEXT_LABEL) + 1;
  plot->y += slope.line + 2;
  plot->height = MAX (plot->height - slope.line - 2, 1);
  slope.n_rows = MIN (spec->n_categories, (guint)MAX (floor (plot->height / slope.line), 1));
  if (slope.n_rows < spec->n_categories)
    {
      plot->height = MAX (plot->height - slope.line, 1);
      slope.n_rows = MAX (slope.n_rows - 1, 1);
    }
  for (Side side = 0; side < N_SIDES; side++)
    rank_side (spec, &slope, side);
  measure (layout, &slope);
  figures = slope.figure_width + slope.rank_width + 2 * GAP_PX;
  slope.x[BEFORE] = plot->x + figures;
  slope.x[AFTER] = MAX (plot->x + plot->width * NAME_PART - figures / 2, slope.x[BEFORE] + 20);
  place (layout, &slope);
  draw_heads (layout, &slope, top);
  for (guint row = 0; row < slope.n_rows; row++)
    draw_line (layout, &slope, row);
  for (guint row = 0; row < slope.n_rows; row++)
    draw_labels (layout, &slope, row);
  say_rest (layout, &slope, slope.line);
  for (Side side = 0; side < N_SIDES; side++)
    g_free (slope.ends[side]);
}

double
hd_slope_height (const HdChartSpec *spec, double width, double font_px)
{
  return (MAX (spec->n_categories, 3) + 1.5) * font_px * 1.75;
}
