/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may ask for what: bearer tokens, and the units that each of them covers.
 */

#pragma once

#include <gio/gio.h>

#include "hd-sample-world.h"

G_BEGIN_DECLS

typedef struct
{
  char *token;
  char *units; /* (nullable): of the scope, as written, apart by commas */
  char *name;
  guint8 *scope; /* [unit code]; NULL: everything */
} HdCentralToken;

/* [{"token", "name", "units": ["KV03", …]}, …], alone or as the member "tokens"; without units a token
 * covers everything. (transfer full) (element-type HdCentralToken) */
GPtrArray *hd_central_tokens_load (const HdSampleWorld *world, const char *path, GError **error);
/* The token of an Authorization header; NULL when it is none of them. */
const HdCentralToken *hd_central_tokens_find (GPtrArray *tokens, const char *authorization);

G_END_DECLS
