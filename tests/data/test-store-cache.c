/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cache of decoded columns: its budget, its stamps, and that what several want at once is made once.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-store-cache.h"

#define N_THREADS 8
#define N_KEYS 50

static const HdStoreCacheKind kind
    = { (gpointer (*) (gpointer))g_bytes_ref, (void (*) (gpointer))g_bytes_unref };

static GBytes *
make (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
put (HdStoreCache *cache, const char *key, guint64 stamp, gsize n_bytes)
{
  g_autoptr (GBytes) bytes = make (key);

  hd_store_cache_put (cache, key, stamp, &kind, bytes, n_bytes);
}

static gboolean
has (HdStoreCache *cache, const char *key, guint64 stamp)
{
  g_autoptr (GBytes) bytes = hd_store_cache_get (cache, key, stamp);
  g_autoptr (GBytes) expected = make (key);

  if (bytes != NULL)
    g_assert_true (g_bytes_equal (bytes, expected));
  return bytes != NULL;
}

/* The least recently used goes first; one of another stamp is none. */
static void
test_budget_and_stamps (void)
{
  g_autoptr (HdStoreCache) cache = hd_store_cache_new (100);

  put (cache, "a", 1, 40);
  put (cache, "b", 1, 40);
  g_assert_true (has (cache, "a", 1));
  put (cache, "c", 1, 40);
  g_assert_false (has (cache, "b", 1));
  g_assert_true (has (cache, "a", 1));
  g_assert_cmpuint (hd_store_cache_get_n_bytes (cache), ==, 80);
  g_assert_false (has (cache, "a", 2));
  g_assert_false (has (cache, "a", 1));
  g_assert_cmpuint (hd_store_cache_get_budget (cache), ==, 100);
  put (cache, "too large", 1, 101);
  g_assert_cmpuint (hd_store_cache_get_n_bytes (cache), ==, 0);
  hd_store_cache_set_budget (cache, 0);
  put (cache, "d", 1, 1);
  g_assert_false (has (cache, "d", 1));
}

/* Who could not make it, or makes what cannot be kept, leaves it to the next one. */
static void
test_given_up (void)
{
  g_autoptr (HdStoreCache) cache = hd_store_cache_new (100);
  g_autoptr (GBytes) found = NULL;

  for (guint round = 0; round < 3; round++)
    {
      g_assert_null (hd_store_cache_claim (cache, "a", 1));
      hd_store_cache_release (cache, "a");
    }
  g_assert_null (hd_store_cache_claim (cache, "a", 1));
  /* What it is made of is claimed meanwhile. */
  g_assert_null (hd_store_cache_claim (cache, "part of a", 1));
  hd_store_cache_release (cache, "part of a");
  put (cache, "a", 1, 10);
  hd_store_cache_release (cache, "a");
  found = hd_store_cache_claim (cache, "a", 1);
  g_assert_nonnull (found);
}

typedef struct
{
  HdStoreCache *cache;
  gint n_made[N_KEYS]; /* atomic */
} Work;

static gpointer
work_cb (gpointer data)
{
  Work *work = data;

  for (guint index = 0; index < N_KEYS; index++)
    {
      g_autofree char *key = g_strdup_printf ("%u", index);
      g_autoptr (GBytes) found = hd_store_cache_claim (work->cache, key, 7);

      if (found == NULL)
        {
          /* Long enough for the others to come and wait. */
          g_usleep (2000);
          /* One in five fails the first time. */
          if (g_atomic_int_add (&work->n_made[index], 1) > 0 || index % 5 != 0)
            put (work->cache, key, 7, 1);
          hd_store_cache_release (work->cache, key);
        }
      if (found == NULL && index % 5 == 0)
        continue;
      g_assert_true (has (work->cache, key, 7));
    }
  return NULL;
}

static void
test_made_once (void)
{
  g_autoptr (HdStoreCache) cache = hd_store_cache_new (1000);
  Work work = { .cache = cache };
  GThread *threads[N_THREADS];

  for (guint index = 0; index < N_THREADS; index++)
    threads[index] = g_thread_new ("work", work_cb, &work);
  for (guint index = 0; index < N_THREADS; index++)
    g_thread_join (threads[index]);
  for (guint index = 0; index < N_KEYS; index++)
    g_assert_cmpint (work.n_made[index], ==, index % 5 == 0 ? 2 : 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/store-cache/budget-and-stamps", test_budget_and_stamps);
  g_test_add_func ("/data/store-cache/given-up", test_given_up);
  g_test_add_func ("/data/store-cache/made-once", test_made_once);
  return g_test_run ();
}
