/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of HdWindow share.
 */

#pragma once

#include "hd-forecast-job.h"
#include "hd-page.h"
#include "hd-search.h"
#include "hd-window.h"

G_BEGIN_DECLS

struct _HdWindow
{
  AdwApplicationWindow parent_instance;

  HdSession *session;
  HdContext *context;
  HdForecastJob *forecasting;
  guint stale_check_id; /* 0: none */

  AdwToastOverlay *toasts;
  GtkWidget *header;
  GtkWidget *switcher;
  GtkWidget *bottom_switcher;
  GtkWidget *search;
  GtkWidget *fresh;
  GtkLabel *fresh_label;
  GtkRevealer *progress_revealer;
  GtkLabel *progress_label;
  GtkProgressBar *progress;
  GtkWidget *path_bar;
  GtkStack *stack;
  GtkWidget *menu_button;

  GtkWidget *results; /* popover of the search entry */
  GtkWidget *results_list;
  HdSearch *index; /* (nullable): made when first searched, dropped when data change */
  guint clock_id; /* ages are recomputed every minute */
  gboolean is_opening;
  gboolean has_painted;
  gint64 drill_start_us; /* 0: none under way */
  gint64 frame_start_us; /* with HAIDANG_TRACE */
};

HdPage *hd_window_get_page (HdWindow *self); /* (nullable) (transfer none): the screen shown */

/* hd-window-actions.c */
void hd_window_class_add_actions (HdWindowClass *klass);
void hd_window_update_actions (HdWindow *self);

/* hd-window-path.c: the path bar and the freshness follow the context and the store. */
void hd_window_update_path (HdWindow *self);
void hd_window_update_fresh (HdWindow *self);

/* hd-window-search.c */
void hd_window_init_search (HdWindow *self);
void hd_window_dispose_search (HdWindow *self);

/* hd-window-refresh.c */
/* After a while, when the book is older than the figures. */
void hd_window_forecast_when_stale (HdWindow *self);
void hd_window_init_refresh (HdWindow *self);
void hd_window_dispose_refresh (HdWindow *self);
void hd_window_refresh (HdWindow *self);
/* Whatever runs in the background and shows its progress. */
gboolean hd_window_is_working (HdWindow *self);
void hd_window_cancel_work (HdWindow *self);
void hd_window_forecast_again (HdWindow *self);
void hd_window_connect_server (HdWindow *self);
void hd_window_load_sample (HdWindow *self);

/* hd-window-chart.c: what a page's chart asks the window for. */
void hd_window_show_table (HdWindow *self, HdChartSpec *spec);
void hd_window_export_chart (HdWindow *self, HdChartSpec *spec);

G_END_DECLS
