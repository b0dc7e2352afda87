/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How big each customs office is: departments by their published shares, offices in them heavy-tailed.
 */

#include "config.h"

#include "hd-sample-csv.h"
#include "hd-sample-national.h"
#include "hd-sample-world.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Offices that leaders know by name, as shares of their department's trade. */
static const struct
{
  const char *code;
  double size;
} KNOWN[] = { { "02CI", 9 }, { "02IK", 3 }, { "02B1", 3 }, { "03CC", 4 }, { "03CE", 5 },
              { "03TG", 5 }, { "03EE", 3 }, { "15BB", 6 }, { "01B3", 5 }, { "20BB", 4 },
              { "51CI", 5 }, { "27F2", 8 }, { "35CB", 8 }, { "13BB", 5 } };

/* At scale small the sample keeps this many of the biggest offices, and the biggest of each department. */
#define N_KEPT_SMALL 64

static HdKind
kind_of (const char *kind)
{
  static const struct
  {
    const char *name;
    HdKind kind;
  } kinds[] = { { "seaport", HD_KIND_SEA },
                { "airport", HD_KIND_AIR },
                { "border_gate", HD_KIND_BORDER },
                { "inland", HD_KIND_INLAND },
                { "icd", HD_KIND_INLAND },
                { "industrial_zone", HD_KIND_INLAND },
                { "rail", HD_KIND_RAIL },
                { "express_post", HD_KIND_EXPRESS },
                { "control_antismuggling", HD_KIND_CONTROL },
                { "post_clearance_audit", HD_KIND_AUDIT } };

  for (guint index = 0; index < G_N_ELEMENTS (kinds); index++)
    if (strcmp (kinds[index].name, kind) == 0)
      return kinds[index].kind;
  return HD_KIND_OTHER;
}

/* What one office of each kind does of each role, against its trade. */
static const double BY_ROLE[HD_N_ROLES][HD_N_KINDS] = {
  [HD_ROLE_REVENUE] = { 1, 0.8, 0.6, 0.9, 0.3, 0.15, 0, 0, 0 },
  [HD_ROLE_GREEN] = { 0.5, 1.0, 0.5, 1.3, 0.5, 1.5, 0, 0, 0 },
  [HD_ROLE_YELLOW] = { 1.4, 0.9, 1.2, 0.85, 1, 0.6, 0, 0, 0 },
  [HD_ROLE_RED] = { 1.8, 0.9, 3, 0.5, 2, 0.6, 0, 0, 0 },
  [HD_ROLE_ENFORCE] = { 1.2, 0.8, 1.6, 0.3, 0.5, 0.8, 1.5, 0, 0 },
  [HD_ROLE_AUDIT] = { 0.05, 0.05, 0.05, 0.08, 0, 0, 0, 1, 0 },
  [HD_ROLE_STAFF] = { 1, 0.9, 1, 0.8, 0.6, 0.6, 0.7, 0.7, 0.4 },
  [HD_ROLE_SCAN] = { 1.5, 0.3, 1, 0, 0.2, 0.3, 0, 0, 0 },
  [HD_ROLE_EXPRESS] = { 0, 0.2, 0.05, 0, 0, 3, 0, 0, 0 },
};

static void
read_offices (HdSampleWorld *world)
{
  g_autoptr (HdCsv) csv = hd_csv_load ("customs/customs_offices_vnaccs.csv");
  g_autoptr (HdCsv) departments = hd_csv_load ("customs/customs_depts_35.csv");

  world->offices = g_new0 (HdOffice, world->units->codes->len);
  world->departments = g_ptr_array_new_with_free_func (g_free);
  for (guint unit = 0; unit < world->units->codes->len; unit++)
    world->offices[unit] = (HdOffice){ HD_KIND_OTHER, -1, 0, FALSE };
  for (guint row = 0; row < departments->rows->len; row++)
    g_ptr_array_add (world->departments, g_strdup (hd_csv_get (departments, row, "code")));
  for (guint row = 0; row < csv->rows->len; row++)
    {
      const char *code = hd_csv_get (csv, row, "code");
      HdOffice *office = &world->offices[hd_sample_list_find (world->units, code)];
      guint index;

      office->kind = kind_of (hd_csv_get (csv, row, "kind"));
      office->size = exp (1.1 * hd_hash_normal (hd_hash_text (code)));
      if (g_str_has_prefix (hd_csv_get (csv, row, "level"), "team"))
        office->size *= 0.35;
      for (guint known = 0; known < G_N_ELEMENTS (KNOWN); known++)
        if (strcmp (KNOWN[known].code, code) == 0)
          office->size = 2.5 * KNOWN[known].size;
      if (g_ptr_array_find_with_equal_func (world->departments, hd_csv_get (csv, row, "dept_code"),
                                            g_str_equal, &index))
        office->department = (int)index;
    }
}

/* The share of each department in the nation's revenue of `year`: published where it is, else the model's. */
static void
department_shares (const HdSampleWorld *world, int year, double *shares)
{
  g_autoptr (HdCsv) model = hd_csv_load ("published/revenue_dept_share_model.csv");
  g_autoptr (HdCsv) known = hd_csv_load ("published/revenue_by_dept.csv");
  double total = (double)hd_national_revenue_of_year (world, year) / 1e9, fixed = 0, rest = 0;
  g_autofree gboolean *is_fixed = g_new0 (gboolean, world->departments->len);
  guint index;

  for (guint row = 0; row < model->rows->len; row++)
    if (g_ptr_array_find_with_equal_func (world->departments, hd_csv_get (model, row, "dept_code"),
                                          g_str_equal, &index))
      shares[index] = hd_csv_number (model, row, "share_pct_model") / 100;
  for (guint row = 0; row < known->rows->len; row++)
    {
      double value = hd_csv_number (known, row, "actual_bn_vnd");
      /* Figures "to 2 Dec" and the like are near enough: this shapes a sample. */
      if (atoi (hd_csv_get (known, row, "year")) == year && value > 0 && total > 0
          && g_ptr_array_find_with_equal_func (
              world->departments, hd_csv_get (known, row, "dept_code"), g_str_equal, &index))
        {
          shares[index] = value / total;
          is_fixed[index] = TRUE;
          fixed += shares[index];
        }
    }
  for (index = 0; index < world->departments->len; index++)
    rest += is_fixed[index] ? 0 : shares[index];
  for (index = 0; index < world->departments->len; index++)
    if (!is_fixed[index] && rest > 0)
      shares[index] *= (1 - fixed) / rest;
}

/* Declarations are spread flatter than revenue; three departments' counts of 2020 are published. */
static double
declarations_share (const char *department, double revenue_share)
{
  if (strcmp (department, "01") == 0)
    return 0.085;
  if (strcmp (department, "02") == 0)
    return 0.223;
  if (strcmp (department, "03") == 0)
    return 0.128;
  return 0.9 * pow (revenue_share, 0.75);
}

static double
role_share (const HdSampleWorld *world, HdRole role, guint department, double revenue_share)
{
  switch (role)
    {
    case HD_ROLE_REVENUE:
      return revenue_share;
    case HD_ROLE_GREEN:
    case HD_ROLE_YELLOW:
    case HD_ROLE_RED:
    case HD_ROLE_EXPRESS:
      return declarations_share (world->departments->pdata[department], revenue_share);
    default:
      return pow (revenue_share, 0.5);
    }
}

static gboolean
is_open (const HdSampleWorld *world, guint unit, HdDay day)
{
  const HdSampleCode *code = hd_sample_list_get (world->units, unit);

  return (code->valid_from == HD_DAY_NONE || code->valid_from <= day)
         && (code->valid_to == HD_DAY_NONE || code->valid_to >= day);
}

static HdDist *
make_dist (HdSampleWorld *world, HdRole role, HdDay day, int year)
{
  guint n_departments = world->departments->len, n_units = world->units->codes->len;
  g_autofree double *shares = g_new0 (double, n_departments);
  g_autofree double *inside = g_new0 (double, n_departments);
  g_autofree double *weights = g_new0 (double, n_units);

  department_shares (world, year, shares);
  for (guint unit = 0; unit < n_units; unit++)
    {
      const HdOffice *office = &world->offices[unit];
      double size = role == HD_ROLE_STAFF ? pow (office->size, 0.4) : office->size;

      if (office->kept && is_open (world, unit, day))
        weights[unit] = size * BY_ROLE[role][office->kind];
      if (office->department >= 0)
        inside[office->department] += weights[unit];
    }
  for (guint unit = 0; unit < n_units; unit++)
    {
      int department = world->offices[unit].department;

      if (department >= 0 && inside[department] > 0)
        weights[unit]
            *= role_share (world, role, (guint)department, shares[department]) / inside[department];
      else if (department < 0)
        /* Units of the centre work nationwide, on enforcement, audit and staff. */
        weights[unit] *= 0.01;
    }
  return hd_dist_new (weights, n_units);
}

const HdDist *
hd_sample_world_unit_dist (HdSampleWorld *world, HdRole role, HdDay day)
{
  guint era = 0;
  int year, month, day_of_month;
  gpointer key;
  HdDist *dist;

  hd_day_to_ymd (day, &year, &month, &day_of_month);
  while (era + 1 < world->eras->len && g_array_index (world->eras, HdDay, era + 1) <= day)
    era++;
  key = GUINT_TO_POINTER ((guint)(((year * 16) + (int)role) * 16 + (int)era));
  dist = g_hash_table_lookup (world->unit_dists, key);
  if (dist == NULL)
    {
      dist = make_dist (world, role, day, year);
      g_hash_table_insert (world->unit_dists, key, dist);
    }
  return dist;
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  return *(const HdDay *)a - *(const HdDay *)b;
}

static void
find_eras (HdSampleWorld *world)
{
  HdDay ever = hd_day_from_ymd (HD_SAMPLE_FIRST_YEAR, 1, 1);

  world->eras = g_array_new (FALSE, FALSE, sizeof (HdDay));
  g_array_append_val (world->eras, ever);
  for (guint unit = 0; unit < world->units->codes->len; unit++)
    {
      const HdSampleCode *code = hd_sample_list_get (world->units, unit);
      HdDay after = code->valid_to + 1;

      if (code->valid_from != HD_DAY_NONE)
        g_array_append_val (world->eras, code->valid_from);
      if (code->valid_to != HD_DAY_NONE)
        g_array_append_val (world->eras, after);
    }
  g_array_sort (world->eras, compare_days);
}

/* The biggest offices, at least one of every department and kind of work. */
static void
keep_offices (HdSampleWorld *world)
{
  guint n_units = world->units->codes->len, n_kept = 0;

  for (guint unit = 0; unit < n_units; unit++)
    world->offices[unit].kept = world->offices[unit].size > 0
                                && (world->scale != HD_SCALE_SMALL
                                    || hd_sample_list_get (world->units, unit)->valid_to > 0
                                    || hd_sample_list_get (world->units, unit)->valid_from > 0);
  if (world->scale != HD_SCALE_SMALL)
    return;
  for (int department = -1; department < (int)world->departments->len; department++)
    for (int audit = 0; audit < 2; audit++)
      {
        guint best = G_MAXUINT;

        for (guint unit = 0; unit < n_units; unit++)
          if (world->offices[unit].size > 0 && world->offices[unit].department == department
              && (audit ? world->offices[unit].kind == HD_KIND_AUDIT
                        : world->offices[unit].kind <= HD_KIND_INLAND || department < 0)
              && (best == G_MAXUINT || world->offices[unit].size > world->offices[best].size))
            best = unit;
        if (best != G_MAXUINT)
          world->offices[best].kept = TRUE;
      }
  for (guint unit = 0; unit < n_units && n_kept < N_KEPT_SMALL; unit++)
    if (world->offices[unit].size > 6 || world->offices[unit].kind == HD_KIND_EXPRESS)
      {
        world->offices[unit].kept = TRUE;
        n_kept++;
      }
}

void
hd_sample_world_make_offices (HdSampleWorld *world)
{
  static const double transport[HD_N_KINDS][5] = {
    /* SEA, AIR, ROAD, RAIL, POST */
    { 0.97, 0.01, 0.02, 0, 0 },   { 0.01, 0.97, 0.01, 0, 0.01 }, { 0.01, 0, 0.98, 0.01, 0 },
    { 0.58, 0.2, 0.21, 0.01, 0 }, { 0, 0, 0.1, 0.9, 0 },         { 0, 0.6, 0.05, 0, 0.35 },
    { 0.5, 0.2, 0.3, 0, 0 },      { 0.5, 0.25, 0.25, 0, 0 },     { 0.5, 0.25, 0.25, 0, 0 },
  };

  world->unit_dists = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)hd_dist_free);
  read_offices (world);
  keep_offices (world);
  find_eras (world);
  for (guint kind = 0; kind < HD_N_KINDS; kind++)
    world->transport_by_kind[kind] = hd_dist_new (transport[kind], 5);
}

void
hd_sample_world_free_offices (HdSampleWorld *world)
{
  g_hash_table_unref (world->unit_dists);
  g_array_unref (world->eras);
  g_ptr_array_unref (world->departments);
  g_free (world->offices);
}
