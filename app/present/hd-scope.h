/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is looked at: screen, drill path, time, comparison, map and moment, as one immutable value.
 */

#pragma once

#include "hd-catalog.h"
#include "hd-query.h"

G_BEGIN_DECLS

/* One step of the drill path. A later step of the same dimension narrows the earlier one. */
typedef struct
{
  char *dimension; /* lower case: "unit", "tax", "hs", "lane" … */
  char *code; /* of any level: "KV02", "02CI" */
} HdScopeStep;

/* Immutable once shared, atomically counted. Read the fields; make another with hd_scope_with_…(). */
typedef struct
{
  char *page; /* "morning", "revenue" … ; never NULL */
  GPtrArray *steps; /* (element-type HdScopeStep) in the order in which the person took them */
  char *from; /* (nullable): a period; NULL is from the start of the year */
  char *to; /* (nullable): NULL is to the end of the data */
  char *compare; /* "yoy", "prev", "plan:DU_TOAN", "tet"; never NULL */
  int map; /* 2024 or 2025 */
  gint64 as_of; /* unix seconds; 0: the latest */
  gboolean hides_forecast; /* trends end with what is known */
  gboolean
      is_reporting; /* months begin on the 15th for every figure, not only where the law has it so */
  char *layer; /* (nullable): what the map page draws: "provinces34", "gates" …; NULL: the units */
  char *
      colour; /* (nullable): by what it is coloured: "value", "plan"; NULL: the change, else the value */
  char *beside; /* (nullable) "unit:KV03": shown side by side with the same of that code */
  /*< private >*/
  gatomicrefcount refs;
} HdScope;

/* The nation, this year to date, compared with the same days last year. */
HdScope *hd_scope_new (const char *page) G_GNUC_WARN_UNUSED_RESULT;
HdScope *hd_scope_ref (HdScope *scope);
void hd_scope_unref (HdScope *scope);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdScope, hd_scope_unref)

/* The state code: "revenue?unit=KV02&unit=02CI&tax=GTGT&to=2026-10&compare=yoy&map=2025". What is as
 * in hd_scope_new() is left out. (transfer full) */
char *hd_scope_to_string (const HdScope *scope);
/* Reads it back; unknown keys are dimensions. HD_QUERY_ERROR_SYNTAX. */
HdScope *hd_scope_parse (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hd_scope_equal (const HdScope *a, const HdScope *b);

/* Each returns a changed copy. (transfer full) */
HdScope *hd_scope_with_page (const HdScope *scope, const char *page);
/* A code takes the place of its like and of what lay under it: another region, another tax. */
HdScope *hd_scope_with_step (const HdScope *scope, const char *dimension, const char *code);
/* Without step `index` and the later steps of its dimension. */
HdScope *hd_scope_without_step (const HdScope *scope, guint index);
HdScope *hd_scope_without_dimension (const HdScope *scope, const char *dimension);
HdScope *hd_scope_without_steps (const HdScope *scope);
HdScope *hd_scope_with_time (const HdScope *scope, const char *from, const char *to);
HdScope *hd_scope_with_compare (const HdScope *scope, const char *compare);
HdScope *hd_scope_with_map (const HdScope *scope, int map);
HdScope *hd_scope_with_as_of (const HdScope *scope, gint64 as_of);
HdScope *hd_scope_with_forecast (const HdScope *scope, gboolean is_shown);
HdScope *hd_scope_with_reporting (const HdScope *scope, gboolean is_reporting);
HdScope *hd_scope_with_layer (const HdScope *scope, const char *layer);
HdScope *hd_scope_with_colour (const HdScope *scope, const char *colour);
/* Side by side with `code` of `dimension`; NULL: alone. */
HdScope *hd_scope_with_beside (const HdScope *scope, const char *dimension, const char *code);
/* The scope of the other side, with this one's code beside it. (nullable) (transfer full): NULL when there is
 * none. */
HdScope *hd_scope_get_other (const HdScope *scope);
/* `scope` after the person went to `other` on its other side. (transfer full) */
HdScope *hd_scope_with_other (const HdScope *scope, const HdScope *other);
/* "unit=KV03,time=2026-03", as --drill takes it: a step each, and the time. */
HdScope *hd_scope_with_drill (const HdScope *scope, const char *drill, GError **error);

/* (nullable) (transfer none): the innermost code of that dimension. */
const char *hd_scope_get_code (const HdScope *scope, const char *dimension);

/* (nullable) (transfer none): the first dimension of the path that `kpi` does not have, so that
 * hd_scope_query() leaves it out and the figure must say so. */
const char *hd_scope_get_left_out (const HdScope *scope, const HdKpi *kpi);

/* A query for `kpis` (comma separated) by `by` (nullable) within the scope: its time, map and moment,
 * and those steps that every one of the KPIs has a dimension for. No comparison: the caller sets it
 * (scope->compare is what the person chose). */
HdQuery *hd_scope_query (const HdScope *scope,
                         const HdCatalog *catalog,
                         const char *kpis,
                         const char *by,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
