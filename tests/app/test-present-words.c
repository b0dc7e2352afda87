/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tiles, sentences, items and changes: made from answers alone, on every screen, with and without data.
 */

#undef G_DISABLE_ASSERT

#include "fake-engine.h"
#include "hd-present-anomalies.h"
#include "hd-present-outlook.h"
#include "hd-present-text.h"
#include "hd-present-twins.h"

#include <string.h>

static const char *const pages[] = { "morning", "revenue", "clearance", "violations" };

static char *
join (const GPtrArray *runs)
{
  GString *text = g_string_new (NULL);

  for (guint index = 0; index < runs->len; index++)
    g_string_append (text, ((HdPresentRun *)g_ptr_array_index (runs, index))->text);
  return g_string_free (text, FALSE);
}

static void
test_tiles (void)
{
  for (guint page = 0; page < G_N_ELEMENTS (pages); page++)
    {
      g_auto (FakePresent) fake = { 0 };
      g_autoptr (GPtrArray) tiles = NULL;
      g_autoptr (GError) error = NULL;

      fake_present_fill (&fake, pages[page], 8);
      tiles = hd_present_tiles (&fake.present, pages[page], &error);
      g_assert_no_error (error);
      g_assert_cmpint (tiles->len, ==, 5);
      for (guint index = 0; index < tiles->len; index++)
        {
          const HdPresentTile *tile = g_ptr_array_index (tiles, index);
          const HdKpi *kpi = hd_catalog_find_kpi (fake.present.catalog, tile->id);
          double total = fake_engine_total (fake.engine, tile->id);
          HdNumberFormat format = hd_present_format (&fake.present, kpi, total);
          g_autofree char *expected = hd_number_format (&format, total);

          g_assert_cmpstr (tile->value, ==, expected);
          g_assert_cmpint (tile->change_sign, ==, 1);
          g_assert_cmpint (tile->change_status, ==, hd_present_status (kpi, 1));
          g_assert_nonnull (tile->spark);
          g_assert_true (tile->is_stale); /* the store has none of its feed */
          g_assert_nonnull (strstr (tile->sentence, tile->value));
          g_assert_cmpint (tile->page != NULL, ==, page == 0);
        }
    }
}

/* A change that one decimal would show as nought is none. */
static void
test_no_change (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autoptr (GPtrArray) tiles = NULL;
  const HdPresentTile *tile;

  fake_present_fill (&fake, "morning", 0.01);
  tiles = hd_present_tiles (&fake.present, "morning", NULL);
  tile = g_ptr_array_index (tiles, 0);
  g_assert_cmpint (tile->change_sign, ==, 0);
  g_assert_cmpint (tile->change_status, ==, HD_STATUS_NEUTRAL);
}

/* What is said of the year is said alike by tile, sentence, chart and desk. */
static void
test_outlook (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autoptr (HdPresentOutlook) outlook = NULL;
  g_autoptr (GPtrArray) tiles = NULL;
  g_autoptr (GPtrArray) morning = NULL;
  g_autoptr (GPtrArray) revenue = NULL;
  g_autoptr (GPtrArray) desk = NULL;
  g_autoptr (HdChartSpec) chart = NULL;
  g_autofree char *chance = NULL;
  g_autofree char *year = NULL;
  char *said[2];
  const HdPresentTile *tile;

  fake_present_fill (&fake, "morning", 8);
  outlook = hd_present_outlook_new (&fake.present, "revenue.collected", NULL);
  g_assert_nonnull (outlook);
  /* A constant series beats no rival; whoever asks from now on is given this very outlook. */
  ((HdYearOutlook *)outlook->outlook)->record.beats_rival = TRUE;
  g_assert_true (hd_present_outlook_is_shown (&fake.present, outlook));
  chance = hd_present_outlook_chance_text ("en", outlook, HD_OUTLOOK_DU_TOAN);
  year = hd_present_outlook_year_text (&fake.present, outlook);

  tiles = hd_present_tiles (&fake.present, "morning", NULL);
  tile = g_ptr_array_index (tiles, 0);
  g_assert_nonnull (strstr (tile->outlook, chance));
  g_assert_nonnull (strstr (tile->sentence, chance));
  g_assert_nonnull (strstr (tile->sentence, year));
  morning = hd_present_sentences (&fake.present, "morning", NULL);
  revenue = hd_present_sentences (&fake.present, "revenue", NULL);
  said[0] = join (morning);
  said[1] = join (revenue);
  g_assert_nonnull (strstr (said[0], chance));
  g_assert_nonnull (strstr (said[1], chance));
  g_assert_nonnull (strstr (said[1], year));
  chart = hd_present_make_chart (hd_present_find_chart ("revenue-cumulative"), &fake.present, NULL);
  g_assert_nonnull (strstr (chart->headline, chance));
  desk = hd_present_tiles (&fake.present, "forecast", NULL);
  for (guint index = 0; index < desk->len; index++)
    {
      tile = g_ptr_array_index (desk, index);
      if (g_str_equal (tile->id, "chance"))
        g_assert_cmpstr (tile->value, ==, chance);
    }
  for (guint index = 0; index < G_N_ELEMENTS (said); index++)
    g_free (said[index]);
}

/* What the person does not want to see, or what a rival beats, is on no tile and in no sentence. */
static void
test_outlook_hidden (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autoptr (HdScope) shown = NULL;
  g_autoptr (GPtrArray) tiles = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autofree char *said = NULL;
  const HdPresentTile *tile;

  fake_present_fill (&fake, "morning", 8);
  shown = g_steal_pointer (&fake.present.scope);
  fake.present.scope = hd_scope_with_forecast (shown, FALSE);
  tiles = hd_present_tiles (&fake.present, "morning", NULL);
  tile = g_ptr_array_index (tiles, 0);
  g_assert_null (tile->outlook);
  runs = hd_present_sentences (&fake.present, "revenue", NULL);
  said = join (runs);
  g_assert_null (strstr (said, "chance"));
  g_assert_null (strstr (said, "forecast"));
}

static void
test_sentences (void)
{
  for (guint page = 0; page < G_N_ELEMENTS (pages); page++)
    {
      g_auto (FakePresent) fake = { 0 };
      g_autoptr (GPtrArray) runs = NULL;
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      guint n_links = 0;

      fake_present_fill (&fake, pages[page], 8);
      runs = hd_present_sentences (&fake.present, pages[page], &error);
      g_assert_no_error (error);
      text = join (runs);
      g_assert_cmpint (strlen (text), >, 40);
      g_assert_null (strchr (text, '{'));
      for (guint index = 0; index < runs->len; index++)
        {
          const HdPresentRun *run = g_ptr_array_index (runs, index);
          g_autoptr (HdScope) scope = run->link != NULL ? hd_scope_parse (run->link, &error) : NULL;

          g_assert_no_error (error);
          n_links += scope != NULL;
        }
      g_assert_cmpint (n_links, >=, 2);
    }
}

/* "No data" is a sentence; a number is never made up. */
static void
test_nothing (void)
{
  for (guint page = 0; page < G_N_ELEMENTS (pages); page++)
    {
      g_auto (FakePresent) fake = { 0 };
      g_autoptr (GPtrArray) tiles = NULL;
      g_autoptr (GPtrArray) runs = NULL;
      g_autoptr (GPtrArray) items = NULL;
      g_autofree char *text = NULL;

      fake_present_fill (&fake, pages[page], 8);
      fake_engine_forget (fake.engine);
      tiles = hd_present_tiles (&fake.present, pages[page], NULL);
      for (guint index = 0; index < tiles->len; index++)
        {
          const HdPresentTile *tile = g_ptr_array_index (tiles, index);

          g_assert_cmpstr (tile->value, ==, "—");
          g_assert_null (tile->change);
          g_assert_null (tile->spark);
        }
      runs = hd_present_sentences (&fake.present, pages[page], NULL);
      text = join (runs);
      g_assert_nonnull (strstr (text, "no data"));
      items = hd_present_items (&fake.present, NULL);
      g_assert_cmpint (items->len, ==, 1); /* the feeds, which are late */
    }
}

static void
test_items (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;

  fake_present_fill (&fake, "morning", 30);
  items = hd_present_items (&fake.present, &error);
  g_assert_no_error (error);
  g_assert_cmpint (items->len, >=, 4);
  g_assert_cmpint (items->len, <=, 7);
  for (guint index = 0; index < items->len; index++)
    {
      const HdPresentItem *item = g_ptr_array_index (items, index);
      g_autoptr (HdScope) scope = hd_scope_parse (item->link, &error);

      g_assert_no_error (error);
      g_assert_true (g_hash_table_add (seen, item->id));
      g_assert_cmpint (strlen (item->head), >, 0);
      g_assert_cmpint (strlen (item->figure), >, 0);
      g_assert_nonnull (item->causes);
    }
}

static void
test_changes (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) later = NULL;
  g_autofree char *text = NULL;

  fake_present_fill (&fake, "morning", 8);
  first = hd_present_changes (&fake.present, NULL);
  g_assert_cmpint (first->len, ==, 1);
  g_assert_cmpint (fake_engine_get_n_queries (fake.engine), ==, 0);
  fake.present.last_seen = fake.present.now - 86400;
  later = hd_present_changes (&fake.present, NULL);
  text = join (later);
  g_assert_cmpstr (text, ==, "Nothing changed since you last looked.");
}

/* Two books of one thing are held against each other, in the words of both. */
static void
test_twins (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autoptr (GPtrArray) twins = NULL;

  fake_present_fill (&fake, "evidence", 8);
  twins = hd_present_twins (&fake.present, NULL);
  g_assert_cmpuint (twins->len, >=, 3);
  for (guint index = 0; index < twins->len; index++)
    {
      const HdPresentTwin *twin = g_ptr_array_index (twins, index);
      double left = fake_engine_total (fake.engine, twin->left->id);
      double right = fake_engine_total (fake.engine, twin->right->id);

      /* Of one dataset there are no two books. */
      g_assert_cmpstr (twin->left->dataset, !=, twin->right->dataset);
      g_assert_cmpfloat (twin->left_value, ==, left);
      g_assert_cmpfloat (twin->right_value, ==, right);
      g_assert_cmpint (twin->agree, ==, left == right);
      g_assert_cmpint (twin->difference == NULL, ==, twin->agree);
      /* People know their systems by name, not by the id of a feed. */
      g_assert_null (strstr (twin->sides, twin->left->dataset));
      g_assert_nonnull (strstr (twin->about, "21/11/2026"));
    }
  fake_engine_forget (fake.engine);
  g_clear_pointer (&twins, g_ptr_array_unref);
  twins = hd_present_twins (&fake.present, NULL);
  g_assert_cmpuint (twins->len, ==, 0);
}

/* A month that leaps is told with what was expected of it; first only where there is the time to look. */
static void
test_anomalies (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autoptr (GPtrArray) quiet = NULL;
  g_autoptr (GPtrArray) told = NULL;
  g_autoptr (GError) error = NULL;
  const HdPresentAnomaly *first;
  gint put_off = 0;

  fake_present_fill (&fake, "evidence", 8);
  fake.present.put_off = &put_off;
  g_assert_null (hd_present_anomalies (&fake.present, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  g_assert_cmpint (put_off, ==, 1);
  fake.present.put_off = NULL;
  quiet = hd_present_anomalies (&fake.present, NULL, NULL);
  g_assert_cmpuint (quiet->len, ==, 0);

  fake_engine_set_spike (fake.engine, 3);
  told = hd_present_anomalies (&fake.present, "clearance.", NULL);
  g_assert_cmpuint (told->len, >=, 1);
  first = g_ptr_array_index (told, 0);
  g_assert_cmpstr (first->kpi->id, ==, "clearance.declarations");
  g_assert_cmpfloat (first->actual, >, first->upper);
  g_assert_cmpfloat (first->lower, <=, first->expected);
  g_assert_cmpint (first->sign, ==, 1);
  g_assert_nonnull (strstr (first->about, "10/2026"));
  g_assert_nonnull (strstr (first->expected_text, "–"));
  g_assert_cmpint (strlen (first->reason), >, 0);
}

static void
test_cancelled (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  fake_present_fill (&fake, "morning", 8);
  g_cancellable_cancel (cancelled);
  fake.present.cancellable = cancelled;
  g_assert_null (hd_present_items (&fake.present, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (hd_present_tiles (&fake.present, "morning", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (hd_present_sentences (&fake.present, "morning", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/present/words/tiles", test_tiles);
  g_test_add_func ("/present/words/no-change", test_no_change);
  g_test_add_func ("/present/words/outlook", test_outlook);
  g_test_add_func ("/present/words/outlook-hidden", test_outlook_hidden);
  g_test_add_func ("/present/words/sentences", test_sentences);
  g_test_add_func ("/present/words/nothing", test_nothing);
  g_test_add_func ("/present/words/items", test_items);
  g_test_add_func ("/present/words/changes", test_changes);
  g_test_add_func ("/present/words/twins", test_twins);
  g_test_add_func ("/present/words/anomalies", test_anomalies);
  g_test_add_func ("/present/words/cancelled", test_cancelled);
  return g_test_run ();
}
