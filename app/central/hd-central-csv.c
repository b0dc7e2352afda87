/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes rows as SDMX-CSV 2.0.0, fast: what repeats is written once and copied.
 */

#include "config.h"

#include "hd-central-csv.h"

#include "hd-central-json.h"

#include <math.h>
#include <string.h>

struct _HdCentralCsv
{
  const HdSampleDataset *dataset;
  guint n_dimensions, n_measures;
  HdSampleList *lists[HD_SAMPLE_MAX_DIMENSIONS];
  char *start; /* "dataflow,HD:REVENUE(1.0.0)," */
  HdDay day; /* whose text `time` is */
  char *time;
  gint64 known; /* whose text `extracted` is */
  char *extracted;
};

HdCentralCsv *
hd_central_csv_new (const HdSampleWorld *world, const HdSampleDataset *dataset)
{
  HdCentralCsv *csv = g_new0 (HdCentralCsv, 1);

  csv->dataset = dataset;
  csv->n_dimensions = hd_sample_n_dimensions (dataset);
  csv->n_measures = hd_sample_n_measures (dataset);
  for (guint index = 0; index < csv->n_dimensions; index++)
    csv->lists[index] = hd_sample_dimension_list (world, dataset, index);
  csv->start = g_strdup_printf ("dataflow,%s:%s(1.0.0),", hd_sample_agency (dataset), dataset->id);
  csv->day = HD_DAY_NONE;
  csv->known = G_MININT64;
  return csv;
}

void
hd_central_csv_free (HdCentralCsv *csv)
{
  g_free (csv->start);
  g_free (csv->time);
  g_free (csv->extracted);
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

static void
append_int (GString *out, gint64 value)
{
  char digits[24];
  guint at = sizeof digits;
  guint64 rest = value < 0 ? -(guint64)value : (guint64)value;

  do
    digits[--at] = (char)('0' + rest % 10);
  while ((rest /= 10) > 0);
  if (value < 0)
    digits[--at] = '-';
  g_string_append_len (out, digits + at, (gssize)(sizeof digits - at));
}

void
hd_central_append_double (GString *out, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 15; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
  g_string_append (out, text);
}

/* Codes of --data files may hold anything. */
static void
append_field (GString *out, const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (out, text);
      return;
    }
  g_string_append_c (out, '"');
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *at);
    }
  g_string_append_c (out, '"');
}

static void
append_measures (HdCentralCsv *csv, const HdSampleVersion *version, GString *out)
{
  for (guint index = 0; index < csv->n_measures; index++)
    {
      const HdSampleValue *value = &version->row.values[index];

      g_string_append_c (out, ',');
      if (version->is_delete)
        continue;
      if (csv->dataset->measures[index].is_real)
        {
          if (!isnan (value->d))
            hd_central_append_double (out, value->d);
        }
      else if (value->i != HD_SAMPLE_MISSING)
        append_int (out, value->i);
    }
}

void
hd_central_csv_row (HdCentralCsv *csv,
                    HdPeriod period,
                    const HdSampleVersion *version,
                    GString *out)
{
  if (period.first != csv->day)
    {
      g_free (csv->time);
      csv->time = hd_period_to_string (period);
      csv->day = period.first;
    }
  if (version->known != csv->known)
    {
      g_free (csv->extracted);
      csv->extracted = hd_central_time_text (version->known);
      csv->known = version->known;
    }
  g_string_append (out, csv->start);
  g_string_append_c (out, version->is_delete ? 'D' : 'R');
  for (guint index = 0; index < csv->n_dimensions; index++)
    {
      g_string_append_c (out, ',');
      append_field (out, hd_sample_list_get (csv->lists[index], version->row.codes[index])->id);
    }
  g_string_append_c (out, ',');
  g_string_append (out, csv->time);
  append_measures (csv, version, out);
  g_string_append_c (out, ',');
  g_string_append_c (out, version->row.status);
  g_string_append_c (out, ',');
  g_string_append (out, csv->extracted);
  g_string_append (out, "\r\n");
}
