/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An error as one line on standard error, and its exit status.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes "haidang: error: WHAT (WHERE): WHAT TO DO" from the error's code, its message as WHERE.
 * Returns the exit status. */
int hd_cli_error (const GError *error);
/* The same with words of one's own; returns HD_EXIT_USAGE, or HD_EXIT_FAILED. */
int hd_cli_usage (const char *what, const char *where, const char *todo);
int hd_cli_failed (const char *what, const char *where, const char *todo);
/* The exit status alone. */
int hd_cli_status_of (const GError *error);
/* (transfer full): what the error's code means, in the user's language; for a table's cell. */
char *hd_cli_describe_error (const GError *error);

G_END_DECLS
