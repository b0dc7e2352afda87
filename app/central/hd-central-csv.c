/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes rows as SDMX-CSV 2.0.0, fast: what repeats is written once and copied.
 */

#include "config.h"

#include "hd-central-csv.h"

#include "hd-central-json.h"
#include "hd-csv-text.h"

#include <math.h>
#include <string.h>

/* A field as it is written, quoted where it must be. */
typedef struct
{
  char *text;
  gsize length;
} Field;

struct _HdCentralCsv
{
  const HdSampleDataset *dataset;
  guint n_dimensions, n_measures;
  Field start; /* "dataflow,HD:REVENUE(1.0.0)," */
  GArray *codes[HD_SAMPLE_MAX_DIMENSIONS]; /* (element-type Field) ",02CI" by code */
  HdDay day; /* whose text `time` is */
  Field time; /* ",2026-03-31" */
  gint64 known; /* whose text `extracted` is */
  Field extracted;
  gsize row_length; /* no row is longer */
};

static void
field_clear (gpointer data)
{
  g_free (((Field *)data)->text);
}

static void
field_set (Field *field, char *text)
{
  g_free (field->text);
  field->text = text;
  field->length = strlen (text);
}

static GArray *
quote_codes (const HdSampleList *list, gsize *longest)
{
  GArray *fields = g_array_sized_new (FALSE, TRUE, sizeof (Field), list->codes->len);

  g_array_set_clear_func (fields, field_clear);
  for (guint code = 0; code < list->codes->len; code++)
    {
      Field field = { NULL };

      field_set (&field, hd_csv_quote (hd_sample_list_get (list, code)->id));
      *longest = MAX (*longest, field.length);
      g_array_append_val (fields, field);
    }
  return fields;
}

HdCentralCsv *
hd_central_csv_new (const HdSampleWorld *world, const HdSampleDataset *dataset)
{
  HdCentralCsv *csv = g_new0 (HdCentralCsv, 1);

  csv->dataset = dataset;
  csv->n_dimensions = hd_sample_n_dimensions (dataset);
  csv->n_measures = hd_sample_n_measures (dataset);
  field_set (&csv->start,
             g_strdup_printf ("dataflow,%s:%s(1.0.0),", hd_sample_agency (dataset), dataset->id));
  /* The times take at most 35 bytes each. */
  csv->row_length = csv->start.length + csv->n_measures * (HD_CSV_MAX_NUMBER + 1) + 128;
  for (guint index = 0; index < csv->n_dimensions; index++)
    {
      gsize longest = 0;

      csv->codes[index] = quote_codes (hd_sample_dimension_list (world, dataset, index), &longest);
      csv->row_length += longest;
    }
  csv->day = HD_DAY_NONE;
  csv->known = G_MININT64;
  return csv;
}

void
hd_central_csv_free (HdCentralCsv *csv)
{
  for (guint index = 0; index < csv->n_dimensions; index++)
    g_array_unref (csv->codes[index]);
  g_free (csv->start.text);
  g_free (csv->time.text);
  g_free (csv->extracted.text);
  g_free (csv);
}

void
hd_central_csv_header (HdCentralCsv *csv, GString *out)
{
  g_string_append (out, "STRUCTURE,STRUCTURE_ID,ACTION");
  for (guint index = 0; index < csv->n_dimensions; index++)
    g_string_append_printf (out, ",%s", csv->dataset->dimensions[index].id);
  g_string_append (out, ",TIME_PERIOD");
  for (guint index = 0; index < csv->n_measures; index++)
    g_string_append_printf (out, ",%s", csv->dataset->measures[index].id);
  g_string_append (out, ",OBS_STATUS,EXTRACTED_AT\r\n");
}

static char *
put_field (char *at, const Field *field)
{
  memcpy (at, field->text, field->length);
  return at + field->length;
}

static char *
put_measures (const HdCentralCsv *csv, const HdSampleVersion *version, char *at)
{
  for (guint index = 0; index < csv->n_measures; index++)
    {
      const HdSampleValue *value = &version->row.values[index];

      *at++ = ',';
      if (version->is_delete)
        continue;
      if (csv->dataset->measures[index].is_real)
        at = isnan (value->d) ? at : hd_csv_put_double (at, value->d);
      else if (value->i != HD_SAMPLE_MISSING)
        at = hd_csv_put_int64 (at, value->i);
    }
  return at;
}

void
hd_central_csv_row (HdCentralCsv *csv,
                    HdPeriod period,
                    const HdSampleVersion *version,
                    GString *out)
{
  gsize start = out->len;
  char *at;

  if (period.first != csv->day)
    {
      g_autofree char *text = hd_period_to_string (period);

      field_set (&csv->time, g_strconcat (",", text, NULL));
      csv->day = period.first;
    }
  if (version->known != csv->known)
    {
      field_set (&csv->extracted, hd_central_time_text (version->known));
      csv->known = version->known;
    }
  g_string_set_size (out, start + csv->row_length);
  at = put_field (out->str + start, &csv->start);
  *at++ = version->is_delete ? 'D' : 'R';
  for (guint index = 0; index < csv->n_dimensions; index++)
    at = put_field (at, &g_array_index (csv->codes[index], Field, version->row.codes[index]));
  at = put_field (at, &csv->time);
  at = put_measures (csv, version, at);
  *at++ = ',';
  /* An attribute in a deletion would say that only the attribute goes. */
  if (!version->is_delete)
    *at++ = version->row.status;
  *at++ = ',';
  at = put_field (at, &csv->extracted);
  *at++ = '\r';
  *at++ = '\n';
  g_string_truncate (out, (gsize)(at - out->str));
}
