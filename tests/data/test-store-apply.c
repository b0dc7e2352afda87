/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a store shows after messages, held against a slow and simple telling of the same rules.
 */

#include "config.h"

#include "store-oracle.h"

#include "hd-store-versions.h"

#define N_DAYS 3
#define N_MESSAGES 7
#define LATEST G_MAXINT64

/* Days on both sides of a new year, and in two months of one, so that partitions are crossed. */
static HdDay
day_number (guint index)
{
  return hd_day_from_ymd (2025, 12, 31) + (HdDay)index * (index > 1 ? 20 : 1);
}

static gint64
random_integer (GRand *random)
{
  return g_rand_int_range (random, 0, 3) == 0 ? HD_INT64_MISSING : g_rand_int_range (random, 0, 4);
}

static HdMessage *
random_message (GRand *random, HdStructure *structure, gint64 prepared)
{
  HdMessage *message = fixture_message (structure, prepared);
  guint n_rows = (guint)g_rand_int_range (random, 1, 12);

  for (guint index = 0; index < n_rows; index++)
    {
      FixtureRow row = {
        .day = day_number ((guint)g_rand_int_range (random, 0, N_DAYS)),
        .unit = (HdCode)g_rand_int_range (random, 0, 2),
        .tax = (HdCode)g_rand_int_range (random, 0, 2),
        .collected = random_integer (random),
        .refunded = random_integer (random),
        .rate = g_rand_boolean (random) ? NAN : g_rand_int_range (random, 0, 2) + 0.5,
        .action = (HdAction)g_rand_int_range (random, 0, 3),
        .known_from = 100 + g_rand_int_range (random, 0, 6),
      };

      if (row.action == HD_ACTION_DELETE && g_rand_boolean (random))
        {
          row.collected = row.refunded = HD_INT64_MISSING;
          row.rate = NAN;
        }
      if (index == n_rows / 2 && g_rand_boolean (random))
        g_ptr_array_add (message->parts, hd_rows_new (structure));
      if (row.action == HD_ACTION_DELETE && g_rand_boolean (random))
        {
          row.day = g_rand_boolean (random) ? HD_DAY_NONE : row.day;
          row.unit = g_rand_boolean (random) ? HD_CODE_NONE : row.unit;
          row.tax = g_rand_boolean (random) ? HD_CODE_NONE : row.tax;
        }
      fixture_add (message, row);
    }
  return message;
}

static void
assert_shown (GPtrArray *partitions, GPtrArray *messages, gint64 moment)
{
  for (guint day = 0; day < N_DAYS; day++)
    for (HdCode unit = 0; unit < 2; unit++)
      for (HdCode tax = 0; tax < 2; tax++)
        {
          g_autofree char *expected = oracle (messages, day_number (day), unit, tax, moment);
          g_autofree char *found = shown (partitions, day_number (day), unit, tax);

          if (g_strcmp0 (found, expected) != 0)
            tell_statements (messages, day_number (day), unit, tax, moment);
          g_assert_cmpstr (found, ==, expected);
        }
}

static void
assert_as_oracle (HdStore *store, GPtrArray *messages)
{
  for (gint64 as_of = 99; as_of <= 107; as_of++)
    {
      gint64 moment = as_of == 107 ? 0 : as_of;
      g_autoptr (GPtrArray) partitions = fixture_load (store, "PROPS", moment);

      fixture_assert_same_columns (store, "PROPS", moment, partitions);
      assert_shown (partitions, messages, moment == 0 ? LATEST : moment);
    }
}

static void
add_known (GPtrArray *known, const HdRows *from, const gint64 *known_until, gint64 as_of)
{
  HdRows *to = hd_rows_new (from->structure);

  for (guint row = 0; row < from->n_rows; row++)
    {
      HdCode codes[] = { from->codes[0][row], from->codes[1][row] };
      HdNumber values[] = { from->values[0][row], from->values[1][row], from->values[2][row] };
      HdRow copy = { from->day[row],       codes, values, from->status[row], HD_ACTION_REPLACE,
                     from->known_from[row] };

      if (from->known_from[row] <= as_of && (known_until == NULL || known_until[row] > as_of))
        hd_rows_append (to, &copy);
    }
  g_ptr_array_add (known, to);
}

/* What is shown and what was, each with its times, say together what was shown at any moment. */
static void
assert_past (HdStore *store, GPtrArray *messages)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) latest = fixture_load (store, "PROPS", 0);
  g_autoptr (GPtrArray) past
      = hd_store_load_past (store, "PROPS", G_MININT32 + 1, G_MAXINT32, &error);

  g_assert_no_error (error);
  for (gint64 as_of = 99; as_of <= 107; as_of++)
    {
      g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_rows_unref);

      for (guint index = 0; index < latest->len; index++)
        add_known (known, g_ptr_array_index (latest, index), NULL, as_of);
      for (guint index = 0; index < past->len; index++)
        {
          const HdStorePast *part = g_ptr_array_index (past, index);

          add_known (known, part->rows, part->known_until, as_of);
        }
      assert_shown (known, messages, as_of);
    }
}

static void
shuffle (GRand *random, GPtrArray *messages)
{
  for (guint index = messages->len; index > 1; index--)
    {
      guint other = (guint)g_rand_int_range (random, 0, (gint32)index);
      gpointer swap = messages->pdata[index - 1];

      messages->pdata[index - 1] = messages->pdata[other];
      messages->pdata[other] = swap;
    }
}

/* Rows first … first + n - 1 of a part, as a part. */
static HdRows *
piece_of (const HdRows *rows, guint first, guint n)
{
  HdRows *piece = hd_rows_new (rows->structure);

  for (guint row = first; row < MIN (first + n, rows->n_rows); row++)
    {
      HdCode codes[] = { rows->codes[0][row], rows->codes[1][row] };
      HdNumber values[] = { rows->values[0][row], rows->values[1][row], rows->values[2][row] };

      hd_rows_append (piece, &(HdRow){ .day = rows->day[row],
                                       .codes = codes,
                                       .values = values,
                                       .action = rows->action[row],
                                       .known_from = rows->known_from[row] });
    }
  return piece;
}

static gboolean
push_pieces (GRand *random, HdStoreIntake *intake, const HdMessage *message, GError **error)
{
  for (guint part = 0; part < message->parts->len; part++)
    {
      const HdRows *rows = g_ptr_array_index (message->parts, part);
      guint n_at_once = (guint)g_rand_int_range (random, 1, 5);

      for (guint row = 0; row < rows->n_rows; row += n_at_once)
        {
          g_autoptr (HdRows) piece = piece_of (rows, row, n_at_once);

          if (!hd_store_intake_push (intake, piece, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* In pieces that are merged one by one, with years that turn into months at a handful of rows. FALSE, and
 * nothing done, when the message is none for pieces. */
static gboolean
apply_in_pieces (GRand *random, HdStore *store, const HdMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStoreIntake) intake = hd_store_intake_new (store, message->prepared, FALSE, &error);
  guint64 generation = hd_store_get_generation (store);

  g_assert_no_error (error);
  hd_store_intake_set_limits (intake, (gsize)g_rand_int_range (random, 0, 600),
                              (guint)g_rand_int_range (random, 0, 8));
  if (push_pieces (random, intake, message, &error)
      && hd_store_intake_finish (intake, NULL, NULL, &error))
    return TRUE;
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_NOT_IN_PIECES);
  g_clear_pointer (&intake, hd_store_intake_free);
  g_assert_cmpuint (hd_store_get_generation (store), ==, generation);
  return FALSE;
}

static void
apply_somehow (GRand *random, HdStore *store, const HdMessage *message, guint *n_in_pieces)
{
  if (g_rand_boolean (random) && apply_in_pieces (random, store, message))
    ++*n_in_pieces;
  else
    fixture_apply (store, message);
}

static guint
count_months (HdStore *store)
{
  g_autoptr (GArray) partitions = hd_store_list_partitions (store, "PROPS", NULL);
  guint n_months = 0;

  for (guint index = 0; index < partitions->len; index++)
    n_months += g_array_index (partitions, HdStorePartition, index).partition % 100 != 0;
  return n_months;
}

/* All that the store knows, as one message. */
static HdMessage *
hand_on (HdStore *store, gint64 prepared)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStoreVersions) versions = hd_store_versions_open (store, "PROPS", &error);
  HdMessage *message = hd_message_new ();

  g_assert_no_error (error);
  message->prepared = prepared;
  g_ptr_array_add (message->parts, hd_store_versions_read_deletions (versions, NULL, &error));
  g_assert_no_error (error);
  for (guint index = 0; index < hd_store_versions_get_n_partitions (versions); index++)
    {
      g_ptr_array_add (message->parts, hd_store_versions_read (versions, index, &error));
      g_assert_no_error (error);
    }
  return message;
}

/* A store that was handed all versions shows the same at every moment, and a second telling is no news. */
static void
assert_handed_on (HdStore *store, GPtrArray *messages)
{
  g_autoptr (HdMessage) all = hand_on (store, 5000), again = hand_on (store, 6000);
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) copy = fixture_open (dir);
  guint64 generation;

  fixture_apply (copy, all);
  assert_as_oracle (copy, messages);
  generation = hd_store_get_generation (copy);
  fixture_apply (copy, again);
  assert_as_oracle (copy, messages);
  g_assert_cmpuint (hd_store_get_generation (copy), ==, generation);
  fixture_assert_sound (copy);
  g_clear_object (&copy);
  fixture_remove (dir);
}

/* Any messages in any order, some of them more than once, whole or in pieces: at every moment the store shows what the oracle tells. */
static void
test_random_messages (void)
{
  g_autoptr (HdStructure) structure = fixture_structure ("PROPS", N_UNITS);
  guint n_in_pieces = 0, n_months = 0;

  for (guint32 seed = 1; seed <= (g_test_slow () ? 2000 : 50); seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (GPtrArray) messages
          = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_message_free);
      g_autofree char *dir = fixture_folder ();
      g_autoptr (HdStore) store = fixture_open (dir);

      g_test_message ("seed %u", seed);
      for (guint index = 0; index < N_MESSAGES; index++)
        g_ptr_array_add (messages, random_message (random, structure, 1000 + index));
      shuffle (random, messages);
      for (guint index = 0; index < messages->len; index++)
        {
          guint again = (guint)g_rand_int_range (random, 0, 3 * (gint32)index + 3);

          apply_somehow (random, store, g_ptr_array_index (messages, index), &n_in_pieces);
          if (again <= index)
            apply_somehow (random, store, g_ptr_array_index (messages, again), &n_in_pieces);
        }
      n_months += count_months (store);
      assert_as_oracle (store, messages);
      assert_past (store, messages);
      assert_handed_on (store, messages);
      fixture_assert_sound (store);
      g_clear_object (&store);
      fixture_remove (dir);
    }
  g_assert_cmpuint (n_in_pieces, >, 20);
  g_assert_cmpuint (n_months, >, 20);
}

static char *
tell_all (HdStore *store)
{
  GString *text = g_string_new (NULL);

  for (gint64 as_of = 99; as_of <= 107; as_of++)
    {
      g_autoptr (GPtrArray) partitions = fixture_load (store, "PROPS", as_of == 107 ? 0 : as_of);

      for (guint day = 0; day < N_DAYS; day++)
        for (HdCode unit = 0; unit < 2; unit++)
          for (HdCode tax = 0; tax < 2; tax++)
            {
              g_autofree char *found = shown (partitions, day_number (day), unit, tax);

              g_string_append_printf (text, "%s\n", found != NULL ? found : "-");
            }
    }
  return g_string_free (text, FALSE);
}

/* Even of messages that claim to be prepared in one second and contradict each other. */
static void
test_any_order (void)
{
  g_autoptr (HdStructure) structure = fixture_structure ("PROPS", N_UNITS);

  for (guint32 seed = 1; seed <= (g_test_slow () ? 500 : 8); seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (GPtrArray) messages
          = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_message_free);
      g_autofree char *first = NULL;

      g_test_message ("seed %u", seed);
      for (guint index = 0; index < N_MESSAGES; index++)
        g_ptr_array_add (messages, random_message (random, structure, 1000 + index / 4));
      for (guint round = 0; round < 3; round++)
        {
          g_autofree char *dir = fixture_folder ();
          g_autoptr (HdStore) store = fixture_open (dir);
          g_autofree char *told = NULL;

          shuffle (random, messages);
          for (guint index = 0; index < messages->len; index++)
            fixture_apply (store, g_ptr_array_index (messages, index));
          told = tell_all (store);
          if (first == NULL)
            first = g_steal_pointer (&told);
          else
            g_assert_cmpstr (told, ==, first);
          g_clear_object (&store);
          fixture_remove (dir);
        }
    }
}

static void
test_twice_changes_nothing (void)
{
  g_autoptr (HdStructure) structure = fixture_structure ("PROPS", N_UNITS);
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);

  for (guint32 seed = 1; seed <= 40; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (HdMessage) message = random_message (random, structure, 1000 + seed);
      g_autofree char *before = NULL, *after = NULL;
      guint64 generation;
      HdApplyResult again;

      fixture_apply (store, message);
      before = tell_all (store);
      generation = hd_store_get_generation (store);
      again = fixture_apply (store, message);
      after = tell_all (store);
      g_assert_cmpuint (again.added + again.replaced + again.deleted, ==, 0);
      g_assert_cmpuint (hd_store_get_generation (store), ==, generation);
      g_assert_cmpstr (before, ==, after);
    }
  fixture_assert_sound (store);
  g_clear_object (&store);
  fixture_remove (dir);
}

/* A full answer fetched once more says the same later. */
static void
test_said_again (void)
{
  g_autoptr (HdStructure) structure = fixture_structure ("PROPS", N_UNITS);

  for (guint32 seed = 1; seed <= 10; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (HdMessage) message = random_message (random, structure, 1000);
      g_autofree char *dir = fixture_folder ();
      g_autoptr (HdStore) store = fixture_open (dir);
      guint64 generation;
      HdApplyResult again;

      fixture_apply (store, message);
      generation = hd_store_get_generation (store);
      message->prepared += 1000;
      again = fixture_apply (store, message);
      g_assert_cmpuint (again.added + again.replaced + again.deleted, ==, 0);
      g_assert_cmpuint (hd_store_get_generation (store), ==, generation);
      fixture_assert_sound (store);
      g_clear_object (&store);
      fixture_remove (dir);
    }
}

static void
test_counts (void)
{
  g_autoptr (HdStructure) structure = fixture_structure ("PROPS", N_UNITS);
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (HdMessage) first = fixture_message (structure, 1);
  g_autoptr (HdMessage) second = fixture_message (structure, 2);
  g_autoptr (GPtrArray) status = NULL;
  HdApplyResult result;

  for (HdCode unit = 0; unit < 4; unit++)
    fixture_add (first, (FixtureRow){ day_number (0), unit, 0, 10, 1, 0.5, HD_ACTION_MERGE, 100 });
  result = fixture_apply (store, first);
  g_assert_cmpuint (result.added, ==, 4);

  fixture_add (second, (FixtureRow){ day_number (0), 0, 0, 10, 1, 0.5, HD_ACTION_MERGE, 200 });
  fixture_add (second, (FixtureRow){ day_number (0), 1, 0, 11, HD_INT64_MISSING, NAN,
                                     HD_ACTION_MERGE, 200 });
  fixture_add (second, (FixtureRow){ day_number (0), 2, 0, HD_INT64_MISSING, HD_INT64_MISSING,
                                     (double)NAN, HD_ACTION_DELETE, 200 });
  fixture_add (second, (FixtureRow){ day_number (1), 3, 1, 12, 1, 1, HD_ACTION_REPLACE, 200 });
  result = fixture_apply (store, second);
  g_assert_cmpuint (result.added, ==, 1);
  g_assert_cmpuint (result.replaced, ==, 1);
  g_assert_cmpuint (result.deleted, ==, 1);
  g_assert_cmpuint (result.unchanged, ==, 1);

  status = hd_store_get_status (store, NULL);
  g_assert_cmpuint (status->len, ==, 1);
  g_assert_cmpuint (((HdStoreDatasetStatus *)status->pdata[0])->n_rows, ==, 4);
  g_assert_cmpint (((HdStoreDatasetStatus *)status->pdata[0])->vintage, ==, 200);
  g_assert_cmpint (((HdStoreDatasetStatus *)status->pdata[0])->first.first, ==, day_number (0));
  g_assert_cmpint (((HdStoreDatasetStatus *)status->pdata[0])->last.last, ==, day_number (1));
  g_clear_object (&store);
  fixture_remove (dir);
}

/* A message with a bad row at its end leaves no trace of its good ones. */
static void
test_whole_or_not (void)
{
  g_autoptr (HdStructure) structure = fixture_structure ("PROPS", N_UNITS);
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (HdMessage) message = fixture_message (structure, 1);
  g_autoptr (GPtrArray) status = NULL;
  g_autoptr (GError) error = NULL;
  guint64 generation = hd_store_get_generation (store);

  fixture_add (message, (FixtureRow){ day_number (0), 0, 0, 10, 1, 0.5, HD_ACTION_MERGE, 100 });
  fixture_add (message,
               (FixtureRow){ day_number (0), HD_CODE_NONE, 0, 10, 1, 0.5, HD_ACTION_MERGE, 100 });
  g_assert_false (hd_store_apply (store, message, NULL, NULL, &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_BAD_MESSAGE);
  g_assert_cmpstr (error->message, ==, "PROPS: row 2: lacks a code");
  status = hd_store_get_status (store, NULL);
  g_assert_cmpuint (status->len, ==, 0);
  g_assert_cmpuint (hd_store_get_generation (store), ==, generation);
  fixture_assert_sound (store);
  g_clear_object (&store);
  fixture_remove (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/store/apply/random-messages", test_random_messages);
  g_test_add_func ("/data/store/apply/any-order", test_any_order);
  g_test_add_func ("/data/store/apply/twice-changes-nothing", test_twice_changes_nothing);
  g_test_add_func ("/data/store/apply/said-again", test_said_again);
  g_test_add_func ("/data/store/apply/counts", test_counts);
  g_test_add_func ("/data/store/apply/whole-or-not", test_whole_or_not);
  return g_test_run ();
}
