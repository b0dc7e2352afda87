/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The path bar and the freshness label follow the context and the store.
 */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hd-path-bar.h"
#include "hd-present-text.h"
#include "hd-widgets.h"
#include "hd-window-private.h"

typedef struct
{
  const char *value;
  const char *label; /* N_() */
} Choice;

static const Choice compare_choices[] = {
  { "yoy", N_ ("Compared with last year") },
  { "tet", N_ ("Compared with last year, aligned on Tết") },
  { "prev", N_ ("Compared with the period before") },
  { "plan:DU_TOAN", N_ ("Compared with the plan") },
  { "plan:PHAN_DAU", N_ ("Compared with the striving target") },
};

static const Choice map_choices[] = {
  { "2025", N_ ("Map: 20 regions") },
  { "2024", N_ ("Map: 35 departments") },
};

static GMenuModel *
make_menu (const Choice *choices, guint n_choices, const char *action)
{
  GMenu *menu = g_menu_new ();

  for (guint index = 0; index < n_choices; index++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_ (choices[index].label), NULL);

      g_menu_item_set_action_and_target (item, action, "s", choices[index].value);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static const char *
find_label (const Choice *choices, guint n_choices, const char *value)
{
  for (guint index = 0; index < n_choices; index++)
    if (g_str_equal (choices[index].value, value))
      return _ (choices[index].label);
  return value;
}

/* The periods that leaders ask for: this year, the years before, and the months of this year. */
static GMenuModel *
make_time_menu (void)
{
  GMenu *menu = g_menu_new ();
  GMenu *years = g_menu_new ();
  GMenu *months = g_menu_new ();
  int year, month, day;
  g_autoptr (GMenuItem) newest = g_menu_item_new (_ ("This year to date"), NULL);

  hd_day_to_ymd (hd_day_from_unix_ict (g_get_real_time () / G_USEC_PER_SEC), &year, &month, &day);
  g_menu_item_set_action_and_target (newest, "win.time", "s", "");
  g_menu_append_item (menu, newest);
  for (int back = 1; back <= 5; back++)
    {
      g_autofree char *value = g_strdup_printf ("%d", year - back);
      g_autofree char *label = g_strdup_printf (_ ("Year %d"), year - back);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "win.time", "s", value);
      g_menu_append_item (years, item);
    }
  for (int back = 0; back < 12; back++)
    {
      int count = year * 12 + month - 1 - back;
      g_autofree char *value = g_strdup_printf ("%04d-%02d", count / 12, count % 12 + 1);
      g_autofree char *label = g_strdup_printf (_ ("Month %d/%d"), count % 12 + 1, count / 12);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "win.time", "s", value);
      g_menu_append_item (months, item);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (years));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (months));
  g_object_unref (years);
  g_object_unref (months);
  return G_MENU_MODEL (menu);
}

static char *
describe_time (const HdScope *scope)
{
  HdPeriod from, to;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  if (scope->from == NULL && scope->to == NULL)
    return g_strdup (_ ("This year to date"));
  if (scope->to == NULL || !hd_period_parse (scope->to, HD_MONTH_START_CIVIL, &to, NULL))
    return g_strdup (scope->from);
  last = hd_present_period (to);
  if (scope->from == NULL || g_strcmp0 (scope->from, scope->to) == 0
      || !hd_period_parse (scope->from, HD_MONTH_START_CIVIL, &from, NULL))
    return g_steal_pointer (&last);
  first = hd_present_period (from);
  return g_strdup_printf ("%s – %s", first, last);
}

char *
hd_window_describe_code (HdWindow *self, const char *dimension, const char *code)
{
  HdPresent present = {
    .catalog = hd_session_get_catalog (self->session),
    .structures = hd_session_get_structures (self->session),
    .lang = hd_session_get_lang (self->session),
  };

  if (g_str_equal (dimension, "dataset") && present.catalog != NULL)
    {
      const HdDataset *dataset = hd_catalog_find_dataset (present.catalog, code);

      if (dataset != NULL)
        return g_strdup (g_str_equal (present.lang, "vi") ? dataset->name_vi : dataset->name_en);
    }
  if (g_str_equal (dimension, "kpi") && present.catalog != NULL)
    {
      const HdKpi *kpi = hd_catalog_find_kpi (present.catalog, code);

      if (kpi != NULL)
        return g_strdup (hd_kpi_short_name (kpi, present.lang));
    }
  if (present.structures == NULL)
    return g_strdup (code);
  return g_strdup (hd_present_code_name (&present, dimension, code));
}

/* The step after the last is the other side's. */
static void
add_beside (HdWindow *self, const char *beside)
{
  const char *colon = strchr (beside, ':');
  g_autofree char *dimension = g_strndup (beside, (gsize)(colon - beside));
  g_autofree char *name = hd_window_describe_code (self, dimension, colon + 1);
  /* Translators: the unit shown on the other side of the window. */
  g_autofree char *label = g_strdup_printf (_ ("beside %s"), name);
  g_autofree char *remove = g_strdup_printf (_ ("Stop comparing with %s"), name);

  hd_path_bar_add_step (HD_PATH_BAR (self->path_bar), label, remove);
}

static char *
describe_last_seen (HdWindow *self)
{
  gint64 seen = hd_session_get_last_seen (self->session);
  g_autofree char *moment = NULL;

  if (seen == 0)
    return NULL;
  moment = hd_freshness_moment (seen, g_get_real_time () / G_USEC_PER_SEC);
  return g_strdup_printf (_ ("Last looked: %s"), moment);
}

/* What is above all steps: the whole country, or the units of which alone the store has rows. */
static char *
describe_whole (HdWindow *self)
{
  HdPresent present = {
    .structures = hd_session_get_structures (self->session),
    .view = hd_session_get_view (self->session),
    .lang = hd_session_get_lang (self->session),
  };
  g_autofree char *view = hd_present_view (&present);

  /* Translators: whose figures alone are on this machine. */
  return view != NULL ? g_strdup_printf (_ ("Only %s"), view) : g_strdup (_ ("Whole country"));
}

void
hd_window_update_path (HdWindow *self)
{
  const HdScope *scope = hd_context_get_scope (self->context);
  HdPathBar *bar = HD_PATH_BAR (self->path_bar);
  g_autofree char *time = describe_time (scope);
  g_autofree char *map = g_strdup_printf ("%d", scope->map);
  g_autofree char *note = describe_last_seen (self);
  g_autofree char *whole = describe_whole (self);
  g_autoptr (GMenuModel) time_menu = make_time_menu ();
  g_autoptr (GMenuModel) compare_menu
      = make_menu (compare_choices, G_N_ELEMENTS (compare_choices), "win.compare");
  g_autoptr (GMenuModel) map_menu = make_menu (map_choices, G_N_ELEMENTS (map_choices), "win.map");

  hd_path_bar_reset (bar, whole);
  for (guint index = 0; index < scope->steps->len; index++)
    {
      const HdScopeStep *step = g_ptr_array_index (scope->steps, index);
      g_autofree char *label = hd_window_describe_code (self, step->dimension, step->code);
      g_autofree char *remove = g_strdup_printf (_ ("Remove this step: %s"), label);

      hd_path_bar_add_step (bar, label, remove);
    }
  if (scope->beside != NULL)
    add_beside (self, scope->beside);
  hd_path_bar_add_aspect (bar, time, _ ("Period"), time_menu);
  hd_path_bar_add_aspect (
      bar, find_label (compare_choices, G_N_ELEMENTS (compare_choices), scope->compare),
      _ ("Comparison"), compare_menu);
  hd_path_bar_add_aspect (bar, find_label (map_choices, G_N_ELEMENTS (map_choices), map),
                          _ ("Organisation map"), map_menu);
  hd_window_add_engine_aspect (self);
  hd_path_bar_set_note (bar, note);
}

void
hd_window_update_fresh (HdWindow *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 newest = hd_session_get_newest (self->session);
  guint n_late
      = hd_session_is_open (self->session) ? hd_session_count_late (self->session, now) : 0;
  g_autofree char *moment = hd_freshness_moment (newest, now);
  g_autofree char *text = NULL;
  g_autofree char *tooltip = NULL;
  const char *short_text;

  if (newest == 0)
    text = g_strdup (_ ("No figures yet"));
  else
    /* Translators: how new the figures are, "● Figures to 06:12". */
    text = g_strdup_printf (_ ("● Figures to %s"), moment);
  short_text = newest != 0 ? moment : text;
  gtk_label_set_label (self->fresh_label, self->has_short_age ? short_text : text);
  g_free (self->fresh_text);
  self->fresh_text = g_strdup (text);
  g_free (self->fresh_moment);
  self->fresh_moment = g_strdup (short_text);
  tooltip = g_strdup_printf (
      ngettext ("%u dataset late · F5 refreshes", "%u datasets late · F5 refreshes", n_late),
      n_late);
  hd_widgets_set_tooltip (self->fresh, tooltip);
  if (newest == 0 || now - newest > 24 * 60 * 60)
    gtk_widget_add_css_class (self->fresh, "stale");
  else
    gtk_widget_remove_css_class (self->fresh, "stale");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->fresh), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
}
