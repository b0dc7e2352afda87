/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeps the libraries' own messages off a user's terminal.
 */

#include "config.h"

#include "hd-log.h"

static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  /* What is fatal ends the program: then its reason has to be seen. */
  if (user_data != NULL || (level & (G_LOG_FLAG_FATAL | G_LOG_LEVEL_ERROR)) != 0)
    return g_log_writer_default (level, fields, n_fields, NULL);
  return G_LOG_WRITER_HANDLED;
}

void
hd_log_init (void)
{
  gboolean is_asked = g_getenv ("G_MESSAGES_DEBUG") != NULL || g_getenv ("G_DEBUG") != NULL;

  g_log_set_writer_func (write_log, GINT_TO_POINTER (is_asked), NULL);
}
