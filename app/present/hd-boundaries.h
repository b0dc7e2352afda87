/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Boundary files that an administrator installed, checked before they are drawn.
 */

#pragma once

#include "hd-geojson.h"

G_BEGIN_DECLS

/* A file larger than this is not read. */
#define HD_BOUNDARIES_MAX_BYTES (24 * 1024 * 1024)

/* Reads and checks a layer that is to take the place of `builtin`: every ring closed and with an inside, every
 * code one that the program knows, none twice, none left out. The message says which shape and what is wrong.
 * HD_GEOJSON_ERROR_…. (transfer full) */
HdGeoLayer *hd_boundaries_parse (const char *text,
                                 gssize length,
                                 const HdGeoLayer *builtin,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The installed file of that name, from $XDG_DATA_HOME/haidang/maps, /etc/haidang/maps, then haidang/maps in
 * each of $XDG_DATA_DIRS. NULL: none, or none that can be used. (transfer full) (nullable) */
HdGeoLayer *hd_boundaries_find (const char *name, const HdGeoLayer *builtin);
/* Why an installed file is not in use: one line a file. (transfer full) (nullable): all is well. */
char *hd_boundaries_get_problems (void);

G_END_DECLS
