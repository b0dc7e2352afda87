/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desktop application: its window, where it begins, its light and dark.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HD_TYPE_APPLICATION (hd_application_get_type ())
G_DECLARE_FINAL_TYPE (HdApplication, hd_application, HD, APPLICATION, AdwApplication)

/* What to open. All but `store_dir` are nullable. Borrowed. */
typedef struct
{
  const char *store_dir;
  const char *page; /* "revenue"; NULL is where the person was last */
  const char *drill; /* "unit=KV03,time=2026-03" */
  const char *state; /* a state code: instead of page and drill */
  const char *const *files; /* the person is asked whether to take them in */
  gint64 as_of; /* unix seconds; 0: the latest */
  gboolean is_service; /* waits to be asked for a window */
  gboolean is_alone; /* does not hand over to a program that runs already */
} HdApplicationOptions;

HdApplication *hd_application_new (const HdApplicationOptions *options,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The program runs already, and this one is registered as its remote: has it show what was asked for. */
void hd_application_ask_primary (HdApplication *self);
/* Registered: has the window, of this process or another, ask whether the files of the options are to be taken in. */
void hd_application_offer_files (HdApplication *self);

G_END_DECLS
