/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A screen: a board of cards from a table, each asking its question within what the context looks at.
 */

#pragma once

#include <gtk/gtk.h>

#include "hd-card.h"
#include "hd-chart.h"
#include "hd-context.h"
#include "hd-engine-link.h"
#include "hd-present-cell.h"
#include "hd-session.h"

G_BEGIN_DECLS

#define HD_TYPE_PAGE (hd_page_get_type ())
G_DECLARE_FINAL_TYPE (HdPage, hd_page, HD, PAGE, GtkWidget)

/* One card of a screen. Add a row to the screen's table, and it is there. */
typedef struct
{
  const char *kind; /* of hd_card_kinds[]: "chart", "map", "tiles" … */
  const char *argument; /* the chart's or screen's name */
  guint span; /* of HD_BOARD_COLUMNS */
  guint rows; /* least height, in rows of the board */
  gboolean grows; /* takes a share of the height that is left */
  /* (nullable): only with that dimension in the path; "!dataset": only without; "@plan", "!@plan": only
   * where the path's KPI has plans for the year, or has none. */
  const char *when;
} HdPageCard;

typedef struct
{
  const char *id; /* "morning": of state codes and --page */
  const char *title; /* N_() */
  const HdPageCard *cards;
  guint n_cards;
  gboolean is_beside; /* not one of the screens of every morning: under "More" */
} HdPageInfo;

/* hd-pages.c: the screens, in the order of Alt+1 … */
extern const HdPageInfo *const hd_pages[];
extern const guint hd_n_pages;
const HdPageInfo *hd_pages_find (const char *id); /* (nullable) */

/* How one kind of card is made, asked for and shown. */
typedef struct
{
  const char *name;
  HdQuestion question;
  GtkWidget *(*create) (HdPage *page, const HdPageCard *card);
  /* `answer` as the question gave it; borrowed. */
  void (*show) (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer);
} HdCardKind;

/* hd-card-kinds.c */
const HdCardKind *hd_card_kind_find (const char *name); /* (nullable) */

/* What is to be done with a mark of a chart, see HdChart::command. */
typedef struct
{
  const char *command; /* "compare", "copy-evidence", "annotate", "open:revenue" */
  HdPresentMark mark;
  HdChart *chart;
} HdPageCommand;

/* ::painted (): the answers of all cards are on the screen.
 * ::show-table (HdChartSpec *spec), ::export (HdChartSpec *spec), ::command (HdPageCommand *command). */
GtkWidget *hd_page_new (const HdPageInfo *info,
                        HdSession *session,
                        HdContext *context) G_GNUC_WARN_UNUSED_RESULT;

const HdPageInfo *hd_page_get_info (HdPage *self);
HdSession *hd_page_get_session (HdPage *self); /* (transfer none) */
HdContext *hd_page_get_context (HdPage *self); /* (transfer none) */
/* Who answers this page's questions, for the kinds; (nullable) (transfer none): nobody said. */
void hd_page_set_engine_link (HdPage *self, HdEngineLink *link);
HdEngineLink *hd_page_get_engine_link (HdPage *self);
/* Asks again what is not answered for the present scope and data. Overtaken questions are cancelled,
 * and what is shown stays until there is something newer. */
void hd_page_update (HdPage *self);
/* Whether an answer, or a forecast that follows it, is still to come. */
gboolean hd_page_is_asking (HdPage *self);

/* For the kinds: a mark with that code was activated; `drills` is the dimension of a bare code. */
void hd_page_drill (HdPage *self, const char *code, const char *drills);
/* A state code, or NULL: goes there. */
void hd_page_follow (HdPage *self, const char *state);
/* For the kinds: connects a chart to the page: its table, export and commands to the page's signals, the
 * period chosen on its axis to the context, what is pointed at to the other charts. */
void hd_page_watch_chart (HdPage *self, GtkWidget *chart, const HdPageCard *card);
/* What is pointed at in any chart of the page, and of the page beside it once that has the same link. */
void hd_page_set_link (HdPage *self, HdChartLink *link);
HdChartLink *hd_page_get_link (HdPage *self); /* (transfer none) */
GtkAdjustment *hd_page_get_adjustment (HdPage *self); /* (transfer none): how far it is scrolled */
/* (nullable) (transfer none): the first card of that kind, when it is shown. */
GtkWidget *hd_page_find_card (HdPage *self, const char *kind);
/* (nullable) (transfer none): the KPI of what `widget`, or an ancestor of it on this page, shows. */
const char *hd_page_get_kpi (HdPage *self, GtkWidget *widget);
/* For the kinds: `widget` shows that KPI, NULL none. `kpi` is copied. */
void hd_page_mark_kpi (GtkWidget *widget, const char *kpi);
/* Space and Backspace: the next or the previous item that needs a decision. FALSE without items. */
gboolean hd_page_walk (HdPage *self, int step);

G_END_DECLS
