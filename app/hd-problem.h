/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person is told of an error: short, in their language, with what they can do.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): the technical message is for the log; codes are what counts here. */
char *hd_problem_describe (const GError *error);

G_END_DECLS
