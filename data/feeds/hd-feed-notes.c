/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a store remembers of its feeds beside rows: whose view it is, what is held, whose clock is wrong.
 */

#include "config.h"

#include "hd-feed-notes.h"

/* Names of feeds are URLs, so these are none. */
#define NOTES "notes"
#define HELD "held"
#define REFUSED "refused" /* what was held when a person said no to it */

static char *
get (HdStore *store, const char *group, const char *key)
{
  g_autofree char *value = hd_store_get_feed_state (store, group, key, NULL);

  return value == NULL || *value == '\0' ? NULL : g_steal_pointer (&value);
}

/* Nothing is written when nothing changed: a sync without news leaves the disk alone. */
static gboolean
set (HdStore *store, const char *group, const char *key, const char *value, GError **error)
{
  g_autofree char *known = get (store, group, key);

  return g_strcmp0 (known, value) == 0
         || hd_store_set_feed_state (store, group, key, value == NULL ? "" : value, error);
}

char *
hd_feed_notes_get_scope (HdStore *store)
{
  return get (store, NOTES, "scope");
}

gboolean
hd_feed_notes_set_scope (HdStore *store, const char *scope, GError **error)
{
  return set (store, NOTES, "scope", scope, error);
}

HdHold *
hd_feed_notes_get_hold (HdStore *store, const char *dataset)
{
  g_autofree char *text = get (store, HELD, dataset);

  return text == NULL ? NULL : hd_hold_parse (text);
}

gboolean
hd_feed_notes_set_hold (HdStore *store, const char *dataset, const HdHold *hold, GError **error)
{
  g_autofree char *text = hold == NULL ? NULL : hd_hold_print (hold);

  return set (store, HELD, dataset, text, error);
}

gboolean
hd_feed_notes_is_refused (HdStore *store, const char *dataset)
{
  g_autofree char *held = get (store, HELD, dataset);
  g_autofree char *refused = get (store, REFUSED, dataset);

  return held != NULL && g_strcmp0 (held, refused) == 0;
}

gboolean
hd_feed_notes_refuse (HdStore *store, const char *dataset, GError **error)
{
  g_autofree char *held = get (store, HELD, dataset);

  return set (store, REFUSED, dataset, held, error);
}

gint64
hd_feed_notes_get_skew (HdStore *store)
{
  g_autofree char *text = get (store, NOTES, "skew");

  return text == NULL ? 0 : g_ascii_strtoll (text, NULL, 10);
}

gboolean
hd_feed_notes_set_skew (HdStore *store, gint64 skew_s, GError **error)
{
  g_autofree char *text = skew_s == 0 ? NULL : g_strdup_printf ("%" G_GINT64_FORMAT, skew_s);

  return set (store, NOTES, "skew", text, error);
}
