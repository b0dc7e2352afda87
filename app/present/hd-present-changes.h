/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was said of a period then, and what is said of it now.
 */

#pragma once

#include "hd-present.h"

G_BEGIN_DECLS

typedef struct
{
  HdPeriod known; /* of which there were figures then */
  double before; /* what was said of it then; NAN: nothing */
  double restated; /* what is said of it now */
  double now; /* with what came since */
} HdPresentRevision;

/* `kpi` within the scope, then (`since`, unix seconds) and now. FALSE: nothing new came, or nothing was known. */
gboolean hd_present_revision_of (const HdPresent *present,
                                 const HdKpi *kpi,
                                 gint64 since,
                                 HdPresentRevision *revision);

G_END_DECLS
