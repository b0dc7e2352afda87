/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of chart kinds, and making a layout with its title.
 */

#include "config.h"

#include "hd-painters.h"

#include <math.h>
#include <string.h>

/* A path of so many points takes as long to draw as a card takes to copy. */
#define HEAVY_POINTS 300

static const HdPainter painters[HD_N_CHART_KINDS] = {
  { HD_CHART_LINE, "line", hd_line_layout, hd_ink_draw_all, hd_hit_column, hd_describe_trend,
    hd_height_wide },
  { HD_CHART_BARS, "bars", hd_bars_layout, hd_ink_draw_all, hd_hit_row, hd_describe_ranking,
    hd_bars_height },
  { HD_CHART_COLUMNS, "columns", hd_columns_layout, hd_ink_draw_all, hd_hit_column,
    hd_describe_trend, hd_height_wide },
  { HD_CHART_WATERFALL, "waterfall", hd_waterfall_layout, hd_ink_draw_all, hd_hit_column,
    hd_describe_steps, hd_height_wide },
  { HD_CHART_LADDER, "ladder", hd_ladder_layout, hd_ink_draw_all, hd_hit_row, hd_describe_rows,
    hd_ladder_height },
  { HD_CHART_HEATMAP, "heatmap", hd_heatmap_layout, hd_ink_draw_all, hd_hit_nearest,
    hd_describe_extremes, hd_heatmap_height },
  { HD_CHART_STACK, "stack", hd_stack_layout, hd_ink_draw_all, hd_hit_nearest, hd_describe_rows,
    hd_stack_height },
  { HD_CHART_PARETO, "pareto", hd_pareto_layout, hd_ink_draw_all, hd_hit_row, hd_describe_pareto,
    hd_pareto_height },
  { HD_CHART_SPARKLINE, "sparkline", hd_sparkline_layout, hd_ink_draw_all, hd_hit_column,
    hd_describe_trend, hd_height_line },
  { HD_CHART_BULLET, "bullet", hd_bullet_layout, hd_ink_draw_all, hd_hit_nearest, hd_describe_rows,
    hd_bullet_height },
  { HD_CHART_HISTOGRAM, "histogram", hd_histogram_layout, hd_ink_draw_all, hd_hit_column,
    hd_describe_histogram, hd_height_wide },
  { HD_CHART_PANELS, "panels", hd_panels_layout, hd_ink_draw_all, hd_hit_column, hd_describe_trend,
    hd_panels_height },
  { HD_CHART_INTERVALS, "intervals", hd_intervals_layout, hd_ink_draw_all, hd_hit_column,
    hd_describe_rows, hd_height_wide },
  { HD_CHART_RELIABILITY, "reliability", hd_reliability_layout, hd_ink_draw_all, hd_hit_nearest,
    hd_describe_rows, hd_reliability_height },
  { HD_CHART_MULTIPLES, "multiples", hd_multiples_layout, hd_ink_draw_all, hd_hit_nearest,
    hd_describe_panels, hd_multiples_height },
  { HD_CHART_TREEMAP, "treemap", hd_treemap_layout, hd_ink_draw_all, hd_hit_nearest,
    hd_describe_ranking, hd_treemap_height },
  { HD_CHART_CALENDAR, "calendar", hd_calendar_layout, hd_ink_draw_all, hd_hit_nearest,
    hd_describe_trend, hd_calendar_height },
  { HD_CHART_SLOPE, "slope", hd_slope_layout, hd_ink_draw_all, hd_hit_nearest, hd_describe_rows,
    hd_slope_height },
  { HD_CHART_DOTS, "dots", hd_dots_layout, hd_ink_draw_all, hd_hit_row, hd_describe_rows,
    hd_ladder_height },
  { HD_CHART_VARIANCE, "variance", hd_variance_layout, hd_ink_draw_all, hd_hit_row,
    hd_describe_rows, hd_bars_height },
  { HD_CHART_AREA, "area", hd_area_layout, hd_ink_draw_all, hd_hit_column, hd_describe_trend,
    hd_height_wide },
  { HD_CHART_STATUS, "status", hd_status_layout, hd_ink_draw_all, hd_hit_nearest,
    hd_describe_status, hd_status_height },
  { HD_CHART_MAP, "map", hd_map_layout, hd_map_draw, hd_map_hit, hd_describe_map, hd_map_height },
  { HD_CHART_TABLE, "table", hd_table_layout, hd_ink_draw_all, hd_hit_row, hd_describe_rows,
    hd_table_height },
};

static void
release_ink (gpointer data)
{
  g_clear_object (&((HdInk *)data)->text);
}

/* Title and caption; returns the height that they take. */
static double
draw_title (HdChartLayout *layout)
{
  double y = 0;

  if (!layout->options.show_title)
    return 0;
  if (*layout->spec->title != '\0')
    {
      PangoLayout *title = hd_text_new (layout, HD_TEXT_TITLE, layout->spec->title, layout->width);

      hd_text_put (layout, title, HD_ROLE_TEXT, hd_text_box (title, 0, y, 0, 0));
      y += hd_text_line_height (layout, HD_TEXT_TITLE);
    }
  if (*layout->spec->caption != '\0')
    {
      PangoLayout *caption
          = hd_text_new (layout, HD_TEXT_LABEL, layout->spec->caption, layout->width);

      hd_text_put (layout, caption, HD_ROLE_TEXT_DIM, hd_text_box (caption, 0, y, 0, 0));
      y += hd_text_line_height (layout, HD_TEXT_LABEL);
    }
  return y > 0 ? y + 6 : 0;
}

void
hd_layout_options_init (HdLayoutOptions *options)
{
  *options = (HdLayoutOptions){ .font_px = 11.5, .show_title = FALSE, .show_text = TRUE };
}

HdChartLayout *
hd_layout_new (HdChartSpec *spec,
               PangoContext *context,
               double width,
               double height,
               const HdLayoutOptions *options)
{
  HdChartLayout *layout = g_new0 (HdChartLayout, 1);

  layout->spec = hd_chart_spec_ref (spec);
  layout->painter = hd_painter_get (spec->kind);
  g_set_object (&layout->context, context);
  hd_layout_options_init (&layout->options);
  if (options != NULL)
    layout->options = *options;
  if (context != NULL)
    {
      if (layout->options.texts == NULL)
        layout->own_texts = hd_text_cache_new ();
      layout->texts = layout->own_texts != NULL ? layout->own_texts : layout->options.texts;
      hd_text_cache_turn (layout->texts, context);
    }
  layout->width = MAX (width, 1);
  layout->height = MAX (height, 1);
  layout->is_muted = spec->is_stale;
  layout->marks = g_array_new (FALSE, TRUE, sizeof (HdMark));
  layout->inks = g_array_new (FALSE, TRUE, sizeof (HdInk));
  g_array_set_clear_func (layout->inks, release_ink);
  layout->points = g_array_new (FALSE, TRUE, sizeof (HdPoint));
  layout->taken = g_array_new (FALSE, TRUE, sizeof (HdRect));
  layout->mark_inks = g_array_new (FALSE, TRUE, sizeof (int));
  return layout;
}

HdChartLayout *
hd_chart_layout_new (HdChartSpec *spec,
                     PangoContext *context,
                     double width,
                     double height,
                     const HdLayoutOptions *options)
{
  HdChartLayout *layout = hd_layout_new (spec, context, width, height, options);
  double top = draw_title (layout);
  layout->n_title_inks = layout->inks->len;
  layout->plot = (HdRect){ 0, top, layout->width, MAX (layout->height - top, 1) };
  layout->painter->layout (layout);
  if (spec->kind != HD_CHART_LINE && spec->kind != HD_CHART_MAP)
    hd_annotations_draw (layout);
  return layout;
}

void
hd_chart_layout_free (HdChartLayout *layout)
{
  hd_chart_spec_unref (layout->spec);
  g_clear_object (&layout->context);
  g_clear_pointer (&layout->own_texts, hd_text_cache_free);
  g_array_unref (layout->marks);
  g_array_unref (layout->inks);
  g_array_unref (layout->points);
  g_array_unref (layout->taken);
  g_array_unref (layout->mark_inks);
  g_free (layout);
}

HdChartSpec *
hd_chart_layout_get_spec (const HdChartLayout *layout)
{
  return layout->spec;
}

guint
hd_chart_layout_get_n_marks (const HdChartLayout *layout)
{
  return layout->marks->len;
}

const HdMark *
hd_chart_layout_get_mark (const HdChartLayout *layout, guint mark)
{
  g_return_val_if_fail (mark < layout->marks->len, NULL);
  return &g_array_index (layout->marks, HdMark, mark);
}

int
hd_chart_layout_find_mark (const HdChartLayout *layout, int series, int category)
{
  for (guint index = 0; index < layout->marks->len; index++)
    {
      const HdMark *mark = &g_array_index (layout->marks, HdMark, index);

      if (mark->series == series && mark->category == category)
        return (int)index;
    }
  return -1;
}

HdRect
hd_chart_layout_get_plot (const HdChartLayout *layout)
{
  return layout->plot;
}

void
hd_chart_draw (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette)
{
  cairo_save (cr);
  layout->painter->draw (cr, layout, palette);
  cairo_restore (cr);
}

gboolean
hd_chart_is_heavy (const HdChartLayout *layout)
{
  guint n_stroked = 0;

  for (guint index = 0; index < layout->inks->len; index++)
    {
      const HdInk *ink = &g_array_index (layout->inks, HdInk, index);

      if (ink->kind == HD_INK_PATH)
        n_stroked += ink->n_points;
    }
  return n_stroked > HEAVY_POINTS;
}

cairo_surface_t *
hd_chart_make_picture (const HdChartLayout *layout, const HdPalette *palette, double density)
{
  cairo_surface_t *picture
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)ceil (layout->width * density),
                                    (int)ceil (layout->height * density));
  cairo_t *cr;

  cairo_surface_set_device_scale (picture, density, density);
  cr = cairo_create (picture);
  hd_chart_draw (cr, layout, palette);
  cairo_destroy (cr);
  return picture;
}

int
hd_chart_hit (const HdChartLayout *layout, double x, double y)
{
  return layout->painter->hit (layout, x, y);
}

double
hd_chart_natural_height (const HdChartSpec *spec, double width, double font_px)
{
  return hd_painter_get (spec->kind)->natural_height (spec, width, font_px);
}

PangoContext *
hd_chart_create_pango_context (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (PangoFontDescription) font
      = pango_font_description_from_string ("Inter, Cantarell, Noto Sans, sans-serif 9");
  cairo_font_options_t *font_options = cairo_font_options_create ();

  /* Metrics of the font itself, so that a PNG and a PDF have the same line breaks. */
  cairo_font_options_set_hint_metrics (font_options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (font_options, CAIRO_HINT_STYLE_SLIGHT);
  cairo_font_options_set_antialias (font_options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, font_options);
  cairo_font_options_destroy (font_options);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_font_description (context, font);
  return context;
}

const HdPainter *
hd_painter_get (HdChartKind kind)
{
  g_return_val_if_fail (kind < HD_N_CHART_KINDS, &painters[HD_CHART_TABLE]);
  return &painters[kind];
}

const HdPainter *
hd_painter_find (const char *name)
{
  for (guint kind = 0; kind < HD_N_CHART_KINDS; kind++)
    if (g_strcmp0 (painters[kind].name, name) == 0)
      return &painters[kind];
  return NULL;
}
