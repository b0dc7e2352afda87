/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A screen: a board of cards from a table, each asking its question within what the context looks at.
 *
 * The newest question of a card wins: asking again cancels the one under way. What a card shows stays
 * until there is something newer, or a reason why there is nothing.
 */

#include "config.h"

#include "hd-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hd-board.h"
#include "hd-chart.h"
#include "hd-items.h"
#include "hd-kpi-outlook.h"
#include "hd-present-forecast.h"
#include "hd-problem.h"

/* A card that is answered sooner than this never shows that it was waiting. */
#define BUSY_DELAY_MS 150

typedef struct
{
  HdPage *page;
  const HdPageCard *info;
  const HdCardKind *kind;
  GtkWidget *widget;
  GCancellable *cancellable; /* (nullable) of the question under way */
  gboolean is_late; /* what is known is shown; a forecast is being made */
  gboolean wants_late; /* … is to be made once the screen is painted */
  guint busy_id;
} Slot;

struct _HdPage
{
  GtkWidget parent_instance;

  const HdPageInfo *info;
  HdSession *session;
  HdContext *context;
  HdEngineLink *engine_link; /* (nullable) */
  GtkWidget *scroller;
  GtkWidget *board;
  GPtrArray *slots; /* (element-type Slot) */
  GPtrArray *charts; /* (element-type HdChart), borrowed: children of the cards */
  HdChartLink *link;
  guint n_waiting;
  guint late_id;
};

G_DEFINE_FINAL_TYPE (HdPage, hd_page, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_PAINTED,
  SIGNAL_SHOW_TABLE,
  SIGNAL_EXPORT,
  SIGNAL_COMMAND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The question under way has come to its end, one way or the other. */
static void
end_waiting (Slot *slot)
{
  g_clear_object (&slot->cancellable);
  g_clear_handle_id (&slot->busy_id, g_source_remove);
  if (HD_IS_CARD (slot->widget))
    hd_card_set_busy (HD_CARD (slot->widget), FALSE);
  if (!slot->is_late)
    slot->page->n_waiting--;
}

static void
stop_waiting (Slot *slot)
{
  slot->wants_late = FALSE;
  if (slot->cancellable == NULL)
    return;
  g_cancellable_cancel (slot->cancellable);
  end_waiting (slot);
}

static void
slot_free (Slot *slot)
{
  stop_waiting (slot);
  g_free (slot);
}

static gboolean
busy_cb (gpointer user_data)
{
  Slot *slot = user_data;

  slot->busy_id = 0;
  if (HD_IS_CARD (slot->widget))
    hd_card_set_busy (HD_CARD (slot->widget), TRUE);
  return G_SOURCE_REMOVE;
}

static void
show_answer (Slot *slot, gpointer answer)
{
  if (HD_IS_CARD (slot->widget))
    hd_card_set_note (HD_CARD (slot->widget), NULL);
  slot->kind->show (slot->page, slot->info, slot->widget, answer);
}

static void
show_problem (Slot *slot, const GError *error)
{
  g_autofree char *text = hd_problem_describe (error);

  g_debug ("%s %s: %s", slot->kind->name, slot->info->argument, error->message);
  if (HD_IS_CARD (slot->widget))
    hd_card_set_note (HD_CARD (slot->widget), text);
}

/* What an answer needs to find its place again: the page may have gone on, or away. */
typedef struct
{
  HdPage *page;
  guint slot;
} Asked;

static void
asked_free (Asked *asked)
{
  g_object_unref (asked->page);
  g_free (asked);
}

static void send_question (HdPage *self, guint index, gboolean is_late);

static gboolean
send_late_cb (gpointer user_data)
{
  HdPage *self = user_data;

  self->late_id = 0;
  for (guint index = 0; index < self->slots->len; index++)
    {
      Slot *slot = g_ptr_array_index (self->slots, index);

      if (slot->wants_late)
        {
          slot->wants_late = FALSE;
          send_question (self, index, TRUE);
        }
    }
  return G_SOURCE_REMOVE;
}

/* Forecasts that nobody waits for take no processor from the frame that somebody does. */
static void
check_painted (HdPage *self)
{
  if (self->n_waiting > 0)
    return;
  g_signal_emit (self, signals[SIGNAL_PAINTED], 0);
  if (self->late_id == 0)
    self->late_id = g_idle_add_full (G_PRIORITY_LOW, send_late_cb, self, NULL);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Asked *asked = user_data;
  HdPage *self = asked->page;
  g_autoptr (GError) error = NULL;
  gpointer answer = hd_session_ask_finish (HD_SESSION (source), result, &error);
  gboolean has_left_out = hd_session_ask_has_left_out (result);
  Slot *slot = NULL;

  if (self->slots != NULL)
    slot = g_ptr_array_index (self->slots, asked->slot);
  if (slot != NULL && slot->cancellable == g_task_get_cancellable (G_TASK (result))
      && slot->cancellable != NULL)
    {
      gboolean was_late = slot->is_late;

      end_waiting (slot);
      if (answer != NULL)
        show_answer (slot, answer);
      else if (!has_left_out)
        show_problem (slot, error);
      if (answer != NULL)
        slot->kind->question.unref (answer);
      slot->wants_late = has_left_out;
      if (!was_late)
        check_painted (self);
    }
  else if (answer != NULL)
    g_assert_not_reached ();
  asked_free (asked);
}

/* First for what is known; where forecasts were left out, a second time for those, which nobody waits for. */
static void
send_question (HdPage *self, guint index, gboolean is_late)
{
  Slot *slot = g_ptr_array_index (self->slots, index);
  Asked *asked = g_new0 (Asked, 1);

  slot->cancellable = g_cancellable_new ();
  slot->busy_id = g_timeout_add (BUSY_DELAY_MS, busy_cb, slot);
  slot->is_late = is_late;
  self->n_waiting += !is_late;
  asked->page = g_object_ref (self);
  asked->slot = index;
  hd_session_ask_async (self->session, &slot->kind->question, slot->info->argument,
                        hd_context_get_scope (self->context), !is_late, slot->cancellable,
                        answered_cb, asked);
}

static gboolean
has_plan (HdPage *self, const HdScope *scope)
{
  const char *id = hd_scope_get_code (scope, "kpi");
  const HdKpi *kpi = hd_catalog_find_kpi (hd_session_get_catalog (self->session),
                                          id != NULL ? id : HD_FORECAST_DEFAULT_KPI);

  return kpi != NULL && hd_kpi_outlook_has_plans (kpi);
}

static gboolean
is_wanted (HdPage *self, const HdPageCard *info, const HdScope *scope)
{
  const char *when = info->when;
  gboolean is_not = when != NULL && when[0] == '!';
  gboolean holds;

  if (when == NULL)
    return TRUE;
  when += is_not ? 1 : 0;
  holds = g_str_equal (when, "@plan") ? has_plan (self, scope)
                                      : hd_scope_get_code (scope, when) != NULL;
  return holds != is_not;
}

static void
ask (HdPage *self, guint index)
{
  Slot *slot = g_ptr_array_index (self->slots, index);
  HdScope *scope = hd_context_get_scope (self->context);
  gpointer answer;

  stop_waiting (slot);
  gtk_widget_set_visible (slot->widget, is_wanted (self, slot->info, scope));
  if (!gtk_widget_get_visible (slot->widget))
    return;
  answer
      = hd_session_find_answer (self->session, &slot->kind->question, slot->info->argument, scope);
  if (answer != NULL)
    {
      show_answer (slot, answer);
      slot->kind->question.unref (answer);
      return;
    }
  send_question (self, index, FALSE);
}

static void
add_card (HdPage *self, const HdPageCard *info)
{
  const HdCardKind *kind = hd_card_kind_find (info->kind);
  Slot *slot;

  g_return_if_fail (kind != NULL);

  slot = g_new0 (Slot, 1);
  slot->page = self;
  slot->info = info;
  slot->kind = kind;
  slot->widget = kind->create (self, info);
  gtk_widget_set_vexpand (slot->widget, info->grows);
  hd_board_add (HD_BOARD (self->board), slot->widget, info->span, info->rows);
  g_ptr_array_add (self->slots, slot);
}

static void
table_cb (HdChart *chart, HdPage *self)
{
  if (hd_chart_get_spec (chart) != NULL)
    g_signal_emit (self, signals[SIGNAL_SHOW_TABLE], 0, hd_chart_get_spec (chart));
}

static void
export_cb (HdChart *chart, HdPage *self)
{
  if (hd_chart_get_spec (chart) != NULL)
    g_signal_emit (self, signals[SIGNAL_EXPORT], 0, hd_chart_get_spec (chart));
}

/* Cards are rows of static tables, so the pointer outlives every widget. */
static void
command_cb (HdChart *chart,
            const char *command,
            const char *code,
            int series,
            int category,
            const HdPageCard *card)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (chart), HD_TYPE_PAGE);
  HdPageCommand asked = {
    .command = command,
    .mark
    = { hd_present_find_chart (card->argument), hd_chart_get_spec (chart), code, series, category },
    .chart = chart,
  };

  if (page != NULL && asked.mark.chart != NULL)
    g_signal_emit (page, signals[SIGNAL_COMMAND], 0, &asked);
}

static void
period_cb (HdChart *chart, const char *from, const char *to, HdPage *self)
{
  hd_context_take (self->context,
                   hd_scope_with_time (hd_context_get_scope (self->context), from, to));
}

/* The screens on which a mark can be opened. */
static GMenuModel *
make_places (void)
{
  GMenu *menu = g_menu_new ();

  for (guint index = 0; index < hd_n_pages; index++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_ (hd_pages[index]->title), NULL);
      g_autofree char *command = g_strconcat ("open:", hd_pages[index]->id, NULL);

      g_menu_item_set_action_and_target (item, "chart.command", "s", command);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

/* Another screen is looked at: what was asked for this one is overtaken. It asks again when it is shown. */
static void
hd_page_unmap (GtkWidget *widget)
{
  HdPage *self = HD_PAGE (widget);

  for (guint index = 0; self->slots != NULL && index < self->slots->len; index++)
    stop_waiting (g_ptr_array_index (self->slots, index));
  GTK_WIDGET_CLASS (hd_page_parent_class)->unmap (widget);
}

static void
hd_page_dispose (GObject *object)
{
  HdPage *self = HD_PAGE (object);

  g_clear_handle_id (&self->late_id, g_source_remove);
  g_clear_pointer (&self->charts, g_ptr_array_unref);
  g_clear_object (&self->link);
  g_clear_pointer (&self->slots, g_ptr_array_unref);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->session);
  g_clear_object (&self->context);
  g_clear_object (&self->engine_link);

  G_OBJECT_CLASS (hd_page_parent_class)->dispose (object);
}

static void
hd_page_class_init (HdPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hd_page_dispose;
  widget_class->unmap = hd_page_unmap;

  signals[SIGNAL_PAINTED] = g_signal_new ("painted", HD_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SHOW_TABLE] = g_signal_new ("show-table", HD_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_EXPORT] = g_signal_new ("export", HD_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_COMMAND] = g_signal_new ("command", HD_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TAB_PANEL);
}

static void
hd_page_init (HdPage *self)
{
  self->slots = g_ptr_array_new_with_free_func ((GDestroyNotify)slot_free);
  self->charts = g_ptr_array_new ();
  self->link = hd_chart_link_new ();
}

GtkWidget *
hd_page_new (const HdPageInfo *info, HdSession *session, HdContext *context)
{
  HdPage *self = g_object_new (HD_TYPE_PAGE, NULL);

  self->info = info;
  self->session = g_object_ref (session);
  self->context = g_object_ref (context);
  self->board = hd_board_new ();
  self->scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER,
                                 "child", self->board, "propagate-natural-height", FALSE, NULL);
  gtk_widget_add_css_class (self->scroller, "hd-page");
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  for (guint index = 0; index < info->n_cards; index++)
    add_card (self, &info->cards[index]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (info->title), -1);
  return GTK_WIDGET (self);
}

const HdPageInfo *
hd_page_get_info (HdPage *self)
{
  return self->info;
}

HdSession *
hd_page_get_session (HdPage *self)
{
  return self->session;
}

HdContext *
hd_page_get_context (HdPage *self)
{
  return self->context;
}

void
hd_page_set_engine_link (HdPage *self, HdEngineLink *link)
{
  g_set_object (&self->engine_link, link);
}

HdEngineLink *
hd_page_get_engine_link (HdPage *self)
{
  return self->engine_link;
}

void
hd_page_update (HdPage *self)
{
  g_return_if_fail (HD_IS_PAGE (self));

  if (!hd_session_is_open (self->session))
    return;
  for (guint index = 0; index < self->slots->len; index++)
    ask (self, index);
  check_painted (self);
}

gboolean
hd_page_is_asking (HdPage *self)
{
  g_return_val_if_fail (HD_IS_PAGE (self), FALSE);

  for (guint index = 0; index < self->slots->len; index++)
    if (((Slot *)g_ptr_array_index (self->slots, index))->cancellable != NULL)
      return TRUE;
  return FALSE;
}

void
hd_page_drill (HdPage *self, const char *code, const char *drills)
{
  HdScope *scope = hd_context_get_scope (self->context);
  const char *equals;

  if (code == NULL || code[0] == '\0')
    return;
  equals = strchr (code, '=');
  if (equals != NULL)
    {
      g_autofree char *dimension = g_strndup (code, (gsize)(equals - code));

      hd_context_take (self->context, hd_scope_with_step (scope, dimension, equals + 1));
    }
  else if (drills != NULL)
    hd_context_take (self->context, hd_scope_with_step (scope, drills, code));
}

void
hd_page_follow (HdPage *self, const char *state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdScope) scope = NULL;

  if (state == NULL)
    return;
  scope = hd_scope_parse (state, &error);
  if (scope == NULL || hd_pages_find (scope->page) == NULL)
    {
      g_warning ("no such place: %s", state);
      return;
    }
  hd_context_go (self->context, scope);
}

void
hd_page_watch_chart (HdPage *self, GtkWidget *chart, const HdPageCard *card)
{
  const HdPresentChart *info = hd_present_find_chart (card->argument);
  g_autoptr (GMenuModel) places = make_places ();

  g_signal_connect_object (chart, "show-table", G_CALLBACK (table_cb), self, 0);
  g_signal_connect_object (chart, "export", G_CALLBACK (export_cb), self, 0);
  g_signal_connect_object (chart, "period-chosen", G_CALLBACK (period_cb), self, 0);
  g_signal_connect (chart, "command", G_CALLBACK (command_cb), (gpointer)card);
  hd_chart_set_dimension (HD_CHART (chart), info != NULL ? info->drills : NULL);
  hd_chart_set_places (HD_CHART (chart), places);
  hd_chart_set_link (HD_CHART (chart), self->link);
  g_ptr_array_add (self->charts, chart);
}

void
hd_page_set_link (HdPage *self, HdChartLink *link)
{
  g_return_if_fail (HD_IS_PAGE (self));

  g_set_object (&self->link, link);
  for (guint index = 0; index < self->charts->len; index++)
    hd_chart_set_link (g_ptr_array_index (self->charts, index), link);
}

HdChartLink *
hd_page_get_link (HdPage *self)
{
  return self->link;
}

GtkAdjustment *
hd_page_get_adjustment (HdPage *self)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
}

GtkWidget *
hd_page_find_card (HdPage *self, const char *kind)
{
  for (guint index = 0; index < self->slots->len; index++)
    {
      Slot *slot = g_ptr_array_index (self->slots, index);

      if (g_str_equal (slot->kind->name, kind) && gtk_widget_get_visible (slot->widget))
        return slot->widget;
    }
  return NULL;
}

const char *
hd_page_get_kpi (HdPage *self, GtkWidget *widget)
{
  const char *kpi = NULL;

  g_return_val_if_fail (HD_IS_PAGE (self), NULL);

  for (; widget != NULL && widget != GTK_WIDGET (self) && kpi == NULL;
       widget = gtk_widget_get_parent (widget))
    kpi = g_object_get_data (G_OBJECT (widget), "hd-kpi");
  return kpi != NULL ? kpi : hd_scope_get_code (hd_context_get_scope (self->context), "kpi");
}

void
hd_page_mark_kpi (GtkWidget *widget, const char *kpi)
{
  g_object_set_data_full (G_OBJECT (widget), "hd-kpi", g_strdup (kpi), g_free);
  if (HD_IS_CARD (widget))
    hd_card_set_term (HD_CARD (widget), kpi);
}

gboolean
hd_page_walk (HdPage *self, int step)
{
  for (guint index = 0; index < self->slots->len; index++)
    {
      Slot *slot = g_ptr_array_index (self->slots, index);

      if (g_str_equal (slot->kind->name, "items"))
        return hd_items_walk (slot->widget, step);
    }
  return FALSE;
}
