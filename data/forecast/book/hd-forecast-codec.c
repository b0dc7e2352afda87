/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Entries of the book of forecasts as bytes.
 */

#include "config.h"

#include "hd-forecast-codec.h"

/* Grown by one whenever the walk below changes: entries of another form are made anew, not misread. */
#define FORMAT 1
#define MAX_ITEMS 100000u /* values, steps, members …: beyond any entry */

void
hd_forecast_record_pass (HdForecastRecord *record, HdTape *tape)
{
  hd_tape_uint (tape, &record->n_origins);
  hd_tape_double (tape, &record->mase);
  hd_tape_double (tape, &record->rival_mase);
  hd_tape_double (tape, &record->coverage_pct);
  hd_tape_double (tape, &record->interval_factor);
  hd_tape_boolean (tape, &record->beats_rival);
}

static void
pass_inputs (HdTape *tape, HdForecastEntry *entry)
{
  guint effort = entry->effort;

  hd_tape_needed_string (tape, &entry->kpi);
  hd_tape_needed_string (tape, &entry->scope);
  hd_tape_needed_string (tape, &entry->unit);
  hd_tape_boolean (tape, &entry->is_integer);
  hd_tape_period (tape, &entry->first);
  hd_tape_period (tape, &entry->last);
  hd_tape_count (tape, &entry->n_values, MAX_ITEMS);
  hd_tape_doubles (tape, &entry->values, entry->n_values);
  hd_tape_uint (tape, &entry->season);
  hd_tape_uint (tape, &entry->horizon);
  hd_tape_uint (tape, &entry->n_origins);
  entry->seed = hd_tape_word (tape, entry->seed, 8);
  hd_tape_boolean (tape, &entry->is_non_negative);
  hd_tape_double (tape, &entry->upper_bound);
  hd_tape_uint (tape, &effort);
  entry->effort = (HdForecastEffort)effort;
  hd_tape_string (tape, &entry->cold_start);
  hd_tape_uint (tape, &entry->n_borrowed);
  hd_tape_double (tape, &entry->borrowed_spread);
  hd_tape_needed_string (tape, &entry->program);
}

static void
pass_said (HdTape *tape, HdForecastEntry *entry)
{
  if (entry->horizon > MAX_ITEMS)
    {
      tape->is_ok = FALSE;
      entry->horizon = 0;
    }
  hd_tape_doubles (tape, &entry->mean, entry->horizon);
  for (guint level = 0; level < HD_FORECAST_BOOK_N_LEVELS; level++)
    {
      hd_tape_doubles (tape, &entry->lower[level], entry->horizon);
      hd_tape_doubles (tape, &entry->upper[level], entry->horizon);
    }
  hd_tape_doubles (tape, &entry->rival, entry->horizon);
  hd_tape_boolean (tape, &entry->is_reconciled);
  if (entry->is_reconciled)
    hd_tape_doubles (tape, &entry->base_mean, entry->horizon);
  else
    entry->base_mean = entry->mean;
}

static void
pass_how (HdTape *tape, HdForecastEntry *entry)
{
  hd_tape_needed_string (tape, &entry->method);
  hd_forecast_record_pass (&entry->record, tape);
  hd_tape_boolean (tape, &entry->has_calendar);
  hd_tape_double (tape, &entry->calendar_pull);
  hd_tape_double (tape, &entry->calendar_gain_pct);
  hd_tape_count (tape, &entry->n_members, HD_FORECAST_BOOK_MAX_MEMBERS);
  if (tape->out == NULL)
    entry->members = g_new0 (HdForecastBookMember, entry->n_members + 1);
  for (guint member = 0; member < entry->n_members; member++)
    {
      guint state = entry->members[member].state;

      hd_tape_needed_string (tape, &entry->members[member].form);
      hd_tape_uint (tape, &state);
      entry->members[member].state = (HdForecastMemberState)state;
      hd_tape_double (tape, &entry->members[member].weight);
      hd_tape_double (tape, &entry->members[member].mase);
    }
}

static void
pass_replays (HdTape *tape, HdForecastEntry *entry)
{
  hd_tape_count (tape, &entry->n_replays, HD_FORECAST_BOOK_SCORED);
  if (tape->out == NULL)
    entry->replays = g_new0 (HdForecastOutcome, entry->n_replays + 1);
  for (guint index = 0; index < entry->n_replays; index++)
    {
      HdForecastOutcome *replay = &entry->replays[index];

      hd_tape_period (tape, &replay->period);
      hd_tape_uint (tape, &replay->step);
      hd_tape_int64 (tape, &replay->made_at);
      hd_tape_boolean (tape, &replay->is_replay);
      hd_tape_double (tape, &replay->mean);
      hd_tape_double (tape, &replay->rival);
      hd_tape_double (tape, &replay->actual);
      for (guint level = 0; level < HD_FORECAST_BOOK_N_LEVELS; level++)
        {
          hd_tape_double (tape, &replay->lower[level]);
          hd_tape_double (tape, &replay->upper[level]);
        }
    }
}

static void
pass_parts (HdTape *tape, HdForecastEntry *entry)
{
  gboolean has_parts = entry->parts != NULL;
  gboolean has_calendar = has_parts && entry->parts->calendar != NULL;

  hd_tape_boolean (tape, &has_parts);
  hd_tape_boolean (tape, &has_calendar);
  if (!has_parts)
    return;
  if (tape->out == NULL)
    entry->parts = g_new0 (HdForecastBookParts, 1);
  hd_tape_doubles (tape, &entry->parts->level, entry->n_values);
  hd_tape_doubles (tape, &entry->parts->trend, entry->n_values);
  hd_tape_doubles (tape, &entry->parts->season, entry->n_values);
  hd_tape_doubles (tape, &entry->parts->remainder, entry->n_values);
  if (has_calendar)
    hd_tape_doubles (tape, &entry->parts->calendar, entry->n_values);
}

static void
pass_plans (HdTape *tape, HdForecastEntry *entry)
{
  hd_tape_count (tape, &entry->n_plans, HD_FORECAST_BOOK_MAX_MEMBERS);
  if (tape->out == NULL)
    entry->plans = g_new0 (HdForecastBookPlan, entry->n_plans + 1);
  for (guint index = 0; index < entry->n_plans; index++)
    {
      HdForecastBookPlan *plan = &entry->plans[index];

      hd_tape_needed_string (tape, &plan->plan);
      hd_tape_int (tape, &plan->year);
      hd_tape_int (tape, &plan->known_to);
      hd_tape_double (tape, &plan->amount);
      hd_tape_double (tape, &plan->known);
      hd_tape_double (tape, &plan->expected);
      hd_tape_double (tape, &plan->probability_pct);
    }
}

static void
pass_entry (HdTape *tape, HdForecastEntry *entry)
{
  guint verdict = entry->verdict;

  pass_inputs (tape, entry);
  hd_tape_int64 (tape, &entry->made_at);
  hd_tape_int64 (tape, &entry->vintage);
  hd_tape_needed_string (tape, &entry->inputs_hash);
  pass_said (tape, entry);
  pass_how (tape, entry);
  pass_replays (tape, entry);
  pass_parts (tape, entry);
  pass_plans (tape, entry);
  hd_tape_uint (tape, &verdict);
  entry->verdict = (HdForecastVerdict)verdict;
}

GBytes *
hd_forecast_codec_pack_list (GPtrArray *entries)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();
  HdTape tape = { .out = raw, .is_ok = TRUE };

  if (entries->len == 0)
    return NULL;
  hd_tape_word (&tape, FORMAT, 1);
  for (guint index = 0; index < entries->len; index++)
    pass_entry (&tape, g_ptr_array_index (entries, index));
  return hd_tape_compress (raw);
}

GBytes *
hd_forecast_codec_pack (const HdForecastEntry *entry)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  g_ptr_array_add (one, (gpointer)entry);
  return hd_forecast_codec_pack_list (one);
}

void
hd_forecast_codec_unpack_list (GBytes *bytes, GPtrArray *entries)
{
  g_autoptr (GBytes) raw = bytes != NULL ? hd_tape_decompress (bytes) : NULL;
  HdTape tape = { .is_ok = raw != NULL };

  if (raw == NULL)
    return;
  tape.in = g_bytes_get_data (raw, &tape.n_left);
  if (hd_tape_word (&tape, 0, 1) != FORMAT)
    return;
  while (tape.is_ok && tape.n_left > 0)
    {
      g_autoptr (HdForecastEntry) entry = hd_forecast_entry_new ();

      pass_entry (&tape, entry);
      if (tape.is_ok)
        g_ptr_array_add (entries, g_steal_pointer (&entry));
    }
}

HdForecastEntry *
hd_forecast_codec_unpack (GBytes *bytes)
{
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_forecast_entry_unref);

  hd_forecast_codec_unpack_list (bytes, entries);
  return entries->len == 1 ? g_ptr_array_steal_index (entries, 0) : NULL;
}

char *
hd_forecast_codec_hash_inputs (const HdForecastEntry *entry)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();
  HdTape tape = { .out = raw, .is_ok = TRUE };

  /* Writing changes nothing of the entry. */
  pass_inputs (&tape, (HdForecastEntry *)entry);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, raw->data, raw->len);
}
