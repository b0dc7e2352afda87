/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Series in a CSV file, forecast on all cores: `haidang forecast --csv`.
 */

#include "config.h"

#include "hd-forecast-csv.h"

#include "hd-small-file.h"

#include <math.h>
#include <string.h>

/* An index may not make one short file ask for gigabytes. */
#define MAX_INDEX 1000000
#define MAX_BYTES (256u << 20)
#define MAX_FIELDS 64

typedef enum
{
  COLUMN_SERIES_ID,
  COLUMN_INDEX,
  COLUMN_VALUE,
  COLUMN_SPLIT,
  N_COLUMNS,
} Column;

static const char *const column_names[N_COLUMNS] = { "series_id", "index", "value", "split" };

/* Of a series while it is read: rows may come in any order, also from the newest back. */
typedef struct
{
  gint64 first; /* index of the first place in its values, which may be kept free */
  gint64 oldest; /* index of the oldest row so far */
} Span;

typedef struct
{
  const char *path;
  const char *split;
  guint line;
  int places[N_COLUMNS]; /* of each column in a line; -1 where it is not there */
  GPtrArray *series; /* (element-type HdTimeSeries) */
  GHashTable *by_id; /* (element-type utf8 HdTimeSeries), all borrowed from `series` */
  GArray *spans; /* (element-type Span) of each series */
  HdTimeSeries *latest; /* rows of one series stand together more often than not */
  guint latest_place;
} Reader;

void
hd_time_series_free (HdTimeSeries *series)
{
  g_free (series->id);
  g_array_unref (series->values);
  g_free (series);
}

static void
refuse (const Reader *reader, GError **error, const char *why)
{
  g_set_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_SYNTAX, "%s, line %u: %s", reader->path,
               reader->line, why);
}

/* Cuts `line` in place at its commas; quotes are taken off as RFC 4180 says. -1 when it has too many. */
static int
cut_fields (char *line, char **fields)
{
  int n_fields = 0;
  char *from = line, *to = line;

  for (;;)
    {
      gboolean is_quoted = *from == '"';

      if (n_fields == MAX_FIELDS)
        return -1;
      fields[n_fields++] = to;
      from += is_quoted;
      while (*from != '\0' && (is_quoted || *from != ','))
        {
          if (is_quoted && *from == '"')
            {
              if (from[1] != '"')
                {
                  is_quoted = FALSE;
                  from++;
                  continue;
                }
              from++;
            }
          *to++ = *from++;
        }
      if (*from == '\0')
        {
          *to = '\0';
          return n_fields;
        }
      *to++ = '\0';
      from++;
    }
}

static gboolean
read_header (Reader *reader, char **fields, int n_fields, GError **error)
{
  for (Column column = 0; column < N_COLUMNS; column++)
    {
      reader->places[column] = -1;
      for (int field = 0; field < n_fields; field++)
        if (g_strcmp0 (fields[field], column_names[column]) == 0)
          reader->places[column] = field;
      if (reader->places[column] < 0 && (column != COLUMN_SPLIT || reader->split != NULL))
        {
          g_autofree char *why = g_strdup_printf ("no column %s", column_names[column]);

          refuse (reader, error, why);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_value (const char *text, double *value)
{
  char *end;

  if (*text == '\0' || g_ascii_strcasecmp (text, "NA") == 0 || g_ascii_strcasecmp (text, "NaN") == 0
      || g_strcmp0 (text, "#N/A") == 0)
    {
      *value = NAN;
      return TRUE;
    }
  *value = g_ascii_strtod (text, &end);
  return *end == '\0' && end != text && isfinite (*value);
}

static void
find_series (Reader *reader, const char *id, gint64 index)
{
  Span span = { index, index };
  gpointer place;

  if (reader->latest != NULL && strcmp (reader->latest->id, id) == 0)
    return;
  if (g_hash_table_lookup_extended (reader->by_id, id, NULL, &place))
    {
      reader->latest_place = GPOINTER_TO_UINT (place);
      reader->latest = g_ptr_array_index (reader->series, reader->latest_place);
      return;
    }
  reader->latest = g_new0 (HdTimeSeries, 1);
  reader->latest->id = g_strdup (id);
  reader->latest->values = g_array_new (FALSE, FALSE, sizeof (double));
  reader->latest_place = reader->series->len;
  g_ptr_array_add (reader->series, reader->latest);
  g_array_append_val (reader->spans, span);
  g_hash_table_insert (reader->by_id, reader->latest->id, GUINT_TO_POINTER (reader->latest_place));
}

/* Room for `index` in front, and as much again as there is: a file that goes backwards moves each value a
 * few times only. */
static void
make_room (Span *span, GArray *values, gint64 index)
{
  gint64 n_more = MAX (span->first - index, (gint64)values->len);
  g_autofree double *missing = g_new (double, n_more);

  for (gint64 place = 0; place < n_more; place++)
    missing[place] = NAN;
  g_array_prepend_vals (values, missing, (guint)n_more);
  span->first -= n_more;
}

/* Takes the room off that was not needed. */
static void
cut_room (const Reader *reader)
{
  for (guint place = 0; place < reader->series->len; place++)
    {
      const Span *span = &g_array_index (reader->spans, Span, place);
      HdTimeSeries *series = g_ptr_array_index (reader->series, place);

      if (span->oldest > span->first)
        g_array_remove_range (series->values, 0, (guint)(span->oldest - span->first));
    }
}

/* Puts `value` at `index`; indices that were passed over are missing. */
static gboolean
put_value (Reader *reader, gint64 index, double value, GError **error)
{
  Span *span = &g_array_index (reader->spans, Span, reader->latest_place);
  GArray *values = reader->latest->values;
  double missing = NAN;
  gint64 place;

  if (index - span->oldest >= MAX_INDEX || span->first + values->len - index > MAX_INDEX)
    {
      refuse (reader, error, "the index is more than a million away from the others");
      return FALSE;
    }
  if (index < span->first)
    make_room (span, values, index);
  span->oldest = MIN (span->oldest, index);
  place = index - span->first;
  while (values->len <= place)
    g_array_append_val (values, missing);
  if (!isnan (g_array_index (values, double, place)))
    {
      refuse (reader, error, "this index of the series was there before");
      return FALSE;
    }
  g_array_index (values, double, place) = value;
  return TRUE;
}

static gboolean
read_row (Reader *reader, char **fields, int n_fields, GError **error)
{
  char *end;
  gint64 index;
  double value;

  for (Column column = 0; column < N_COLUMNS; column++)
    if (reader->places[column] >= n_fields)
      {
        refuse (reader, error, "fewer fields than the header has");
        return FALSE;
      }
  if (reader->split != NULL && strcmp (fields[reader->places[COLUMN_SPLIT]], reader->split) != 0)
    return TRUE;
  index = g_ascii_strtoll (fields[reader->places[COLUMN_INDEX]], &end, 10);
  if (*end != '\0' || end == fields[reader->places[COLUMN_INDEX]] || ABS (index) > G_MAXINT)
    {
      refuse (reader, error, "the index is no whole number");
      return FALSE;
    }
  if (!read_value (fields[reader->places[COLUMN_VALUE]], &value))
    {
      refuse (reader, error, "the value is no number");
      return FALSE;
    }
  find_series (reader, fields[reader->places[COLUMN_SERIES_ID]], index);
  return put_value (reader, index, value, error);
}

static gboolean
read_lines (Reader *reader, char *contents, GError **error)
{
  char *fields[MAX_FIELDS], *next = contents;

  if (g_str_has_prefix (next, "\xEF\xBB\xBF"))
    next += 3;
  while (next != NULL && *next != '\0')
    {
      char *line = next;
      int n_fields;

      next = strchr (line, '\n');
      if (next != NULL)
        {
          *next = '\0';
          if (next > line && next[-1] == '\r')
            next[-1] = '\0';
          next++;
        }
      reader->line++;
      if (*line == '\0')
        continue;
      n_fields = cut_fields (line, fields);
      if (n_fields < 0)
        {
          refuse (reader, error, "too many fields");
          return FALSE;
        }
      if (!(reader->line == 1 ? read_header (reader, fields, n_fields, error)
                              : read_row (reader, fields, n_fields, error)))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
hd_time_series_read_csv (const char *path, const char *split, GError **error)
{
  g_autoptr (GPtrArray) series
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_time_series_free);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (Span));
  g_autofree char *contents = NULL;
  Reader reader = { .path = path, .split = split, .series = series, .by_id = by_id };

  reader.spans = spans;
  if (!hd_small_file_read (path, MAX_BYTES, &contents, NULL, error))
    return NULL;
  if (!g_utf8_validate (contents, -1, NULL))
    {
      g_set_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_SYNTAX, "%s: not UTF-8 text", path);
      return NULL;
    }
  if (!read_lines (&reader, contents, error))
    return NULL;
  if (series->len == 0)
    {
      g_set_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_SYNTAX, "%s: no series in it", path);
      return NULL;
    }
  cut_room (&reader);
  return g_steal_pointer (&series);
}

typedef struct
{
  GPtrArray *series;
  const HdForecastInput *options;
  GPtrArray *forecasts;
  GCancellable *cancellable;
  int n_done; /* atomic */
} Work;

/* A file says nothing of what it counts; what has never been below zero is taken to be a count or money. */
static gboolean
is_never_negative (const HdForecastInput *input)
{
  for (guint place = 0; place < input->n_values; place++)
    if (input->values[place] < 0)
      return FALSE;
  return TRUE;
}

/* `job` is the place of the series, counted from one because a pool takes no NULL. */
static void
forecast_one (gpointer job, gpointer user_data)
{
  Work *work = user_data;
  guint place = GPOINTER_TO_UINT (job) - 1;
  const HdTimeSeries *series = g_ptr_array_index (work->series, place);
  HdForecastInput input = *work->options;

  if (!g_cancellable_is_cancelled (work->cancellable))
    {
      input.values = (const double *)(gpointer)series->values->data;
      input.n_values = series->values->len;
      input.is_non_negative = input.is_non_negative || is_never_negative (&input);
      work->forecasts->pdata[place] = hd_forecast_run (&input, NULL);
    }
  g_atomic_int_inc (&work->n_done);
}

static void
free_forecast (gpointer forecast)
{
  if (forecast != NULL)
    hd_forecast_free (forecast);
}

GPtrArray *
hd_time_series_forecast_all (GPtrArray *series,
                             const HdForecastInput *options,
                             HdTimeSeriesProgress progress,
                             gpointer user_data,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (GPtrArray) forecasts = g_ptr_array_new_with_free_func (free_forecast);
  Work work = { series, options, forecasts, cancellable, 0 };
  GThreadPool *pool
      = g_thread_pool_new (forecast_one, &work, (int)g_get_num_processors (), TRUE, error);

  if (pool == NULL)
    return NULL;
  g_ptr_array_set_size (forecasts, (int)series->len);
  for (guint place = 0; place < series->len; place++)
    g_thread_pool_push (pool, GUINT_TO_POINTER (place + 1), NULL);
  while (progress != NULL && (guint)g_atomic_int_get (&work.n_done) < series->len)
    {
      progress ((guint)g_atomic_int_get (&work.n_done), series->len, user_data);
      g_usleep (100 * 1000);
    }
  g_thread_pool_free (pool, FALSE, TRUE);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&forecasts);
}

static void
append_number (GString *text, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  /* Ten digits carry all that a forecast knows. */
  g_string_append_c (text, ',');
  g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, "%.10g", value));
}

static void
append_id (GString *text, const char *id)
{
  if (strpbrk (id, ",\"\r\n") == NULL)
    {
      g_string_append (text, id);
      return;
    }
  g_string_append_c (text, '"');
  for (; *id != '\0'; id++)
    {
      if (*id == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *id);
    }
  g_string_append_c (text, '"');
}

gboolean
hd_time_series_write_csv (const char *path,
                          GPtrArray *series,
                          GPtrArray *forecasts,
                          guint horizon,
                          GError **error)
{
  g_autoptr (GString) text = g_string_new ("series_id,step,mean,lower,upper,method\n");

  for (guint place = 0; place < series->len; place++)
    {
      const HdForecast *forecast = g_ptr_array_index (forecasts, place);

      for (guint step = 0; step < horizon; step++)
        {
          append_id (text, ((const HdTimeSeries *)g_ptr_array_index (series, place))->id);
          g_string_append_printf (text, ",%u", step + 1);
          if (forecast == NULL)
            {
              g_string_append (text, ",,,,none\n");
              continue;
            }
          append_number (text, forecast->mean[step]);
          append_number (text, forecast->lower[step]);
          append_number (text, forecast->upper[step]);
          g_string_append_c (text, ',');
          append_id (text, forecast->method);
          g_string_append_c (text, '\n');
        }
    }
  return g_file_set_contents (path, text->str, (gssize)text->len, error);
}
