/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fresh every feed is: when it was extracted, and whether it is later than its source promises.
 */

#include "config.h"

#include "hd-present-feeds.h"

#include <glib/gi18n.h>

#include "hd-present-text.h"

#define ICT_OFFSET_S (7 * 3600)

static const HdStoreDatasetStatus *
find_status (const GPtrArray *all, const char *dataset)
{
  for (guint index = 0; index < all->len; index++)
    {
      const HdStoreDatasetStatus *status = g_ptr_array_index (all, index);

      if (g_str_equal (status->dataset, dataset))
        return status;
    }
  return NULL;
}

GArray *
hd_present_feeds (const HdPresent *present, GError **error)
{
  g_autoptr (GPtrArray) all = hd_store_get_status (present->store, error);
  GArray *feeds;

  if (all == NULL)
    return NULL;
  feeds = g_array_new (FALSE, TRUE, sizeof (HdPresentFeed));
  for (guint index = 0; index < hd_catalog_get_n_datasets (present->catalog); index++)
    {
      HdPresentFeed feed
          = { .dataset = hd_catalog_get_dataset (present->catalog, index), .age_s = -1 };
      const HdStoreDatasetStatus *status = find_status (all, feed.dataset->id);

      if (status != NULL && status->n_rows > 0)
        {
          feed.n_rows = status->n_rows;
          feed.extracted_at = status->extracted_at;
          feed.vintage = status->vintage;
          feed.age_s = MAX (present->now - status->extracted_at, 0);
          feed.last = status->last;
        }
      feed.is_late
          = feed.age_s < 0
            || hd_dataset_is_late (feed.dataset, feed.last, feed.extracted_at, present->now);
      g_array_append_val (feeds, feed);
    }
  return feeds;
}

const HdPresentFeed *
hd_present_find_feed (const GArray *feeds, const char *dataset)
{
  for (guint index = 0; index < feeds->len; index++)
    {
      const HdPresentFeed *feed = &g_array_index (feeds, HdPresentFeed, index);

      if (g_strcmp0 (feed->dataset->id, dataset) == 0)
        return feed;
    }
  return NULL;
}

char *
hd_present_feed_age (const HdPresent *present, const HdPresentFeed *feed)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (ICT_OFFSET_S);
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;

  if (feed == NULL || feed->age_s < 0)
    return g_strdup (_ ("no data"));
  if (hd_day_from_unix_ict (feed->extracted_at) != hd_day_from_unix_ict (present->now))
    return hd_present_age (feed->age_s);
  utc = g_date_time_new_from_unix_utc (feed->extracted_at);
  local = g_date_time_to_timezone (utc, zone);
  return g_date_time_format (local, "%H:%M");
}
