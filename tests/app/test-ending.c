/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The end waits for what holds it up, and what follows from that, but not for ever.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-ending.h"

#define WORK_MS 100
#define SURELY_MS 20000

typedef struct
{
  int n_done; /* atomic */
  guint n_more; /* that each callback begins, one at a time */
} Works;

static void begin (Works *works);

static void
work_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Works *works = task_data;

  g_usleep (WORK_MS * 1000);
  g_atomic_int_inc (&works->n_done);
  g_task_return_boolean (task, TRUE);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Works *works = user_data;

  if (works->n_more > 0)
    {
      works->n_more--;
      begin (works);
    }
}

static void
begin (Works *works)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, done_cb, works);

  g_task_set_source_tag (task, begin);
  g_task_set_task_data (task, works, NULL);
  hd_ending_hold_up (task);
  g_task_run_in_thread (task, work_thread);
}

static void
test_waits (void)
{
  Works works = { .n_more = 0 };

  g_assert_true (hd_ending_wait (0));
  begin (&works);
  begin (&works);
  g_assert_true (hd_ending_wait (SURELY_MS));
  g_assert_cmpint (g_atomic_int_get (&works.n_done), ==, 2);
}

/* As what was written while it was being saved is saved next. */
static void
test_follows (void)
{
  Works works = { .n_more = 3 };

  begin (&works);
  g_assert_true (hd_ending_wait (SURELY_MS));
  g_assert_cmpint (g_atomic_int_get (&works.n_done), ==, 4);
}

static void
test_gives_up (void)
{
  g_autoptr (GTask) stuck = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_source_tag (stuck, test_gives_up);
  hd_ending_hold_up (stuck);
  g_assert_false (hd_ending_wait (WORK_MS));
  g_task_return_boolean (stuck, TRUE);
  g_clear_object (&stuck);
  g_assert_true (hd_ending_wait (SURELY_MS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/ending/waits", test_waits);
  g_test_add_func ("/app/ending/follows", test_follows);
  g_test_add_func ("/app/ending/gives-up", test_gives_up);
  return g_test_run ();
}
