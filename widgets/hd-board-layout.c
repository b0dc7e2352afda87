/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A board of cards: columns follow from the width, cards are packed in order and aligned in rows.
 *
 * A band of cards from edge to edge is as high as its highest needs; elsewhere heights are whole rows.
 */

#include "config.h"

#include "hd-board-layout.h"

#include "hd-widgets.h"

/* The size of text that the measures of a board are meant for. */
#define FONT_PX 13.0

struct _HdBoardLayout
{
  GtkLayoutManager parent_instance;
};

struct _HdBoardChild
{
  GtkLayoutChild parent_instance;
  guint span;
  guint rows;
};

/* Where a card lies: columns in sixtieths, rows in pitches. */
typedef struct
{
  GtkWidget *widget;
  guint column, n_columns;
  guint row, n_rows;
  int needed; /* px: what it asks for, and no less than its least rows */
  gboolean grows;
} Place;

G_DEFINE_FINAL_TYPE (HdBoardLayout, hd_board_layout, GTK_TYPE_LAYOUT_MANAGER)
G_DEFINE_FINAL_TYPE (HdBoardChild, hd_board_child, GTK_TYPE_LAYOUT_CHILD)

/* Larger text makes a board of fewer columns and taller rows. */
static double
text_scale (GtkWidget *board)
{
  return MAX (hd_widgets_get_font_px (board) / FONT_PX, 1);
}

static guint
span_for (guint span, int width, double scale)
{
  return hd_board_span_for_width (span, (int)(width / scale));
}

static int
pitch_px (GtkWidget *board)
{
  return (int)(HD_BOARD_ROW_PX * text_scale (board)) + HD_BOARD_GAP_PX;
}

static double
column_px (int width, guint column)
{
  return (double)(width + HD_BOARD_GAP_PX) * column / HD_BOARD_COLUMNS;
}

static int
span_px (int width, guint column, guint n_columns)
{
  int left = (int)column_px (width, column);
  int right = (int)column_px (width, column + n_columns) - HD_BOARD_GAP_PX;

  return MAX (right - left, 1);
}

/* The lowest, then leftmost, place where `n_columns` fit on the skyline. */
static guint
find_column (const guint *skyline, guint n_columns, guint *row)
{
  guint best = 0;

  *row = G_MAXUINT;
  for (guint column = 0; column + n_columns <= HD_BOARD_COLUMNS; column++)
    {
      guint top = 0;

      for (guint step = 0; step < n_columns; step++)
        top = MAX (top, skyline[column + step]);
      if (top < *row)
        {
          *row = top;
          best = column;
        }
    }
  return best;
}

static int
height_for (GtkWidget *widget, guint least, int width, int pitch)
{
  int narrowest = 0, natural = 0;

  /* Asked for the height of less than its least width, a widget complains. */
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &narrowest, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, MAX (width, narrowest), &natural, NULL,
                      NULL, NULL);
  return MAX ((int)least * pitch - HD_BOARD_GAP_PX, natural);
}

/* Whether the cell span right of `place`, over its rows, is empty up to column `end`. */
static gboolean
is_free (const GArray *places, const Place *place, guint column, guint row, guint end_row)
{
  for (guint index = 0; index < places->len; index++)
    {
      const Place *other = &g_array_index (places, Place, index);

      if (other != place && other->column <= column && column < other->column + other->n_columns
          && other->row < end_row && row < other->row + other->n_rows)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_free_below (const GArray *places, const Place *place, guint row)
{
  for (guint step = 0; step < place->n_columns; step++)
    if (!is_free (places, place, place->column + step, row, row + 1))
      return FALSE;
  return TRUE;
}

/* Cards grow right and then down into cells that nobody took, so that the board has no holes. */
static void
fill_holes (GArray *places, guint n_rows)
{
  for (guint index = 0; index < places->len; index++)
    {
      Place *place = &g_array_index (places, Place, index);

      while (place->column + place->n_columns < HD_BOARD_COLUMNS
             && is_free (places, place, place->column + place->n_columns, place->row,
                         place->row + place->n_rows))
        place->n_columns++;
    }
  for (guint index = 0; index < places->len; index++)
    {
      Place *place = &g_array_index (places, Place, index);

      while (place->row + place->n_rows < n_rows
             && is_free_below (places, place, place->row + place->n_rows))
        place->n_rows++;
    }
}

/* (transfer full) (element-type Place) */
static GArray *
pack (GtkLayoutManager *manager, GtkWidget *board, int width, guint *n_rows)
{
  GArray *places = g_array_new (FALSE, TRUE, sizeof (Place));
  guint skyline[HD_BOARD_COLUMNS] = { 0 };
  double scale = text_scale (board);
  int pitch = pitch_px (board);

  *n_rows = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (board); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      HdBoardChild *info;
      Place place = { .widget = child, .grows = gtk_widget_get_vexpand (child) };

      if (!gtk_widget_should_layout (child))
        continue;
      info = HD_BOARD_CHILD (gtk_layout_manager_get_layout_child (manager, child));
      place.n_columns = span_for (info->span, width, scale);
      place.column = find_column (skyline, place.n_columns, &place.row);
      place.needed
          = height_for (child, info->rows, span_px (width, place.column, place.n_columns), pitch);
      place.n_rows = (guint)((place.needed + HD_BOARD_GAP_PX + pitch - 1) / pitch);
      for (guint step = 0; step < place.n_columns; step++)
        skyline[place.column + step] = place.row + place.n_rows;
      *n_rows = MAX (*n_rows, place.row + place.n_rows);
      g_array_append_val (places, place);
    }
  fill_holes (places, *n_rows);
  return places;
}

/* How much the rows of the band that `first` lies in are higher than its cards need; 0 unless these go from edge
 * to edge and none would grow. */
static int
slack_of_band (const GArray *places, const Place *first, int pitch)
{
  int needed = 0;
  guint n_columns = 0;

  for (guint index = 0; index < places->len; index++)
    {
      const Place *place = &g_array_index (places, Place, index);

      if (place->row != first->row || place->n_rows != first->n_rows)
        continue;
      if (place->grows)
        return 0;
      needed = MAX (needed, place->needed);
      n_columns += place->n_columns;
    }
  return n_columns == HD_BOARD_COLUMNS ? (int)first->n_rows * pitch - HD_BOARD_GAP_PX - needed : 0;
}

/* The height of each row without growth. (transfer full) */
static int *
row_heights (const GArray *places, guint n_rows, int pitch)
{
  int *heights = g_new (int, n_rows + 1);

  for (guint row = 0; row < n_rows; row++)
    heights[row] = pitch;
  for (guint index = 0; index < places->len; index++)
    {
      const Place *place = &g_array_index (places, Place, index);

      if (place->column == 0)
        heights[place->row + place->n_rows - 1] -= MAX (slack_of_band (places, place, pitch), 0);
    }
  return heights;
}

static int
sum_heights (const int *heights, guint n_rows)
{
  int sum = 0;

  for (guint row = 0; row < n_rows; row++)
    sum += heights[row];
  return sum;
}

/* Shares `extra` px over the rows in which every card may grow. offsets[n_rows + 1] (transfer full). */
static int *
row_offsets (const GArray *places, const int *heights, guint n_rows, int extra)
{
  g_autofree gboolean *is_fixed = g_new0 (gboolean, n_rows + 1);
  int *offsets = g_new0 (int, n_rows + 1);
  guint n_growing = 0, n_seen = 0;

  for (guint index = 0; index < places->len; index++)
    {
      const Place *place = &g_array_index (places, Place, index);

      for (guint row = place->row; !place->grows && row < place->row + place->n_rows; row++)
        is_fixed[row] = TRUE;
    }
  for (guint row = 0; row < n_rows; row++)
    n_growing += !is_fixed[row];
  for (guint row = 0; row < n_rows; row++)
    {
      int share = 0;

      if (!is_fixed[row] && extra > 0)
        {
          share = (int)((gint64)extra * (n_seen + 1) / n_growing
                        - (gint64)extra * n_seen / n_growing);
          n_seen++;
        }
      offsets[row + 1] = offsets[row] + heights[row] + share;
    }
  return offsets;
}

static GtkSizeRequestMode
hd_board_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_width (GtkLayoutManager *manager, GtkWidget *widget, int *minimum, int *natural)
{
  int narrowest = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      HdBoardChild *info;
      int child_min = 0;
      guint span;

      if (!gtk_widget_should_layout (child))
        continue;
      info = HD_BOARD_CHILD (gtk_layout_manager_get_layout_child (manager, child));
      span = hd_board_span_for_width (info->span, 1);
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_min, NULL, NULL, NULL);
      narrowest = MAX (narrowest, (int)((guint)child_min * HD_BOARD_COLUMNS / span));
    }
  *minimum = narrowest;
  *natural = MAX (narrowest, HD_BOARD_WIDE_PX);
}

static void
hd_board_layout_measure (GtkLayoutManager *manager,
                         GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  g_autoptr (GArray) places = NULL;
  g_autofree int *heights = NULL;
  guint n_rows;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (manager, widget, minimum, natural);
      return;
    }
  places = pack (manager, widget, for_size > 0 ? for_size : HD_BOARD_WIDE_PX, &n_rows);
  heights = row_heights (places, n_rows, pitch_px (widget));
  *minimum = *natural = MAX (sum_heights (heights, n_rows) - HD_BOARD_GAP_PX, 0);
}

static void
hd_board_layout_allocate (GtkLayoutManager *manager,
                          GtkWidget *widget,
                          int width,
                          int height,
                          int baseline)
{
  g_autoptr (GArray) places = NULL;
  g_autofree int *heights = NULL;
  g_autofree int *offsets = NULL;
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  guint n_rows;

  places = pack (manager, widget, width, &n_rows);
  heights = row_heights (places, n_rows, pitch_px (widget));
  offsets = row_offsets (places, heights, n_rows,
                         height + HD_BOARD_GAP_PX - sum_heights (heights, n_rows));
  for (guint index = 0; index < places->len; index++)
    {
      const Place *place = &g_array_index (places, Place, index);
      int left = (int)column_px (width, place->column);
      int child_width = span_px (width, place->column, place->n_columns);
      GtkAllocation area = {
        .x = is_rtl ? width - left - child_width : left,
        .y = offsets[place->row],
        .width = child_width,
        .height = offsets[place->row + place->n_rows] - offsets[place->row] - HD_BOARD_GAP_PX,
      };

      gtk_widget_size_allocate (place->widget, &area, -1);
    }
}

static GtkLayoutChild *
hd_board_layout_create_layout_child (GtkLayoutManager *manager,
                                     GtkWidget *widget,
                                     GtkWidget *for_child)
{
  return g_object_new (HD_TYPE_BOARD_CHILD, "layout-manager", manager, "child-widget", for_child,
                       NULL);
}

static void
hd_board_layout_class_init (HdBoardLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->layout_child_type = HD_TYPE_BOARD_CHILD;
  manager_class->get_request_mode = hd_board_layout_get_request_mode;
  manager_class->measure = hd_board_layout_measure;
  manager_class->allocate = hd_board_layout_allocate;
  manager_class->create_layout_child = hd_board_layout_create_layout_child;
}

static void
hd_board_layout_init (HdBoardLayout *self)
{
}

static void
hd_board_child_class_init (HdBoardChildClass *klass)
{
}

static void
hd_board_child_init (HdBoardChild *self)
{
  self->span = HD_BOARD_COLUMNS;
  self->rows = 1;
}

GtkLayoutManager *
hd_board_layout_new (void)
{
  return g_object_new (HD_TYPE_BOARD_LAYOUT, NULL);
}

void
hd_board_layout_place (GtkWidget *child, guint span, guint rows)
{
  GtkWidget *board = gtk_widget_get_parent (child);
  GtkLayoutManager *manager;
  HdBoardChild *info;

  g_return_if_fail (board != NULL);
  g_return_if_fail (span >= 1 && span <= HD_BOARD_COLUMNS);

  manager = gtk_widget_get_layout_manager (board);
  info = HD_BOARD_CHILD (gtk_layout_manager_get_layout_child (manager, child));
  info->span = span;
  info->rows = MAX (rows, 1);
  gtk_layout_manager_layout_changed (manager);
}

guint
hd_board_span_for_width (guint span, int width_px)
{
  if (width_px >= HD_BOARD_WIDE_PX)
    return span;
  if (width_px >= HD_BOARD_MIDDLE_PX)
    return span <= 12 ? 20 : span <= 28 ? 30 : HD_BOARD_COLUMNS;
  return span <= 12 && width_px >= HD_BOARD_NARROW_PX ? HD_BOARD_COLUMNS / 2 : HD_BOARD_COLUMNS;
}
