/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole desktop in this process, driven as by a person in a hurry, for soaks and benchmarks.
 */

#pragma once

#include "hd-chart.h"
#include "hd-window.h"

G_BEGIN_DECLS

typedef struct
{
  GtkApplication *application;
  GtkWidget *window; /* HdWindow */
  GRand *rand;
  GPtrArray *watched; /* (element-type GWeakRef) widgets of ours that were seen */
  gulong hook_id;
  gboolean is_answered;
  guint n_warnings; /* of any library, warnings and worse */
  guint n_timeouts; /* screens that were not painted in time */
} DesktopDriver;

/* Opens `store_dir` on the Morning screen and waits until it is painted. One at a time. */
void desktop_driver_open (DesktopDriver *self, const char *store_dir, guint32 seed);
/* Closes the window; how many widgets of ours outlive it. */
guint desktop_driver_close (DesktopDriver *self);

/* Each waits until what it asked for is painted. The milliseconds that took; below 0: nothing was to do. */
double desktop_driver_show_page (DesktopDriver *self, const char *page);
double desktop_driver_act (DesktopDriver *self, const char *action, const char *target);
double desktop_driver_refresh (DesktopDriver *self);
/* To a state code, as desktop_driver_get_state() gives it. */
double desktop_driver_go (DesktopDriver *self, const char *state);
/* (nullable) (transfer none): a chart of the screen shown that has marks, chosen at random. */
HdChart *desktop_driver_find_chart (DesktopDriver *self);
int desktop_driver_choose_mark (DesktopDriver *self, HdChart *chart);
/* Activates a mark, chosen at random, of a chart of the screen shown. */
double desktop_driver_drill (DesktopDriver *self);
/* One of whatever a person may do, chosen at random: desktop-acts.c. */
double desktop_driver_do_anything (DesktopDriver *self);
/* Every screen in every size of text, and every map at every scale; then comes home. */
void desktop_driver_show_all (DesktopDriver *self);
/* All screens one after the other from the same place, the Morning screen last, in the first size and colours. */
void desktop_driver_come_home (DesktopDriver *self);

/* Lets timers run and idle work be done. */
void desktop_driver_rest (DesktopDriver *self, guint ms);
guint desktop_driver_count_widgets (void);
char *desktop_driver_get_state (DesktopDriver *self);

G_END_DECLS
