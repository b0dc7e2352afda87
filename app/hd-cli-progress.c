/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Progress as one line that writes over itself, and only where a person looks.
 */

#include "config.h"

#include "hd-cli-progress.h"

#include <stdio.h>
#include <unistd.h>

#define MIN_INTERVAL_US (G_USEC_PER_SEC / 10)

static gint64 written_us;

void
hd_cli_progress (double fraction, const char *what, guint64 n_rows)
{
  gint64 now_us = g_get_monotonic_time ();

  if (now_us - written_us < MIN_INTERVAL_US || !isatty (STDERR_FILENO))
    return;
  written_us = now_us;
  fprintf (stderr, "\r\033[K%3.0f %%  %s", 100 * CLAMP (fraction, 0, 1), what);
  if (n_rows > 0)
    fprintf (stderr, "  %" G_GUINT64_FORMAT, n_rows);
  fflush (stderr);
}

void
hd_cli_progress_end (void)
{
  if (written_us != 0 && isatty (STDERR_FILENO))
    fputs ("\r\033[K", stderr);
  written_us = 0;
}
