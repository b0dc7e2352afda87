/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes and frees the sample's world.
 */

#include "config.h"

#include "hd-sample-world.h"

#include "hd-sample-mix.h"
#include "hd-sample-national.h"
#include "hd-sample-table.h"

#define DAY_S 86400

gint64
hd_sample_six_in_the_morning (HdDay day)
{
  /* Vietnam is seven hours ahead, all year. */
  return (gint64)day * DAY_S - 3600;
}

HdSampleWorld *
hd_sample_world_new (HdScale scale, guint64 seed, HdDay today)
{
  HdSampleWorld *world = g_new0 (HdSampleWorld, 1);
  int year, month, day;

  world->scale = scale;
  world->seed = seed;
  world->today = today;
  world->now = hd_sample_six_in_the_morning (today) + 12 * 60;
  hd_day_to_ymd (today, &year, &month, &day);
  world->start = hd_day_from_ymd (year - 10, 1, 1);
  world->lists = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_sample_list_free);
  world->lists_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  hd_sample_world_make_lists (world);
  hd_sample_world_make_mix (world);
  hd_sample_world_make_calendar (world);
  hd_sample_world_make_offices (world);
  world->national = hd_national_new (world);
  world->datasets = hd_sample_datasets ();
  world->tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify)hd_sample_table_free);
  hd_sample_load_real (world);
  return world;
}

void
hd_sample_world_free (HdSampleWorld *world)
{
  HdDist **dists[] = { world->transport_by_kind, world->hs_by_flow, world->regime_by_flow,
                       world->hs_by_tax, world->flow_by_tax };
  guint n_dists[] = { HD_N_KINDS, 2, 2, 16, 16 };

  g_ptr_array_unref (world->datasets);
  g_hash_table_unref (world->tables);
  hd_national_free (world->national);
  hd_sample_world_free_offices (world);
  for (guint table = 0; table < G_N_ELEMENTS (dists); table++)
    for (guint index = 0; index < n_dists[table]; index++)
      g_clear_pointer (&dists[table][index], hd_dist_free);
  g_clear_pointer (&world->asean, hd_dist_free);
  g_clear_pointer (&world->airports, hd_dist_free);
  g_hash_table_unref (world->lists_by_id);
  g_ptr_array_unref (world->lists);
  g_free (world);
}

HdSampleList *
hd_sample_world_list (const HdSampleWorld *world, const char *id)
{
  return g_hash_table_lookup (world->lists_by_id, id);
}

void
hd_sample_world_add_list (HdSampleWorld *world, HdSampleList *list)
{
  hd_sample_list_seal (list);
  g_ptr_array_add (world->lists, list);
  g_hash_table_insert (world->lists_by_id, list->id, list);
}
