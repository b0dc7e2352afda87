/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the points of a conformance report share: what they have found out so far, and how they ask.
 */

#pragma once

#include "hd-conformance.h"
#include "hd-feed-deadline.h"
#include "hd-sync-fetch.h"

G_BEGIN_DECLS

#define HD_CHECK_MAX_BYTES (G_GUINT64_CONSTANT (256) << 20)

typedef struct
{
  const HdSyncOptions *options;
  HdFeedClient *client;
  HdFeedClient *stranger; /* the same without a token */
  GCancellable *cancellable;
  char *structure_path;
  gboolean is_folder; /* files, which take no questions */
  HdStructures *structures; /* NULL until read */
  HdFeedResponse structure; /* how they came */
  HdStructure *dataset; /* (transfer none) (nullable): the one that is looked at */
  HdFetched csv; /* its last year */
  int year;
} HdCheck;

/* A point: HD_CONFORMS_NOT with what was found in `point`. */
typedef HdConformanceVerdict (*HdPointFunc) (HdCheck *check, HdConformancePoint *point);

/* Return HD_CONFORMS_NOT. hd_check_fail() takes `error`. */
HdConformanceVerdict hd_check_fail (HdConformancePoint *point, GError *error);
HdConformanceVerdict hd_check_find (HdConformancePoint *point, HdConformanceFinding finding);
HdConformanceVerdict hd_check_count (HdConformancePoint *point,
                                     HdConformanceFinding finding,
                                     guint64 first,
                                     guint64 second);
/* HD_CONFORMS within low..high. */
HdConformanceVerdict
hd_check_status (HdConformancePoint *point, guint status, guint low, guint high);

/* The status of an answer whose body does not matter; 0 when there was none. */
guint hd_check_ask (HdCheck *check,
                    HdFeedClient *client,
                    const char *path,
                    const char *accept,
                    const char *etag);
/* For what a point asks by itself; it runs. */
HdFeedDeadline *hd_check_begin (HdCheck *check) G_GNUC_WARN_UNUSED_RESULT;
/* `query` (nullable): what is asked of the dataset beyond its key. Of a folder, its file. */
char *hd_check_data_path (const HdCheck *check, HdStructure *dataset, const char *query);
/* The query for the year that is looked at. */
char *hd_check_year_query (const HdCheck *check);
gboolean hd_check_fetch (HdCheck *check,
                         HdStructure *dataset,
                         const char *query,
                         const char *accept,
                         HdFetched *fetched,
                         GError **error);
/* Rows; 0 for an empty answer. */
guint64 hd_check_count_rows (const HdFetched *fetched);
gboolean hd_check_is_wanted (const HdCheck *check, HdStructure *dataset);

/* hd-conformance-structure.c */
HdConformanceVerdict hd_point_structure (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_structure_etag (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_clock (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_names (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_code_lists (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_frequency (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_extracted_at (HdCheck *check, HdConformancePoint *point);

/* hd-conformance-data.c */
HdConformanceVerdict hd_point_csv (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_csv_gzip (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_json (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_time_filter (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_data_etag (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_last_modified (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_range (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_range_stale (HdCheck *check, HdConformancePoint *point);

/* hd-conformance-changes.c */
HdConformanceVerdict hd_point_updated_after (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_changes (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_history (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_as_of (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_events (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_unknown_dataset (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_bad_filter (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_unknown_form (HdCheck *check, HdConformancePoint *point);
HdConformanceVerdict hd_point_token (HdCheck *check, HdConformancePoint *point);

G_END_DECLS
