/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of a list in columns, each with one sentence for a screen reader and a place to go to.
 */

#pragma once

#include "hd-page.h"

G_BEGIN_DECLS

#define HD_LIST_MAX_CELLS 7

/* Strings are owned; a NULL ends the cells. */
typedef struct
{
  char *section; /* (nullable): told once above the rows that share it */
  char *cells[HD_LIST_MAX_CELLS + 1];
  HdPointStatus status; /* colours the last cell */
  char *link; /* (nullable): a state code */
  char *tooltip; /* (nullable) */
  char *sentence; /* (nullable): the cells joined, without one */
} HdListRow;

HdListRow *hd_list_row_new (void) G_GNUC_WARN_UNUSED_RESULT;
void hd_list_row_free (HdListRow *row);
/* (element-type HdListRow), empty. (transfer full) */
GPtrArray *hd_list_rows_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* A card with a list in it. `heads` are the columns, N_(), NULL-ended; the first takes the width. */
GtkWidget *hd_list_card_new (HdPage *page, const char *title, const char *const *heads);
/* `none` (nullable) says what no row at all means; "Nothing yet." */
void
hd_list_card_show (GtkWidget *card, GPtrArray *rows, const char *const *heads, const char *none);

G_END_DECLS
