/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How memory goes back to the system once it is free.
 */

#include "config.h"

#include "hd-heap.h"

#include <gio/gio.h>
#include <malloc.h>

/* Answers are made on a few workers that live as long as the program. With an arena for each of them, what
 * one has freed is of no use to the next. */
#define MAX_ARENAS 2
/* Decoded columns, dense cells, what an import holds of a partition: once dropped, they go back at once. Said
 * outright, the threshold is no longer raised by the first large block that is freed. */
#define LARGE_BLOCK (256 * 1024)
#define TRIM_DELAY_MS 1500

void
hd_heap_init (void)
{
  mallopt (M_ARENA_MAX, MAX_ARENAS);
  mallopt (M_MMAP_THRESHOLD, LARGE_BLOCK);
  mallopt (M_TRIM_THRESHOLD, LARGE_BLOCK);
}

static void
trim_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  malloc_trim (0);
  g_task_return_boolean (task, TRUE);
}

static gboolean
trim_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  *(guint *)user_data = 0;
  g_task_run_in_thread (task, trim_thread);
  return G_SOURCE_REMOVE;
}

void
hd_heap_trim_soon (void)
{
  static guint timeout_id = 0;

  g_clear_handle_id (&timeout_id, g_source_remove);
  timeout_id = g_timeout_add (TRIM_DELAY_MS, trim_cb, &timeout_id);
}
