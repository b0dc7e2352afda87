/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A writer killed at any moment leaves a sound store with whole messages; readers beside a writer see whole
 * messages too.
 */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store-fixture.h"

#define N_ROUNDS 10
#define N_MESSAGES 40
#define ROWS_PER_MESSAGE 900

/* Message `number` gives all its rows the value `number`, and touches two years. */
static HdMessage *
numbered_message (HdStructure *structure, guint number)
{
  HdMessage *message = fixture_message (structure, number);

  for (guint row = 0; row < ROWS_PER_MESSAGE; row++)
    fixture_add (message, (FixtureRow){ hd_day_from_ymd (2025, 12, 1) + (HdDay)(row / 12),
                                        row % N_UNITS, row / N_UNITS % N_TAXES, number, row, NAN,
                                        HD_ACTION_REPLACE, number });
  return message;
}

/* The number of the message that is in, 0 when none; fails when it is not in whole. */
static gint64
message_shown (HdStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) years = hd_store_load (store, "CRASH", 0, G_MAXINT32, 0, &error);
  gint64 number = 0;
  guint n_rows = 0;

  if (g_error_matches (error, HD_STORE_ERROR, HD_STORE_ERROR_NO_DATASET))
    return 0;
  g_assert_no_error (error);
  for (guint index = 0; index < years->len; index++)
    {
      const HdRows *rows = g_ptr_array_index (years, index);

      n_rows += rows->n_rows;
      number = rows->values[0][0].i;
      for (guint row = 0; row < rows->n_rows; row++)
        g_assert_cmpint (rows->values[0][row].i, ==,
                         ((HdRows *)g_ptr_array_index (years, 0))->values[0][0].i);
    }
  g_assert_true (n_rows == 0 || n_rows == ROWS_PER_MESSAGE);
  return number;
}

/* The same by single columns, whose partitions are read one by one: yet all are of one moment. */
static gint64
message_shown_by_columns (HdStore *store)
{
  static const char *const measures[] = { "COLLECTED", NULL };
  HdColumnsRequest request = { .dataset = "CRASH", .measures = measures, .last = G_MAXINT32 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts = hd_store_load_columns (store, &request, NULL, &error);
  gint64 number = 0;
  guint n_rows = 0;

  if (g_error_matches (error, HD_STORE_ERROR, HD_STORE_ERROR_NO_DATASET))
    return 0;
  g_assert_no_error (error);
  for (guint index = 0; index < parts->len; index++)
    {
      const HdColumns *columns = g_ptr_array_index (parts, index);

      number = index == 0 ? hd_vector_get (columns->values[0], 0) : number;
      n_rows += columns->n_rows;
      g_assert_cmpint (columns->values[0]->least, ==, number);
      g_assert_cmpint (columns->values[0]->greatest, ==, number);
    }
  g_assert_true (n_rows == 0 || n_rows == ROWS_PER_MESSAGE);
  return number;
}

static void
write_until_killed (const char *dir)
{
  g_autoptr (HdStructure) structure = fixture_structure ("CRASH", N_UNITS);
  g_autoptr (HdStore) store = hd_store_open (dir, HD_STORE_WRITE | HD_STORE_CREATE, NULL);

  for (guint number = 1; store != NULL; number++)
    {
      g_autoptr (HdMessage) message = numbered_message (structure, number);

      hd_store_apply (store, message, NULL, NULL, NULL);
    }
  _exit (0);
}

static void
test_kill (void)
{
  g_autoptr (GRand) random = g_rand_new ();
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStructure) structure = fixture_structure ("CRASH", N_UNITS);

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      pid_t child = fork ();
      g_autoptr (HdStore) store = NULL;
      g_autoptr (HdMessage) next = numbered_message (structure, 1000000 + round);

      if (child == 0)
        write_until_killed (dir);
      /* Where in its work it is hit is the point: from the making of the store to the tenth message. */
      g_usleep ((gulong)g_rand_int_range (random, 0, 60000));
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);

      store = fixture_open (dir);
      fixture_assert_sound (store);
      message_shown (store);
      fixture_apply (store, next);
      g_assert_cmpint (message_shown (store), ==, 1000000 + round);
    }
  fixture_remove (dir);
}

typedef struct
{
  HdStore *store;
  gint is_over; /* atomic */
  gint n_reads; /* atomic */
} Race;

static gpointer
read_on (gpointer data)
{
  Race *race = data;
  gint64 last = 0;

  while (!g_atomic_int_get (&race->is_over))
    {
      gboolean is_by_columns = g_atomic_int_get (&race->n_reads) % 2 == 0;
      gint64 shown
          = is_by_columns ? message_shown_by_columns (race->store) : message_shown (race->store);

      g_assert_cmpint (shown, >=, last);
      last = shown;
      g_atomic_int_inc (&race->n_reads);
    }
  return NULL;
}

static void
race (HdStore *writer, HdStore *reader)
{
  g_autoptr (HdStructure) structure = fixture_structure ("CRASH", N_UNITS);
  Race shared = { .store = reader };
  GThread *threads[3];

  for (guint index = 0; index < G_N_ELEMENTS (threads); index++)
    threads[index] = g_thread_new ("reader", read_on, &shared);
  for (guint number = 1; number <= N_MESSAGES; number++)
    {
      g_autoptr (HdMessage) message = numbered_message (structure, number);

      fixture_apply (writer, message);
    }
  g_atomic_int_set (&shared.is_over, TRUE);
  for (guint index = 0; index < G_N_ELEMENTS (threads); index++)
    g_thread_join (threads[index]);
  g_assert_cmpint (message_shown (reader), ==, N_MESSAGES);
  g_assert_cmpint (message_shown_by_columns (reader), ==, N_MESSAGES);
  g_assert_cmpint (shared.n_reads, >, 0);
}

/* Threads that read the store which another thread writes. */
static void
test_threads (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);

  race (store, store);
  fixture_assert_sound (store);
  g_clear_object (&store);
  fixture_remove (dir);
}

/* As two processes do: each with a store of its own on one folder. */
static void
test_two_stores (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) writer = fixture_open (dir);
  g_autoptr (HdStore) reader = hd_store_open (dir, HD_STORE_READ, NULL);

  race (writer, reader);
  g_clear_object (&writer);
  fixture_assert_sound (reader);
  g_clear_object (&reader);
  fixture_remove (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/store/crash/kill", test_kill);
  g_test_add_func ("/data/store/crash/threads", test_threads);
  g_test_add_func ("/data/store/crash/two-stores", test_two_stores);
  return g_test_run ();
}
