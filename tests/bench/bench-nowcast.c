/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A month's total told from its first days: by the count of working days, and by how months come in.
 *
 * Usage: bench-nowcast FILE, the import declarations of the Korea Customs Service (date, office,
 * declarations, …, duty_krw); not part of this repository. The last twelve months of the country and of
 * each office that works every week are told on five days of each, learning from the months before.
 */

#include "config.h"

#include "hd-csv-scanner.h"
#include "hd-month-progress.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define N_MONTHS 12
#define MIN_ACTIVE_SHARE 0.6
#define NORMAL_95 1.96

static const int shown_days[] = { 5, 10, 15, 20, 25 };

typedef struct
{
  HdDay first, last;
  const char *measure;
  int date_field, office_field, measure_field;
  GHashTable *offices; /* (element-type char* GArray of double) by day from `first`; "" is all */
} Reader;

static GArray *
days_of (Reader *reader, const char *office)
{
  GArray *days = g_hash_table_lookup (reader->offices, office);

  if (days == NULL)
    {
      days = g_array_new (FALSE, TRUE, sizeof (double));
      g_hash_table_insert (reader->offices, g_strdup (office), days);
    }
  if (days->len < (guint)(reader->last - reader->first + 1))
    g_array_set_size (days, (guint)(reader->last - reader->first + 1));
  return days;
}

static int
find_field (const HdCsvRecord *record, const char *name)
{
  for (guint field = 0; field < record->n_fields; field++)
    if (record->fields[field].length == strlen (name)
        && memcmp (record->fields[field].text, name, strlen (name)) == 0)
      return (int)field;
  return -1;
}

static gboolean
read_record (const HdCsvRecord *record, gpointer user_data, GError **error)
{
  Reader *reader = user_data;
  g_autofree char *date = NULL, *office = NULL, *text = NULL;
  int year, month, day;
  double amount;

  if (record->line == 1)
    {
      reader->date_field = find_field (record, "date");
      reader->office_field = find_field (record, "office");
      reader->measure_field = find_field (record, reader->measure);
      return TRUE;
    }
  date = g_strndup (record->fields[reader->date_field].text,
                    record->fields[reader->date_field].length);
  office = g_strndup (record->fields[reader->office_field].text,
                      record->fields[reader->office_field].length);
  text = g_strndup (record->fields[reader->measure_field].text,
                    record->fields[reader->measure_field].length);
  if (sscanf (date, "%d-%d-%d", &year, &month, &day) != 3)
    return TRUE;
  reader->last = hd_day_from_ymd (year, month, day);
  if (reader->first == HD_DAY_NONE)
    reader->first = reader->last;
  amount = g_ascii_strtod (text, NULL);
  g_array_index (days_of (reader, office), double, reader->last - reader->first) += amount;
  g_array_index (days_of (reader, ""), double, reader->last - reader->first) += amount;
  return TRUE;
}

typedef struct
{
  guint n_cases, n_inside;
  double by_days, by_profile; /* sums of absolute errors in per cent */
} Score;

static double
sum_days (const double *amounts, HdDay origin, HdDay first, HdDay last)
{
  double sum = 0;

  for (HdDay day = first; day <= last; day++)
    sum += amounts[day - origin];
  return sum;
}

static void
measure_office (const Reader *reader, const HdCalendar *calendar, GArray *days, Score *scores)
{
  HdDailyAmounts daily = { reader->first, (const double *)(gpointer)days->data, days->len };
  HdPeriod month = hd_period_containing (reader->last + 1, HD_GRAIN_MONTH, HD_MONTH_START_CIVIL);

  for (guint back = 1; back <= N_MONTHS; back++)
    {
      HdPeriod past = hd_period_shift (month, -(int)back);
      double total = sum_days (daily.amounts, daily.first, past.first, past.last);

      for (guint place = 0; place < G_N_ELEMENTS (shown_days); place++)
        {
          HdDay known_to = past.first + shown_days[place] - 1;
          HdMonthProgress alone = hd_month_progress (calendar, NULL, past, known_to);
          HdMonthProgress learned = hd_month_progress (calendar, &daily, past, known_to);
          double in = sum_days (daily.amounts, daily.first, past.first, known_to);
          Score *score = &scores[place];

          if (!(in > 0) || !(alone.share > 0))
            continue;
          score->n_cases++;
          score->by_days += 100 * fabs (in / alone.share / total - 1);
          score->by_profile += 100 * fabs (in / learned.share / total - 1);
          score->n_inside
              += fabs (log (in / learned.share / total)) <= NORMAL_95 * learned.log_error;
        }
    }
}

static gboolean
works_every_week (const GArray *days)
{
  guint n_active = 0;

  for (guint day = 0; day < days->len; day++)
    n_active += g_array_index (days, double, day) > 0;
  return n_active >= MIN_ACTIVE_SHARE * days->len;
}

static void
print_scores (const char *title, const Score *scores)
{
  g_print ("%s\n  %4s %6s %8s %8s %8s\n", title, "day", "n", "by days", "profile", "cover");
  for (guint place = 0; place < G_N_ELEMENTS (shown_days); place++)
    g_print ("  %4d %6u %8.2f %8.2f %8.1f\n", shown_days[place], scores[place].n_cases,
             scores[place].by_days / scores[place].n_cases,
             scores[place].by_profile / scores[place].n_cases,
             100.0 * scores[place].n_inside / scores[place].n_cases);
}

static void
measure (const char *path, const char *of)
{
  Reader reader = { .first = HD_DAY_NONE, .measure = of };
  g_autoptr (HdCalendar) calendar = hd_calendar_new (NULL, 0, NULL, 0);
  g_autoptr (HdCsvScanner) scanner = hd_csv_scanner_new (read_record, &reader);
  g_autoptr (GHashTable) offices
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  g_autofree char *text = NULL, *title = NULL;
  Score country[G_N_ELEMENTS (shown_days)] = { 0 }, office[G_N_ELEMENTS (shown_days)] = { 0 };
  GHashTableIter iter;
  gpointer name, days;
  gsize length;
  guint n_offices = 0;

  reader.offices = offices;
  if (!g_file_get_contents (path, &text, &length, NULL)
      || !hd_csv_scanner_push (scanner, text, length, NULL)
      || !hd_csv_scanner_finish (scanner, NULL))
    {
      g_print ("not measured, no %s\n", path);
      return;
    }
  measure_office (&reader, calendar, g_hash_table_lookup (offices, ""), country);
  g_hash_table_iter_init (&iter, offices);
  while (g_hash_table_iter_next (&iter, &name, &days))
    if (*(const char *)name != '\0' && days_of (&reader, name) && works_every_week (days))
      {
        measure_office (&reader, calendar, days, office);
        n_offices++;
      }
  title = g_strdup_printf ("%s, the country", of);
  print_scores (title, country);
  g_free (title);
  title = g_strdup_printf ("%s, %u offices", of, n_offices);
  print_scores (title, office);
}

int
main (int argc, char **argv)
{
  const char *path = argc > 1 ? argv[1] : "";

  measure (path, "declarations");
  measure (path, "duty_krw");
  return 0;
}
