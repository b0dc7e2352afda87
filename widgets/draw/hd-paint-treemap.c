/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The treemap: areas are values. What has no area, a negative or missing value, is said under it.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-painters.h"
#include "hd-squarify.h"
#include "hd-words.h"

#include <math.h>

#define PAD_PX 4
#define SWATCH_PX 11
/* From this change on, per cent, a colour is the strong one. */
#define STRONG_CHANGE_PCT 8

typedef struct
{
  guint row;
  double value;
  gboolean is_rest;
} Cell;

/* Greatest first; the rest beyond the top comes last, however much it is. */
static int
compare_cells (gconstpointer a, gconstpointer b)
{
  const Cell *left = a;
  const Cell *right = b;

  if (left->is_rest != right->is_rest)
    return left->is_rest ? 1 : -1;
  if (left->value != right->value)
    return left->value < right->value ? 1 : -1;
  return left->row < right->row ? -1 : left->row > right->row;
}

/* Five steps of worse and better, as on the map; without a judged change one quiet colour. */
static HdRole
role_of_cell (const HdCategory *category)
{
  gboolean is_strong = fabs (category->change) >= STRONG_CHANGE_PCT;

  switch (category->change_status)
    {
    case HD_STATUS_BETTER:
      return is_strong ? HD_ROLE_MAP_5 : HD_ROLE_MAP_4;
    case HD_STATUS_WORSE:
      return is_strong ? HD_ROLE_MAP_1 : HD_ROLE_MAP_2;
    case HD_STATUS_NEUTRAL:
      return HD_ROLE_MAP_3;
    case HD_STATUS_NONE:
    default:
      return HD_ROLE_HEAT_2;
    }
}

/* Text at the top left of `room`, which it shrinks; FALSE when it does not fit. Takes `text`. */
static gboolean
put (HdChartLayout *layout, HdRole role, PangoLayout *text, HdRect *room)
{
  double height = hd_text_height (text);
  guint ink;

  if (hd_text_width (text) > room->width + 0.5 || height > room->height + 0.5)
    {
      g_object_unref (text);
      return FALSE;
    }
  ink = hd_text_put (layout, text, role, hd_text_box (text, room->x, room->y, 0, 0));
  hd_ink_get (layout, ink)->is_on_mark = TRUE;
  *room = (HdRect){ room->x, room->y + height, room->width, room->height - height };
  return TRUE;
}

/* A name may take two lines where two more remain for its figures. */
static gboolean
put_name (HdChartLayout *layout, HdRole role, const char *name, HdRect *room, double line)
{
  PangoLayout *text = hd_text_new (layout, HD_TEXT_SMALL, name, room->width);

  if (pango_layout_is_ellipsized (text) && room->height >= 4 * line)
    {
      g_object_unref (text);
      text = hd_text_new_wrapped (layout, HD_TEXT_SMALL, name, room->width, 2);
      pango_layout_set_alignment (text, PANGO_ALIGN_LEFT);
    }
  return put (layout, role, text, room);
}

static char *
share_text (const HdChartSpec *spec, double share)
{
  HdNumberFormat format = hd_number_format_plain (spec->format.locale, share >= 9.95 ? 0 : 1);

  format.is_percent = TRUE;
  return hd_number_format (&format, share);
}

static const char *
glyph_text (const HdCategory *category)
{
  if (category->change_status == HD_STATUS_NONE)
    return "";
  if (category->change_status == HD_STATUS_NEUTRAL)
    return "■ ";
  return category->change < 0 ? "▼ " : "▲ ";
}

/* The name, then the figure with its share, then the change: as much as the cell has room for. A figure is
 * whole or not there. */
static void
write_cell (HdChartLayout *layout, guint row, HdRect cell, HdRole role, double share)
{
  const HdChartSpec *spec = layout->spec;
  const HdCategory *category = &spec->categories[row];
  HdRect room = hd_rect_inset (cell, PAD_PX);
  double line = hd_text_line_height (layout, HD_TEXT_SMALL);
  g_autofree char *value = hd_chart_spec_text (spec, 0, row);
  g_autofree char *percent = share_text (spec, share);
  g_autofree char *figure = g_strdup_printf ("%s · %s", value, percent);
  g_autofree char *change = hd_chart_spec_change_text (spec, row);
  g_autofree char *judged = g_strconcat (glyph_text (category), change, NULL);

  /* A name of two letters and an ellipsis names nothing. */
  if (room.width < 3 * line
      && hd_text_measure (layout, HD_TEXT_SMALL, category->label) > room.width)
    return;
  if (!put_name (layout, role, category->label, &room, line))
    return;
  if (!put (layout, role, hd_text_new (layout, HD_TEXT_SMALL, figure, 0), &room)
      && !put (layout, role, hd_text_new (layout, HD_TEXT_SMALL, value, 0), &room))
    return;
  if (change != NULL)
    put (layout, role, hd_text_new (layout, HD_TEXT_SMALL, judged, 0), &room);
}

/* "not drawn: 2 negative (−3,1), 1 without data"; NULL when all is drawn. (transfer full) */
static char *
not_shown_text (const HdChartLayout *layout)
{
  const HdChartWords *words = layout->options.words;
  const HdChartSpec *spec = layout->spec;
  guint n_negative = 0, n_missing = 0;
  double sum = 0;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint row = 0; row < spec->n_categories; row++)
    {
      double value = hd_chart_spec_value (spec, 0, row);

      n_missing += !isfinite (value);
      n_negative += value < 0;
      sum += value < 0 ? value : 0;
    }
  if (n_negative > 0)
    {
      g_autofree char *count = g_strdup_printf ("%u", n_negative);
      g_autofree char *said = hd_words_fill_one (
          hd_words_or (words != NULL ? words->n_negative : NULL, "%s negative"), count);
      g_autofree char *amount = hd_number_format (&spec->format, sum);

      g_string_append_printf (text, "%s (%s)", said, amount);
    }
  if (n_missing > 0)
    {
      g_autofree char *count = g_strdup_printf ("%u", n_missing);
      g_autofree char *said = hd_words_fill_one (
          hd_words_or (words != NULL ? words->n_missing : NULL, "%s without data"), count);

      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", said);
    }
  if (text->len == 0)
    return NULL;
  return hd_words_fill_one (hd_words_or (words != NULL ? words->not_shown : NULL, "not drawn: %s"),
                            text->str);
}

/* What the colours mean, at the right of the line under the areas; the note has the rest of it. */
static double
draw_key (HdChartLayout *layout, double top, double line)
{
  const HdChartSpec *spec = layout->spec;
  const int bounds[] = { -STRONG_CHANGE_PCT, 0, STRONG_CHANGE_PCT };
  HdNumberFormat format = hd_number_format_plain (spec->format.locale, 0);
  double x = layout->width;
  gboolean is_judged = FALSE;

  for (guint row = 0; row < spec->n_categories; row++)
    is_judged |= spec->categories[row].change_status == HD_STATUS_BETTER
                 || spec->categories[row].change_status == HD_STATUS_WORSE;
  if (!is_judged || layout->width < 20 * line)
    return x;
  format.is_percent = TRUE;
  for (guint bound = G_N_ELEMENTS (bounds); bound-- > 0;)
    {
      g_autofree char *text = hd_number_format_signed (&format, bounds[bound]);
      double width = hd_text_measure (layout, HD_TEXT_SMALL, text);

      hd_label (layout, HD_TEXT_SMALL, HD_ROLE_TEXT_DIM, text, (HdPoint){ x, top }, 1, 0);
      x -= width + 4;
      for (guint step = bound == 1 ? 1 : 2; step-- > 0;)
        {
          HdRole role = bound == 1 ? HD_ROLE_MAP_3 : bound == 0 ? HD_ROLE_MAP_1 : HD_ROLE_MAP_4;

          x -= SWATCH_PX + 1;
          hd_ink_rect (layout, role + step, HD_STYLE_FILL,
                       (HdRect){ x, top + line / 2 - SWATCH_PX / 2.0, SWATCH_PX, SWATCH_PX });
        }
      x -= 10;
    }
  return x;
}

static void
draw_cells (HdChartLayout *layout, GArray *cells)
{
  g_autofree double *values = g_new (double, MAX (cells->len, 1));
  g_autofree HdRect *rects = g_new0 (HdRect, MAX (cells->len, 1));
  double total = 0;

  for (guint cell = 0; cell < cells->len; cell++)
    {
      values[cell] = g_array_index (cells, Cell, cell).value;
      total += values[cell];
    }
  hd_squarify (values, cells->len, layout->plot, rects);
  for (guint cell = 0; cell < cells->len; cell++)
    {
      guint row = g_array_index (cells, Cell, cell).row;
      const HdCategory *category = &layout->spec->categories[row];
      HdRole role = role_of_cell (category);
      HdRect inner
          = hd_rect_inset (rects[cell], MIN (rects[cell].width, rects[cell].height) > 4 ? 0.75 : 0);

      hd_ink_rect (layout, role, hd_style_of_point (layout->spec, 0, row), inner);
      if (category->flags & HD_POINT_REST)
        hd_ink_rect (layout, HD_ROLE_PREVIOUS_EDGE, HD_STYLE_DASH, hd_rect_inset (inner, 1));
      hd_mark_add (layout, rects[cell], 0, (int)row);
      write_cell (layout, row, inner, role, values[cell] / total * 100);
    }
}

void
hd_treemap_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  g_autofree char *note = not_shown_text (layout);
  double line = hd_text_line_height (layout, HD_TEXT_SMALL);
  double key_left, top;

  for (guint row = 0; row < spec->n_categories; row++)
    {
      Cell cell = { row, hd_chart_spec_value (spec, 0, row),
                    (spec->categories[row].flags & HD_POINT_REST) != 0 };

      if (isfinite (cell.value) && cell.value > 0)
        g_array_append_val (cells, cell);
    }
  g_array_sort (cells, compare_cells);
  layout->plot.height = MAX (layout->plot.height - line - 6, 1);
  top = layout->plot.y + layout->plot.height + 5;
  if (cells->len == 0)
    hd_layout_say_missing (layout);
  else
    draw_cells (layout, cells);
  key_left = draw_key (layout, top, line);
  if (note != NULL)
    {
      PangoLayout *text = hd_text_new (layout, HD_TEXT_SMALL, note, MAX (key_left - 8, 8));

      hd_text_try (layout, text, HD_ROLE_TEXT_DIM, hd_text_box (text, 0, top, 0, 0));
    }
}

double
hd_treemap_height (const HdChartSpec *spec, double width, double font_px)
{
  return CLAMP (width * 0.6, font_px * 18, font_px * 34);
}
