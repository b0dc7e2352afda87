/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Content negotiation: which SDMX format an Accept header asks for.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  HD_FORMAT_NONE = 0,
  HD_FORMAT_CSV = 1 << 0,
  HD_FORMAT_JSON = 1 << 1,
  HD_FORMAT_STRUCTURE_JSON = 1 << 2
} HdFormat;

/* The format among `offered` (bits) that the header likes best, NONE when it takes none of them; the
 * lowest bit when it does not care. */
HdFormat hd_central_accept (const char *accept, HdFormat offered);

G_END_DECLS
