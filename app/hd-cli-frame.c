/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A frame on standard output: as text, CSV or JSON.
 */

#include "config.h"

#include "hd-cli-frame.h"

#include "hd-cli-json.h"
#include "hd-cli-table.h"
#include "hd-number-format.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>

static const char *
name_of_kind (HdColumnKind kind)
{
  static const char *const names[] = { "dimension", "value", "base",       "difference",
                                       "percent",   "share", "cumulative", "cumulative_base" };

  return names[kind];
}

static void
json_columns (HdCliJson *json, const HdFrame *frame)
{
  hd_cli_json_begin_array (json, "columns");
  for (guint column = 0; column < hd_frame_get_n_columns (frame); column++)
    {
      const HdColumn *about = hd_frame_get_column (frame, column);

      hd_cli_json_begin_object (json, NULL);
      hd_cli_json_string (json, "id", about->id);
      hd_cli_json_string (json, "kind", name_of_kind (about->kind));
      hd_cli_json_string (json, "unit", about->unit);
      hd_cli_json_end_object (json);
    }
  hd_cli_json_end_array (json);
}

static void
json_cell (HdCliJson *json, const HdFrame *frame, guint row, guint column, gboolean has_names)
{
  HdCellType type = hd_frame_get_column (frame, column)->type;
  g_autofree char *period = NULL;

  switch (type)
    {
    case HD_CELL_CODE:
      if (!has_names)
        {
          hd_cli_json_string (json, NULL, hd_frame_get_code (frame, row, column));
          break;
        }
      hd_cli_json_begin_object (json, NULL);
      hd_cli_json_string (json, "code", hd_frame_get_code (frame, row, column));
      hd_cli_json_string (json, "vi", hd_frame_get_name (frame, row, column, "vi"));
      hd_cli_json_string (json, "en", hd_frame_get_name (frame, row, column, "en"));
      hd_cli_json_end_object (json);
      break;
    case HD_CELL_PERIOD:
      period = hd_period_to_string (hd_frame_get_period (frame, row, column));
      hd_cli_json_string (json, NULL, period);
      break;
    case HD_CELL_INT64:
      hd_cli_json_int64 (json, NULL,
                         hd_frame_is_missing (frame, row, column)
                             ? HD_INT64_MISSING
                             : hd_frame_get_int64 (frame, row, column));
      break;
    case HD_CELL_DOUBLE:
    default:
      hd_cli_json_double (json, NULL, hd_frame_get_double (frame, row, column));
    }
}

static void
json_timing (HdCliJson *json, const HdFrame *frame)
{
  const HdTiming *timing = hd_frame_get_timing (frame);

  if (timing == NULL)
    return;
  hd_cli_json_begin_object (json, "timing");
  hd_cli_json_string (json, "plan", timing->plan);
  hd_cli_json_int64 (json, "rows_scanned", (gint64)timing->rows_scanned);
  hd_cli_json_int64 (json, "bytes_decoded", (gint64)timing->bytes_decoded);
  hd_cli_json_double (json, "ms", timing->elapsed_us / 1000.0);
  hd_cli_json_double (json, "resolve_ms", timing->resolve_us / 1000.0);
  hd_cli_json_double (json, "load_ms", timing->load_us / 1000.0);
  hd_cli_json_double (json, "scan_ms", timing->scan_us / 1000.0);
  hd_cli_json_double (json, "answer_ms", timing->answer_us / 1000.0);
  hd_cli_json_end_object (json);
}

/* The first day that who answered keeps, when the question reaches before it. (transfer full) (nullable) */
static char *
name_horizon (const HdFrame *frame)
{
  HdDay horizon = hd_frame_get_horizon (frame);

  return horizon != HD_DAY_NONE ? hd_period_to_string (
             hd_period_containing (horizon, HD_GRAIN_DAY, HD_MONTH_START_CIVIL))
                                : NULL;
}

static void
print_json (const HdFrame *frame, const HdCliFrameOptions *options)
{
  g_autoptr (HdCliJson) json = hd_cli_json_new ();
  g_autofree char *kept_from = name_horizon (frame);

  hd_cli_json_begin_object (json, NULL);
  hd_cli_json_string (json, "query", hd_frame_get_query (frame));
  hd_cli_json_time (json, "as_of", hd_frame_get_as_of (frame));
  hd_cli_json_time (json, "vintage", hd_frame_get_vintage (frame));
  hd_cli_json_strv (json, "datasets", hd_frame_get_datasets (frame));
  hd_cli_json_string (json, "engine", hd_frame_get_engine (frame));
  hd_cli_json_string (json, "kept_from", kept_from);
  json_columns (json, frame);
  hd_cli_json_begin_array (json, "rows");
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      hd_cli_json_begin_array (json, NULL);
      for (guint column = 0; column < hd_frame_get_n_columns (frame); column++)
        json_cell (json, frame, row, column, options->has_names);
      hd_cli_json_end_array (json);
    }
  hd_cli_json_end_array (json);
  if (options->has_timing)
    json_timing (json, frame);
  hd_cli_json_end_object (json);
  hd_cli_json_print (json);
}

/* For a program: digits without groups, nothing where there is nothing. */
static char *
plain_cell (const HdFrame *frame, guint row, guint column)
{
  HdCellType type = hd_frame_get_column (frame, column)->type;
  g_autoptr (GString) text = g_string_new (NULL);

  if (type == HD_CELL_CODE)
    return g_strdup (hd_frame_get_code (frame, row, column));
  if (type == HD_CELL_PERIOD)
    return hd_period_to_string (hd_frame_get_period (frame, row, column));
  if (hd_frame_is_missing (frame, row, column))
    return NULL;
  if (type == HD_CELL_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, hd_frame_get_int64 (frame, row, column));
  if (!isfinite (hd_frame_get_double (frame, row, column)))
    return NULL;
  hd_cli_json_append_double (text, hd_frame_get_double (frame, row, column));
  return g_strdup (text->str);
}

/* For a person: every digit of an amount, two decimals of a rate, and what is special about the cell. */
static char *
readable_cell (const HdFrame *frame, guint row, guint column, const char *lang)
{
  const HdColumn *about = hd_frame_get_column (frame, column);
  const HdNumberLocale *locale = hd_number_locale_get (lang);
  HdCellFlags flags = hd_frame_get_flags (frame, row, column);
  g_autofree char *text = NULL;

  if (flags & HD_CELL_FLAG_REST)
    return g_strdup (_ ("Rest"));
  if (about->type == HD_CELL_CODE)
    return g_strdup_printf ("%s %s", hd_frame_get_code (frame, row, column),
                            hd_frame_get_name (frame, row, column, lang));
  if (about->type == HD_CELL_PERIOD)
    text = hd_period_to_string (hd_frame_get_period (frame, row, column));
  else if (about->type == HD_CELL_INT64)
    text = hd_number_format_exact (locale, hd_frame_is_missing (frame, row, column)
                                               ? HD_INT64_MISSING
                                               : hd_frame_get_int64 (frame, row, column));
  else
    {
      HdNumberFormat format = hd_number_format_plain (locale, 2);

      text = hd_number_format (&format, hd_frame_get_double (frame, row, column));
    }
  if (flags & HD_CELL_FLAG_NEW)
    return g_strconcat (text, " ", _ ("(new)"), NULL);
  if (flags & HD_CELL_FLAG_CLOSED)
    return g_strconcat (text, " ", _ ("(closed)"), NULL);
  return g_strconcat (text, flags & HD_CELL_FLAG_PARTIAL ? "*" : "", NULL);
}

static gboolean
has_partial (const HdFrame *frame)
{
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    for (guint column = 0; column < hd_frame_get_n_columns (frame); column++)
      if (hd_frame_get_flags (frame, row, column) & HD_CELL_FLAG_PARTIAL)
        return TRUE;
  return FALSE;
}

static void
print_table (const HdCli *cli, const HdFrame *frame)
{
  g_autoptr (HdCliTable) table = hd_cli_table_new ();
  g_autofree char *kept_from = name_horizon (frame);
  gboolean is_csv = cli->output == HD_OUTPUT_CSV;

  for (guint column = 0; column < hd_frame_get_n_columns (frame); column++)
    {
      const HdColumn *about = hd_frame_get_column (frame, column);
      g_autofree char *title = about->unit != NULL && !is_csv
                                   ? g_strdup_printf ("%s (%s)", about->id, about->unit)
                                   : g_strdup (about->id);

      hd_cli_table_add_column (table, title, about->kind != HD_COLUMN_DIMENSION);
    }
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    for (guint column = 0; column < hd_frame_get_n_columns (frame); column++)
      hd_cli_table_take (table, is_csv ? plain_cell (frame, row, column)
                                       : readable_cell (frame, row, column, cli->lang));
  if (is_csv)
    {
      hd_cli_table_print_csv (table);
      return;
    }
  hd_cli_table_print (table);
  if (has_partial (frame))
    g_print ("%s\n", _ ("* not over yet, or not all reports are in"));
  if (kept_from != NULL)
    {
      /* Translators: %s is the first day that this machine keeps, 2020-01-01. */
      g_print (_ ("Figures before %s are not kept here: ask a warehouse for them with --engine"),
               kept_from);
      g_print ("\n");
    }
}

void
hd_cli_frame_print (const HdCli *cli, const HdFrame *frame, const HdCliFrameOptions *options)
{
  const HdTiming *timing = hd_frame_get_timing (frame);

  if (cli->output == HD_OUTPUT_JSON)
    {
      print_json (frame, options);
      return;
    }
  print_table (cli, frame);
  if (options->has_timing && timing != NULL)
    g_printerr ("%s: %" G_GUINT64_FORMAT " rows, %" G_GUINT64_FORMAT " bytes, %.1f ms"
                " (resolve %.1f, load %.1f, scan %.1f, answer %.1f)\n",
                timing->plan, timing->rows_scanned, timing->bytes_decoded,
                timing->elapsed_us / 1000.0, timing->resolve_us / 1000.0, timing->load_us / 1000.0,
                timing->scan_us / 1000.0, timing->answer_us / 1000.0);
}
