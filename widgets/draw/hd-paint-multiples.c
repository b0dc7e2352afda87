/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small multiples: a panel a unit, all of them on one scale, so that a higher line is more.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-line-layout.h"
#include "hd-painters.h"
#include "hd-path.h"

#include <math.h>

#define GAP_X_PX 14
#define GAP_Y_PX 10
#define DOT_PX 6
#define GLYPH_PX 7
/* The least size of a panel, in line heights, and the width beyond which its name gives way. */
#define MIN_WIDTH_LINES 6
#define MAX_WIDTH_LINES 11
#define MIN_HEIGHT_LINES 3.2

typedef struct
{
  guint first, end; /* its series */
} Panel;

typedef struct
{
  GArray *panels; /* (element-type Panel) */
  guint n_shown, n_columns;
  double width, height; /* of a panel, its head included */
  double left, top;
  double line;
} Grid;

/* (transfer full) */
static GArray *
find_panels (const HdChartSpec *spec)
{
  GArray *panels = g_array_new (FALSE, FALSE, sizeof (Panel));

  for (guint series = 0; series < spec->n_series; series++)
    {
      Panel panel = { series, series + 1 };

      if (panels->len > 0 && hd_line_is_quiet (&spec->series[series]))
        g_array_index (panels, Panel, panels->len - 1).end = series + 1;
      else
        g_array_append_val (panels, panel);
    }
  return panels;
}

/* What the widest name and its figure need beside each other. */
static double
widest_head (const HdChartLayout *layout, const Grid *grid)
{
  const HdChartSpec *spec = layout->spec;
  double widest = 0;

  for (guint index = 0; index < grid->panels->len; index++)
    {
      guint series = g_array_index (grid->panels, Panel, index).first;
      int last = hd_line_last (spec, series);
      g_autofree char *text = hd_chart_spec_text (spec, series, (guint)MAX (last, 0));

      widest = MAX (widest, hd_text_measure (layout, HD_TEXT_SMALL, spec->series[series].name)
                                + hd_text_measure (layout, HD_TEXT_BOLD, text) + 8 + 2 * GLYPH_PX);
    }
  return widest;
}

/* As many columns as are wide enough, then as evenly filled rows as that allows. */
static void
plan (const HdChartLayout *layout, Grid *grid)
{
  HdRect area = layout->plot;
  guint n_panels = MAX (grid->panels->len, 1);
  double least = CLAMP (widest_head (layout, grid), grid->line * MIN_WIDTH_LINES,
                        grid->line * MAX_WIDTH_LINES)
                 + GAP_X_PX;
  guint n_columns = (guint)CLAMP (floor ((area.width + GAP_X_PX) / least), 1, n_panels);
  guint max_rows = (guint)MAX (floor (area.height / (grid->line * MIN_HEIGHT_LINES)), 1);
  guint n_rows = (n_panels + n_columns - 1) / n_columns;

  grid->n_shown = grid->panels->len;
  if (n_rows > max_rows)
    {
      n_rows = max_rows;
      grid->n_shown = MIN (n_rows * n_columns, grid->panels->len);
    }
  else
    n_columns = (n_panels + n_rows - 1) / n_rows;
  grid->n_columns = n_columns;
  grid->left = area.x;
  grid->top = area.y;
  grid->width = (area.width - GAP_X_PX * (n_columns - 1.0)) / n_columns;
  grid->height = area.height / n_rows;
}

static HdRect
panel_rect (const Grid *grid, guint panel)
{
  guint column = panel % grid->n_columns;
  guint row = panel / grid->n_columns;

  return (HdRect){ grid->left + (grid->width + GAP_X_PX) * column,
                   grid->top + grid->height * row + grid->line + 1, MAX (grid->width, 1),
                   MAX (grid->height - grid->line - 1 - GAP_Y_PX, 1) };
}

/* ▲ or ▼ before the figure: on which side of its plan it is, for those who see no colours. Returns its width. */
static double
draw_side (HdChartLayout *layout, const Panel *panel, int last, HdRole role, HdRect figure)
{
  const HdSeries *series = layout->spec->series;
  double side, beside = NAN;

  if (last < 0)
    return 0;
  for (guint other = panel->first + 1; other < panel->end; other++)
    if (series[other].notation == HD_NOTATION_PLAN)
      beside = series[other].values[last];
  side = series[panel->first].values[last] - beside;
  if (!isfinite (side))
    return 0;
  hd_ink_glyph (
      layout, role,
      hd_glyph_of_change (hd_chart_spec_status (layout->spec, panel->first, (guint)last), side),
      (HdPoint){ figure.x - GLYPH_PX, figure.y + figure.height / 2 }, GLYPH_PX);
  return 2 * GLYPH_PX;
}

/* The unit at the left, its last figure at the right; the name gives way. */
static void
draw_head (HdChartLayout *layout, const Grid *grid, const Panel *panel, HdRect rect)
{
  const HdChartSpec *spec = layout->spec;
  int last = hd_line_last (spec, panel->first);
  g_autofree char *text = hd_chart_spec_text (spec, panel->first, (guint)MAX (last, 0));
  PangoLayout *figure = hd_text_new (layout, HD_TEXT_BOLD, text, 0);
  HdRole role = hd_role_of_status (hd_chart_spec_status (spec, panel->first, (guint)MAX (last, 0)),
                                   HD_ROLE_TEXT);
  HdRect box = hd_text_box (figure, rect.x + rect.width, rect.y - 1, 1, 1);
  double room = rect.width;
  PangoLayout *name;

  if (box.width > rect.width * 0.7)
    g_object_unref (figure);
  else
    {
      hd_text_put (layout, figure, last < 0 ? HD_ROLE_TEXT_DIM : role, box);
      room -= box.width + 6 + draw_side (layout, panel, last, role, box);
    }
  name = hd_text_new (layout, HD_TEXT_SMALL, spec->series[panel->first].name, MAX (room, 8));
  hd_text_try (layout, name, HD_ROLE_TEXT, hd_text_box (name, rect.x, rect.y - 1, 0, 1));
}

/* Only the rows' first panels have figures at the axis: the scale is one. */
static void
draw_grid (HdChartLayout *layout, const HdValueAxis *axis, gboolean is_first)
{
  HdValueAxis own = *axis;

  own.label_width = is_first ? axis->label_width : 0;
  hd_axis_draw_vertical (layout, &own);
}

static void
draw_lines (HdChartLayout *layout, const Panel *panel)
{
  const HdChartSpec *spec = layout->spec;

  /* From the last, so that the actual series lies on top. */
  for (guint series = panel->end; series-- > panel->first;)
    {
      const HdSeries *of_spec = &spec->series[series];
      HdPathSource source = { of_spec->values, spec->n_categories,
                              spec->axis == HD_AXIS_DAYS ? spec->categories : NULL };
      HdRole role = hd_role_of_notation (of_spec);
      gboolean is_dashed
          = of_spec->notation == HD_NOTATION_PLAN || of_spec->notation == HD_NOTATION_FORECAST;

      hd_path_draw (layout, &source, role == HD_ROLE_PREVIOUS ? HD_ROLE_PREVIOUS_EDGE : role,
                    is_dashed ? HD_STYLE_DASH : HD_STYLE_STROKE,
                    series == panel->first ? 1.9 : 1.2);
    }
}

/* A dot in the colour of its status where the line ends, hollow while the period runs. */
static void
draw_end (HdChartLayout *layout, const Panel *panel)
{
  const HdChartSpec *spec = layout->spec;
  int last = hd_line_last (spec, panel->first);
  HdPoint at;

  if (last < 0)
    return;
  at = (HdPoint){ hd_line_x (layout, (guint)last),
                  hd_scale_px (&layout->value_scale, spec->series[panel->first].values[last]) };
  hd_ink_glyph (layout, hd_role_of_point (spec, panel->first, (guint)last),
                hd_chart_spec_flags (spec, panel->first, (guint)last) & HD_POINT_PARTIAL
                    ? HD_GLYPH_RING
                    : HD_GLYPH_DOT,
                at, DOT_PX);
}

/* A mark takes the whole height of its slot, for a small panel has small slots. */
static void
add_marks (HdChartLayout *layout, const Panel *panel)
{
  const HdChartSpec *spec = layout->spec;
  double slot = layout->plot.width / MAX (spec->n_categories, 1);

  for (guint category = 0; category < spec->n_categories; category++)
    {
      double value = spec->series[panel->first].values[category];
      double x = hd_line_x (layout, category);
      HdMark *mark;

      if (!isfinite (value))
        continue;
      mark = hd_mark_add (
          layout, (HdRect){ x - slot / 2, layout->plot.y, MAX (slot, 1), layout->plot.height },
          (int)panel->first, (int)category);
      mark->x = x;
      mark->y = hd_scale_px (&layout->value_scale, value);
      if (spec->series[panel->first].code != NULL)
        mark->code = spec->series[panel->first].code;
    }
}

/* From the first to the last period, under the lowest panel of each column. */
static void
draw_ends_of_time (HdChartLayout *layout, HdRect rect)
{
  const HdChartSpec *spec = layout->spec;
  const guint ends[] = { 0, spec->n_categories - 1 };

  for (guint end = 0; end < G_N_ELEMENTS (ends); end++)
    {
      PangoLayout *label = hd_text_new (layout, HD_TEXT_SMALL, spec->categories[ends[end]].label,
                                        MAX (rect.width / 2 - 2, 8));

      hd_text_try (layout, label, HD_ROLE_TEXT_DIM,
                   hd_text_box (label, rect.x + (end == 0 ? 0 : rect.width),
                                rect.y + rect.height + 1, end == 0 ? 0 : 1, 0));
    }
}

static void
draw_panel (HdChartLayout *layout, const Grid *grid, const HdValueAxis *axis, guint index)
{
  const HdChartSpec *spec = layout->spec;
  const Panel *panel = &g_array_index (grid->panels, Panel, index);
  HdRect rect = panel_rect (grid, index);
  HdRect whole = layout->plot;

  layout->plot = rect;
  if (spec->axis == HD_AXIS_DAYS)
    layout->day_scale = (HdScale){ spec->categories[0].day,
                                   MAX (spec->categories[spec->n_categories - 1].day,
                                        spec->categories[0].day + 1),
                                   rect.x, rect.x + rect.width };
  draw_grid (layout, axis, index % grid->n_columns == 0);
  draw_head (layout, grid, panel, rect);
  draw_lines (layout, panel);
  draw_end (layout, panel);
  add_marks (layout, panel);
  if (index + grid->n_columns >= grid->n_shown)
    draw_ends_of_time (layout, rect);
  layout->plot = whole;
}

void
hd_multiples_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  g_autoptr (GArray) panels = find_panels (spec);
  Grid grid = { .panels = panels };
  HdRect *plot = &layout->plot;
  HdValueAxis axis;
  double min, max;

  if (!hd_chart_spec_range (spec, &min, &max) || panels->len == 0)
    {
      hd_layout_say_missing (layout);
      return;
    }
  grid.line = hd_text_line_height (layout, HD_TEXT_LABEL);
  hd_axis_plan (layout, min, max, 3, 0.03, &axis);
  if (axis.label_width > plot->width / 6)
    axis.label_width = 0;
  plot->x += axis.label_width;
  plot->width = MAX (plot->width - axis.label_width - DOT_PX / 2.0, 1);
  plot->height = MAX (plot->height - grid.line + GAP_Y_PX - 2, 1);
  plan (layout, &grid);
  if (grid.n_shown < panels->len)
    {
      g_autofree char *text = g_strdup_printf ("… +%u", panels->len - grid.n_shown);

      hd_label (layout, HD_TEXT_LABEL, HD_ROLE_TEXT_DIM, text,
                (HdPoint){ 0, plot->y + plot->height - GAP_Y_PX + grid.line }, 0, 1);
    }
  for (guint panel = 0; panel < grid.n_shown; panel++)
    draw_panel (layout, &grid, &axis, panel);
}

double
hd_multiples_height (const HdChartSpec *spec, double width, double font_px)
{
  g_autoptr (GArray) panels = find_panels (spec);
  guint n_columns = (guint)CLAMP (floor (width / (font_px * 12)), 1, MAX (panels->len, 1));
  guint n_rows = (MAX (panels->len, 1) + n_columns - 1) / n_columns;

  return n_rows * font_px * 7.5 + font_px * 2;
}
