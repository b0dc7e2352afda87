/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Entries of the book of forecasts as bytes.
 *
 * One walk over the fields serves both directions, so that what is read cannot differ from what is
 * written: each pass_…() writes its field onto the tape, or reads it from there.
 */

#include "config.h"

#include "hd-forecast-codec.h"

#include <string.h>
#include <zstd.h>

/* Grown by one whenever the walk below changes: entries of another form are made anew, not misread. */
#define FORMAT 1
#define COMPRESSION 3
#define MAX_RAW (64u * 1024 * 1024)
#define MAX_STRING 4096u
#define MAX_ITEMS 100000u /* values, steps, members …: beyond any entry */

typedef struct
{
  GByteArray *out; /* (nullable): written to; else read from `in` */
  const guint8 *in;
  gsize n_left;
  gboolean is_ok;
} Tape;

static void
pass_bytes (Tape *tape, gpointer bytes, gsize size)
{
  if (tape->out != NULL)
    {
      g_byte_array_append (tape->out, bytes, (guint)size);
      return;
    }
  if (!tape->is_ok || size > tape->n_left)
    {
      memset (bytes, 0, size);
      tape->is_ok = FALSE;
      return;
    }
  memcpy (bytes, tape->in, size);
  tape->in += size;
  tape->n_left -= size;
}

static guint64
pass_word (Tape *tape, guint64 value, gsize size)
{
  guint64 word = GUINT64_TO_LE (value);

  pass_bytes (tape, &word, size);
  return GUINT64_FROM_LE (word);
}

static void
pass_int64 (Tape *tape, gint64 *value)
{
  *value = (gint64)pass_word (tape, (guint64)*value, 8);
}

static void
pass_uint (Tape *tape, guint *value)
{
  *value = (guint)pass_word (tape, *value, 4);
}

static void
pass_int (Tape *tape, gint32 *value)
{
  *value = (gint32)(guint32)pass_word (tape, (guint32)*value, 4);
}

static void
pass_boolean (Tape *tape, gboolean *value)
{
  *value = pass_word (tape, *value != FALSE, 1) != 0;
}

static void
pass_double (Tape *tape, double *value)
{
  guint64 word;

  memcpy (&word, value, sizeof word);
  word = pass_word (tape, word, 8);
  memcpy (value, &word, sizeof word);
}

/* A count that memory will be taken for. */
static void
pass_count (Tape *tape, guint *n, guint most)
{
  pass_uint (tape, n);
  if (*n > most)
    {
      tape->is_ok = FALSE;
      *n = 0;
    }
}

/* Byte planes, the highest bytes of all values first: neighbours are alike there, and zstd finds it. */
static void
pass_doubles (Tape *tape, double **values, guint n_values)
{
  gsize size = (gsize)n_values * sizeof (double);
  g_autofree guint8 *planes = NULL;

  if (tape->out == NULL && size > tape->n_left)
    tape->is_ok = FALSE;
  planes = g_malloc (tape->is_ok ? size + 1 : 1);
  if (tape->out == NULL)
    *values = g_new0 (double, tape->is_ok ? n_values + 1 : 1);
  if (!tape->is_ok)
    return;
  for (guint place = 0; tape->out != NULL && place < n_values; place++)
    {
      guint64 word;

      memcpy (&word, &(*values)[place], sizeof word);
      for (guint plane = 0; plane < 8; plane++)
        planes[(gsize)plane * n_values + place] = (guint8)(word >> (56 - 8 * plane));
    }
  pass_bytes (tape, planes, size);
  for (guint place = 0; tape->out == NULL && place < n_values; place++)
    {
      guint64 word = 0;

      for (guint plane = 0; plane < 8; plane++)
        word = word << 8 | planes[(gsize)plane * n_values + place];
      memcpy (&(*values)[place], &word, sizeof word);
    }
}

/* (nullable): NULL and "" are told apart. */
static void
pass_string (Tape *tape, char **text)
{
  guint length = tape->out == NULL || *text == NULL ? 0 : (guint)strlen (*text) + 1;

  pass_count (tape, &length, MAX_STRING);
  if (tape->out != NULL)
    {
      pass_bytes (tape, *text, length);
      return;
    }
  *text = length > 0 && length <= tape->n_left ? g_malloc0 (length) : NULL;
  if (length == 0)
    return;
  if (*text == NULL)
    {
      tape->is_ok = FALSE;
      return;
    }
  pass_bytes (tape, *text, length);
  if ((*text)[length - 1] != '\0' || !g_utf8_validate (*text, -1, NULL))
    tape->is_ok = FALSE;
  (*text)[length - 1] = '\0';
}

static void
pass_needed_string (Tape *tape, char **text)
{
  pass_string (tape, text);
  if (*text == NULL)
    {
      tape->is_ok = FALSE;
      *text = g_strdup ("");
    }
}

static void
pass_period (Tape *tape, HdPeriod *period)
{
  guint grain = period->grain, start = period->month_start_day;

  pass_uint (tape, &grain);
  pass_uint (tape, &start);
  pass_int (tape, &period->first);
  pass_int (tape, &period->last);
  if (grain > HD_GRAIN_SPAN || start < 1 || start > 28)
    {
      tape->is_ok = FALSE;
      grain = HD_GRAIN_DAY;
      start = 1;
    }
  period->grain = (HdGrain)grain;
  period->month_start_day = (guint8)start;
}

static void
pass_inputs (Tape *tape, HdForecastEntry *entry)
{
  guint effort = entry->effort;

  pass_needed_string (tape, &entry->kpi);
  pass_needed_string (tape, &entry->scope);
  pass_needed_string (tape, &entry->unit);
  pass_boolean (tape, &entry->is_integer);
  pass_period (tape, &entry->first);
  pass_period (tape, &entry->last);
  pass_count (tape, &entry->n_values, MAX_ITEMS);
  pass_doubles (tape, &entry->values, entry->n_values);
  pass_uint (tape, &entry->season);
  pass_uint (tape, &entry->horizon);
  pass_uint (tape, &entry->n_origins);
  entry->seed = pass_word (tape, entry->seed, 8);
  pass_boolean (tape, &entry->is_non_negative);
  pass_double (tape, &entry->upper_bound);
  pass_uint (tape, &effort);
  entry->effort = (HdForecastEffort)effort;
  pass_string (tape, &entry->cold_start);
  pass_uint (tape, &entry->n_borrowed);
  pass_double (tape, &entry->borrowed_spread);
  pass_needed_string (tape, &entry->program);
}

static void
pass_said (Tape *tape, HdForecastEntry *entry)
{
  if (entry->horizon > MAX_ITEMS)
    {
      tape->is_ok = FALSE;
      entry->horizon = 0;
    }
  pass_doubles (tape, &entry->mean, entry->horizon);
  for (guint level = 0; level < HD_FORECAST_BOOK_N_LEVELS; level++)
    {
      pass_doubles (tape, &entry->lower[level], entry->horizon);
      pass_doubles (tape, &entry->upper[level], entry->horizon);
    }
  pass_doubles (tape, &entry->rival, entry->horizon);
  pass_boolean (tape, &entry->is_reconciled);
  if (entry->is_reconciled)
    pass_doubles (tape, &entry->base_mean, entry->horizon);
  else
    entry->base_mean = entry->mean;
}

static void
pass_how (Tape *tape, HdForecastEntry *entry)
{
  HdForecastRecord *record = &entry->record;

  pass_needed_string (tape, &entry->method);
  pass_uint (tape, &record->n_origins);
  pass_double (tape, &record->mase);
  pass_double (tape, &record->rival_mase);
  pass_double (tape, &record->coverage_pct);
  pass_double (tape, &record->interval_factor);
  pass_boolean (tape, &record->beats_rival);
  pass_boolean (tape, &entry->has_calendar);
  pass_double (tape, &entry->calendar_pull);
  pass_double (tape, &entry->calendar_gain_pct);
  pass_count (tape, &entry->n_members, HD_FORECAST_BOOK_MAX_MEMBERS);
  if (tape->out == NULL)
    entry->members = g_new0 (HdForecastBookMember, entry->n_members + 1);
  for (guint member = 0; member < entry->n_members; member++)
    {
      guint state = entry->members[member].state;

      pass_needed_string (tape, &entry->members[member].form);
      pass_uint (tape, &state);
      entry->members[member].state = (HdForecastMemberState)state;
      pass_double (tape, &entry->members[member].weight);
      pass_double (tape, &entry->members[member].mase);
    }
}

static void
pass_replays (Tape *tape, HdForecastEntry *entry)
{
  pass_count (tape, &entry->n_replays, HD_FORECAST_BOOK_SCORED);
  if (tape->out == NULL)
    entry->replays = g_new0 (HdForecastOutcome, entry->n_replays + 1);
  for (guint index = 0; index < entry->n_replays; index++)
    {
      HdForecastOutcome *replay = &entry->replays[index];

      pass_period (tape, &replay->period);
      pass_uint (tape, &replay->step);
      pass_int64 (tape, &replay->made_at);
      pass_boolean (tape, &replay->is_replay);
      pass_double (tape, &replay->mean);
      pass_double (tape, &replay->rival);
      pass_double (tape, &replay->actual);
      for (guint level = 0; level < HD_FORECAST_BOOK_N_LEVELS; level++)
        {
          pass_double (tape, &replay->lower[level]);
          pass_double (tape, &replay->upper[level]);
        }
    }
}

static void
pass_parts (Tape *tape, HdForecastEntry *entry)
{
  gboolean has_parts = entry->parts != NULL;
  gboolean has_calendar = has_parts && entry->parts->calendar != NULL;

  pass_boolean (tape, &has_parts);
  pass_boolean (tape, &has_calendar);
  if (!has_parts)
    return;
  if (tape->out == NULL)
    entry->parts = g_new0 (HdForecastBookParts, 1);
  pass_doubles (tape, &entry->parts->level, entry->n_values);
  pass_doubles (tape, &entry->parts->trend, entry->n_values);
  pass_doubles (tape, &entry->parts->season, entry->n_values);
  pass_doubles (tape, &entry->parts->remainder, entry->n_values);
  if (has_calendar)
    pass_doubles (tape, &entry->parts->calendar, entry->n_values);
}

static void
pass_plans (Tape *tape, HdForecastEntry *entry)
{
  pass_count (tape, &entry->n_plans, HD_FORECAST_BOOK_MAX_MEMBERS);
  if (tape->out == NULL)
    entry->plans = g_new0 (HdForecastBookPlan, entry->n_plans + 1);
  for (guint index = 0; index < entry->n_plans; index++)
    {
      HdForecastBookPlan *plan = &entry->plans[index];

      pass_needed_string (tape, &plan->plan);
      pass_int (tape, &plan->year);
      pass_int (tape, &plan->known_to);
      pass_double (tape, &plan->amount);
      pass_double (tape, &plan->known);
      pass_double (tape, &plan->expected);
      pass_double (tape, &plan->probability_pct);
    }
}

static void
pass_entry (Tape *tape, HdForecastEntry *entry)
{
  guint verdict = entry->verdict;

  pass_inputs (tape, entry);
  pass_int64 (tape, &entry->made_at);
  pass_int64 (tape, &entry->vintage);
  pass_needed_string (tape, &entry->inputs_hash);
  pass_said (tape, entry);
  pass_how (tape, entry);
  pass_replays (tape, entry);
  pass_parts (tape, entry);
  pass_plans (tape, entry);
  pass_uint (tape, &verdict);
  entry->verdict = (HdForecastVerdict)verdict;
}

static GBytes *
compress (const GByteArray *raw)
{
  gsize bound = ZSTD_compressBound (raw->len);
  g_autofree guint8 *room = g_malloc (bound);
  gsize packed = ZSTD_compress (room, bound, raw->data, raw->len, COMPRESSION);

  g_assert (!ZSTD_isError (packed)); /* there is room for the worst */
  return g_bytes_new (room, packed);
}

/* (nullable): NULL when it is no whole frame, or claims to be too big. */
static GBytes *
decompress (GBytes *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  unsigned long long raw_size = ZSTD_getFrameContentSize (data, size);
  g_autofree guint8 *raw = NULL;

  if (raw_size == ZSTD_CONTENTSIZE_ERROR || raw_size > MAX_RAW)
    return NULL;
  raw = g_malloc ((gsize)raw_size + 1);
  if (ZSTD_decompress (raw, (gsize)raw_size, data, size) != raw_size)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&raw), (gsize)raw_size);
}

GBytes *
hd_forecast_codec_pack_list (GPtrArray *entries)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();
  Tape tape = { .out = raw, .is_ok = TRUE };

  if (entries->len == 0)
    return NULL;
  pass_word (&tape, FORMAT, 1);
  for (guint index = 0; index < entries->len; index++)
    pass_entry (&tape, g_ptr_array_index (entries, index));
  return compress (raw);
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
  g_autoptr (GBytes) raw = bytes != NULL ? decompress (bytes) : NULL;
  Tape tape = { .is_ok = raw != NULL };

  if (raw == NULL)
    return;
  tape.in = g_bytes_get_data (raw, &tape.n_left);
  if (pass_word (&tape, 0, 1) != FORMAT)
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
  Tape tape = { .out = raw, .is_ok = TRUE };

  /* Writing changes nothing of the entry. */
  pass_inputs (&tape, (HdForecastEntry *)entry);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, raw->data, raw->len);
}
