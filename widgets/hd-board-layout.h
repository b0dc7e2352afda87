/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A board of cards: columns follow from the width, cards are packed in order and aligned in rows.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Spans are told in sixtieths of a wide board, so that thirds, fourths and fifths are all whole. */
#define HD_BOARD_COLUMNS 60

/* Below these widths (px) the board has a middle and a narrow form, and last one card a row. */
#define HD_BOARD_WIDE_PX 940
#define HD_BOARD_MIDDLE_PX 560
#define HD_BOARD_NARROW_PX 440

/* Heights are whole numbers of these (px), so that neighbours end on one line. */
#define HD_BOARD_ROW_PX 20
#define HD_BOARD_GAP_PX 11

#define HD_TYPE_BOARD_LAYOUT (hd_board_layout_get_type ())
G_DECLARE_FINAL_TYPE (HdBoardLayout, hd_board_layout, HD, BOARD_LAYOUT, GtkLayoutManager)

GtkLayoutManager *hd_board_layout_new (void) G_GNUC_WARN_UNUSED_RESULT;

#define HD_TYPE_BOARD_CHILD (hd_board_child_get_type ())
G_DECLARE_FINAL_TYPE (HdBoardChild, hd_board_child, HD, BOARD_CHILD, GtkLayoutChild)

/* `span` 1 to HD_BOARD_COLUMNS; `rows` the least height in rows. A child with vexpand takes a share of
 * the height that is left over. */
void hd_board_layout_place (GtkWidget *child, guint span, guint rows);

/* The columns that a card of `span` takes on a board `width_px` wide. */
guint hd_board_span_for_width (guint span, int width_px);

G_END_DECLS
