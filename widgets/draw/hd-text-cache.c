/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts of a chart that were shaped already, of the layout at hand and of the one before it.
 */

#include "config.h"

#include "hd-text-cache.h"

/* Of a layout: what a pointer that moves over many marks is told is not all kept. */
#define MAX_TEXTS 400

struct _HdTextCache
{
  PangoContext *context; /* (nullable): no layout yet */
  GHashTable *now, *before; /* (element-type Key PangoLayout) */
};

typedef struct
{
  guint style;
  double font_px;
  char *text;
} Key;

static guint
hash_key (gconstpointer data)
{
  const Key *key = data;

  return g_str_hash (key->text) * 31 + key->style;
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  const Key *first = a, *second = b;

  return first->style == second->style && first->font_px == second->font_px
         && g_str_equal (first->text, second->text);
}

static void
free_key (gpointer data)
{
  Key *key = data;

  g_free (key->text);
  g_free (key);
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (hash_key, equal_keys, free_key, g_object_unref);
}

HdTextCache *
hd_text_cache_new (void)
{
  HdTextCache *self = g_new0 (HdTextCache, 1);

  self->now = new_table ();
  self->before = new_table ();
  return self;
}

void
hd_text_cache_free (HdTextCache *self)
{
  g_hash_table_unref (self->now);
  g_hash_table_unref (self->before);
  g_clear_object (&self->context);
  g_free (self);
}

static void
turn (HdTextCache *self)
{
  GHashTable *old = self->before;

  self->before = self->now;
  self->now = old;
  g_hash_table_remove_all (self->now);
}

void
hd_text_cache_turn (HdTextCache *self, PangoContext *context)
{
  turn (self);
  if (g_set_object (&self->context, context))
    g_hash_table_remove_all (self->before);
}

void
hd_text_cache_clear (HdTextCache *self)
{
  g_hash_table_remove_all (self->now);
  g_hash_table_remove_all (self->before);
}

PangoLayout *
hd_text_cache_find (HdTextCache *self, guint style, double font_px, const char *text)
{
  Key key = { style, font_px, (char *)text };
  PangoLayout *found = g_hash_table_lookup (self->now, &key);
  gpointer kept_key, kept;

  if (found != NULL || !g_hash_table_steal_extended (self->before, &key, &kept_key, &kept))
    return found;
  g_hash_table_insert (self->now, kept_key, kept);
  return kept;
}

void
hd_text_cache_put (HdTextCache *self,
                   guint style,
                   double font_px,
                   const char *text,
                   PangoLayout *made)
{
  Key *key = g_new (Key, 1);

  if (g_hash_table_size (self->now) >= MAX_TEXTS)
    turn (self);
  *key = (Key){ style, font_px, g_strdup (text) };
  g_hash_table_replace (self->now, key, g_object_ref (made));
}

guint
hd_text_cache_get_n_texts (const HdTextCache *self)
{
  return g_hash_table_size (self->now) + g_hash_table_size (self->before);
}
