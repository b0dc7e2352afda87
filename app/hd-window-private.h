/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of HdWindow share.
 */

#pragma once

#include "hd-engine-bar.h"
#include "hd-engine-link.h"
#include "hd-forecast-job.h"
#include "hd-page.h"
#include "hd-path-bar.h"
#include "hd-search.h"
#include "hd-window.h"

G_BEGIN_DECLS

typedef struct _HdHeaderRoom HdHeaderRoom;

struct _HdWindow
{
  AdwApplicationWindow parent_instance;

  HdSession *session;
  HdContext *context;
  HdForecastJob *forecasting;
  HdEngineLink *engine_link;
  guint stale_check_id; /* 0: none */
  guint background_id; /* the next refresh by the clock; 0: none */
  HdFeedWatch *watch; /* (nullable): the server says when something changed */
  GCancellable *watching; /* (nullable): of the watch, or of what is still missing for it */
  guint woken_id; /* it said so while there was other work; 0: no */
  gboolean is_scheduled; /* it was asked for once already */
  GHashTable *told; /* (nullable) set of the items that were there, or told of */
  GQueue imports; /* (element-type GFile): to be taken in, in their turn */
  GPtrArray *offers; /* (nullable) (element-type GFile): to be asked about once the store is open */
  guint offer_id; /* 0: none is about to be asked about */
  gboolean is_quiet; /* the refresh under way was not asked for by the person */

  AdwToastOverlay *toasts;
  GtkWidget *header;
  GtkWidget *switcher;
  GtkWidget *bottom_switcher;
  /* hd-window-fit.c */
  const HdHeaderRoom *room; /* (nullable) what the header shows; NULL: not even the screens */
  gboolean is_small; /* as a phone */
  gboolean has_short_age;
  int header_rest_px; /* what is neither screens nor search nor freshness; 0: not measured yet */
  double entry_px; /* at text of the usual size */
  GtkWidget *search;
  GtkWidget *find_button; /* where there is no room for the entry */
  GtkWidget *fresh;
  GtkLabel *fresh_label;
  char *fresh_text, *fresh_moment; /* (nullable): the same with fewer words */
  GtkRevealer *progress_revealer;
  GtkLabel *progress_label;
  GtkProgressBar *progress;
  GtkWidget *path_bar;
  GtkWidget *engine_bar;
  char *engine_shown; /* (nullable): what the drill path says of who answers */
  GtkWidget *reason_bar;
  GtkWidget *hold_bar;
  guint hold_id; /* until it is looked whether something is held; 0: it was */
  GtkBox *sides;
  GtkWidget *side_label;
  GtkStack *stack;
  /* Two units side by side: the same screen again, of the other one. */
  GtkWidget *other_side;
  GtkWidget *other_label;
  GtkStack *other_stack;
  HdContext *other_context; /* (nullable): made when first compared */
  char *placeholder; /* of the search entry when nothing waits */
  char *comparing; /* (nullable) "unit=KV02": waits for what it is to be compared with */
  GtkWidget *menu_button;
  GMenuModel *primary_menu;
  GMenu *recent_menu;

  GtkWidget *results; /* popover of the search entry */
  GtkWidget *results_list;
  HdSearch *index; /* (nullable): made when first searched, dropped when data change */
  guint clock_id; /* ages are recomputed every minute */
  gboolean is_locked; /* the passphrase is asked for */
  guint lock_id; /* until nobody has touched it for long enough; 0: none */
  AdwToast *toast; /* weak: the last one */
  gboolean is_opening;
  gboolean has_painted;
  gboolean is_settled; /* something stands in it */
  guint present_id; /* it is to be shown then, or once it is settled; 0: it is not waited for */
  gint64 drill_start_us; /* 0: none under way */
  gint64 frame_start_us; /* with HAIDANG_TRACE */
  double frame_start_cpu_ms;
};

HdPage *hd_window_get_page (HdWindow *self); /* (nullable) (transfer none): the screen shown */

/* A screen is made when it is first shown. (transfer none) */
HdPage *
hd_window_ensure_page (HdWindow *self, GtkStack *stack, HdContext *context, const HdPageInfo *info);

/* Opens the session's store, and shows it, or what is missing. */
void hd_window_open_store (HdWindow *self);
void hd_window_dismiss_toast (HdWindow *self);

/* hd-window-lock.c */
void hd_window_init_lock (HdWindow *self);
void hd_window_dispose_lock (HdWindow *self);
/* Nothing where the store is not sealed. */
void hd_window_lock (HdWindow *self);
/* Locks, and asks for the present passphrase and a new one. */
void hd_window_change_passphrase (HdWindow *self);
/* Instead of everything that knows figures; `has_store`: else one is to be made, sealed. */
void hd_window_show_unlock (HdWindow *self, gboolean has_store);
void hd_window_end_lock (HdWindow *self);
/* Whether opening failed for want of a passphrase, for a store that is there or for one to be made. */
gboolean hd_window_needs_passphrase (HdWindow *self, const GError *error, gboolean *has_store);

/* hd-window-compare.c */
void hd_window_update_sides (HdWindow *self, const HdPageInfo *info);
/* The first is kept until there is a second; `code` is "unit=KV02". */
void hd_window_compare (HdWindow *self, const char *code);
/* The second is found by its name. */
void hd_window_compare_with (HdWindow *self, const char *code);
void hd_window_stop_comparing (HdWindow *self);

/* hd-window-mark.c: what the menu of a chart's mark asks for. */
void hd_window_do_command (HdWindow *self, HdPage *page, const HdPageCommand *command);

/* hd-window-actions.c */
void hd_window_class_add_actions (HdWindowClass *klass);
void hd_window_update_actions (HdWindow *self);

/* The name of a code of the path. (transfer full) */
char *hd_window_describe_code (HdWindow *self, const char *dimension, const char *code);
/* hd-window-path.c: the path bar and the freshness follow the context and the store. */
void hd_window_update_path (HdWindow *self);
void hd_window_update_fresh (HdWindow *self);

/* hd-window-switcher.c: the screens to choose from. */
void hd_window_init_switchers (HdWindow *self);
void hd_window_mark_page (HdWindow *self, const char *page);
/* The others are under "More". */
void hd_window_name_screens (HdWindow *self, guint n_named);

/* hd-window-fit.c: what there is room for. */
void hd_window_fit (HdWindow *self, int width_px);

/* hd-window-search.c */
void hd_window_init_search (HdWindow *self);
void hd_window_dispose_search (HdWindow *self);
/* What was found, and all that could be. */
void hd_window_forget_search (HdWindow *self);

/* hd-window-refresh.c */
/* After a while, when the book is older than the figures. */
void hd_window_forecast_when_stale (HdWindow *self);
void hd_window_init_refresh (HdWindow *self);
void hd_window_dispose_refresh (HdWindow *self);
/* The work under way, and what was to come. */
void hd_window_stop_refresh (HdWindow *self);
void hd_window_refresh (HdWindow *self);
/* By the clock: says nothing when there is nothing new, or no server. */
void hd_window_refresh_quietly (HdWindow *self);
/* Whatever runs in the background and shows its progress. */
gboolean hd_window_is_working (HdWindow *self);
void hd_window_cancel_work (HdWindow *self);
/* The thin bar, while there is something to show in it. */
void hd_window_show_work (HdWindow *self, const char *what);
void hd_window_end_work (HdWindow *self);
void hd_window_forecast_again (HdWindow *self);
void hd_window_connect_server (HdWindow *self);
/* A person's yes to what is held of the dataset. */
void hd_window_refresh_accepting (HdWindow *self, const char *dataset);
void hd_window_load_sample (HdWindow *self);

/* hd-window-background.c */
void hd_window_init_background (HdWindow *self);
void hd_window_schedule_refresh (HdWindow *self);
/* A notification of the desktop, unless the window is looked at or the person wants none. */
void hd_window_notify (HdWindow *self, const char *text);

/* hd-window-alerts.c: what needs a decision since the last refresh, told to the desktop. */
void hd_window_begin_alerts (HdWindow *self);
void hd_window_tell_alerts (HdWindow *self);

/* hd-window-watch.c */
void hd_window_init_watch (HdWindow *self);
/* By the settings, when the store is open; again when it listens already. */
void hd_window_start_watch (HdWindow *self);
void hd_window_stop_watch (HdWindow *self);

/* hd-window-drop.c */
void hd_window_init_drop (HdWindow *self);
/* After what is under way; says when it is no message and no package. */
void hd_window_import (HdWindow *self, GFile *file);
/* The next of those that wait, when nothing else is being taken in. */
void hd_window_import_next (HdWindow *self);
void hd_window_forget_imports (HdWindow *self);
/* About those of hd_window_offer(), when there are any and the store is open. */
void hd_window_ask_offers (HdWindow *self);

/* hd-window-engine.c: who answers. */
void hd_window_class_add_engine_actions (HdWindowClass *klass);
void hd_window_init_engine (HdWindow *self);
void hd_window_dispose_engine (HdWindow *self);
/* One that knows nothing of the engine that was. */
void hd_window_renew_engine_link (HdWindow *self);
void hd_window_add_engine_aspect (HdWindow *self);

/* hd-window-hold.c: what feeds sent that is held. */
void hd_window_class_add_hold_actions (HdWindowClass *klass);
void hd_window_init_hold (HdWindow *self);
void hd_window_dispose_hold (HdWindow *self);

/* hd-window-chart.c: what a page's chart asks the window for. */
void hd_window_show_table (HdWindow *self, HdChartSpec *spec);
void hd_window_export_chart (HdWindow *self, HdChartSpec *spec);

/* hd-window-more.c: opens downwards or upwards. */
/* Lists the screens from that of index `n_named` on. */
GtkWidget *hd_window_more_new (GtkArrowType direction, guint n_named) G_GNUC_WARN_UNUSED_RESULT;
void hd_window_more_set_named (GtkWidget *button, guint n_named);
void hd_window_more_mark (GtkWidget *button, const char *page);

G_END_DECLS
