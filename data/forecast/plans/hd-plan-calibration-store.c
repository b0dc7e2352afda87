/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What past years made of the plans' probabilities, learned once a year and kept in the store.
 */

#include "config.h"

#include "hd-plan-calibration-store.h"

#include "hd-tape.h"

#include <math.h>

#define FORMAT 1
#define MAX_CASES 1000000u

static void
pass_case (HdTape *tape, HdPlanCase *one)
{
  hd_tape_int (tape, &one->year);
  hd_tape_uint (tape, &one->group);
  hd_tape_uint (tape, &one->n_months);
  hd_tape_double (tape, &one->raw_pct);
  hd_tape_boolean (tape, &one->is_reached);
}

/* The hash of what was learned from, and the cases. (transfer full) */
static GBytes *
pack (const char *hash, GArray *cases)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();
  HdTape tape = { .out = raw, .is_ok = TRUE };
  char *text = (char *)hash;

  hd_tape_word (&tape, FORMAT, 1);
  hd_tape_needed_string (&tape, &text);
  hd_tape_uint (&tape, &cases->len);
  for (guint index = 0; index < cases->len; index++)
    pass_case (&tape, &g_array_index (cases, HdPlanCase, index));
  return hd_tape_compress (raw);
}

/* (transfer full) (nullable) */
static GArray *
unpack (GBytes *bytes, char **hash)
{
  g_autoptr (GBytes) raw = hd_tape_decompress (bytes);
  g_autoptr (GArray) cases = g_array_new (FALSE, TRUE, sizeof (HdPlanCase));
  HdTape tape = { .is_ok = raw != NULL };
  guint n_cases = 0;

  if (raw == NULL)
    return NULL;
  tape.in = g_bytes_get_data (raw, &tape.n_left);
  if (hd_tape_word (&tape, 0, 1) != FORMAT)
    return NULL;
  hd_tape_needed_string (&tape, hash);
  hd_tape_count (&tape, &n_cases, MAX_CASES);
  for (guint index = 0; index < n_cases && tape.is_ok; index++)
    {
      HdPlanCase one = { 0 };

      pass_case (&tape, &one);
      g_array_append_val (cases, one);
    }
  return tape.is_ok ? g_steal_pointer (&cases) : NULL;
}

char *
hd_plan_calibration_key (const char *kpi, const char *plan)
{
  return g_strdup_printf ("plan-cases %s %s", kpi, plan);
}

/* (transfer full) (nullable) */
static GArray *
load (HdStore *store, const char *key, char **hash)
{
  /* Past years do not change with every sync: the hash says whether they did. */
  g_autoptr (GBytes) bytes = hd_store_get_derived (store, key, TRUE, NULL);

  return bytes != NULL ? unpack (bytes, hash) : NULL;
}

/* The calibrations of this process, each with the cases that it was made of: to make one fits a line to every
 * month of every year, and each card that shows a plan's chance asks for it. */
typedef struct
{
  GBytes *cases; /* as packed */
  HdPlanCalibration *calibration; /* (nullable): there are no cases */
} Made;

static void
made_free (gpointer data)
{
  Made *made = data;

  g_bytes_unref (made->cases);
  g_free (made->calibration);
  g_free (made);
}

static Made *
make (GBytes *bytes)
{
  Made *made = g_new0 (Made, 1);
  g_autofree char *hash = NULL;
  g_autoptr (GArray) cases = unpack (bytes, &hash);

  made->cases = g_bytes_ref (bytes);
  if (cases != NULL && cases->len > 0)
    made->calibration = hd_plan_calibration_new ((const HdPlanCase *)cases->data, cases->len);
  return made;
}

HdPlanCalibration *
hd_plan_calibration_load (HdStore *store, const char *kpi, const char *plan)
{
  static GMutex lock; /* whoever asks meanwhile waits, rather than make the same once more */
  static GHashTable *all_made = NULL; /* (element-type utf8 Made) */
  g_autofree char *key = hd_plan_calibration_key (kpi, plan);
  g_autoptr (GBytes) bytes = hd_store_get_derived (store, key, TRUE, NULL);
  g_autoptr (GMutexLocker) locker = NULL;
  Made *made;

  if (bytes == NULL)
    return NULL;
  locker = g_mutex_locker_new (&lock);
  if (all_made == NULL)
    all_made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, made_free);
  made = g_hash_table_lookup (all_made, key);
  if (made == NULL || !g_bytes_equal (made->cases, bytes))
    {
      made = make (bytes);
      g_hash_table_insert (all_made, g_steal_pointer (&key), made);
    }
  return g_memdup2 (made->calibration, sizeof *made->calibration);
}

/* One unit's past: whole civil years of months, and the plan of each. */
typedef struct
{
  HdPlanHistory history;
  GArray *plans; /* (element-type HdPlanOfYear) */
} Past;

static void
past_clear (gpointer data)
{
  g_clear_pointer (&((Past *)data)->plans, g_array_unref);
}

static void
add_past (GArray *pasts,
          const HdForecastSeriesSet *set,
          const HdForecastSeries *series,
          const HdForecastSeriesSet *amounts)
{
  const HdForecastSeries *plan = hd_forecast_series_find (amounts, series->scope);
  Past past = { .plans = g_array_new (FALSE, TRUE, sizeof (HdPlanOfYear)) };
  guint skipped;
  int year, month, last_year;

  hd_day_to_ymd (set->first.first, &year, &month, NULL);
  skipped = (guint)(13 - month) % 12;
  hd_day_to_ymd (set->known_to, &last_year, NULL, NULL);
  past.history = (HdPlanHistory){
    .calendar = set->calendar,
    .first_year = year + (skipped > 0),
    .months = series->values + MIN (skipped, set->n_values),
    .n_months = set->n_values - MIN (skipped, set->n_values),
    .group = pasts->len,
  };
  for (guint place = 0; plan != NULL && place < amounts->n_values; place++)
    {
      HdPlanOfYear of = { .amount = plan->values[place] };

      hd_day_to_ymd (hd_period_shift (amounts->first, (int)place).first, &of.year, NULL, NULL);
      if (of.year < last_year && of.amount > 0)
        g_array_append_val (past.plans, of);
    }
  past.history.plans = (const HdPlanOfYear *)past.plans->data;
  past.history.n_plans = past.plans->len;
  g_array_append_val (pasts, past);
}

/* The nation, and the regions of the map in force: enough cases, and each with a history of its own. */
static GArray *
gather (const HdForecastSeriesSet *set,
        const HdForecastSeriesSet *amounts,
        const HdStructures *structures)
{
  GArray *pasts = g_array_new (FALSE, TRUE, sizeof (Past));
  HdHierarchy *map = hd_forecast_series_newest_map (structures);

  g_array_set_clear_func (pasts, past_clear);
  for (guint index = 0; index < set->series->len; index++)
    {
      const HdForecastSeries *series = g_ptr_array_index (set->series, index);
      HdCode code = HD_CODE_NONE;

      if (series->role == HD_FORECAST_ROLE_GROUP && map != NULL)
        code = hd_code_list_find (hd_hierarchy_get_list (map), series->code, -1);
      if (series->role == HD_FORECAST_ROLE_WHOLE
          || (code != HD_CODE_NONE && hd_hierarchy_has (map, code)))
        add_past (pasts, set, series, amounts);
    }
  return pasts;
}

/* Of past years only, so that it stays the same all year. */
static char *
hash_of (GArray *pasts)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (sum, (const guchar *)HD_VERSION, -1);
  for (guint index = 0; index < pasts->len; index++)
    {
      const Past *past = &g_array_index (pasts, Past, index);
      guint n_years = past->history.n_months / 12;

      g_checksum_update (sum, (const guchar *)past->history.months,
                         (gssize)(n_years * 12 * sizeof (double)));
      g_checksum_update (sum, (const guchar *)past->plans->data,
                         (gssize)(past->plans->len * sizeof (HdPlanOfYear)));
    }
  return g_strdup (g_checksum_get_string (sum));
}

GBytes *
hd_plan_calibration_learn (HdStore *store,
                           const char *key,
                           const HdForecastSeriesSet *set,
                           const HdForecastSeriesSet *amounts,
                           const HdStructures *structures,
                           GCancellable *cancellable)
{
  g_autoptr (GArray) pasts = gather (set, amounts, structures), before = NULL, cases = NULL;
  g_autofree char *hash = hash_of (pasts), *known = NULL;

  before = load (store, key, &known);
  if (before != NULL && g_strcmp0 (known, hash) == 0)
    return NULL;
  cases = g_array_new (FALSE, TRUE, sizeof (HdPlanCase));
  for (guint index = 0; index < pasts->len; index++)
    if (!hd_plan_replay (&g_array_index (pasts, Past, index).history, cancellable, cases))
      return NULL;
  return pack (hash, cases);
}
