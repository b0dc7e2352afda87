/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A question as a value: which KPIs, by what, filtered how, over which time, compared with what.
 */

#pragma once

#include "hd-period.h"

G_BEGIN_DECLS

#define HD_QUERY_ERROR (hd_query_error_quark ())
typedef enum
{
  HD_QUERY_ERROR_SYNTAX, /* the text is no query */
  HD_QUERY_ERROR_UNKNOWN, /* no such KPI, dimension, level, code or plan */
  HD_QUERY_ERROR_PERIOD, /* no such period, or it ends before it begins */
  HD_QUERY_ERROR_NOT_ADDABLE, /* the numbers asked for cannot be added */
  HD_QUERY_ERROR_NO_DATA, /* the dataset is not in the store */
} HdQueryError;
GQuark hd_query_error_quark (void);

typedef enum
{
  HD_COMPARE_NONE,
  HD_COMPARE_YOY, /* the same elapsed period a year before */
  HD_COMPARE_PREV, /* the period before, same elapsed part */
  HD_COMPARE_PLAN, /* plan `compare_plan` of the same period, spread to the same elapsed part */
  HD_COMPARE_TET, /* a year before, aligned on Tết */
} HdCompare;

/* More columns than the value and its comparison. */
typedef enum
{
  HD_SHOW_SHARE = 1 << 0,
  HD_SHOW_CUMULATIVE = 1 << 1,
} HdShow;

/* What `top` goes by. */
typedef enum
{
  HD_RANK_VALUE,
  HD_RANK_CHANGE, /* the largest movers: by the size of the difference, up or down */
  HD_RANK_RISE, /* by the difference, the largest rise first */
  HD_RANK_FALL,
} HdRank;

/* "unit" at level "region"; level NULL is the dataset's own codes (the leaf). dimension "time" has no
 * level but the query's grain. Names are lower case: "unit", "tax", "hs", as the user types them. */
typedef struct
{
  char *dimension;
  char *level; /* (nullable) */
} HdGroup;

typedef struct
{
  char *dimension;
  /* Any of these; codes of any level of any hierarchy. "KV02&27" is what lies under both: a region of one
   * map and a department of the other. */
  char **codes;
} HdFilter;

/* Immutable once built, atomically counted. Read the fields, never write them: hd_query_edit() copies. */
typedef struct
{
  char **kpis;
  GPtrArray *groups; /* (element-type HdGroup) */
  GPtrArray *filters; /* (element-type HdFilter) */
  gboolean has_from, has_to; /* read on month_start_day, or civil when that is 0; then the engine
                              * reads them on the dataset's own calendar: hd_period_on_calendar() */
  HdPeriod from, to; /* the span is from.first to to.last; without both, all that the store has */
  gboolean has_grain;
  HdGrain grain; /* of the time group; default month */
  guint8 month_start_day; /* 0: the dataset's own */
  HdCompare compare;
  char *compare_plan; /* (nullable): DU_TOAN, PHAN_DAU … */
  int map; /* 2024 or 2025; 0: the newest */
  guint top; /* 0: all */
  HdRank rank; /* of `top` */
  guint show; /* HdShow */
  gint64 as_of; /* unix seconds; 0: the latest */
  /*< private >*/
  gatomicrefcount refs;
} HdQuery;

/* A query for `kpis` (comma separated, each once) and nothing else. */
HdQuery *hd_query_new (const char *kpis) G_GNUC_WARN_UNUSED_RESULT;
HdQuery *hd_query_ref (HdQuery *query);
void hd_query_unref (HdQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdQuery, hd_query_unref)

/* Edits: a deep copy to be changed by the setters below before it is shared. */
HdQuery *hd_query_edit (const HdQuery *query) G_GNUC_WARN_UNUSED_RESULT;
/* The setters read the same words as the command line, so that both know one grammar. */
gboolean
hd_query_set_by (HdQuery *query, const char *text, GError **error); /* "time,unit:region" */
gboolean hd_query_set_where (
    HdQuery *query,
    const char *text,
    GError **error); /* "unit=KV02+KV03,lane=DO"; replaces those dimensions'; "unit=" removes it */
gboolean hd_query_set_from (HdQuery *query, const char *text, GError **error);
gboolean hd_query_set_to (HdQuery *query, const char *text, GError **error);
gboolean hd_query_set_grain (HdQuery *query, const char *text, GError **error);
gboolean
hd_query_set_calendar (HdQuery *query, const char *text, GError **error); /* civil, reporting15 */
gboolean hd_query_set_compare (HdQuery *query,
                               const char *text,
                               GError **error); /* yoy, prev, plan:ID, tet, none */
gboolean hd_query_set_map (HdQuery *query, const char *text, GError **error);
gboolean
hd_query_set_show (HdQuery *query, const char *text, GError **error); /* share,cumulative */
gboolean hd_query_set_rank (HdQuery *query,
                            const char *text,
                            GError **error); /* value, change, rise, fall */
void hd_query_set_top (HdQuery *query, guint top);
void hd_query_set_as_of (HdQuery *query, gint64 as_of);
/* What can be known without the catalogue: the span does not end before it begins. The engine asks too. */
gboolean hd_query_check (const HdQuery *query, GError **error);

/* (transfer full): the normalised text, "revenue.collected by time,unit:region where unit=KV02 from 2026
 * to 2026-11 grain month compare yoy map 2025"; the cache key, the drill path and the state code.
 * hd_query_parse() reads it back to an equal query. */
char *hd_query_to_string (const HdQuery *query);
HdQuery *hd_query_parse (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hd_query_equal (const HdQuery *a, const HdQuery *b);
/* (nullable) (transfer none): the codes by which `dimension` is filtered. */
const char *const *hd_query_get_filter (const HdQuery *query, const char *dimension);

G_END_DECLS
