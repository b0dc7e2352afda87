/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of text for a terminal, or the same cells as CSV.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _HdCliTable HdCliTable;

HdCliTable *hd_cli_table_new (void) G_GNUC_WARN_UNUSED_RESULT;
void hd_cli_table_free (HdCliTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCliTable, hd_cli_table_free)

/* All columns before the first cell; numbers stand at the right. */
void hd_cli_table_add_column (HdCliTable *table, const char *title, gboolean is_number);
/* Cells in order, row by row. NULL is an empty one. */
void hd_cli_table_add (HdCliTable *table, const char *cell);
void hd_cli_table_take (HdCliTable *table, char *cell);
/* Aligned, a line a row. (transfer full) */
char *hd_cli_table_to_text (HdCliTable *table);
/* RFC 4180, titles as the header. (transfer full) */
char *hd_cli_table_to_csv (HdCliTable *table);
/* The same to standard output. */
void hd_cli_table_print (HdCliTable *table);
void hd_cli_table_print_csv (HdCliTable *table);

G_END_DECLS
