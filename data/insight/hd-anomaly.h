/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is out of the ordinary in many series: single values, level shifts, reports that did not come.
 *
 * Every value is judged by what the theta model, which had seen only the values before it, expected of it;
 * how far such forecasts usually miss is measured on the series' own past, out of sample, the phases of
 * its season apart where they differ (the months around Tết), and the weight of the tails on all series
 * together. Over many series the share of false alarms is held by Benjamini and Hochberg's procedure.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  HD_ANOMALY_POINT, /* one value outside its predictive interval */
  HD_ANOMALY_LEVEL_SHIFT, /* this value and those after it lie on another level */
  HD_ANOMALY_MISSING_REPORT, /* a value that by the usual rhythm should be there is not */
} HdAnomalyKind;

typedef struct
{
  const double *values; /* NAN is missing */
  guint n_values;
  guint season; /* 1: none */
  /* (nullable) [n_values] above 0: by what the calendar raises or lowers each value (working days, Tết, from
   * hd-calendar-effect), so that it is expected and widens no interval. */
  const double *factors;
  /* (nullable) [n_values] days from each period's end until its report came, or, where the value is
   * missing, waited until now. Without them a value that is missing counts as not come. */
  const double *delays_days;
} HdAnomalySeries;

typedef struct
{
  guint n_watched; /* the newest periods are looked at; the ones before are only learned from */
  double false_discovery_rate; /* the share of false alarms among all, for each kind; e.g. 0.05 */
  double level_pct; /* of the interval that is reported; e.g. 95 */
} HdAnomalyOptions;

typedef struct
{
  HdAnomalyKind kind;
  guint series; /* among those asked about */
  guint period; /* place in its values; of a shift, the first on the new level */
  double actual; /* NAN for a report that is missing */
  double expected, lower,
      upper; /* before it was seen; of a missing report, what it would have been */
  double size; /* actual less expected; of a shift, the median of the values that show it, season
                  apart; of a missing
                  report, the periods missing in a row */
  double p_value; /* of this or more when nothing is the matter */
  double q_value; /* share of false ones among alarms as strong */
} HdAnomaly;

/* (element-type HdAnomaly) by series, period and kind. Series that are too short are passed over. NULL
 * only when cancelled. Deterministic. */
GArray *hd_anomaly_find (const HdAnomalySeries *series,
                         guint n_series,
                         const HdAnomalyOptions *options,
                         GCancellable *cancellable,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
