/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One believable spec of every chart kind, in Vietnamese, for tests, the bench and the gallery.
 */

#pragma once

#include "hd-painter.h"

G_BEGIN_DECLS

/* What is wrong with the data. */
typedef enum
{
  FIXTURE_NORMAL,
  FIXTURE_MISSING, /* all of it */
  FIXTURE_ONE, /* one category */
  FIXTURE_NEGATIVE,
  FIXTURE_ZERO,
  FIXTURE_HUGE, /* 9e17 beside 1 */
  FIXTURE_EMPTY, /* no category at all */
  N_FIXTURES
} Fixture;

const char *fixture_get_name (Fixture fixture);
HdChartSpec *fixture_new (HdChartKind kind, Fixture fixture);
/* Revenue of a year, day by day, against plan and last year, with the fan and the strip. */
HdChartSpec *fixture_new_cumulative (void);
/* fixtures-forecast.c */
HdChartSpec *fixture_new_panels (void);
HdChartSpec *fixture_new_intervals (void);
HdChartSpec *fixture_new_reliability (void);
/* fixtures-kinds.c */
HdChartSpec *fixture_new_multiples (void);
HdChartSpec *fixture_new_treemap (void);
HdChartSpec *fixture_new_calendar (void);
HdChartSpec *fixture_new_slope (void);
HdChartSpec *fixture_new_dots (void);
HdChartSpec *fixture_new_variance (void);
HdChartSpec *fixture_new_area (void);
/* A line of `n` values. */
HdChartSpec *fixture_new_long_line (guint n);
/* A square country of 2 x 2 units with both archipelagos beside it. */
HdMapSpec *fixture_new_square_map (void);
extern const HdChartWords fixture_words;

G_END_DECLS
