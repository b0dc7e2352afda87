/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HAIDANG_TRACE=FILE: one JSON line a mark, so that what a person waits for can be measured from outside.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "main", "window-mapped", "morning-painted", "drill-start", "drill-painted", "frame", "answer KIND
 * ARGUMENT" with the time on its worker. Each has its moment (µs of the monotonic clock) and `so_far_ms`, the
 * processor time of the main thread until then. Nothing is written without HAIDANG_TRACE. `ms` below 0 is left
 * out. Main thread only. */
void hd_trace_mark (const char *mark, double ms);
/* A frame: how long it took, and how much of a processor, which does not depend on what else the machine does. */
void hd_trace_frame (double ms, double cpu_ms);
/* Processor time of this thread so far, ms. */
double hd_trace_cpu_ms (void);
gboolean hd_trace_is_on (void);

G_END_DECLS
