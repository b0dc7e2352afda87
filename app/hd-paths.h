/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the program's own files are, installed or run from the build folder.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All strings (transfer full). The program finds itself through /proc/self/exe, so that it runs from
 * any folder, also where it was never installed. */
/* The folder of the running program. */
char *hd_paths_get_program_dir (void);
/* A program that stands beside this one ("haidang-central"). */
char *hd_paths_get_sibling (const char *name);
/* Where LANG/LC_MESSAGES/haidang.mo are. */
char *hd_paths_get_locale_dir (void);
/* Lets GSettings find the schema of a program that is not installed. Call before the first GSettings. */
void hd_paths_export_schemas (void);
/* $XDG_DATA_HOME/haidang/NAME. */
char *hd_paths_get_data_dir (const char *name);

G_END_DECLS
