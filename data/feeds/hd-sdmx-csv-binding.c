/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The columns of an SDMX-CSV message, and what each means for one dataset in it.
 */

#include "config.h"

#include "hd-sdmx-csv-binding.h"

#include <math.h>
#include <string.h>

#include "hd-code-map.h"
#include "hd-feed-error.h"
#include "hd-number.h"
#include "hd-sdmx-text.h"

#define MAX_REMEMBERED 32

typedef enum
{
  ROLE_DIMENSION,
  ROLE_TIME,
  ROLE_MEASURE,
  ROLE_STATUS,
  ROLE_EXTRACTED_AT,
  ROLE_ATTRIBUTE, /* any other: it only tells what a deletion is of */
} Role;

typedef struct
{
  Role role;
  guint field;
  guint index; /* of the dimension or measure */
  gboolean is_labelled;
  gboolean is_multiple;
  gboolean is_real;
  HdCodeMap *codes; /* (owned) (nullable) */
} Column;

/* The text that was read last, since times repeat row after row. */
typedef struct
{
  char text[MAX_REMEMBERED];
  gsize length;
  gint64 value;
} Remembered;

/* What one row has of each kind. */
typedef struct
{
  guint n_absent; /* dimensions, TIME_PERIOD included, that are empty or switched off */
  guint n_off; /* of these, switched off: "~" */
  guint absent_field;
  guint n_attributes; /* with a value */
  guint n_given; /* measures with a value */
  guint n_erased; /* measures said to be missing: NaN, #N/A */
} Tally;

struct _HdSdmxCsvBinding
{
  HdRows *rows;
  Column columns[HD_CSV_MAX_COLUMNS];
  guint n_columns;
  guint n_unbound; /* dimensions without a column */
  char *unbound; /* the first of them */
  HdDay no_day; /* of a row, when there is no column TIME_PERIOD */
  char decimal;
  char sub_separator;
  gint64 known_from;
  Remembered time, extracted_at;
  HdCode *codes;
  HdNumber *values;
  HdNumber *erased; /* [measure] with a value: said to be missing */
};

static Column *
add_column (HdSdmxCsvBinding *binding, const HdSdmxCsvHeader *header, Role role, const char *id)
{
  int field = hd_sdmx_csv_header_find (header, id);
  Column *column;

  if (field < 0)
    return NULL;
  column = &binding->columns[binding->n_columns++];
  column->role = role;
  column->field = (guint)field;
  column->is_labelled = header->is_labelled[field];
  column->is_multiple = header->is_multiple[field];
  return column;
}

/* Their values are not kept, but a deletion that names one is of that one only. */
static void
add_attributes (HdSdmxCsvBinding *binding, const HdSdmxCsvHeader *header)
{
  HdStructure *structure = binding->rows->structure;

  add_column (binding, header, ROLE_STATUS, "OBS_STATUS");
  add_column (binding, header, ROLE_EXTRACTED_AT, "EXTRACTED_AT");
  for (guint column = 0; column < header->n_columns; column++)
    {
      const char *id = header->ids[column];

      if (hd_structure_has_attribute (structure, id) && strcmp (id, "OBS_STATUS") != 0
          && strcmp (id, "EXTRACTED_AT") != 0 && hd_structure_find_dimension (structure, id) < 0
          && hd_structure_find_measure (structure, id) < 0
          && hd_sdmx_csv_header_find (header, id) == (int)column)
        add_column (binding, header, ROLE_ATTRIBUTE, id);
    }
}

static void
note_unbound (HdSdmxCsvBinding *binding, const char *id)
{
  if (binding->n_unbound++ == 0)
    binding->unbound = g_strdup (id);
}

HdSdmxCsvBinding *
hd_sdmx_csv_binding_new (HdStructure *structure, const HdSdmxCsvHeader *header, gint64 known_from)
{
  HdSdmxCsvBinding *binding = g_new0 (HdSdmxCsvBinding, 1);
  guint n_dimensions = hd_structure_get_n_dimensions (structure);
  guint n_measures = hd_structure_get_n_measures (structure);

  binding->rows = hd_rows_new (structure);
  binding->known_from = known_from;
  binding->decimal = header->decimal;
  binding->sub_separator = header->sub_separator;
  binding->no_day = HD_SDMX_TIMELESS_DAY;
  binding->codes = g_new (HdCode, n_dimensions + 1);
  binding->values = g_new (HdNumber, n_measures + 1);
  binding->erased = g_new (HdNumber, n_measures + 1);
  for (guint index = 0; index < n_dimensions; index++)
    {
      const HdDimension *dimension = hd_structure_get_dimension (structure, index);
      Column *column = add_column (binding, header, ROLE_DIMENSION, dimension->id);

      binding->codes[index] = HD_CODE_NONE;
      if (column == NULL)
        {
          note_unbound (binding, dimension->id);
          continue;
        }
      column->index = index;
      column->codes = hd_code_map_new (dimension->codes);
    }
  if (add_column (binding, header, ROLE_TIME, "TIME_PERIOD") == NULL
      && hd_structure_get_grain (structure) != HD_GRAIN_SPAN)
    {
      note_unbound (binding, "TIME_PERIOD");
      binding->no_day = HD_DAY_NONE;
    }
  for (guint index = 0; index < n_measures; index++)
    {
      const HdMeasure *measure = hd_structure_get_measure (structure, index);
      Column *column = add_column (binding, header, ROLE_MEASURE, measure->id);

      binding->values[index] = hd_rows_missing_value (binding->rows, index);
      binding->erased[index] = binding->values[index];
      if (column == NULL)
        continue;
      column->index = index;
      column->is_real = measure->is_real;
    }
  add_attributes (binding, header);
  return binding;
}

void
hd_sdmx_csv_binding_free (HdSdmxCsvBinding *binding)
{
  for (guint at = 0; at < binding->n_columns; at++)
    g_clear_pointer (&binding->columns[at].codes, hd_code_map_free);
  hd_rows_unref (binding->rows);
  g_free (binding->unbound);
  g_free (binding->codes);
  g_free (binding->values);
  g_free (binding->erased);
  g_free (binding);
}

HdRows *
hd_sdmx_csv_binding_get_rows (HdSdmxCsvBinding *binding)
{
  return binding->rows;
}

HdRows *
hd_sdmx_csv_binding_take_rows (HdSdmxCsvBinding *binding)
{
  HdRows *rows = binding->rows;

  binding->rows = hd_rows_new (rows->structure);
  return rows;
}

static gboolean
is_remembered (const Remembered *remembered, const char *text, gsize length)
{
  return remembered->length == length && length > 0 && memcmp (remembered->text, text, length) == 0;
}

static void
remember (Remembered *remembered, const char *text, gsize length, gint64 value)
{
  remembered->length = length <= MAX_REMEMBERED ? length : 0;
  memcpy (remembered->text, text, remembered->length);
  remembered->value = value;
}

static gboolean
read_dimension (const Column *column, const char *text, gsize length, HdCode *code)
{
  *code = hd_code_map_find_or_add (column->codes, text, length);
  return *code != HD_CODE_NONE;
}

static gboolean
read_time (HdSdmxCsvBinding *binding, const char *text, gsize length, HdDay *day, GError **error)
{
  HdStructure *structure = binding->rows->structure;

  if (is_remembered (&binding->time, text, length))
    {
      *day = (HdDay)binding->time.value;
      return TRUE;
    }
  if (!hd_sdmx_parse_period (text, length, hd_structure_get_grain (structure),
                             hd_structure_get_month_start_day (structure), day, error))
    return FALSE;
  remember (&binding->time, text, length, *day);
  return TRUE;
}

static gboolean
read_instant (HdSdmxCsvBinding *binding, const char *text, gsize length, gint64 *instant)
{
  if (!is_remembered (&binding->extracted_at, text, length))
    {
      if (!hd_sdmx_parse_instant (text, length, instant))
        return FALSE;
      remember (&binding->extracted_at, text, length, *instant);
    }
  *instant = binding->extracted_at.value;
  return TRUE;
}

static gboolean
is_word (const char *text, gsize length, const char *word)
{
  return length == strlen (word) && memcmp (text, word, length) == 0;
}

/* In a deletion anything stands for the value that goes: "-" mostly. */
static HdNumberResult
read_measure (const HdSdmxCsvBinding *binding,
              const Column *column,
              const char *text,
              gsize length,
              HdAction action,
              Tally *tally)
{
  char decimal = binding->decimal;
  HdNumber *value = &binding->values[column->index];
  HdNumber *erased = &binding->erased[column->index];
  HdNumberResult result;

  *erased = hd_rows_missing_value (binding->rows, column->index);
  if (action == HD_ACTION_DELETE)
    {
      *value = (HdNumber){ 0 };
      tally->n_given++;
      return HD_NUMBER_OK;
    }
  if (decimal != '.' && memchr (text, '.', length) != NULL)
    decimal = '.';
  if (column->is_real)
    result = hd_number_parse_double (text, length, decimal, &value->d);
  else
    result = hd_number_parse_int64 (text, length, decimal, &value->i);
  if (result == HD_NUMBER_OK)
    tally->n_given++;
  else if (is_word (text, length, "NaN") || is_word (text, length, "#N/A"))
    {
      *value = *erased;
      *erased = (HdNumber){ 0 };
      tally->n_erased++;
      result = HD_NUMBER_OK;
    }
  return result;
}

/* One cell that is not empty. */
static gboolean
read_cell (HdSdmxCsvBinding *binding,
           const Column *column,
           const HdCsvRecord *record,
           const char *text,
           gsize length,
           HdRow *row,
           Tally *tally,
           GError **error)
{
  HdStructure *structure = binding->rows->structure;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *shown = NULL;
  HdNumberResult result;
  int code = HD_FEED_ERROR_SYNTAX;

  switch (column->role)
    {
    case ROLE_DIMENSION:
      if (read_dimension (column, text, length, &binding->codes[column->index]))
        return TRUE;
      shown = g_utf8_make_valid (text, (gssize)length);
      hd_csv_record_error (record, column->field, HD_FEED_ERROR_SCHEMA, error,
                           "%s has no code “%s”",
                           hd_structure_get_dimension (structure, column->index)->id, shown);
      return FALSE;
    case ROLE_TIME:
      if (read_time (binding, text, length, &row->day, &local_error))
        return TRUE;
      code = local_error->code;
      break;
    case ROLE_MEASURE:
      result = read_measure (binding, column, text, length, row->action, tally);
      if (result == HD_NUMBER_OK)
        return TRUE;
      shown = g_utf8_make_valid (text, (gssize)length);
      hd_csv_record_error (record, column->field, HD_FEED_ERROR_SYNTAX, error, "%s: “%s” %s",
                           hd_structure_get_measure (structure, column->index)->id, shown,
                           hd_number_describe (result));
      return FALSE;
    case ROLE_STATUS:
      row->status = hd_sdmx_parse_status (text, length);
      tally->n_attributes++;
      return TRUE;
    case ROLE_ATTRIBUTE:
      tally->n_attributes++;
      return TRUE;
    case ROLE_EXTRACTED_AT:
    default:
      if (read_instant (binding, text, length, &row->known_from))
        return TRUE;
      break;
    }
  hd_csv_record_error (record, column->field, code, error, "%s",
                       local_error != NULL ? local_error->message
                                           : "EXTRACTED_AT is not a time of RFC 3339");
  return FALSE;
}

static void
read_empty_cell (HdSdmxCsvBinding *binding,
                 const Column *column,
                 gboolean is_off,
                 HdRow *row,
                 Tally *tally)
{
  if (column->role == ROLE_MEASURE)
    binding->values[column->index] = binding->erased[column->index]
        = hd_rows_missing_value (binding->rows, column->index);
  if (column->role != ROLE_DIMENSION && column->role != ROLE_TIME)
    return;
  if (column->role == ROLE_DIMENSION)
    binding->codes[column->index] = HD_CODE_NONE;
  else
    row->day = HD_DAY_NONE;
  tally->n_off += is_off ? 1 : 0;
  if (tally->n_absent++ == 0)
    tally->absent_field = column->field;
}

/* A deletion is of the lowest level that the row names: with nothing named, or the only measure,
 * whole observations, else the values that are. What belongs to a dimension that is switched off is an attribute of
 * a wider group. A row that names all of several measures leaves an observation without values:
 * what is omitted goes only where all measures and attributes are (SDMX 3.1, section 3A, part IV, state of
 * components). */
static const char *
check_delete (const HdSdmxCsvBinding *binding,
              guint n_said,
              const Tally *tally,
              gboolean *is_observation)
{
  guint n_measures = hd_structure_get_n_measures (binding->rows->structure);

  *is_observation = tally->n_off == 0 && (n_said > 0 || tally->n_attributes == 0);
  if (n_said > 0 && tally->n_off > 0)
    return "a value without all its dimensions";
  if (n_measures == 1)
    binding->values[0] = hd_rows_missing_value (binding->rows, 0);
  return NULL;
}

/* What cannot be an observation is told from what carries attributes of a whole series only. */
static gboolean
check_row (const HdSdmxCsvBinding *binding,
           const HdCsvRecord *record,
           const Tally *tally,
           HdRow *row,
           gboolean *is_observation,
           GError **error)
{
  guint n_measures = hd_structure_get_n_measures (binding->rows->structure);
  guint n_absent = tally->n_absent + binding->n_unbound;
  guint n_said = tally->n_given + tally->n_erased;
  const char *problem = NULL;
  gboolean is_unbound = FALSE;

  if (row->action == HD_ACTION_DELETE)
    problem = check_delete (binding, n_said, tally, is_observation);
  else if (n_absent > 0)
    {
      *is_observation = FALSE;
      is_unbound = binding->n_unbound > 0;
      if (n_said > 0)
        problem = is_unbound ? "a dimension of the dataset has no column"
                             : "a value without all its dimensions";
    }
  else
    {
      *is_observation = TRUE;
      if (row->action == HD_ACTION_MERGE && tally->n_erased > 0 && n_said == n_measures)
        row->action = HD_ACTION_REPLACE;
    }
  if (problem == NULL)
    return TRUE;
  hd_csv_record_error (record, tally->absent_field, HD_FEED_ERROR_SCHEMA, error, "%s%s%s", problem,
                       is_unbound ? ": " : "", is_unbound ? binding->unbound : "");
  return FALSE;
}

/* The ID before its label, and of several values the first, where one is to be read. */
static gsize
cut_cell (const HdSdmxCsvBinding *binding, const Column *column, const char *text, gsize length)
{
  const char *end = NULL;

  if (column->is_multiple && binding->sub_separator != '\0' && column->role == ROLE_STATUS)
    end = memchr (text, binding->sub_separator, length);
  length = end == NULL ? length : (gsize)(end - text);
  if (column->is_labelled && column->role != ROLE_MEASURE)
    {
      end = memmem (text, length, ": ", 2);
      length = end == NULL ? length : (gsize)(end - text);
    }
  return length;
}

gboolean
hd_sdmx_csv_binding_read (HdSdmxCsvBinding *binding,
                          const HdCsvRecord *record,
                          HdAction action,
                          GError **error)
{
  HdRow row = { binding->no_day,  binding->codes, binding->values,
                HD_STATUS_NORMAL, action,         binding->known_from };
  Tally tally = { 0 };
  gboolean is_observation;

  for (guint at = 0; at < binding->n_columns; at++)
    {
      const Column *column = &binding->columns[at];
      const char *text = record->fields[column->field].text;
      gsize length = record->fields[column->field].length;
      gboolean is_off = length == 1 && *text == '~';

      if (column->is_labelled || column->is_multiple)
        length = cut_cell (binding, column, text, length);
      if (length == 0 || is_off)
        read_empty_cell (binding, column, is_off, &row, &tally);
      else if (!read_cell (binding, column, record, text, length, &row, &tally, error))
        return FALSE;
    }
  if (!check_row (binding, record, &tally, &row, &is_observation, error))
    return FALSE;
  /* A merge that says of some measures that they are missing: these go first. */
  if (is_observation && row.action == HD_ACTION_MERGE && tally.n_erased > 0)
    hd_rows_append (binding->rows, &(HdRow){ row.day, row.codes, binding->erased, HD_STATUS_NORMAL,
                                             HD_ACTION_DELETE, row.known_from });
  if (is_observation)
    hd_rows_append (binding->rows, &row);
  return TRUE;
}
