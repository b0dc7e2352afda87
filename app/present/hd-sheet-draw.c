/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Draws a sheet: heading, sentences, tiles, cards and foot, from top to bottom.
 */

#include "config.h"

#include "hd-sheet-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <pango/pangocairo.h>

#include "hd-painter.h"
#include "hd-present-text.h"

#define MARGIN 22.0
#define GAP 11.0
#define PADDING 13.0
#define RADIUS 9.0
#define HEADING_HEIGHT 44.0
#define FOOT_HEIGHT 20.0
#define TILE_HEIGHT 138.0
/* Of an item whose causes take two lines. */
#define ITEM_HEIGHT 60.0
#define N_GRID 12
#define FONT_PX 11.5

typedef struct
{
  cairo_t *cr;
  PangoContext *pango;
  const HdPalette *palette;
  double width, height;
} Canvas;

typedef struct
{
  double size_px;
  PangoWeight weight;
  HdRole role;
  PangoAlignment alignment;
  gboolean is_wrapped;
} TextStyle;

static void
set_role (const Canvas *canvas, HdRole role)
{
  HdColour colour = canvas->palette->colours[role];

  cairo_set_source_rgb (canvas->cr, colour.red, colour.green, colour.blue);
}

static PangoLayout *
new_layout (const Canvas *canvas, const TextStyle *style, double width)
{
  PangoLayout *layout = pango_layout_new (canvas->pango);
  g_autoptr (PangoFontDescription) font
      = pango_font_description_copy (pango_context_get_font_description (canvas->pango));

  pango_font_description_set_absolute_size (font, style->size_px * PANGO_SCALE);
  pango_font_description_set_weight (font, style->weight);
  pango_layout_set_font_description (layout, font);
  if (width > 0)
    pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
  pango_layout_set_alignment (layout, style->alignment);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
  if (!style->is_wrapped)
    pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  return layout;
}

/* Returns the height that the text took. */
static double
draw_text (const Canvas *canvas,
           const TextStyle *style,
           const char *text,
           double x,
           double y,
           double width)
{
  g_autoptr (PangoLayout) layout = new_layout (canvas, style, width);
  PangoRectangle logical;

  if (text == NULL)
    return 0;
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_extents (layout, NULL, &logical);
  set_role (canvas, style->role);
  cairo_move_to (canvas->cr, x, y);
  pango_cairo_show_layout (canvas->cr, layout);
  return (double)logical.height / PANGO_SCALE;
}

static void
draw_card (const Canvas *canvas, HdRect rect)
{
  cairo_t *cr = canvas->cr;

  cairo_new_sub_path (cr);
  cairo_arc (cr, rect.x + rect.width - RADIUS, rect.y + RADIUS, RADIUS, -G_PI_2, 0);
  cairo_arc (cr, rect.x + rect.width - RADIUS, rect.y + rect.height - RADIUS, RADIUS, 0, G_PI_2);
  cairo_arc (cr, rect.x + RADIUS, rect.y + rect.height - RADIUS, RADIUS, G_PI_2, G_PI);
  cairo_arc (cr, rect.x + RADIUS, rect.y + RADIUS, RADIUS, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
  set_role (canvas, HD_ROLE_CARD);
  cairo_fill_preserve (cr);
  set_role (canvas, HD_ROLE_RULE);
  cairo_set_line_width (cr, canvas->palette->hairline);
  cairo_stroke (cr);
}

static void
draw_chart (const Canvas *canvas, HdChartSpec *spec, HdRect rect, gboolean show_title)
{
  HdLayoutOptions options;
  g_autoptr (HdChartLayout) layout = NULL;

  if (spec == NULL || rect.width < 8 || rect.height < 4)
    return;
  hd_layout_options_init (&options);
  options.font_px = FONT_PX;
  options.show_title = show_title;
  options.words = hd_present_words ();
  layout = hd_chart_layout_new (spec, canvas->pango, rect.width, rect.height, &options);
  cairo_save (canvas->cr);
  cairo_translate (canvas->cr, rect.x, rect.y);
  cairo_rectangle (canvas->cr, 0, 0, rect.width, rect.height);
  cairo_clip (canvas->cr);
  hd_chart_draw (canvas->cr, layout, canvas->palette);
  cairo_restore (canvas->cr);
}

static HdRole
status_role (HdPointStatus status)
{
  switch (status)
    {
    case HD_STATUS_BETTER:
      return HD_ROLE_BETTER;
    case HD_STATUS_WORSE:
      return HD_ROLE_WORSE;
    case HD_STATUS_NEUTRAL:
    case HD_STATUS_NONE:
    default:
      return HD_ROLE_TEXT;
    }
}

/* Numbers are bold and, where judged, coloured; words are plain. */
static void
append_run (const Canvas *canvas, GString *markup, const HdPresentRun *run)
{
  g_autofree char *text = g_markup_escape_text (run->text, -1);
  g_autofree char *colour = hd_colour_to_hex (canvas->palette->colours[status_role (run->status)]);

  if (run->link != NULL)
    g_string_append_printf (markup, "<b><span foreground=\"%s\">%s</span></b>", colour, text);
  else
    g_string_append (markup, text);
}

static double
draw_sentences (const Canvas *canvas, const GPtrArray *runs, double y)
{
  const TextStyle style = { 16, PANGO_WEIGHT_NORMAL, HD_ROLE_TEXT, PANGO_ALIGN_LEFT, TRUE };
  double width = canvas->width - 2 * MARGIN;
  g_autoptr (PangoLayout) layout = new_layout (canvas, &style, width - 2 * PADDING);
  g_autoptr (GString) markup = g_string_new (NULL);
  PangoRectangle logical;
  double height;

  for (guint index = 0; index < runs->len; index++)
    append_run (canvas, markup, g_ptr_array_index (runs, index));
  pango_layout_set_markup (layout, markup->str, -1);
  pango_layout_set_line_spacing (layout, 1.25f);
  pango_layout_get_extents (layout, NULL, &logical);
  height = (double)logical.height / PANGO_SCALE + 2 * PADDING;
  draw_card (canvas, (HdRect){ MARGIN, y, width, height });
  set_role (canvas, HD_ROLE_TEXT);
  cairo_move_to (canvas->cr, MARGIN + PADDING, y + PADDING);
  pango_cairo_show_layout (canvas->cr, layout);
  return height;
}

static void
draw_change (const Canvas *canvas, const HdPresentTile *tile, double x, double y, double width)
{
  const TextStyle change
      = { 11.5, PANGO_WEIGHT_NORMAL, status_role (tile->change_status), PANGO_ALIGN_LEFT, FALSE };
  const TextStyle plan = { 11.5, PANGO_WEIGHT_NORMAL, HD_ROLE_TEXT_DIM, PANGO_ALIGN_RIGHT, FALSE };
  const TextStyle outlook
      = { 11.5, PANGO_WEIGHT_NORMAL, HD_ROLE_TEXT_DIM, PANGO_ALIGN_LEFT, FALSE };
  const char *glyph = tile->change_sign > 0 ? "▲" : tile->change_sign < 0 ? "▼" : "■";
  g_autofree char *text
      = tile->change != NULL ? g_strdup_printf ("%s %s", glyph, tile->change) : NULL;

  draw_text (canvas, &change, text, x, y, width);
  /* Beside the change there is seldom room. */
  draw_text (canvas, &plan, tile->plan, x, y + 16, width);
  draw_text (canvas, &outlook, tile->outlook, x, y + 31, width);
}

static void
draw_tile (const Canvas *canvas, const HdPresentTile *tile, HdRect rect)
{
  const TextStyle name = { 11.5, PANGO_WEIGHT_NORMAL, HD_ROLE_TEXT_DIM, PANGO_ALIGN_LEFT, FALSE };
  const TextStyle age = { 10, PANGO_WEIGHT_NORMAL, HD_ROLE_TEXT_DIM, PANGO_ALIGN_RIGHT, FALSE };
  const TextStyle value = { 24, PANGO_WEIGHT_BOLD, HD_ROLE_TEXT, PANGO_ALIGN_LEFT, FALSE };
  double x = rect.x + PADDING, width = rect.width - 2 * PADDING;
  g_autoptr (PangoLayout) number = new_layout (canvas, &value, -1);
  g_autofree char *markup = g_markup_printf_escaped (
      "%s<span size=\"50%%\" weight=\"normal\"> %s</span>", tile->value, tile->unit);

  draw_card (canvas, rect);
  draw_text (canvas, &name, tile->name, x, rect.y + 8, width * 0.72);
  draw_text (canvas, &age, tile->age, x + width * 0.6, rect.y + 9, width * 0.4);
  pango_layout_set_markup (number, markup, -1);
  set_role (canvas, HD_ROLE_TEXT);
  cairo_move_to (canvas->cr, x, rect.y + 23);
  pango_cairo_show_layout (canvas->cr, number);
  draw_change (canvas, tile, x, rect.y + 54, width);
  draw_chart (canvas, tile->spark, (HdRect){ x, rect.y + 102, width, 20 }, FALSE);
  draw_chart (canvas, tile->bullet, (HdRect){ x, rect.y + 124, width, 10 }, FALSE);
}

static double
draw_tiles (const Canvas *canvas, const GPtrArray *tiles, double y)
{
  guint n_tiles = MIN (tiles->len, 6);
  double width = (canvas->width - 2 * MARGIN - GAP * (n_tiles - 1)) / MAX (n_tiles, 1);

  for (guint index = 0; index < n_tiles; index++)
    draw_tile (canvas, g_ptr_array_index (tiles, index),
               (HdRect){ MARGIN + index * (width + GAP), y, width, TILE_HEIGHT });
  return n_tiles > 0 ? TILE_HEIGHT : 0;
}

static void
draw_item (const Canvas *canvas, const HdPresentItem *item, HdRect rect)
{
  HdRole role = status_role (item->status);
  const TextStyle mark = { 12, PANGO_WEIGHT_BOLD, role, PANGO_ALIGN_LEFT, FALSE };
  const TextStyle head = { 12.5, PANGO_WEIGHT_SEMIBOLD, HD_ROLE_TEXT, PANGO_ALIGN_LEFT, FALSE };
  const TextStyle causes = { 11, PANGO_WEIGHT_NORMAL, HD_ROLE_TEXT_DIM, PANGO_ALIGN_LEFT, TRUE };
  const TextStyle figure = { 12.5, PANGO_WEIGHT_BOLD, role, PANGO_ALIGN_RIGHT, FALSE };
  const TextStyle side = { 11, PANGO_WEIGHT_NORMAL, HD_ROLE_TEXT_DIM, PANGO_ALIGN_RIGHT, FALSE };
  const char *glyph = item->sign > 0 ? "▲" : item->sign < 0 ? "▼" : "◆";
  double text_width = rect.width - 140;

  draw_text (canvas, &mark, glyph, rect.x, rect.y + 6, 18);
  draw_text (canvas, &head, item->head, rect.x + 22, rect.y + 5, text_width - 22);
  draw_text (canvas, &causes, item->causes, rect.x + 22, rect.y + 22, text_width - 22);
  draw_text (canvas, &figure, item->figure, rect.x + text_width, rect.y + 5, 140);
  draw_text (canvas, &side, item->side, rect.x + text_width, rect.y + 22, 140);
  set_role (canvas, HD_ROLE_RULE);
  cairo_rectangle (canvas->cr, rect.x, rect.y + rect.height - 1, rect.width, 1);
  cairo_fill (canvas->cr);
}

static void
draw_items (const Canvas *canvas, const GPtrArray *items, HdRect rect)
{
  double height = fmin ((rect.height - 2 * PADDING) / MAX (items->len, 1), ITEM_HEIGHT);

  draw_card (canvas, rect);
  for (guint index = 0; index < items->len; index++)
    draw_item (canvas, g_ptr_array_index (items, index),
               (HdRect){ rect.x + PADDING, rect.y + PADDING + index * height,
                         rect.width - 2 * PADDING, height });
}

static HdRect
cell_rect (const HdSheetCell *cell, HdRect area)
{
  double step_x = (area.width + GAP) / N_GRID, step_y = (area.height + GAP) / N_GRID;

  return (HdRect){ area.x + cell->column * step_x, area.y + cell->row * step_y,
                   cell->width * step_x - GAP, cell->height * step_y - GAP };
}

static void
draw_cells (const Canvas *canvas, const HdSheetPage *page, HdRect area)
{
  const TextStyle note = { 11.5, PANGO_WEIGHT_NORMAL, HD_ROLE_TEXT_DIM, PANGO_ALIGN_LEFT, TRUE };

  if (page->items != NULL)
    {
      const HdSheetCell left = { NULL, 0, 0, 7, 12 };

      draw_items (canvas, page->items, cell_rect (&left, area));
    }
  for (guint index = 0; index < G_N_ELEMENTS (page->specs); index++)
    {
      HdRect rect;

      if (page->specs[index] == NULL && page->notes[index] == NULL)
        continue;
      rect = cell_rect (&page->sheet->cells[index], area);
      draw_card (canvas, rect);
      rect = (HdRect){ rect.x + PADDING, rect.y + PADDING, rect.width - 2 * PADDING,
                       rect.height - 2 * PADDING };
      draw_chart (canvas, page->specs[index], rect, TRUE);
      draw_text (canvas, &note, page->notes[index], rect.x, rect.y, rect.width);
    }
}

static void
draw_headings (const Canvas *canvas, const HdSheetPage *page, const HdSheetTarget *target)
{
  const TextStyle title = { 21, PANGO_WEIGHT_BOLD, HD_ROLE_TEXT, PANGO_ALIGN_LEFT, FALSE };
  const TextStyle scope = { 12.5, PANGO_WEIGHT_NORMAL, HD_ROLE_TEXT_DIM, PANGO_ALIGN_RIGHT, FALSE };
  const TextStyle small = { 10, PANGO_WEIGHT_NORMAL, HD_ROLE_TEXT_DIM, PANGO_ALIGN_LEFT, FALSE };
  const TextStyle right = { 10, PANGO_WEIGHT_NORMAL, HD_ROLE_TEXT_DIM, PANGO_ALIGN_RIGHT, FALSE };
  double width = canvas->width - 2 * MARGIN;
  g_autofree char *number = NULL;

  draw_text (canvas, &title, _ (page->sheet->title), MARGIN, 15, width * 0.4);
  draw_text (canvas, &scope, page->scope, MARGIN + width * 0.4, 14, width * 0.6);
  draw_text (canvas, &right, page->freshness, MARGIN + width * 0.4, 31, width * 0.6);
  if (target->n_pages == 0)
    return;
  number = g_strdup_printf ("%u/%u", target->number, target->n_pages);
  draw_text (canvas, &small, page->foot, MARGIN, canvas->height - FOOT_HEIGHT, width * 0.8);
  draw_text (canvas, &right, number, MARGIN + width * 0.8, canvas->height - FOOT_HEIGHT,
             width * 0.2);
}

void
hd_sheet_draw (cairo_t *cr, const HdSheetPage *page, const HdSheetTarget *target)
{
  PangoContext *pango = hd_chart_create_pango_context ();
  const Canvas canvas = { cr, pango, target->palette, target->width, target->height };
  double y = HEADING_HEIGHT + 10, bottom = target->height - MARGIN;

  pango_cairo_update_context (cr, pango);
  set_role (&canvas, HD_ROLE_GROUND);
  cairo_paint (cr);
  draw_headings (&canvas, page, target);
  if (target->n_pages > 0)
    bottom -= FOOT_HEIGHT - 10;
  if (page->sentences != NULL)
    y += draw_sentences (&canvas, page->sentences, y) + GAP;
  if (page->tiles != NULL)
    y += draw_tiles (&canvas, page->tiles, y) + GAP;
  draw_cells (&canvas, page, (HdRect){ MARGIN, y, target->width - 2 * MARGIN, bottom - y });
  g_object_unref (pango);
}
