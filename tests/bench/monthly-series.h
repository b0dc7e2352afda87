/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Series of months out of a CSV file, for the benchmarks.
 */

#pragma once

#include <glib.h>

typedef struct
{
  char *id;
  int first_month; /* months since year 0 */
  GArray *values; /* (element-type double) NAN: missing */
} MonthlySeries;

void monthly_series_free (MonthlySeries *series);

/* Appends to `into` (element-type MonthlySeries) one series a value of `id_column` (NULL: a single one,
 * named after `value_column`), dates in `date_column` as YYYY, YYYY-MM or YYYY-MM-DD. Where `value_column` is
 * empty, `else_column` (may be NULL) is read. FALSE when the file is not there. */
typedef struct
{
  const char *path, *id_column, *date_column, *value_column, *else_column;
} MonthlyFile;
gboolean monthly_series_read (const MonthlyFile *file, GPtrArray *into);
