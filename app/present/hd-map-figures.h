/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The figures of a map: one a place, for the period looked at and for each of the last periods.
 */

#pragma once

#include "hd-geojson.h"
#include "hd-present-frame.h"

G_BEGIN_DECLS

/* What a map can be drawn of. One row of hd_map_kinds[] each. */
typedef struct
{
  const char *id; /* of HdScope.layer: "units", "provinces34" … */
  const char *name; /* N_() */
  HdMapLayer layer; /* its polygons; of units, those of the scope's organisation map */
  const char *by; /* (nullable): as `query --by`; NULL: a question for each province */
  const char *dimension; /* (nullable): that a mark drills by */
  gboolean is_points; /* figures are bubbles at gates, ports and airports */
} HdMapKind;

extern const HdMapKind hd_map_kinds[];
extern const guint hd_n_map_kinds;
/* Never NULL: what is not known is the units. */
const HdMapKind *hd_map_kind_find (const char *id);
/* Whether figures of that KPI can be told apart by it. */
gboolean hd_map_kind_fits (const HdMapKind *kind, const HdKpi *kpi);

/* All periods of one place stand together: values[place * n_steps + step]; the last step is the whole of what
 * the scope looks at. NAN: missing. */
typedef struct
{
  const HdKpi *kpi;
  const HdMapKind *kind;
  HdFrame *whole; /* for units, captions and vintage */
  gboolean is_compared; /* there are changes */
  GPtrArray *codes; /* (element-type utf8) of the places */
  GPtrArray *names; /* (element-type utf8) */
  HdPeriod *periods; /* n_steps - 1 */
  gboolean is_last_partial; /* the last of the periods is not over */
  guint n_steps;
  double *values, *changes; /* per cent */
} HdMapFigures;

/* Of `kpi` by places of that kind, within the scope but for the unit it looks into: the next one is a click
 * away. `n_periods` before the end of the scope, 0: none. */
HdMapFigures *hd_map_figures_new (const HdPresent *present,
                                  const HdKpi *kpi,
                                  const HdMapKind *kind,
                                  guint n_periods,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same within the unit that the scope looks into, and for its whole alone. */
HdMapFigures *hd_map_figures_new_within (const HdPresent *present,
                                         const HdKpi *kpi,
                                         const HdMapKind *kind,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_map_figures_free (HdMapFigures *figures);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdMapFigures, hd_map_figures_free)

double hd_map_figures_value (const HdMapFigures *figures, guint place, guint step);
double hd_map_figures_change (const HdMapFigures *figures, guint place, guint step);

G_END_DECLS
