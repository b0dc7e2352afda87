/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From questions to pictures and words: what every screen, sheet and `haidang render` is made of.
 *
 * All functions here are blocking and may run on any thread: they read immutable values and ask the
 * engine, and touch no widget. A number in a picture or sentence comes from a frame and from nowhere else.
 */

#pragma once

#include "hd-chart-spec.h"
#include "hd-engine.h"
#include "hd-scope.h"
#include "hd-store.h"

G_BEGIN_DECLS

/* Who answers, for what, in which language, when. Borrowed for the time of the call. */
typedef struct
{
  HdEngine *engine;
  HdStore *store;
  HdCatalog *catalog;
  HdStructures *structures; /* names and hierarchies */
  HdScope *scope;
  const char *lang; /* "vi" or "en" */
  gint64 now; /* unix seconds */
  gint64 last_seen; /* when this person last looked; 0 never */
  GCancellable *cancellable; /* (nullable) */
  guint alert_budget; /* items a day that may ask for a decision; 0: seven */
  const char *
      view; /* (nullable): units whose rows alone are here, apart by commas; NULL: the whole country */
  double money_unit; /* đồng are written in so many; 0: what reads best */
  GHashTable *notes; /* (nullable): what the person pinned to cells; see hd-present-cell.h */
  /* (nullable) atomic: what is known is wanted at once. A forecast that nobody has made yet is left out, and
   * counted here: whoever asked asks again, with more time. */
  gint *put_off;
  const char *const *
      said; /* (nullable): place, period and the like that stand over all charts; captions leave them out */
} HdPresent;

/* A named chart: one row of hd_present_charts[]. The code of a mark is a filter, "unit=KV02" or
 * "time=2026-03"; a bare code (a shape of a map) is of the dimension `drills`. */
typedef struct _HdPresentChart HdPresentChart;
struct _HdPresentChart
{
  const char *name; /* "revenue-cumulative" */
  const char *title; /* (nullable): msgid; NULL is named after the KPI and what it is split by */
  HdChartSpec *(*make) (const HdPresentChart *chart, const HdPresent *present, GError **error);
  const char *kpis; /* what it asks, comma separated */
  const char *by; /* (nullable): as `query --by`; "+" is the next step of the drill path */
  guint top; /* 0: all */
  const char *where; /* (nullable): a filter of the chart itself, "lane=DO" */
  const char *drills; /* (nullable) */
  const char *rank; /* (nullable): what `top` is by, as `query --rank`; NULL is the value */
};

extern const HdPresentChart hd_present_charts[];
extern const guint hd_present_n_charts;
const HdPresentChart *hd_present_find_chart (const char *name); /* (nullable) */
/* Asks and shapes. Never called on the main thread by the desktop. (transfer full) */
HdChartSpec *hd_present_make_chart (const HdPresentChart *chart,
                                    const HdPresent *present,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A headline number. Strings and specs are owned. */
typedef struct
{
  char *id; /* KPI id */
  char *page; /* (nullable): the screen that explains it */
  char *name, *value, *unit;
  char *change; /* (nullable), without glyph */
  int change_sign;
  HdPointStatus change_status;
  char *plan; /* (nullable): "88,2 % dự toán" */
  char *outlook; /* (nullable): "cả năm 457,4 · đạt dự toán 96 %" */
  char *age; /* "06:12", "3 ngày" */
  char *sentence;
  gboolean is_stale;
  HdChartSpec *spark, *bullet; /* (nullable) */
} HdPresentTile;
void hd_present_tile_free (HdPresentTile *tile);
/* The tiles of a screen ("morning", "revenue", "clearance", "violations").
 * (transfer full) (element-type HdPresentTile) */
GPtrArray *hd_present_tiles (const HdPresent *present, const char *page, GError **error);

/* A run of a sentence: plain words, or a number bound to its cell. */
typedef struct
{
  char *text;
  char *link; /* (nullable): the state code that shows where the number comes from */
  HdPointStatus status;
} HdPresentRun;
void hd_present_run_free (HdPresentRun *run);
/* The sentences of a screen, as runs in reading order. (transfer full) (element-type HdPresentRun) */
GPtrArray *hd_present_sentences (const HdPresent *present, const char *page, GError **error);

/* Something that may need a decision. */
typedef struct
{
  char *id;
  char *kpi; /* (nullable) */
  int sign; /* the glyph's shape */
  HdPointStatus status;
  char *head; /* "Khu vực II: chậm dự toán" */
  char *causes; /* "Ô tô nguyên chiếc −2.240 · dầu thô −610 · khác −270" */
  char *figure; /* "−3.120 tỷ" */
  char *side; /* (nullable): "12 ngày thu" */
  char *link; /* the state code that shows it */
  HdChartSpec *bridge; /* (nullable): the causes as a picture, all of them */
} HdPresentItem;
void hd_present_item_free (HdPresentItem *item);
/* At most seven. (transfer full) (element-type HdPresentItem) */
GPtrArray *hd_present_items (const HdPresent *present, GError **error);

/* One line each: what changed since `last_seen`. (transfer full) (element-type HdPresentRun) */
GPtrArray *hd_present_changes (const HdPresent *present, GError **error);

G_END_DECLS
