/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which goods come and go, and which of them bear which tax: shapes of the sample, not statistics.
 */

#include "config.h"

#include "hd-sample-mix.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  guint8 chapter;
  double weight;
} Share;

/* Percent of value; every other chapter has OTHER_CHAPTERS. */
#define OTHER_CHAPTERS 0.15

static const Share IMPORTS[] = {
  { 85, 30 },  { 84, 12 },  { 27, 7 },   { 39, 5.5 }, { 72, 4.5 }, { 87, 3.5 }, { 90, 3 },
  { 29, 2.5 }, { 52, 2 },   { 60, 2 },   { 73, 2 },   { 74, 2 },   { 38, 1.8 }, { 54, 1.5 },
  { 76, 1.5 }, { 10, 1.2 }, { 23, 1.2 }, { 30, 1.2 }, { 40, 1.2 }, { 8, 1 },    { 48, 1 },
  { 55, 1 },   { 44, 0.9 }, { 12, 0.8 }, { 28, 0.8 }, { 47, 0.5 }, { 31, 0.4 }, { 77, 0 },
};
static const Share EXPORTS[] = {
  { 85, 38 },  { 84, 7 },   { 64, 7 },   { 61, 4.5 }, { 62, 4.5 }, { 94, 4 },   { 3, 2.5 },
  { 72, 2.5 }, { 90, 2.2 }, { 87, 1.8 }, { 8, 1.5 },  { 39, 1.5 }, { 40, 1.5 }, { 44, 1.3 },
  { 9, 1.2 },  { 42, 1.1 }, { 10, 1 },   { 73, 1 },   { 27, 0.9 }, { 77, 0 },
};
/* What bears a tax that few goods bear; percent, nothing else does. */
static const Share EXPORT_DUTY[]
    = { { 25, 20 }, { 26, 30 }, { 44, 18 }, { 27, 15 }, { 71, 7 }, { 74, 10 } };
static const Share IMPORT_DUTY[]
    = { { 87, 28 }, { 72, 6 }, { 85, 10 }, { 84, 9 }, { 39, 8 }, { 27, 8 }, { 22, 4 }, { 8, 3 },
        { 2, 4 },   { 33, 4 }, { 61, 3 },  { 64, 2 }, { 94, 3 }, { 73, 5 }, { 21, 3 } };
static const Share EXCISE[] = { { 87, 74 }, { 27, 12 }, { 22, 11 }, { 24, 2 }, { 84, 1 } };
static const Share ENVIRONMENT[] = { { 27, 90 }, { 39, 6 }, { 29, 4 } };
static const Share DEFENCE[] = { { 72, 62 }, { 17, 18 }, { 39, 8 }, { 44, 7 }, { 76, 5 } };

static HdDist *
make_goods (const HdSampleList *hs, const Share *shares, guint n_shares, double other)
{
  g_autofree double *weights = g_new0 (double, hs->codes->len);

  for (guint code = 0; code < hs->codes->len; code++)
    {
      const HdSampleCode *chapter = hd_sample_list_get (hs, code);
      int number = atoi (chapter->id);

      /* Sections ("S01") are no goods. */
      weights[code] = chapter->weight > 0 ? other : 0;
      for (guint index = 0; index < n_shares; index++)
        if (chapter->weight > 0 && shares[index].chapter == number)
          weights[code] = shares[index].weight;
    }
  return hd_dist_new (weights, hs->codes->len);
}

#define GOODS(hs, shares, other) make_goods (hs, shares, G_N_ELEMENTS (shares), other)

static void
make_taxes (HdSampleWorld *world)
{
  const HdSampleList *hs = hd_sample_world_list (world, "HS");
  const HdSampleList *tax = hd_sample_world_list (world, "TAX");
  static const double flows[3][2] = { { 1, 0 }, { 0, 1 }, { 0.8, 0.2 } };

  g_assert (tax->codes->len <= G_N_ELEMENTS (world->hs_by_tax));
  for (guint code = 0; code < tax->codes->len; code++)
    {
      const char *id = hd_sample_list_get (tax, code)->id;
      gboolean is_both = strcmp (id, "PHI") == 0 || strcmp (id, "PHAT") == 0
                         || strcmp (id, "CHAM") == 0 || strcmp (id, "KHAC") == 0;
      guint flow = strcmp (id, "XK") == 0 ? 1 : is_both ? 2 : 0;

      world->flow_by_tax[code] = hd_dist_new (flows[flow], 2);
      if (strcmp (id, "XK") == 0)
        world->hs_by_tax[code] = GOODS (hs, EXPORT_DUTY, 0);
      else if (strcmp (id, "NK") == 0)
        world->hs_by_tax[code] = GOODS (hs, IMPORT_DUTY, 0.12);
      else if (strcmp (id, "TTDB") == 0)
        world->hs_by_tax[code] = GOODS (hs, EXCISE, 0);
      else if (strcmp (id, "BVMT") == 0)
        world->hs_by_tax[code] = GOODS (hs, ENVIRONMENT, 0);
      else if (strcmp (id, "TV") == 0 || strcmp (id, "CBPG") == 0 || strcmp (id, "CTC") == 0)
        world->hs_by_tax[code] = GOODS (hs, DEFENCE, 0);
      else
        world->hs_by_tax[code] = GOODS (hs, IMPORTS, OTHER_CHAPTERS);
    }
}

static void
make_regimes (HdSampleWorld *world)
{
  const HdSampleList *list = hd_sample_world_list (world, "REGIME");
  g_autofree double *weights = g_new0 (double, list->codes->len);

  for (guint flow = 0; flow < 2; flow++)
    {
      for (guint code = 0; code < list->codes->len; code++)
        {
          const HdSampleCode *regime = hd_sample_list_get (list, code);
          /* Exports are B…, E4x to E8x, G2x, G61, C12, C22 and H21: written into the names' letters. */
          gboolean is_export = regime->id[0] == 'B'
                               || strstr ("E42E44E46E52E54E56E62E82", regime->id)
                               || strstr ("G21G22G23G24G61C12C22H21", regime->id);

          weights[code] = is_export == (flow == 1) ? regime->weight : 0;
        }
      world->regime_by_flow[flow] = hd_dist_new (weights, list->codes->len);
    }
}

void
hd_sample_world_make_mix (HdSampleWorld *world)
{
  HdSampleList *hs = hd_sample_world_list (world, "HS");

  world->hs_by_flow[0] = GOODS (hs, IMPORTS, OTHER_CHAPTERS);
  world->hs_by_flow[1] = GOODS (hs, EXPORTS, OTHER_CHAPTERS);
  make_taxes (world);
  make_regimes (world);
}
