/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks where to save: the one place that knows GtkFileChooserNative, shaped like the dialog that replaces it.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hd_save_file_async (GtkWindow *parent,
                         const char *title,
                         const char *name,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
/* (transfer full) (nullable): NULL with G_IO_ERROR_CANCELLED when the person changed their mind. */
GFile *hd_save_file_finish (GAsyncResult *result, GError **error);

G_END_DECLS
