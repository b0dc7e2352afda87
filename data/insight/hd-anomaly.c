/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is out of the ordinary in many series: single values, level shifts, reports that did not come.
 */

#include "config.h"

#include "hd-anomaly.h"

#include "hd-anomaly-walk.h"
#include "hd-false-discovery.h"
#include "hd-report-rhythm.h"
#include "hd-student.h"

#include <math.h>

/* The tails are learned from scores up to here: what lies beyond may be what is looked for. In one phase
 * of the season (the months of Tết) all series may well be further out. */
#define TAIL_LIMIT 3.0
#define PHASE_TAIL_LIMIT 5.0
#define ALL_PHASES G_MAXUINT
/* A shift has to show in its own first value, at least so far. */
#define SHIFT_OWN_SCORE 2.0

/* How scores spread when nothing is the matter: Student's t, times `scale`. */
typedef struct
{
  double degrees;
  double scale;
} Tails;

typedef struct
{
  const HdAnomalySeries *series;
  guint n_series;
  const HdAnomalyOptions *options;
  HdAnomalyStep **steps; /* [n_series] (nullable) */
  HdReportRhythm *rhythms;
  gsize *first; /* [n_series + 1] of a series' watched periods among all */
  double *p_values, *q_values; /* of one kind, all watched periods */
  guint n_phases; /* of the longest season */
  Tails *point_tails; /* [n_phases] */
  Tails shift_tails;
  GArray *found;
} Search;

static guint
n_watched (const Search *search, guint index)
{
  return MIN (search->options->n_watched, search->series[index].n_values);
}

static guint
first_watched (const Search *search, guint index)
{
  return search->series[index].n_values - n_watched (search, index);
}

static double
score_of (const HdAnomalyStep *step, HdAnomalyKind kind)
{
  return kind == HD_ANOMALY_POINT ? step->score : step->shift_score;
}

/* Log likelihood of the scores within `limit`, given that they are. */
static double
truncated_likelihood (const Tails *tails, double limit, const GArray *scores)
{
  double inside = 1 - hd_student_two_sided (limit / tails->scale, tails->degrees), sum = 0;

  for (guint index = 0; index < scores->len; index++)
    sum += hd_student_log_density (g_array_index (scores, double, index) / tails->scale,
                                   tails->degrees);
  return sum - scores->len * (log (tails->scale) + log (inside));
}

static guint
phase_of (const HdAnomalySeries *series, guint place)
{
  return place % MAX (series->season, 1);
}

/* The scores of all series, of one phase of their season or of ALL_PHASES. */
static GArray *
collect_scores (const Search *search, HdAnomalyKind kind, guint phase, double limit)
{
  GArray *scores = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint index = 0; index < search->n_series; index++)
    for (guint place = 0; search->steps[index] != NULL && place < search->series[index].n_values;
         place++)
      {
        double score = score_of (&search->steps[index][place], kind);

        if (fabs (score) <= limit
            && (phase == ALL_PHASES || phase_of (&search->series[index], place) == phase))
          g_array_append_val (scores, score);
      }
  return scores;
}

/* The most likely tails, a few scores leaving it near `usual`. */
static Tails
learn_tails (const Search *search, HdAnomalyKind kind, guint phase, Tails usual)
{
  static const double degrees[] = { 3, 4, 5, 6, 8, 10, 15, 25, 60 };
  static const double scales[]
      = { 0.8, 0.85, 0.9, 0.95, 1, 1.05, 1.1, 1.15, 1.2, 1.3, 1.4, 1.6, 1.8, 2.1 };
  double limit = phase == ALL_PHASES ? TAIL_LIMIT : PHASE_TAIL_LIMIT, most = -INFINITY;
  g_autoptr (GArray) scores = collect_scores (search, kind, phase, limit);
  Tails best = usual;

  for (guint row = 0; row < G_N_ELEMENTS (degrees); row++)
    for (guint column = 0; column < G_N_ELEMENTS (scales); column++)
      {
        Tails tails = { degrees[row], scales[column] };
        double prior = fabs (log (tails.degrees / usual.degrees))
                       + 10 * fabs (log (tails.scale / usual.scale));
        double likelihood = truncated_likelihood (&tails, limit, scores) - prior;

        if (likelihood > most)
          {
            most = likelihood;
            best = tails;
          }
      }
  return best;
}

static void
learn_all_tails (Search *search)
{
  const Tails usual = { 10, 1 };
  Tails together = learn_tails (search, HD_ANOMALY_POINT, ALL_PHASES, usual);

  for (guint phase = 0; phase < search->n_phases; phase++)
    search->point_tails[phase]
        = search->n_phases > 1 ? learn_tails (search, HD_ANOMALY_POINT, phase, together) : together;
  search->shift_tails = learn_tails (search, HD_ANOMALY_LEVEL_SHIFT, ALL_PHASES, usual);
}

static const Tails *
tails_at (const Search *search, HdAnomalyKind kind, guint index, guint place)
{
  return kind == HD_ANOMALY_LEVEL_SHIFT
             ? &search->shift_tails
             : &search->point_tails[phase_of (&search->series[index], place)];
}

/* Tails are heavier still where the spread was learned from few errors. */
static double
degrees_of (const Tails *tails, const HdAnomalyStep *step)
{
  return 1 / (1 / tails->degrees + 1 / fmax (step->n_errors, 1));
}

static double
p_value_of (const Search *search, HdAnomalyKind kind, guint index, guint place)
{
  const HdAnomalyStep *step = &search->steps[index][place];
  const Tails *tails = tails_at (search, kind, index, place);
  double score = score_of (step, kind);

  if (isnan (score))
    return NAN;
  /* A value that begins a shift is that and nothing else; one that does not begin one is still a test. */
  if (kind == HD_ANOMALY_POINT && step->is_after_shift)
    return 1;
  if (kind == HD_ANOMALY_LEVEL_SHIFT
      && (fabs (step->score) < SHIFT_OWN_SCORE || step->score * step->shift < 0))
    return 1;
  return hd_student_two_sided (score / tails->scale, degrees_of (tails, step));
}

static void
add (Search *search, guint index, guint period, HdAnomalyKind kind, gsize test, double size)
{
  const HdAnomalyStep *steps = search->steps[index];
  const Tails *tails = tails_at (search, HD_ANOMALY_POINT, index, period);
  HdAnomaly anomaly = { .kind = kind,
                        .series = index,
                        .period = period,
                        .size = size,
                        .p_value = search->p_values[test],
                        .q_value = search->q_values[test],
                        .actual = search->series[index].values[period],
                        .expected = NAN,
                        .lower = NAN,
                        .upper = NAN };

  if (steps != NULL && !isnan (steps[period].expected))
    {
      const HdAnomalyStep *step = &steps[period];
      double reach = step->spread * tails->scale
                     * hd_student_bound (search->options->level_pct, degrees_of (tails, step));

      anomaly.expected = step->expected;
      anomaly.lower = step->expected - reach;
      anomaly.upper = step->expected + reach;
    }
  g_array_append_val (search->found, anomaly);
}

static void
find_by_score (Search *search, HdAnomalyKind kind)
{
  for (guint index = 0; index < search->n_series; index++)
    for (guint watched = 0; watched < n_watched (search, index); watched++)
      search->p_values[search->first[index] + watched]
          = search->steps[index] == NULL
                ? NAN
                : p_value_of (search, kind, index, first_watched (search, index) + watched);
  hd_false_discovery_q_values (search->p_values, search->first[search->n_series], search->q_values);

  for (guint index = 0; index < search->n_series; index++)
    for (guint watched = 0; watched < n_watched (search, index); watched++)
      {
        gsize test = search->first[index] + watched;
        guint period = first_watched (search, index) + watched;
        const HdAnomalyStep *step;

        if (!(search->q_values[test] <= search->options->false_discovery_rate))
          continue;
        step = &search->steps[index][period];
        if (kind == HD_ANOMALY_POINT)
          {
            add (search, index, period, kind, test,
                 search->series[index].values[period] - step->expected);
          }
        else
          {
            add (search, index, period, kind, test, step->shift);
            /* The values that show it are not further shifts. */
            watched += HD_ANOMALY_SHIFT_RUN - 1;
          }
      }
}

static void
find_missing (Search *search)
{
  HdReportRecord family = { 0 };

  for (guint index = 0; index < search->n_series; index++)
    {
      search->rhythms[index]
          = hd_report_rhythm_find (&search->series[index], first_watched (search, index));
      family.n_due += search->rhythms[index].record.n_due;
      family.n_missed += search->rhythms[index].record.n_missed;
    }
  for (guint index = 0; index < search->n_series; index++)
    for (guint watched = 0; watched < n_watched (search, index); watched++)
      {
        const HdAnomalySeries *series = &search->series[index];
        const HdReportRhythm *rhythm = &search->rhythms[index];
        guint start = first_watched (search, index), period = start + watched;
        double p_value = hd_report_rhythm_p_value (rhythm, series, start, period, &family);

        /* A report that came is not asked about: the question is not how many do not come, but whether
         * this one, which did not, was due. */
        if (!isnan (series->values[period]))
          p_value = NAN;
        search->p_values[search->first[index] + watched] = p_value;
      }
  hd_false_discovery_q_values (search->p_values, search->first[search->n_series], search->q_values);
  for (guint index = 0; index < search->n_series; index++)
    for (guint watched = 0; watched < n_watched (search, index); watched++)
      {
        gsize test = search->first[index] + watched;
        guint n_watched_here = n_watched (search, index), run = 1;

        if (!(search->q_values[test] <= search->options->false_discovery_rate))
          continue;
        while (watched + run < n_watched_here
               && search->q_values[test + run] <= search->options->false_discovery_rate)
          run++;
        add (search, index, first_watched (search, index) + watched, HD_ANOMALY_MISSING_REPORT,
             test, run);
        watched += run - 1;
      }
}

static int
compare_anomalies (gconstpointer left, gconstpointer right)
{
  const HdAnomaly *a = left, *b = right;

  if (a->series != b->series)
    return a->series < b->series ? -1 : 1;
  if (a->period != b->period)
    return a->period < b->period ? -1 : 1;
  return (int)a->kind - (int)b->kind;
}

static gboolean
walk_all (Search *search, GCancellable *cancellable, GError **error)
{
  for (guint index = 0; index < search->n_series; index++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      search->steps[index] = hd_anomaly_walk (&search->series[index]);
      search->n_phases = MAX (search->n_phases, search->series[index].season);
      search->first[index + 1] = search->first[index] + n_watched (search, index);
    }
  return TRUE;
}

GArray *
hd_anomaly_find (const HdAnomalySeries *series,
                 guint n_series,
                 const HdAnomalyOptions *options,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autofree HdAnomalyStep **steps = g_new0 (HdAnomalyStep *, n_series);
  g_autofree HdReportRhythm *rhythms = g_new0 (HdReportRhythm, n_series);
  g_autofree gsize *first = g_new0 (gsize, n_series + 1);
  g_autofree double *p_values = NULL, *q_values = NULL;
  g_autofree Tails *point_tails = NULL;
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (HdAnomaly));
  Search search = { .series = series,
                    .n_series = n_series,
                    .options = options,
                    .steps = steps,
                    .rhythms = rhythms,
                    .n_phases = 1,
                    .first = first,
                    .found = found };
  gboolean is_whole = walk_all (&search, cancellable, error);

  if (is_whole)
    {
      search.p_values = p_values = g_new (double, first[n_series] + 1);
      search.q_values = q_values = g_new (double, first[n_series] + 1);
      search.point_tails = point_tails = g_new (Tails, search.n_phases);
      learn_all_tails (&search);
      find_by_score (&search, HD_ANOMALY_POINT);
      find_by_score (&search, HD_ANOMALY_LEVEL_SHIFT);
      find_missing (&search);
      g_array_sort (found, compare_anomalies);
    }
  for (guint index = 0; index < n_series; index++)
    {
      g_free (steps[index]);
      hd_report_rhythm_clear (&rhythms[index]);
    }
  return is_whole ? g_steal_pointer (&found) : NULL;
}
