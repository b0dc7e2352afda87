/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every painter takes: titles, categories, series with their notation, and how numbers read.
 *
 * One spec serves the screen, the PDF, the screen reader and the table, so they cannot disagree.
 * Build it with the functions below, then share it: a spec that has been given away must not
 * change (make another). Every string and array is copied in; readers borrow.
 */

#pragma once

#include "hd-map-spec.h"
#include "hd-number-format.h"

G_BEGIN_DECLS

/* Each kind has one row in the painter table; comments say what fills it. */
typedef enum
{
  HD_CHART_LINE, /* series over time; bands, plan curves, and the strip of variances */
  HD_CHART_BARS, /* a category a row: series 0 actual (1 previous, plan), change at the right */
  HD_CHART_COLUMNS, /* a category a month: roles actual, previous, plan, forecast */
  HD_CHART_WATERFALL, /* series 0; categories flagged TOTAL stand on zero, others are steps */
  HD_CHART_LADDER, /* a category a row; series 0 P50, 1 P90 (more percentiles may follow) */
  HD_CHART_HEATMAP, /* a series a row, a category a column */
  HD_CHART_STACK, /* a category a row, series are its parts; drawn as shares of 100 % */
  HD_CHART_PARETO, /* series 0, a row each, sorted downwards; the cumulative share is computed */
  HD_CHART_SPARKLINE, /* series 0 only; no text */
  HD_CHART_BULLET, /* series 0 value 0 actual; marker 0 the plan, `full` the end of the track */
  HD_CHART_HISTOGRAM, /* series 0 counts, `edges` the class bounds (n + 1), marker 0 the plan */
  HD_CHART_PANELS, /* series and its parts (HD_NOTATION_PART), a panel each, on one time axis */
  HD_CHART_INTERVALS, /* a category a period: bands, forecast, previous (rival) and actual */
  HD_CHART_RELIABILITY, /* series 0 stated %, 1 happened %, 2 cases; band 0 what chance allows */
  HD_CHART_MULTIPLES, /* a panel from each actual series to the next: its plan, previous, forecast */
  HD_CHART_TREEMAP, /* series 0 is area; the change of a category is its colour */
  HD_CHART_CALENDAR, /* series 0 a day, on a time axis: a block a year, a column a week */
  HD_CHART_SLOPE, /* a category a line, from the previous series to the actual one */
  HD_CHART_DOTS, /* a category a row; actual, previous and plan are dots on one scale */
  HD_CHART_VARIANCE, /* a category a row: actual less plan (or previous), from a middle axis */
  HD_CHART_AREA, /* parts (HD_NOTATION_PART) stacked over time; other series are lines */
  HD_CHART_STATUS, /* a category a cell, series 0 status; labels only of what is not fresh */
  HD_CHART_MAP, /* `map` */
  HD_CHART_TABLE, /* series are columns, categories rows */
  HD_N_CHART_KINDS
} HdChartKind;

/* Report notation (ISO 24896): what a number is decides how it is drawn. */
typedef enum
{
  HD_NOTATION_ACTUAL, /* solid dark */
  HD_NOTATION_PREVIOUS, /* lighter, behind */
  HD_NOTATION_PLAN, /* outlined, dashed */
  HD_NOTATION_FORECAST, /* hatched */
  HD_NOTATION_PART, /* a part of a whole: the n-th of five quiet colours */
  HD_NOTATION_LANE_GREEN,
  HD_NOTATION_LANE_YELLOW,
  HD_NOTATION_LANE_RED,
} HdNotation;

typedef enum
{
  HD_STATUS_NONE, /* not judged: no glyph */
  HD_STATUS_BETTER, /* ▲ or ▼ by the sign, in green */
  HD_STATUS_WORSE, /* in brick */
  HD_STATUS_NEUTRAL, /* ■ */
} HdPointStatus;

typedef enum
{
  HD_POINT_NONE = 0,
  HD_POINT_PARTIAL = 1 << 0, /* the period is not over: hollow */
  HD_POINT_PROVISIONAL = 1 << 1, /* may be revised: lighter edge */
  HD_POINT_TOTAL = 1 << 2, /* waterfall: an absolute value, not a step */
  HD_POINT_REST = 1 << 3, /* "còn lại": drawn last, paler, does not drill */
  HD_POINT_STALE = 1 << 4, /* older than its source promises: loses colour */
  HD_POINT_SELECTED = 1 << 5,
  HD_POINT_HOLIDAY
  = 1 << 6, /* calendar: a day off; its note is the name of the days off it begins */
} HdPointFlags;

typedef struct
{
  char *code; /* what a drill filters by; nullable: does not drill */
  char *label; /* never NULL */
  char *note; /* nullable: "21/30 ngày", under or beside the label */
  HdPointFlags flags;
  gint32 day; /* first day since 1970-01-01 on a time axis; G_MININT32 otherwise */
  /* The change beside a bar. */
  double change; /* NAN: none */
  char *change_text; /* nullable: formatted by change_format */
  HdPointStatus change_status;
} HdCategory;

typedef struct
{
  char *code; /* nullable */
  char *name; /* never NULL */
  HdNotation notation;
  guint part; /* HD_NOTATION_PART: which of the five, from 0 */
  double *values; /* n_categories; NAN is missing */
  HdPointStatus *status; /* n_categories; nullable */
  guint8 *flags; /* n_categories of HdPointFlags; nullable */
  char **texts; /* n_categories (nullable elements); nullable: formatted by the spec's format */
  gboolean has_bars; /* table: a bar behind each figure, to the column's own scale */
} HdSeries;

/* The level of a band that is no interval: it lies between what was first said and what is known now. */
#define HD_BAND_REVISIONS 0.0

/* An interval round a forecast. Wider bands come first. */
typedef struct
{
  char *name; /* "95 %" */
  double level; /* 0.95; HD_BAND_REVISIONS */
  double *lower, *upper; /* n_categories; NAN where there is none */
} HdBand;

/* A value to hold others against: the plan line, the amber tick. */
typedef struct
{
  double value;
  char *label; /* nullable */
  HdNotation notation;
  gboolean is_target; /* amber, "where we should be" */
} HdMarker;

typedef struct
{
  guint category;
  guint series;
  char *text;
} HdAnnotation;

typedef enum
{
  HD_AXIS_CATEGORY,
  HD_AXIS_DAYS, /* categories lie at their day; calendar ticks */
} HdAxisKind;

typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public >*/
  HdChartKind kind;
  char *title; /* what is shown; never NULL */
  char *caption; /* unit of measure · unit of organisation · period · vintage; never NULL */
  char *headline; /* nullable: one line inside the plot, "P(đạt dự toán 452) = 81 %" */
  HdPointStatus headline_status;
  HdNumberFormat format;
  HdNumberFormat change_format;

  HdAxisKind axis;
  HdCategory *categories;
  guint n_categories;
  HdSeries *series;
  guint n_series;
  HdBand *bands;
  guint n_bands;
  HdMarker *markers;
  guint n_markers;
  HdAnnotation *annotations;
  guint n_annotations;

  /* Variance strip under a line chart; NULL when there is none. */
  double *strip; /* n_categories */
  HdPointStatus *strip_status; /* n_categories; NULL: by sign, upward is better */
  char *strip_label; /* "lệch"; nullable */
  HdNumberFormat strip_format;

  double *edges; /* histogram: n_categories + 1; NULL otherwise */
  double full; /* bullet: end of the track; NAN: computed */
  /* The value axis. NAN is automatic; set both to share one scale between neighbours. */
  double scale_min, scale_max;
  gboolean allow_cut; /* the axis may leave zero, and then says so */
  gboolean is_stale; /* all of it loses colour, and the caption says why */

  HdMapSpec *map; /* HD_CHART_MAP only */

  /*< private >*/
  GArray *category_array, *series_array, *band_array, *marker_array, *annotation_array;
} HdChartSpec;

/* Words that painters and summaries need, in the reader's language; static or outliving the call.
 * A NULL field, or a NULL HdChartWords, is English. */
typedef struct
{
  const char *missing; /* "no data" */
  const char *axis_cut; /* "axis starts at %s" */
  const char *part_period; /* "period not over" */
  const char *provisional; /* "provisional" */
  const char *highest; /* "highest %s (%s)": value, where */
  const char *lowest; /* "lowest %s (%s)" */
  const char *first_last; /* "from %s (%s) to %s (%s)" */
  const char *total; /* "total %s" */
  const char *points; /* "%u points" */
  const char *plan; /* "plan %s" */
  const char *band; /* "interval %s: %s to %s" */
  const char *better, *worse, *neutral; /* "better", "worse", "unchanged" */
  const char *stale; /* "old data" */
  const char *rest; /* "rest" */
  const char *cumulative; /* "cumulative %s" */
  const char *month_format; /* strftime-like %m %Y: "%m/%Y" */
  const char *not_shown; /* "not drawn: %s" */
  const char *n_negative; /* "%s negative": how many */
  const char *n_missing; /* "%s without data" */
  const char *by_rank; /* "by rank" */
  const char *weekdays; /* seven, Monday first, between spaces: "Mo Tu We Th Fr Sa Su" */
} HdChartWords;

HdChartSpec *hd_chart_spec_new (HdChartKind kind,
                                const char *title,
                                const char *caption) G_GNUC_WARN_UNUSED_RESULT;
HdChartSpec *hd_chart_spec_ref (HdChartSpec *spec);
void hd_chart_spec_unref (HdChartSpec *spec);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdChartSpec, hd_chart_spec_unref)

/* Builders. Categories come before series, bands and the strip, which copy n_categories values.
 * `code`, `note` and `text` are nullable. Returned pointers hold until the next add of that kind. */
void hd_chart_spec_set_format (HdChartSpec *spec, HdNumberFormat format);
void hd_chart_spec_set_change_format (HdChartSpec *spec, HdNumberFormat format);
void hd_chart_spec_set_headline (HdChartSpec *spec, const char *text, HdPointStatus status);
HdCategory *hd_chart_spec_add_category (HdChartSpec *spec, const char *code, const char *label);
/* Makes the axis HD_AXIS_DAYS. */
HdCategory *
hd_chart_spec_add_day (HdChartSpec *spec, const char *code, const char *label, gint32 day);
/* One more category after all that was added: missing in every series, band and strip. `day` is G_MININT32
 * off a time axis. Returns its index. */
guint hd_chart_spec_lengthen (HdChartSpec *spec, const char *label, gint32 day);
void hd_chart_spec_set_note (HdChartSpec *spec, guint category, const char *note);
void hd_chart_spec_set_change (HdChartSpec *spec,
                               guint category,
                               double change,
                               HdPointStatus status,
                               const char *text);
HdSeries *hd_chart_spec_add_series (HdChartSpec *spec,
                                    const char *code,
                                    const char *name,
                                    HdNotation notation,
                                    const double *values);
void
hd_chart_spec_set_status (HdChartSpec *spec, guint series, guint category, HdPointStatus status);
void hd_chart_spec_add_flags (HdChartSpec *spec, guint series, guint category, HdPointFlags flags);
void hd_chart_spec_set_text (HdChartSpec *spec, guint series, guint category, const char *text);
void hd_chart_spec_add_band (HdChartSpec *spec,
                             const char *name,
                             double level,
                             const double *lower,
                             const double *upper);
void hd_chart_spec_add_marker (HdChartSpec *spec,
                               double value,
                               const char *label,
                               HdNotation notation,
                               gboolean is_target);
void
hd_chart_spec_add_annotation (HdChartSpec *spec, guint series, guint category, const char *text);
/* `status` is nullable. */
void hd_chart_spec_set_strip (HdChartSpec *spec,
                              const char *label,
                              HdNumberFormat format,
                              const double *values,
                              const HdPointStatus *status);
void hd_chart_spec_set_edges (HdChartSpec *spec, const double *edges);
/* Takes ownership of `map`. */
void hd_chart_spec_take_map (HdChartSpec *spec, HdMapSpec *map);
/* Widens scale_min and scale_max of all to what the widest needs, for small multiples. */
void hd_chart_specs_share_scale (HdChartSpec *const *specs, guint n_specs);

/* Reading. NAN, NONE or 0 outside the arrays, so painters need no guards. */
double hd_chart_spec_value (const HdChartSpec *spec, guint series, guint category);
HdPointStatus hd_chart_spec_status (const HdChartSpec *spec, guint series, guint category);
HdPointFlags hd_chart_spec_flags (const HdChartSpec *spec, guint series, guint category);
/* The caller's text, or the value by the spec's format. (transfer full) */
char *hd_chart_spec_text (const HdChartSpec *spec, guint series, guint category);
/* The caller's text, or the change by its format, signed. (nullable) (transfer full): no change */
char *hd_chart_spec_change_text (const HdChartSpec *spec, guint category);
/* The first series with that notation; -1: none. */
int hd_chart_spec_find_series (const HdChartSpec *spec, HdNotation notation);
/* Least and greatest finite values over series and bands; FALSE when all is missing. */
gboolean hd_chart_spec_range (const HdChartSpec *spec, double *min, double *max);

G_END_DECLS
