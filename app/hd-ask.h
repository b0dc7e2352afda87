/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks a person for one line of text, or for a yes, in a small window of its own.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  const char *title;
  const char *body;
  const char *label; /* of the entry, for screen readers */
  const char *text; /* what stands in it */
  const char *accept;
  const char *cancel;
} HdAskText;

void hd_ask_text_async (GtkWindow *parent,
                        const HdAskText *question,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
/* (transfer full) (nullable): NULL with G_IO_ERROR_CANCELLED when the person did not answer. */
char *hd_ask_text_finish (GAsyncResult *result, GError **error);

/* What cannot be taken back. */
typedef struct
{
  const char *title;
  const char *body;
  const char *accept;
  const char *cancel;
  gboolean is_destructive;
} HdAskYes;

void hd_ask_yes_async (GtkWindow *parent,
                       const HdAskYes *question,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
/* FALSE with G_IO_ERROR_CANCELLED when the person did not say yes. */
gboolean hd_ask_yes_finish (GAsyncResult *result, GError **error);

G_END_DECLS
