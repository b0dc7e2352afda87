/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures that two systems tell of the same thing, each by its own count.
 */

#pragma once

#include "hd-present.h"

G_BEGIN_DECLS

/* Strings are owned. */
typedef struct
{
  const HdKpi *left, *right; /* the catalogue's */
  HdDay until; /* the last day that both have told of; both are asked to its end */
  double left_value, right_value;
  gboolean agree;
  char *about; /* "Số thuế đã hoàn, đến hết 31/10/2026" */
  char *sides; /* the names of both datasets */
  char *left_text, *right_text;
  char *difference; /* (nullable): the right less the left; NULL where they agree */
} HdPresentTwin;

/* Of every pair that has figures on both sides here. (transfer full) (element-type HdPresentTwin) */
GPtrArray *hd_present_twins (const HdPresent *present, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
