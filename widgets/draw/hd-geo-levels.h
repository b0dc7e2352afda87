/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A layer with only those points that a scale can show.
 */

#pragma once

#include "hd-geo.h"

G_BEGIN_DECLS

/* `layer` as it is drawn at that many pixels a degree of latitude: shapes, codes, bounds and label points
 * are the same, borders that were shared still are, and no outline moves by a pixel. Made once for each
 * power of two, on whichever thread asks first; it lives as long as `layer`. (transfer none) */
const HdGeoLayer *hd_geo_layer_at_scale (HdGeoLayer *layer, double px_per_degree);

/* For hd-geo.c. */
void hd_geo_levels_free (HdGeoLevels *self);

G_END_DECLS
