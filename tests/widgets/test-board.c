/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The board: columns by width, no holes, no overlaps, at every width.
 */

#undef G_DISABLE_ASSERT

#include "hd-board.h"
#include "hd-card.h"
#include "hd-path-bar.h"
#include "hd-test-window.h"
#include "hd-tile.h"

static void
test_spans (void)
{
  g_assert_cmpuint (hd_board_span_for_width (12, 1280), ==, 12);
  g_assert_cmpuint (hd_board_span_for_width (25, 1280), ==, 25);
  g_assert_cmpuint (hd_board_span_for_width (12, 700), ==, 20);
  g_assert_cmpuint (hd_board_span_for_width (20, 700), ==, 30);
  g_assert_cmpuint (hd_board_span_for_width (40, 700), ==, 60);
  g_assert_cmpuint (hd_board_span_for_width (12, 440), ==, 30);
  g_assert_cmpuint (hd_board_span_for_width (12, 340), ==, 60);
  g_assert_cmpuint (hd_board_span_for_width (20, 340), ==, 60);
}

static gboolean
overlap (const graphene_rect_t *a, const graphene_rect_t *b)
{
  graphene_rect_t common;

  return graphene_rect_intersection (a, b, &common) && common.size.width > 0.5
         && common.size.height > 0.5;
}

static void
check_board (GtkWidget *board, int width)
{
  graphene_rect_t areas[32];
  guint count = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (board); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      g_assert_true (gtk_widget_compute_bounds (child, board, &areas[count]));
      g_assert_cmpfloat (areas[count].origin.x, >=, -2);
      g_assert_cmpfloat (areas[count].origin.x + areas[count].size.width, <=, width + 2);
      for (guint other = 0; other < count; other++)
        g_assert_false (overlap (&areas[count], &areas[other]));
      count++;
    }
}

static void
test_widths (void)
{
  static const int widths[] = { 340, 480, 560, 700, 939, 940, 1024, 1280, 1920 };
  static const guint spans[] = { 60, 12, 12, 12, 12, 12, 40, 20, 20, 20, 25, 15 };

  for (guint index = 0; index < G_N_ELEMENTS (widths); index++)
    {
      GtkWidget *board = hd_board_new ();
      GtkWidget *window;
      int height = 0;

      for (guint card = 0; card < G_N_ELEMENTS (spans); card++)
        {
          GtkWidget *child = hd_card_new ();

          hd_card_set_title (HD_CARD (child), "A title");
          gtk_widget_set_vexpand (child, card > 5);
          hd_board_add (HD_BOARD (board), child, spans[card], 1 + card % 4);
        }
      g_object_ref_sink (board);
      window = hd_test_window_new (board, widths[index], 600);
      gtk_widget_measure (board, GTK_ORIENTATION_VERTICAL, widths[index], &height, NULL, NULL,
                          NULL);
      g_assert_cmpint (height, >, 0);
      gtk_widget_allocate (board, widths[index], MAX (height, 600), -1, NULL);
      check_board (board, widths[index]);
      gtk_window_destroy (GTK_WINDOW (window));
      g_assert_finalize_object (board);
    }
}

/* From edge to edge a band is as high as it needs to be; beside a taller stack, whole rows keep the lines. */
static void
test_band (void)
{
  GtkWidget *board = hd_board_new ();
  GtkWidget *words = gtk_label_new (NULL);
  GtkWidget *left = gtk_label_new (NULL), *right = gtk_label_new (NULL);
  GtkWidget *window;
  graphene_rect_t area;
  int height = 0;

  gtk_widget_set_size_request (words, -1, 70);
  gtk_widget_set_size_request (left, -1, 70);
  gtk_widget_set_size_request (right, -1, 84);
  hd_board_add (HD_BOARD (board), words, HD_BOARD_COLUMNS, 1);
  hd_board_add (HD_BOARD (board), left, 20, 1);
  hd_board_add (HD_BOARD (board), right, 40, 1);
  g_object_ref_sink (board);
  window = hd_test_window_new (board, 1200, 600);
  gtk_widget_measure (board, GTK_ORIENTATION_VERTICAL, 1200, &height, NULL, NULL, NULL);
  g_assert_cmpint (height, ==, 70 + HD_BOARD_GAP_PX + 84);
  gtk_widget_allocate (board, 1200, height, -1, NULL);
  g_assert_true (gtk_widget_compute_bounds (left, board, &area));
  g_assert_cmpfloat (area.origin.y, ==, 70 + HD_BOARD_GAP_PX);
  g_assert_cmpfloat (area.size.height, ==, 84);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (board);
}

static void
activated_cb (HdTile *tile, const char *code, char **seen)
{
  g_free (*seen);
  *seen = g_strdup (code);
}

static void
test_tile (void)
{
  GtkWidget *tile = hd_tile_new ();
  HdTileContent content = {
    .code = "revenue",
    .name = "Thu ngân sách",
    .value = "398,6",
    .unit = "nghìn tỷ đồng",
    .change = "4,1 %",
    .change_sign = 1,
    .change_status = HD_STATUS_BETTER,
    .plan = "88,2 % dự toán",
    .age = "06:12",
    .sentence = "Thu ngân sách 398,6 nghìn tỷ đồng",
  };
  g_autofree char *seen = NULL;
  GtkWidget *window;

  hd_tile_set_content (HD_TILE (tile), &content);
  g_signal_connect (tile, "activated", G_CALLBACK (activated_cb), &seen);
  window = hd_test_window_new (tile, 240, 160);
  gtk_test_accessible_assert_role (tile, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (tile, GTK_ACCESSIBLE_PROPERTY_LABEL, content.sentence);
  gtk_widget_activate_action (tile, "tile.activate", NULL);
  g_assert_cmpstr (seen, ==, "revenue");
  content.is_stale = TRUE;
  hd_tile_set_content (HD_TILE (tile), &content);
  g_assert_true (gtk_widget_has_css_class (tile, "stale"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
removed_cb (HdPathBar *bar, guint index, guint *seen)
{
  *seen = index;
}

static void
test_path_bar (void)
{
  GtkWidget *bar = hd_path_bar_new ();
  GtkWidget *window;
  guint removed = 99;

  g_signal_connect (bar, "step-removed", G_CALLBACK (removed_cb), &removed);
  hd_path_bar_reset (HD_PATH_BAR (bar), "Toàn quốc");
  hd_path_bar_add_step (HD_PATH_BAR (bar), "Khu vực II", "Bỏ");
  hd_path_bar_add_step (HD_PATH_BAR (bar), "Thuế GTGT", "Bỏ");
  hd_path_bar_add_aspect (HD_PATH_BAR (bar), "Năm 2026", "Kỳ", NULL);
  hd_path_bar_set_note (HD_PATH_BAR (bar), "KTT");
  window = hd_test_window_new (bar, 800, 60);
  g_assert_cmpuint (hd_path_bar_get_n_steps (HD_PATH_BAR (bar)), ==, 2);
  g_signal_emit_by_name (bar, "step-removed", 1u);
  g_assert_cmpuint (removed, ==, 1);
  hd_path_bar_reset (HD_PATH_BAR (bar), "Toàn quốc");
  g_assert_cmpuint (hd_path_bar_get_n_steps (HD_PATH_BAR (bar)), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_card (void)
{
  GtkWidget *card = hd_card_new ();
  GtkWidget *child = gtk_label_new ("child");
  GtkWidget *window;

  hd_card_set_child (HD_CARD (card), child);
  hd_card_set_title (HD_CARD (card), "Title");
  hd_card_set_caption (HD_CARD (card), "tỷ đồng · 2026");
  window = hd_test_window_new (card, 300, 200);
  gtk_test_accessible_assert_role (card, GTK_ACCESSIBLE_ROLE_GROUP);
  g_assert_true (gtk_widget_get_visible (child));
  hd_card_set_note (HD_CARD (card), "Không có số liệu.");
  g_assert_false (gtk_widget_get_visible (child));
  hd_card_set_note (HD_CARD (card), NULL);
  g_assert_true (gtk_widget_get_visible (child));
  hd_card_set_busy (HD_CARD (card), TRUE);
  hd_card_set_busy (HD_CARD (card), FALSE);
  hd_card_set_stale (HD_CARD (card), TRUE);
  g_assert_true (gtk_widget_has_css_class (card, "stale"));
  hd_card_set_child (HD_CARD (card), NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_finalize (void)
{
  GtkWidget *widgets[] = { hd_board_new (), hd_card_new (), hd_tile_new (), hd_path_bar_new () };

  for (guint index = 0; index < G_N_ELEMENTS (widgets); index++)
    {
      g_object_ref_sink (widgets[index]);
      g_assert_finalize_object (widgets[index]);
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/widgets/board/band", test_band);
  g_test_add_func ("/widgets/board/spans", test_spans);
  g_test_add_func ("/widgets/board/widths", test_widths);
  g_test_add_func ("/widgets/tile", test_tile);
  g_test_add_func ("/widgets/path-bar", test_path_bar);
  g_test_add_func ("/widgets/card", test_card);
  g_test_add_func ("/widgets/finalize", test_finalize);
  return g_test_run ();
}
