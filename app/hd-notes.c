/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person wrote beside figures: a line of text pinned to a cell, kept in the store.
 *
 * All notes are one value, a GVariant in text form: there are tens of them, and the store is sealed as a whole.
 */

#include "config.h"

#include "hd-notes.h"
#include "hd-ending.h"

/* The store's map of small strings, beside the feeds' own entries. */
#define STATE_FEED "person"
#define STATE_KEY "notes"
#define NOTES_TYPE "a{ss}"

struct _HdNotes
{
  GObject parent_instance;

  HdStore *store;
  GHashTable *all;
  gboolean is_saving;
  gboolean is_dirty; /* changed again while it was being saved */
};

G_DEFINE_FINAL_TYPE (HdNotes, hd_notes, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void save (HdNotes *self);

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static GHashTable *
read_table (HdStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = hd_store_get_feed_state (store, STATE_FEED, STATE_KEY, &error);
  g_autoptr (GVariant) notes = NULL;
  GHashTable *table = new_table ();
  GVariantIter iter;
  char *cell, *note;

  if (text != NULL)
    notes = g_variant_parse (G_VARIANT_TYPE (NOTES_TYPE), text, NULL, NULL, &error);
  if (error != NULL)
    g_warning ("notes cannot be read: %s", error->message);
  if (notes == NULL)
    return table;
  g_variant_iter_init (&iter, notes);
  while (g_variant_iter_next (&iter, "{ss}", &cell, &note))
    g_hash_table_insert (table, cell, note);
  return table;
}

/* In the order of the cells, so that the same notes are the same text. (transfer full) */
static char *
write_table (GHashTable *table)
{
  g_autoptr (GList) cells = g_list_sort (g_hash_table_get_keys (table), (GCompareFunc)g_strcmp0);
  g_autoptr (GVariant) notes = NULL;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (NOTES_TYPE));
  for (GList *cell = cells; cell != NULL; cell = cell->next)
    g_variant_builder_add (&builder, "{ss}", cell->data, g_hash_table_lookup (table, cell->data));
  notes = g_variant_ref_sink (g_variant_builder_end (&builder));
  return g_variant_print (notes, TRUE);
}

static void
save_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (hd_store_set_feed_state (HD_NOTES (source)->store, STATE_FEED, STATE_KEY, task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HdNotes *self = HD_NOTES (source);
  g_autoptr (GError) error = NULL;

  self->is_saving = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
  else if (self->is_dirty)
    save (self);
}

static void
save (HdNotes *self)
{
  g_autoptr (GTask) task = NULL;

  self->is_dirty = self->is_saving;
  if (self->is_saving)
    return;
  self->is_saving = TRUE;
  /* The task keeps the store open until the notes are in it. */
  task = g_task_new (self, NULL, saved_cb, NULL);
  g_task_set_source_tag (task, save);
  g_task_set_task_data (task, write_table (self->all), g_free);
  hd_ending_hold_up (task);
  g_task_run_in_thread (task, save_thread);
}

static void
hd_notes_finalize (GObject *object)
{
  HdNotes *self = HD_NOTES (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->all, g_hash_table_unref);

  G_OBJECT_CLASS (hd_notes_parent_class)->finalize (object);
}

static void
hd_notes_class_init (HdNotesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hd_notes_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HD_TYPE_NOTES, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", HD_TYPE_NOTES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hd_notes_init (HdNotes *self)
{
}

HdNotes *
hd_notes_new (HdStore *store)
{
  HdNotes *self = g_object_new (HD_TYPE_NOTES, NULL);

  self->store = g_object_ref (store);
  self->all = read_table (store);
  return self;
}

GHashTable *
hd_notes_get_all (HdNotes *self)
{
  g_return_val_if_fail (HD_IS_NOTES (self), NULL);

  return self->all;
}

const char *
hd_notes_get (HdNotes *self, const char *cell)
{
  g_return_val_if_fail (HD_IS_NOTES (self), NULL);

  return g_hash_table_lookup (self->all, cell);
}

void
hd_notes_set (HdNotes *self, const char *cell, const char *text)
{
  GHashTable *next = new_table ();
  GHashTableIter iter;
  gpointer key, value;

  g_return_if_fail (HD_IS_NOTES (self));

  g_hash_table_iter_init (&iter, self->all);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (next, g_strdup (key), g_strdup (value));
  if (text != NULL && text[0] != '\0')
    g_hash_table_replace (next, g_strdup (cell), g_strdup (text));
  else
    g_hash_table_remove (next, cell);
  g_hash_table_unref (self->all);
  self->all = next;
  save (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
