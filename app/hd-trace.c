/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HAIDANG_TRACE=FILE: one JSON line a mark, so that what a person waits for can be measured from outside.
 */

#include "config.h"

#include "hd-trace.h"

#include <stdio.h>
#include <time.h>

static FILE *
trace_file (void)
{
  static gsize is_open = 0;
  static FILE *file = NULL;

  if (g_once_init_enter (&is_open))
    {
      const char *path = g_getenv ("HAIDANG_TRACE");

      if (path != NULL && path[0] != '\0')
        file = fopen (path, "ae");
      g_once_init_leave (&is_open, 1);
    }
  return file;
}

gboolean
hd_trace_is_on (void)
{
  return trace_file () != NULL;
}

/* Negative numbers are not told. */
static void
write_mark (const char *mark, double ms, double cpu_ms)
{
  FILE *file = trace_file ();
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (file == NULL)
    return;
  fprintf (file, "{\"t_us\":%" G_GINT64_FORMAT ",\"mark\":\"%s\"", g_get_monotonic_time (), mark);
  fprintf (file, ",\"so_far_ms\":%s",
           g_ascii_formatd (number, sizeof number, "%.3f", hd_trace_cpu_ms ()));
  if (ms >= 0)
    fprintf (file, ",\"ms\":%s", g_ascii_formatd (number, sizeof number, "%.3f", ms));
  if (cpu_ms >= 0)
    fprintf (file, ",\"cpu_ms\":%s", g_ascii_formatd (number, sizeof number, "%.3f", cpu_ms));
  fputs ("}\n", file);
  fflush (file);
}

void
hd_trace_mark (const char *mark, double ms)
{
  write_mark (mark, ms, -1);
}

void
hd_trace_frame (double ms, double cpu_ms)
{
  write_mark ("frame", ms, cpu_ms);
}

double
hd_trace_cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}
