/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file format of `forecast --csv`: what is read, what is refused, what is written.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-forecast-csv.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static GPtrArray *
read_text (const char *text, const char *split, GError **error)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("series-XXXXXX.csv", &path, NULL);
  GPtrArray *series;

  g_assert_true (g_close (fd, NULL));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  series = hd_time_series_read_csv (path, split, error);
  g_unlink (path);
  return series;
}

static double
value_of (GPtrArray *series, guint place, guint index)
{
  return g_array_index (((HdTimeSeries *)g_ptr_array_index (series, place))->values, double, index);
}

static void
test_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) series = read_text (
      "\xEF\xBB\xBFsplit,value,series_id,index\r\n"
      "train,1.5,\"a, \"\"b\"\"\",3\r\ntrain,NA,Hải Phòng,1\ntrain,7,Hải Phòng,2\n"
      "train,2.5,\"a, \"\"b\"\"\",6\ntest,9,Hải Phòng,3\ntrain,0.5,\"a, \"\"b\"\"\",2\n",
      "train", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (series->len, ==, 2);
  g_assert_cmpstr (((HdTimeSeries *)g_ptr_array_index (series, 0))->id, ==, "a, \"b\"");
  g_assert_cmpuint (((HdTimeSeries *)g_ptr_array_index (series, 0))->values->len, ==, 5);
  g_assert_cmpfloat (value_of (series, 0, 0), ==, 0.5);
  g_assert_cmpfloat (value_of (series, 0, 1), ==, 1.5);
  g_assert_true (isnan (value_of (series, 0, 2)) && isnan (value_of (series, 0, 3)));
  g_assert_cmpfloat (value_of (series, 0, 4), ==, 2.5);
  g_assert_cmpuint (((HdTimeSeries *)g_ptr_array_index (series, 1))->values->len, ==, 2);
  g_assert_true (isnan (value_of (series, 1, 0)));
}

/* From the newest back, with a hole: the same series, and no quadratic wait. */
static void
test_read_backwards (void)
{
  g_autoptr (GString) text = g_string_new ("series_id,index,value\n");
  g_autoptr (GPtrArray) series = NULL;

  for (int index = 200000; index > 0; index--)
    if (index != 77)
      g_string_append_printf (text, "a,%d,%d\n", index, 3 * index);
  series = read_text (text->str, NULL, NULL);
  g_assert_cmpuint (((HdTimeSeries *)g_ptr_array_index (series, 0))->values->len, ==, 200000);
  for (guint place = 0; place < 200000; place++)
    if (place == 76)
      g_assert_true (isnan (value_of (series, 0, place)));
    else
      g_assert_cmpfloat (value_of (series, 0, place), ==, 3.0 * (place + 1));
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text, *says;
  } cases[] = {
    { "", "no series" },
    { "series_id,index\n", "no column value" },
    { "series_id,index,value\na,1\n", "line 2: fewer fields" },
    { "series_id,index,value\na,x,1\n", "line 2: the index" },
    { "series_id,index,value\na,1,2\na,2,1.2.3\n", "line 3: the value" },
    { "series_id,index,value\na,1,inf\n", "line 2: the value" },
    { "series_id,index,value\na,1,2\na,1,2\n", "line 3: this index" },
    { "series_id,index,value\na,1,2\na,90000000,2\n", "line 3: the index is more" },
    { "series_id,index,value\n\xff,1,2\n", "not UTF-8" },
  };

  for (guint index = 0; index < G_N_ELEMENTS (cases); index++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) series = read_text (cases[index].text, NULL, &error);

      g_assert_null (series);
      g_assert_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_SYNTAX);
      if (strstr (error->message, cases[index].says) == NULL)
        g_error ("\"%s\" does not say \"%s\"", error->message, cases[index].says);
    }
}

/* Many series on all cores give what each gives alone; the file holds them in order. */
static void
test_forecast_all (void)
{
  g_autoptr (GPtrArray) series
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_time_series_free);
  g_autoptr (GPtrArray) forecasts = NULL;
  g_autofree char *path = NULL, *text = NULL;
  g_auto (GStrv) lines = NULL;
  double level = 95;
  HdForecastInput options
      = { .season = 4, .horizon = 3, .levels = &level, .n_levels = 1, .seed = 1 };

  for (guint place = 0; place < 20; place++)
    {
      HdTimeSeries *one = g_new0 (HdTimeSeries, 1);

      one->id = g_strdup_printf ("s,%u", place);
      one->values = g_array_new (FALSE, FALSE, sizeof (double));
      for (guint index = 0; index < 30 && place != 7; index++)
        {
          double value = place + 10 + index % 4 + sin (index * place);

          g_array_append_val (one->values, value);
        }
      g_ptr_array_add (series, one);
    }
  forecasts = hd_time_series_forecast_all (series, &options, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (forecasts->len, ==, 20);
  for (guint place = 0; place < 20; place++)
    {
      const HdTimeSeries *one = g_ptr_array_index (series, place);
      const HdForecast *together = g_ptr_array_index (forecasts, place);
      g_autoptr (HdForecast) alone = NULL;
      HdForecastInput input = options;

      input.values = (const double *)(gpointer)one->values->data;
      input.n_values = one->values->len;
      alone = hd_forecast_run (&input, NULL);
      g_assert_true ((alone == NULL) == (together == NULL));
      if (alone != NULL)
        g_assert_cmpmem (alone->mean, 3 * sizeof (double), together->mean, 3 * sizeof (double));
    }
  g_close (g_file_open_tmp ("out-XXXXXX.csv", &path, NULL), NULL);
  g_assert_true (hd_time_series_write_csv (path, series, forecasts, 3, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 20 * 3 + 1);
  g_assert_cmpstr (lines[0], ==, "series_id,step,mean,lower,upper,method");
  g_assert_true (g_str_has_prefix (lines[1], "\"s,0\",1,"));
  g_assert_cmpstr (lines[1 + 7 * 3], ==, "\"s,7\",1,,,,none");
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/forecast-csv/read", test_read);
  g_test_add_func ("/data/forecast-csv/read-backwards", test_read_backwards);
  g_test_add_func ("/data/forecast-csv/refused", test_refused);
  g_test_add_func ("/data/forecast-csv/forecast-all", test_forecast_all);
  return g_test_run ();
}
