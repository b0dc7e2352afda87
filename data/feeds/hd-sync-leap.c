/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Holds back a message whose values are of another magnitude than those that the store has.
 */

#include "config.h"

#include "hd-sync-leap.h"

#include "hd-feed-error.h"

#include <math.h>
#include <string.h>

/* Which days of the store tell what is usual. Of daily figures the weeks before, and those of a year ago:
 * Tết, when next to nothing is done, moves by up to 20 days from one year to the next. */
#define WEEKS_DAYS 35
#define YEAR_DAYS 365
/* Of months, quarters and years: a year that is missing does no harm. */
#define PERIODS_DAYS 800
/* So that counting misses nothing that a logarithm, rounded, would find at the bound. */
#define NEARLY 0.999999999

/* The size of what a series was; low > high: nothing is known. */
typedef struct
{
  double low, high;
} Range;

/* How the values of one dataset of a message are compared. */
typedef struct
{
  HdStructure *structure; /* of the message */
  GHashTable *series; /* (element-type gint64 guint) hash of a row's codes → place in `known` */
  guint n_measures;
  GArray *known; /* (element-type Range) [series][measure] */
  HdDay first, last;
} Comparison;

/* One value beside what its series was. */
typedef struct
{
  guint unit; /* its code */
  double known; /* log10 of the end of the range that is nearer */
  double leap; /* how far beyond it, as log10; 0 within the range */
} Pair;

static void
comparison_clear (Comparison *comparison)
{
  g_clear_pointer (&comparison->series, g_hash_table_unref);
  g_clear_pointer (&comparison->known, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Comparison, comparison_clear)

/* The codes of one structure as those of another. */
typedef struct
{
  GPtrArray *
      lists; /* (nullable) (element-type GArray of HdCode), one a dimension: NULL, they are the same */
} Codes;

static void
codes_clear (Codes *codes)
{
  g_clear_pointer (&codes->lists, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Codes, codes_clear)

static Codes
map_codes (const HdStructure *from, const HdStructure *to)
{
  Codes codes = { NULL };

  if (from == to)
    return codes;
  codes.lists = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  for (guint which = 0; which < hd_structure_get_n_dimensions (from); which++)
    {
      const HdCodeList *own = hd_structure_get_dimension (from, which)->codes;
      const HdCodeList *other = hd_structure_get_dimension (to, which)->codes;
      guint n_codes = hd_code_list_get_n (own);
      GArray *list = g_array_sized_new (FALSE, FALSE, sizeof (HdCode), n_codes);

      for (guint code = 0; code < n_codes; code++)
        {
          const HdCodeInfo *info = hd_code_list_get (own, (HdCode)code);
          HdCode there = own == other ? (HdCode)code : hd_code_list_find (other, info->id, -1);

          g_array_append_val (list, there);
        }
      g_ptr_array_add (codes.lists, list);
    }
  return codes;
}

/* FNV-1a. Two series of 2^64 that fall together would only add a wrong pair to a median. */
static gint64
hash_series (const HdRows *rows, guint row, const Codes *codes)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (guint which = 0; which < hd_structure_get_n_dimensions (rows->structure); which++)
    {
      HdCode code = rows->codes[which][row];

      if (codes != NULL && codes->lists != NULL)
        code = g_array_index ((GArray *)codes->lists->pdata[which], HdCode, code);
      hash = (hash ^ code) * G_GUINT64_CONSTANT (1099511628211);
    }
  return (gint64)hash;
}

/* NAN where there is none, as of zero. */
static double
size_of (const HdRows *rows, guint measure, guint row)
{
  HdNumber value = rows->values[measure][row];
  double size;

  if (hd_rows_is_missing (rows, measure, row))
    return NAN;
  size = hd_structure_get_measure (rows->structure, measure)->is_real ? fabs (value.d)
                                                                      : fabs ((double)value.i);
  return size > 0 && isfinite (size) ? size : NAN;
}

static void
add_series (Comparison *comparison, const HdRows *rows)
{
  Range none = { INFINITY, -INFINITY };

  for (guint row = 0; row < rows->n_rows; row++)
    {
      gint64 hash;

      if (rows->action[row] == HD_ACTION_DELETE)
        continue;
      comparison->first = MIN (comparison->first, rows->day[row]);
      comparison->last = MAX (comparison->last, rows->day[row]);
      hash = hash_series (rows, row, NULL);
      if (g_hash_table_contains (comparison->series, &hash))
        continue;
      g_hash_table_insert (comparison->series, g_memdup2 (&hash, sizeof hash),
                           GUINT_TO_POINTER (comparison->known->len));
      for (guint measure = 0; measure < comparison->n_measures; measure++)
        g_array_append_val (comparison->known, none);
    }
}

/* (nullable): what the series of a row was, by measure. */
static Range *
find_known (const Comparison *comparison, gint64 hash)
{
  gpointer place;

  if (!g_hash_table_lookup_extended (comparison->series, &hash, NULL, &place))
    return NULL;
  return &g_array_index (comparison->known, Range, GPOINTER_TO_UINT (place));
}

static void
read_stored (Comparison *comparison, const HdRows *rows)
{
  g_auto (Codes) codes = map_codes (rows->structure, comparison->structure);
  g_autofree int *measures = g_new (int, comparison->n_measures);

  for (guint measure = 0; measure < comparison->n_measures; measure++)
    measures[measure] = hd_structure_find_measure (
        rows->structure, hd_structure_get_measure (comparison->structure, measure)->id);
  for (guint row = 0; row < rows->n_rows; row++)
    {
      Range *known = find_known (comparison, hash_series (rows, row, &codes));

      for (guint measure = 0; known != NULL && measure < comparison->n_measures; measure++)
        {
          int there = measures[measure];
          double size = there < 0 ? NAN : size_of (rows, (guint)there, row);

          if (isnan (size))
            continue;
          known[measure].low = MIN (known[measure].low, size);
          known[measure].high = MAX (known[measure].high, size);
        }
    }
}

static void
add_pairs (const Comparison *comparison, guint measure, const HdRows *rows, GArray *pairs)
{
  int unit = hd_structure_find_dimension (rows->structure, "UNIT");

  for (guint row = 0; row < rows->n_rows; row++)
    {
      double size = rows->action[row] == HD_ACTION_DELETE ? NAN : size_of (rows, measure, row);
      const Range *known
          = isnan (size) ? NULL : find_known (comparison, hash_series (rows, row, NULL));
      Pair pair = { unit < 0 ? HD_CODE_NONE : rows->codes[unit][row], 0, 0 };

      if (known == NULL || known[measure].low > known[measure].high)
        continue;
      pair.known = log10 (CLAMP (size, known[measure].low, known[measure].high));
      pair.leap = log10 (size) - pair.known;
      g_array_append_val (pairs, pair);
    }
}

/* How many values there are to compare, and how many of them leap. */
typedef struct
{
  guint n_all, n_up, n_down;
} Leaps;

/* (transfer none): one a measure. */
static Leaps *
find_counts (GHashTable *leaps, HdCode unit, guint n_measures)
{
  Leaps *counts = g_hash_table_lookup (leaps, GUINT_TO_POINTER (unit));

  if (counts == NULL)
    g_hash_table_insert (leaps, GUINT_TO_POINTER (unit), counts = g_new0 (Leaps, n_measures));
  return counts;
}

/* Of so many values find_leap() might find one; half of them, rounded down, are no less than it asks for. */
static gboolean
is_leap (const Leaps *leaps)
{
  guint n_leaping = MAX (leaps->n_up, leaps->n_down);

  return leaps->n_all >= HD_SYNC_MIN_LEAPING_VALUES && n_leaping >= leaps->n_all / 2
         && n_leaping > 0;
}

static void
count_leaps (const Comparison *comparison, const HdRows *rows, double times, GHashTable *leaps)
{
  int unit = hd_structure_find_dimension (rows->structure, "UNIT");

  for (guint row = 0; row < rows->n_rows; row++)
    {
      const Range *known = rows->action[row] == HD_ACTION_DELETE
                               ? NULL
                               : find_known (comparison, hash_series (rows, row, NULL));
      Leaps *of_unit;

      if (known == NULL)
        continue;
      of_unit = find_counts (leaps, unit < 0 ? HD_CODE_NONE : rows->codes[unit][row],
                             comparison->n_measures);
      for (guint measure = 0; measure < comparison->n_measures; measure++)
        {
          double size = size_of (rows, measure, row);

          if (isnan (size) || known[measure].low > known[measure].high)
            continue;
          of_unit[measure].n_all++;
          of_unit[measure].n_up += size > known[measure].high * times;
          of_unit[measure].n_down += size * times < known[measure].low;
        }
    }
}

/* Without sorting, which nearly always is enough. */
static gboolean
may_leap (const Comparison *comparison, const HdMessage *message, double times)
{
  g_autoptr (GHashTable) leaps = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autofree Leaps *all = g_new0 (Leaps, comparison->n_measures);
  GHashTableIter iter;
  gpointer of_unit;
  gboolean may = FALSE;

  for (guint part = 0; part < message->parts->len; part++)
    if (((HdRows *)message->parts->pdata[part])->structure == comparison->structure)
      count_leaps (comparison, message->parts->pdata[part], times, leaps);
  g_hash_table_iter_init (&iter, leaps);
  while (g_hash_table_iter_next (&iter, NULL, &of_unit))
    for (guint measure = 0; measure < comparison->n_measures; measure++)
      {
        const Leaps *counts = (const Leaps *)of_unit + measure;

        may |= is_leap (counts);
        all[measure].n_all += counts->n_all;
        all[measure].n_up += counts->n_up;
        all[measure].n_down += counts->n_down;
      }
  for (guint measure = 0; measure < comparison->n_measures; measure++)
    may |= is_leap (&all[measure]);
  return may;
}

static int
compare_leaps (gconstpointer a, gconstpointer b)
{
  const Pair *one = a, *other = b;

  return (one->leap > other->leap) - (one->leap < other->leap);
}

static int
compare_units (gconstpointer a, gconstpointer b)
{
  const Pair *one = a, *other = b;

  return one->unit != other->unit ? (one->unit < other->unit ? -1 : 1) : compare_leaps (a, b);
}

/* Of those from `start` to `end`, in their order: the median, or of few the least, when it leaps too far.
 * (nullable) */
static const Pair *
find_leap (GArray *pairs, guint start, guint end, guint max_times)
{
  const Pair *all = &g_array_index (pairs, Pair, start);
  guint n_pairs = end - start;
  double bound = log10 (max_times);
  gboolean is_few = n_pairs < HD_SYNC_MIN_MEDIAN_VALUES;
  const Pair *up = is_few ? &all[0] : &all[n_pairs / 2];
  const Pair *down = is_few ? &all[n_pairs - 1] : up;

  if (n_pairs < HD_SYNC_MIN_LEAPING_VALUES)
    return NULL;
  return up->leap > bound ? up : down->leap < -bound ? down : NULL;
}

static void
hold_leap (HdSyncGuard *guard,
           const char *measure,
           const char *unit,
           const Pair *leap,
           guint n_values,
           GError **error)
{
  HdHold *hold = g_new0 (HdHold, 1);

  hold->kind = HD_HOLD_LEAP;
  hold->dataset = g_strdup (guard->dataset);
  hold->measure = g_strdup (measure);
  hold->unit = g_strdup (unit);
  hold->known = pow (10, leap->known);
  hold->told = pow (10, leap->known + leap->leap);
  hold->n_changed = n_values;
  hold->n_known = guard->n_rows;
  hold->bound = guard->max_leap_times;
  hd_sync_guard_hold (guard, hold, error);
}

static gboolean
check_pairs (HdSyncGuard *guard,
             const char *measure,
             const HdCodeList *units,
             GArray *pairs,
             GError **error)
{
  const Pair *leap;
  const char *unit = NULL;
  guint n_values = pairs->len;

  g_array_sort (pairs, compare_leaps);
  leap = pairs->len == 0 ? NULL : find_leap (pairs, 0, pairs->len, guard->max_leap_times);
  if (leap == NULL && units != NULL)
    {
      g_array_sort (pairs, compare_units);
      for (guint start = 0, end; leap == NULL && start < pairs->len; start = end)
        {
          guint own = g_array_index (pairs, Pair, start).unit;

          for (end = start; end < pairs->len && g_array_index (pairs, Pair, end).unit == own;)
            end++;
          leap = find_leap (pairs, start, end, guard->max_leap_times);
          n_values = end - start;
        }
      unit = leap == NULL ? NULL : hd_code_list_get (units, (HdCode)leap->unit)->id;
    }
  if (leap == NULL)
    return TRUE;
  hold_leap (guard, measure, unit, leap, n_values, error);
  return FALSE;
}

static gboolean
check_measures (const Comparison *comparison,
                const HdMessage *message,
                HdSyncGuard *guard,
                GError **error)
{
  int unit = hd_structure_find_dimension (comparison->structure, "UNIT");
  const HdCodeList *units
      = unit < 0 ? NULL : hd_structure_get_dimension (comparison->structure, (guint)unit)->codes;

  for (guint measure = 0; measure < comparison->n_measures; measure++)
    {
      const char *id = hd_structure_get_measure (comparison->structure, measure)->id;
      g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (Pair));

      for (guint part = 0; part < message->parts->len; part++)
        if (((HdRows *)message->parts->pdata[part])->structure == comparison->structure)
          add_pairs (comparison, measure, message->parts->pdata[part], pairs);
      if (!check_pairs (guard, id, units, pairs, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_days (Comparison *comparison, HdStore *store, HdDay first, HdDay last, GError **error)
{
  const char *dataset = hd_structure_get_id (comparison->structure);
  g_autoptr (GPtrArray) stored = hd_store_load (store, dataset, first, last, 0, error);

  for (guint at = 0; stored != NULL && at < stored->len; at++)
    read_stored (comparison, stored->pdata[at]);
  return stored != NULL;
}

static gboolean
read_what_was (Comparison *comparison, HdStore *store, GError **error)
{
  HdDay first = comparison->first, last = comparison->last;

  if (hd_structure_get_grain (comparison->structure) != HD_GRAIN_DAY)
    return read_days (comparison, store, first - PERIODS_DAYS, last, error);
  return read_days (comparison, store, first - WEEKS_DAYS, last, error)
         && read_days (comparison, store, first - YEAR_DAYS - WEEKS_DAYS,
                       MIN (last - YEAR_DAYS + WEEKS_DAYS, first - WEEKS_DAYS - 1), error);
}

gboolean
hd_sync_leap_check (HdStore *store, const HdMessage *message, HdSyncGuard *guard, GError **error)
{
  g_auto (Comparison) comparison = { .first = G_MAXINT32, .last = G_MININT32 };

  if (guard->is_off || guard->n_rows < HD_SYNC_MIN_GUARDED_ROWS)
    return TRUE;
  comparison.series = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  comparison.known = g_array_new (FALSE, FALSE, sizeof (Range));
  for (guint part = 0; part < message->parts->len; part++)
    {
      const HdRows *rows = message->parts->pdata[part];

      if (strcmp (hd_structure_get_id (rows->structure), guard->dataset) != 0)
        continue;
      comparison.structure = rows->structure;
      comparison.n_measures = hd_structure_get_n_measures (rows->structure);
      add_series (&comparison, rows);
    }
  if (comparison.known->len == 0)
    return TRUE;
  return read_what_was (&comparison, store, error)
         && (!may_leap (&comparison, message, guard->max_leap_times * NEARLY)
             || check_measures (&comparison, message, guard, error));
}
