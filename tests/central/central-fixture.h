/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs the feed server as a process of its own, and asks it.
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct
{
  GSubprocess *process;
  char *url;
} Central;

/* args: NULL-ended options beside --listen, or NULL. */
Central *central_start (const char *const *args);
/* SIGTERM; asserts that it ends cleanly. */
void central_stop (Central *central);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Central, central_stop)

typedef struct
{
  guint status;
  char *text; /* as it came, NUL-ended */
  gsize length;
  char *etag, *modified, *encoding, *type;
} Answer;

/* headers: name, value, …, NULL; or NULL. The body is left as it came. */
Answer *central_get (Central *central, const char *path, const char *const *headers);
void answer_free (Answer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

/* The body's lines without their ends. (transfer full) */
char **answer_lines (const Answer *answer);
/* The ids of all dataflows, "HD/REVENUE". (transfer full) */
char **central_flows (Central *central);

G_END_DECLS
