/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How old figures are, in words: "06:12", "06:12 hôm qua", "3 ngày trước".
 */

#pragma once

#include "hd-catalog.h"
#include "hd-store.h"

G_BEGIN_DECLS

/* A dataset's state, worst last. */
typedef enum
{
  HD_FRESHNESS_ON_TIME,
  HD_FRESHNESS_LATE, /* older than its source promises */
  HD_FRESHNESS_FAILED, /* the last sync of it failed */
  HD_FRESHNESS_EMPTY, /* nothing of it is in the store */
} HdFreshness;

/* All moments in unix seconds; words are of Vietnamese time. (transfer full) */
char *hd_freshness_moment (gint64 moment, gint64 now); /* "06:12", "06:12 hôm qua", "06:12 18/11" */
char *hd_freshness_age (gint64 moment, gint64 now); /* "35 phút", "9 giờ", "2 ngày" */
char *hd_freshness_day (gint64 moment); /* "21/11/2026" */

/* By the clock: what was on time this morning is late tonight. */
HdFreshness
hd_freshness_of (const HdDataset *dataset, const HdStoreDatasetStatus *status, gint64 now);
/* One word for it, translated. */
const char *hd_freshness_word (HdFreshness freshness);

G_END_DECLS
