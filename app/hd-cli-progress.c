/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Progress as one line that writes over itself, and only where a person looks.
 */

#include "config.h"

#include "hd-cli-progress.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#define MIN_INTERVAL_US (G_USEC_PER_SEC / 10)

/* Sooner than that nobody can tell how long it takes. */
#define FIRST_GUESS_US (2 * G_USEC_PER_SEC)

static gint64 written_us, begun_us;

/* (nullable): how fast it goes and how long it still takes. */
static char *
describe_pace (double fraction, guint64 n_rows, gint64 elapsed_us)
{
  g_autofree char *left = NULL;
  gint64 left_s;

  if (elapsed_us < FIRST_GUESS_US || fraction <= 0)
    return NULL;
  left_s = (gint64)((double)elapsed_us / G_USEC_PER_SEC * (1 - fraction) / fraction);
  left = g_strdup_printf ("%" G_GINT64_FORMAT ":%02d", left_s / 60, (int)(left_s % 60));
  if (n_rows == 0)
    return g_strdup_printf (_ ("%s left"), left);
  return g_strdup_printf (_ ("%.0f a second, %s left"),
                          (double)n_rows * G_USEC_PER_SEC / (double)elapsed_us, left);
}

void
hd_cli_progress (double fraction, const char *what, guint64 n_rows)
{
  gint64 now_us = g_get_monotonic_time ();
  g_autofree char *pace = NULL;

  begun_us = begun_us == 0 ? now_us : begun_us;
  if (now_us - written_us < MIN_INTERVAL_US || !isatty (STDERR_FILENO))
    return;
  written_us = now_us;
  fprintf (stderr, "\r\033[K%3.0f %%  %s", 100 * CLAMP (fraction, 0, 1), what);
  if (n_rows > 0)
    fprintf (stderr, "  %" G_GUINT64_FORMAT, n_rows);
  pace = describe_pace (CLAMP (fraction, 0, 1), n_rows, now_us - begun_us);
  if (pace != NULL)
    fprintf (stderr, "  %s", pace);
  fflush (stderr);
}

void
hd_cli_progress_end (void)
{
  if (written_us != 0 && isatty (STDERR_FILENO))
    fputs ("\r\033[K", stderr);
  written_us = begun_us = 0;
}
