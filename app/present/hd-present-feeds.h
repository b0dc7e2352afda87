/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fresh every feed is: when it was extracted, and whether it is later than its source promises.
 */

#pragma once

#include "hd-present.h"

G_BEGIN_DECLS

typedef struct
{
  const HdDataset *dataset; /* the catalogue's */
  guint64 n_rows; /* 0: nothing received yet */
  gint64 extracted_at; /* 0: never */
  gint64 vintage; /* newest known_from */
  gint64 age_s; /* -1: never */
  gboolean is_late;
  HdPeriod last; /* of the data; meaningless without rows */
} HdPresentFeed;

/* Every dataset of the catalogue, in its order. (transfer full) (element-type HdPresentFeed) */
GArray *hd_present_feeds (const HdPresent *present, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable) (transfer none) */
const HdPresentFeed *hd_present_find_feed (const GArray *feeds, const char *dataset);
/* "06:12" when it was today in Vietnam, else "3 days ago". (transfer full) */
char *hd_present_feed_age (const HdPresent *present, const HdPresentFeed *feed);

G_END_DECLS
