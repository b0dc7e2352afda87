/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the sample generator knows of the world: code lists, offices and their sizes, the calendar,
 * the published national figures. Immutable once made, but for its caches.
 */

#pragma once

#include "hd-sample-list.h"

G_BEGIN_DECLS

typedef enum
{
  HD_SCALE_SMALL,
  HD_SCALE_DEMO,
  HD_SCALE_NATIONAL,
  HD_N_SCALES
} HdScale;

/* What an office's size is measured by: each role has its own distribution over the offices. */
typedef enum
{
  HD_ROLE_REVENUE,
  HD_ROLE_GREEN, /* declarations, by lane: border offices inspect more */
  HD_ROLE_YELLOW,
  HD_ROLE_RED,
  HD_ROLE_ENFORCE,
  HD_ROLE_AUDIT,
  HD_ROLE_STAFF,
  HD_ROLE_SCAN,
  HD_ROLE_EXPRESS,
  HD_N_ROLES
} HdRole;

typedef enum
{
  HD_KIND_SEA,
  HD_KIND_AIR,
  HD_KIND_BORDER,
  HD_KIND_INLAND, /* inland offices, depots, industrial zones */
  HD_KIND_RAIL,
  HD_KIND_EXPRESS,
  HD_KIND_CONTROL,
  HD_KIND_AUDIT,
  HD_KIND_OTHER,
  HD_N_KINDS
} HdKind;

#define HD_SAMPLE_FIRST_YEAR 2005
#define HD_SAMPLE_N_YEARS 60

typedef struct
{
  HdKind kind;
  int department; /* index in departments; -1 for a unit of the centre */
  double size; /* inside its department, by trade */
  gboolean kept; /* at this scale */
} HdOffice;

typedef struct _HdNational HdNational;

typedef struct
{
  HdScale scale;
  guint64 seed;
  HdDay today; /* data end the day before */
  gint64 now; /* unix seconds: 06:12 in Vietnam of `today` */
  HdDay start; /* first day that is served */

  GPtrArray *lists; /* (element-type HdSampleList) */
  GHashTable *lists_by_id;
  HdSampleList *units;
  HdOffice *offices; /* [unit code]; kind OTHER and size 0 for what is no office */
  GPtrArray *departments; /* (element-type utf8): codes of departments */
  GArray *eras; /* (element-type HdDay): first days of spans in which the same offices are open */
  GHashTable *unit_dists; /* cache: role, year and era → HdDist */
  HdDist *transport_by_kind[HD_N_KINDS];
  HdDist *hs_by_flow[2]; /* NK, XK */
  HdDist *regime_by_flow[2];
  HdDist *hs_by_tax[16];
  HdDist *flow_by_tax[16];
  HdDist *asean; /* over PARTNER */
  HdDist *airports; /* over PORT */
  HdDay tet[HD_SAMPLE_N_YEARS];
  HdNational *national;
  GPtrArray *datasets; /* (element-type HdSampleDataset): of the tables, then of --data */
  GHashTable *tables; /* dataset id → HdSampleTable: rows given, not made */
} HdSampleWorld;

HdSampleWorld *
hd_sample_world_new (HdScale scale, guint64 seed, HdDay today) G_GNUC_WARN_UNUSED_RESULT;
void hd_sample_world_free (HdSampleWorld *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdSampleWorld, hd_sample_world_free)

/* Never NULL for a list of the sample's own. */
HdSampleList *hd_sample_world_list (const HdSampleWorld *world, const char *id);
/* Takes the list. */
void hd_sample_world_add_list (HdSampleWorld *world, HdSampleList *list);
/* Who does how much of `role` on `day`; owned by the world. */
const HdDist *hd_sample_world_unit_dist (HdSampleWorld *world, HdRole role, HdDay day);
/* hd-sample-codes.c: fills the lists. */
void hd_sample_world_make_lists (HdSampleWorld *world);
/* hd-sample-offices.c: sizes the offices. */
void hd_sample_world_make_offices (HdSampleWorld *world);
void hd_sample_world_free_offices (HdSampleWorld *world);

/* hd-sample-calendar.c */
void hd_sample_world_make_calendar (HdSampleWorld *world);
gboolean hd_sample_is_holiday (const HdSampleWorld *world, HdDay day);
gboolean hd_sample_is_working (const HdSampleWorld *world, HdDay day);
/* How much office work `day` sees, 1 on an ordinary working day: weekends, Tết and its rebound. */
double hd_sample_work_weight (const HdSampleWorld *world, HdDay day);
/* The same for tax paid: month ends weigh more. */
double hd_sample_revenue_weight (const HdSampleWorld *world, HdDay day);
/* The unix time at 06:00 in Vietnam of `day`. */
gint64 hd_sample_six_in_the_morning (HdDay day);

G_END_DECLS
