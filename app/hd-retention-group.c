/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The group of preferences about how many years of figures stay on this machine.
 *
 * A number is only a wish at first: beneath it stands what would go, and nothing goes before a person has
 * said yes to just that. Counting and letting go are done on a worker.
 */

#include "config.h"

#include "hd-retention-group.h"

#include <glib/gi18n.h>

#include "hd-ask.h"
#include "hd-number-format.h"
#include "hd-policy.h"
#include "hd-present-text.h"
#include "hd-problem.h"
#include "hd-retention.h"
#include "hd-widgets.h"

struct _HdRetentionGroup
{
  AdwPreferencesGroup parent_instance;

  HdSession *session; /* (nullable) */
  GCancellable *counting; /* (nullable): of the wish as it stands */
  GPtrArray *parts; /* (nullable) (element-type HdRetentionPart): what would go by it */
  GPtrArray *part_rows; /* (element-type GtkWidget): below the one that may change it; not owned */
  gboolean is_applying;

  GtkWidget *years_row;
  GtkSpinButton *years;
  AdwExpanderRow *change_row;
  GtkButton *change;
};

G_DEFINE_FINAL_TYPE (HdRetentionGroup, hd_retention_group, ADW_TYPE_PREFERENCES_GROUP)

/* Words. */

static char *
write_bytes (const HdNumberLocale *locale, guint64 n_bytes)
{
  HdNumberFormat format = hd_number_format_plain (locale, n_bytes < 1000000 ? 0 : 1);
  g_autofree char *number
      = hd_number_format (&format, (double)n_bytes / (n_bytes < 1000000 ? 1e3 : 1e6));

  return g_strconcat (number, "\u00a0", n_bytes < 1000000 ? "kB" : "MB", NULL);
}

static char *
write_day (HdDay day)
{
  return hd_present_period (hd_period_containing (day, HD_GRAIN_DAY, HD_MONTH_START_CIVIL));
}

/* "01/01/2016 – 31/12/2021, 12,3 MB" */
static char *
write_extent (const HdNumberLocale *locale, const HdRetentionCount *count)
{
  g_autofree char *first = write_day (count->first);
  g_autofree char *last = write_day (count->last);
  g_autofree char *size = write_bytes (locale, count->n_bytes);

  /* Translators: of figures: their first day, their last, and how much of the disk they take. */
  return g_strdup_printf (_ ("%s – %s, %s on this disk"), first, last, size);
}

static char *
write_rows (const HdNumberLocale *locale, guint64 n_rows)
{
  g_autofree char *number = hd_number_format_exact (locale, (gint64)n_rows);

  /* Translators: %s is how many. */
  return g_strdup_printf (ngettext ("%s row", "%s rows", (gulong)MIN (n_rows, G_MAXULONG)), number);
}

/* What is so. */

static HdStore *
get_store (HdRetentionGroup *self)
{
  return self->session != NULL ? hd_session_get_store (self->session) : NULL;
}

static guint
get_wish (HdRetentionGroup *self)
{
  return (guint)gtk_spin_button_get_value_as_int (self->years);
}

/* The button too: a screen reader does not ask the row. */
static void
set_changeable (HdRetentionGroup *self, gboolean is_changeable)
{
  gtk_widget_set_sensitive (self->years_row, is_changeable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->years), is_changeable);
}

static gboolean
show_policy (HdRetentionGroup *self, guint own)
{
  g_autoptr (HdPolicy) policy = hd_policy_load (NULL);
  guint most = policy != NULL ? hd_policy_get_retention_years (policy) : 0;
  g_autofree char *who = NULL;
  g_autofree char *text = NULL;

  if (most == 0)
    return FALSE;
  who = hd_policy_who_says (policy, "retention_years");
  /* Translators: %s are the names of the administrator's files. */
  text = g_strdup_printf (_ ("Fixed by the policy of this machine: %s"), who);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->years_row), text);
  gtk_spin_button_set_value (self->years, own > 0 ? MIN (own, most) : most);
  set_changeable (self, FALSE);
  return TRUE;
}

/* As the store has it; a wish that nobody said yes to is gone. */
static void
show_kept (HdRetentionGroup *self)
{
  HdStore *store = get_store (self);
  guint own = 0;
  gboolean is_same = store != NULL && hd_retention_get (store, &own, NULL);

  set_changeable (self, store != NULL && hd_store_is_writable (store));
  if (show_policy (self, own))
    return;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->years_row),
                               is_same || store == NULL
                                   ? _ ("0: all of them")
                                   : _ ("Now not the same of every dataset: see haidang retain"));
  gtk_spin_button_set_value (self->years, own);
}

/* Dataset by dataset. */
static void
show_parts (HdRetentionGroup *self, const HdNumberLocale *locale)
{
  const HdCatalog *catalog = hd_session_get_catalog (self->session);
  gboolean is_vi = g_str_equal (hd_session_get_lang (self->session), "vi");

  for (guint index = 0; index < self->part_rows->len; index++)
    adw_expander_row_remove (self->change_row, g_ptr_array_index (self->part_rows, index));
  g_ptr_array_set_size (self->part_rows, 0);
  for (guint index = 0; self->parts != NULL && index < self->parts->len; index++)
    {
      const HdRetentionPart *part = g_ptr_array_index (self->parts, index);
      const HdDataset *dataset = hd_catalog_find_dataset (catalog, part->dataset);
      GtkWidget *row;
      g_autofree char *rows = NULL;
      g_autofree char *extent = NULL;

      if (part->count.n_rows == 0)
        continue;
      row = adw_action_row_new ();
      rows = write_rows (locale, part->count.n_rows);
      extent = write_extent (locale, &part->count);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), dataset == NULL ? part->dataset
                                                                : is_vi         ? dataset->name_vi
                                                                                : dataset->name_en);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), extent);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_label_new (rows));
      adw_expander_row_add_row (self->change_row, row);
      g_ptr_array_add (self->part_rows, row);
    }
}

/* `title` stands for itself, `subtitle` explains it. */
static void
tell (HdRetentionGroup *self, const char *title, const char *subtitle)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->change_row), title);
  adw_expander_row_set_subtitle (self->change_row, subtitle);
}

static void
show_change (HdRetentionGroup *self)
{
  const HdNumberLocale *locale = hd_number_locale_get (hd_session_get_lang (self->session));
  HdRetentionCount sum = hd_retention_sum (self->parts);

  if (sum.n_rows > 0)
    {
      g_autofree char *rows = write_rows (locale, sum.n_rows);
      g_autofree char *extent = write_extent (locale, &sum);
      /* Translators: %s is "1,234 rows". */
      g_autofree char *title = g_strdup_printf (_ ("%s would go"), rows);

      tell (self, title, extent);
    }
  else
    tell (self, _ ("Nothing would go"), _ ("What went before comes back by a full refresh"));
  show_parts (self, locale);
  adw_expander_row_set_enable_expansion (self->change_row, self->part_rows->len > 0);
  gtk_button_set_label (self->change, sum.n_rows > 0 ? _ ("_Let Go…") : _ ("_Keep So"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->change_row), TRUE);
}

static void
show_problem (HdRetentionGroup *self, const GError *error)
{
  g_autofree char *text = hd_problem_describe (error);

  tell (self, text, "");
  show_parts (self, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->change_row), FALSE);
}

/* Counting. */

typedef struct
{
  HdStore *store;
  guint n_years;
  guint64 n_rows; /* that went */
} Work;

static void
work_free (Work *work)
{
  g_object_unref (work->store);
  g_free (work);
}

static GTask *
start_work (HdRetentionGroup *self, GCancellable *cancellable, GAsyncReadyCallback callback)
{
  GTask *task = g_task_new (self, cancellable, callback, NULL);
  Work *work = g_new0 (Work, 1);

  work->store = g_object_ref (get_store (self));
  work->n_years = get_wish (self);
  g_task_set_task_data (task, work, (GDestroyNotify)work_free);
  return task;
}

static void
count_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Work *work = task_data;
  GError *error = NULL;
  GPtrArray *parts = hd_retention_preview (work->store, NULL, work->n_years, &error);

  if (parts != NULL)
    g_task_return_pointer (task, parts, (GDestroyNotify)g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HdRetentionGroup *self = HD_RETENTION_GROUP (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts = g_task_propagate_pointer (G_TASK (result), &error);

  /* Another number since, or the window is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  self->parts = g_steal_pointer (&parts);
  if (self->parts != NULL)
    show_change (self);
  else
    show_problem (self, error);
  gtk_widget_set_visible (GTK_WIDGET (self->change_row), TRUE);
}

static void
stop_counting (HdRetentionGroup *self)
{
  if (self->counting != NULL)
    g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
}

static void
count (HdRetentionGroup *self)
{
  HdStore *store = get_store (self);
  g_autoptr (GTask) task = NULL;
  guint own;

  if (self->is_applying)
    return;
  stop_counting (self);
  if (store == NULL || !gtk_widget_get_sensitive (self->years_row)
      || (hd_retention_get (store, &own, NULL) && own == get_wish (self)))
    {
      gtk_widget_set_visible (GTK_WIDGET (self->change_row), FALSE);
      return;
    }
  /* What stands there is of the number before. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->change_row), FALSE);
  self->counting = g_cancellable_new ();
  task = start_work (self, self->counting, counted_cb);
  g_task_set_source_tag (task, count);
  g_task_run_in_thread (task, count_thread);
}

/* Letting go. */

static void
apply_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;

  if (hd_retention_apply (work->store, NULL, work->n_years, &work->n_rows, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
toast (HdRetentionGroup *self, const char *text)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root), adw_toast_new (text));
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HdRetentionGroup *self = HD_RETENTION_GROUP (source);
  const Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean is_ok = g_task_propagate_boolean (G_TASK (result), &error);
  g_autofree char *rows = NULL;
  g_autofree char *text = NULL;

  self->is_applying = FALSE;
  if (self->session == NULL)
    return;
  rows = write_rows (hd_number_locale_get (hd_session_get_lang (self->session)), work->n_rows);
  /* Translators: %s is "1,234 rows". */
  text = is_ok ? g_strdup_printf (_ ("%s were let go of"), rows) : hd_problem_describe (error);
  if (get_store (self) == work->store)
    hd_session_reload (self->session);
  /* The window may be gone: then nobody is told, and the evidence screen says it. */
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  toast (self, text);
  show_kept (self);
  count (self);
}

static void
apply (HdRetentionGroup *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->is_applying || get_store (self) == NULL)
    return;
  self->is_applying = TRUE;
  tell (self, _ ("Letting go…"), "");
  set_changeable (self, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->change_row), FALSE);
  task = start_work (self, NULL, applied_cb);
  g_task_set_source_tag (task, apply);
  g_task_run_in_thread (task, apply_thread);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HdRetentionGroup) self = user_data;

  if (hd_ask_yes_finish (result, NULL))
    apply (self);
}

static void
change_cb (HdRetentionGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  HdAskYes question = { .accept = _ ("_Let Go"), .cancel = _ ("_Cancel"), .is_destructive = TRUE };
  const HdNumberLocale *locale;
  HdRetentionCount sum;
  g_autofree char *rows = NULL, *title = NULL, *extent = NULL, *body = NULL;

  if (self->parts == NULL)
    return;
  sum = hd_retention_sum (self->parts);
  if (sum.n_rows == 0)
    {
      apply (self);
      return;
    }
  locale = hd_number_locale_get (hd_session_get_lang (self->session));
  rows = write_rows (locale, sum.n_rows);
  extent = write_extent (locale, &sum);
  /* Translators: %s is "1,234 rows". */
  title = g_strdup_printf (_ ("Let Go of %s?"), rows);
  body
      = g_strdup_printf ("%s.\n%s", extent,
                         _ ("They go with all that was known of them before, and come back only by "
                            "a full refresh, as long as the feed server still has them."));
  question.title = title;
  question.body = body;
  hd_ask_yes_async (GTK_WINDOW (root), &question, answered_cb, g_object_ref (self));
}

/* The class. */

static void
hd_retention_group_dispose (GObject *object)
{
  HdRetentionGroup *self = HD_RETENTION_GROUP (object);

  stop_counting (self);
  hd_retention_group_set_session (self, NULL);
  g_clear_pointer (&self->part_rows, g_ptr_array_unref);

  G_OBJECT_CLASS (hd_retention_group_parent_class)->dispose (object);
}

static void
hd_retention_group_class_init (HdRetentionGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hd_retention_group_dispose;

  hd_widgets_init ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HD_WIDGETS_PREFIX "hd-retention-group.ui");
  gtk_widget_class_bind_template_child (widget_class, HdRetentionGroup, years_row);
  gtk_widget_class_bind_template_child (widget_class, HdRetentionGroup, years);
  gtk_widget_class_bind_template_child (widget_class, HdRetentionGroup, change_row);
  gtk_widget_class_bind_template_child (widget_class, HdRetentionGroup, change);
}

static void
hd_retention_group_init (HdRetentionGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->part_rows = g_ptr_array_new ();
  show_kept (self);
  g_signal_connect_object (self->years, "value-changed", G_CALLBACK (count), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->change, "clicked", G_CALLBACK (change_cb), self,
                           G_CONNECT_SWAPPED);
}

void
hd_retention_group_set_session (HdRetentionGroup *self, HdSession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session == NULL)
    return;
  g_signal_connect_object (session, "data-changed", G_CALLBACK (count), self, G_CONNECT_SWAPPED);
  show_kept (self);
}
