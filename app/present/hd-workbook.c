/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The briefing as a workbook: every indicator and the tables behind the charts, numbers as numbers.
 */

#include "config.h"

#include "hd-workbook.h"

#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>
#include <xlsxwriter.h>

#include "hd-briefing.h"
#include "hd-forecast.h"
#include "hd-present-ask.h"
#include "hd-present-feeds.h"
#include "hd-present-frame.h"

#define FIRST_TABLE_ROW 3

/* One file being written. */
typedef struct
{
  const HdPresent *present;
  lxw_workbook *file;
  lxw_format *title, *note, *head, *text;
  lxw_format *whole, *decimal; /* #.##0 and #.##0,00 as the reader's own program writes them */
} Workbook;

/* The columns of the sheet of indicators. */
enum
{
  COLUMN_CODE,
  COLUMN_ID,
  COLUMN_NAME,
  COLUMN_VALUE,
  COLUMN_UNIT,
  COLUMN_BASE,
  COLUMN_DIFFERENCE,
  COLUMN_PERCENT,
  COLUMN_PERIOD,
  COLUMN_VINTAGE,
  COLUMN_DEFINITION,
  N_COLUMNS
};

static lxw_format *
add_format (lxw_workbook *file, const char *number_format, gboolean is_bold)
{
  lxw_format *format = workbook_add_format (file);

  if (number_format != NULL)
    format_set_num_format (format, number_format);
  if (is_bold)
    format_set_bold (format);
  return format;
}

static void
write_text (lxw_worksheet *sheet, guint row, guint column, const char *text, lxw_format *format)
{
  if (text != NULL)
    worksheet_write_string (sheet, row, (lxw_col_t)column, text, format);
}

/* Missing stays an empty cell: it is not zero. */
static void
write_number (const Workbook *book, lxw_worksheet *sheet, guint row, guint column, double value)
{
  gboolean is_whole = value == floor (value);

  if (isfinite (value))
    worksheet_write_number (sheet, row, (lxw_col_t)column, value,
                            is_whole ? book->whole : book->decimal);
}

static void
write_head (const Workbook *book, lxw_worksheet *sheet, const char *title, const char *note)
{
  write_text (sheet, 0, 0, title, book->title);
  write_text (sheet, 1, 0, note, book->note);
}

/* FALSE: the row cannot be asked here, and says why. */
static gboolean
write_answer (const Workbook *book,
              lxw_worksheet *sheet,
              guint row,
              const HdKpi *kpi,
              GError **error)
{
  g_autoptr (HdFrame) frame = hd_present_ask_total (book->present, kpi->id, error);
  g_autofree char *period = NULL;
  g_autofree char *vintage = NULL;
  HdKpiColumns columns;

  if (frame == NULL)
    return FALSE;
  columns = hd_present_columns (frame, kpi);
  if (hd_frame_get_n_rows (frame) > 0)
    {
      const int places[] = { columns.value, columns.base, columns.difference, columns.percent };
      const guint cells[] = { COLUMN_VALUE, COLUMN_BASE, COLUMN_DIFFERENCE, COLUMN_PERCENT };

      for (guint index = 0; index < G_N_ELEMENTS (places); index++)
        if (places[index] >= 0)
          write_number (book, sheet, row, cells[index],
                        hd_frame_get_double (frame, 0, (guint)places[index]));
    }
  period = hd_present_period (hd_frame_get_span (frame));
  write_text (sheet, row, COLUMN_PERIOD, period, book->text);
  if (hd_frame_get_vintage (frame) > 0)
    {
      vintage = hd_present_moment (hd_frame_get_vintage (frame));
      write_text (sheet, row, COLUMN_VINTAGE, vintage, book->text);
    }
  return TRUE;
}

static gboolean
write_kpi (const Workbook *book, lxw_worksheet *sheet, guint row, const HdKpi *kpi, GError **error)
{
  const char *lang = book->present->lang;
  g_autoptr (GError) problem = NULL;
  gboolean is_vi = g_str_has_prefix (lang, "vi");

  write_text (sheet, row, COLUMN_CODE, kpi->code, book->text);
  write_text (sheet, row, COLUMN_ID, kpi->id, book->text);
  write_text (sheet, row, COLUMN_NAME, hd_kpi_name (kpi, lang), book->text);
  write_text (sheet, row, COLUMN_UNIT,
              hd_catalog_unit_name (book->present->catalog, kpi->unit, lang), book->text);
  write_text (sheet, row, COLUMN_DEFINITION, is_vi ? kpi->definition_vi : kpi->definition_en,
              book->text);
  if (write_answer (book, sheet, row, kpi, &problem))
    return TRUE;
  if (problem->domain != HD_QUERY_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  write_text (sheet, row, COLUMN_PERIOD, _ ("no data"), book->text);
  return TRUE;
}

static gboolean
add_indicators (const Workbook *book, GError **error)
{
  const char *const names[N_COLUMNS]
      = { _ ("Code"),   _ ("Id"),          _ ("Indicator"),  _ ("Value"),
          _ ("Unit"),   _ ("Compared to"), _ ("Difference"), _ ("Change, %"),
          _ ("Period"), _ ("Data as of"),  _ ("Definition") };
  static const double widths[N_COLUMNS] = { 8, 28, 44, 22, 16, 22, 22, 12, 24, 18, 90 };
  const HdCatalog *catalog = book->present->catalog;
  lxw_worksheet *sheet = workbook_add_worksheet (book->file, _ ("Indicators"));
  g_autofree char *place = hd_present_place (book->present);

  write_head (book, sheet, _ ("Indicators"), place);
  for (guint column = 0; column < N_COLUMNS; column++)
    {
      write_text (sheet, FIRST_TABLE_ROW, column, names[column], book->head);
      worksheet_set_column (sheet, (lxw_col_t)column, (lxw_col_t)column, widths[column], NULL);
    }
  worksheet_freeze_panes (sheet, FIRST_TABLE_ROW + 1, COLUMN_VALUE);
  for (guint index = 0; index < hd_catalog_get_n_kpis (catalog); index++)
    if (!write_kpi (book, sheet, FIRST_TABLE_ROW + 1 + index, hd_catalog_get_kpi (catalog, index),
                    error))
      return FALSE;
  worksheet_autofilter (sheet, FIRST_TABLE_ROW, 0,
                        FIRST_TABLE_ROW + hd_catalog_get_n_kpis (catalog), N_COLUMNS - 1);
  return TRUE;
}

/* A map's units are its rows. */
static void
write_map (const Workbook *book, lxw_worksheet *sheet, const HdChartSpec *spec)
{
  const HdMapSpec *map = spec->map;

  write_text (sheet, FIRST_TABLE_ROW, 1, spec->title, book->head);
  for (guint row = 0; row < map->n_units; row++)
    {
      const char *name = g_strcmp0 (map->lang, "en") == 0 ? map->units->shapes[row].name_en
                                                          : map->units->shapes[row].name_vi;

      write_text (sheet, FIRST_TABLE_ROW + 1 + row, 0, name, book->text);
      write_number (book, sheet, FIRST_TABLE_ROW + 1 + row, 1, map->values[row]);
    }
}

/* A category a row, a series a column, and the bounds of the bands after them. */
static void
write_spec (const Workbook *book, lxw_worksheet *sheet, const HdChartSpec *spec, const char *unit)
{
  guint column = 1;

  write_head (book, sheet, spec->title, spec->caption);
  write_text (sheet, 2, 0, unit, book->note);
  worksheet_set_column (sheet, 0, 0, 44, NULL);
  worksheet_set_column (sheet, 1, 20, 22, NULL);
  if (spec->map != NULL)
    write_map (book, sheet, spec);
  for (guint row = 0; row < spec->n_categories; row++)
    write_text (sheet, FIRST_TABLE_ROW + 1 + row, 0, spec->categories[row].label, book->text);
  for (guint series = 0; series < spec->n_series; series++, column++)
    {
      write_text (sheet, FIRST_TABLE_ROW, column, spec->series[series].name, book->head);
      for (guint row = 0; row < spec->n_categories; row++)
        write_number (book, sheet, FIRST_TABLE_ROW + 1 + row, column,
                      hd_chart_spec_value (spec, series, row));
    }
  for (guint band = 0; band < spec->n_bands; band++, column += 2)
    {
      const double *const bounds[] = { spec->bands[band].lower, spec->bands[band].upper };
      const char *const words[] = { _ ("lower"), _ ("upper") };

      for (guint side = 0; side < G_N_ELEMENTS (bounds); side++)
        {
          g_autofree char *name = g_strdup_printf ("%s %s", spec->bands[band].name, words[side]);

          write_text (sheet, FIRST_TABLE_ROW, column + side, name, book->head);
          for (guint row = 0; row < spec->n_categories; row++)
            write_number (book, sheet, FIRST_TABLE_ROW + 1 + row, column + side, bounds[side][row]);
        }
    }
  worksheet_freeze_panes (sheet, FIRST_TABLE_ROW + 1, 1);
}

/* Maps say what the bars beside them say, and the feeds have a sheet of their own. */
static gboolean
has_table (const HdPresentChart *chart)
{
  return chart->kpis != NULL && !g_str_has_prefix (chart->name, "map-");
}

static gboolean
add_chart (const Workbook *book, const HdPresentChart *chart, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (HdChartSpec) spec = hd_present_make_chart (chart, book->present, &problem);
  g_auto (GStrv) kpis = g_strsplit (chart->kpis, ",", -1);
  const HdKpi *kpi = hd_catalog_find_kpi (book->present->catalog, kpis[0]);
  g_autofree char *unit = NULL;

  /* What cannot be asked or forecast here has no sheet. */
  if (spec == NULL && (problem->domain == HD_QUERY_ERROR || problem->domain == HD_FORECAST_ERROR))
    return TRUE;
  if (spec == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  /* Translators: the unit in which the numbers of this sheet stand, unscaled. */
  unit = g_strdup_printf (
      _ ("Numbers in %s"),
      hd_catalog_unit_name (book->present->catalog, kpi->unit, book->present->lang));
  write_spec (book, workbook_add_worksheet (book->file, chart->name), spec, unit);
  return TRUE;
}

static gboolean
add_feeds (const Workbook *book, GError **error)
{
  const char *const names[] = { _ ("Feed"),        _ ("Source"),     _ ("Observations"),
                                _ ("Last period"), _ ("Data as of"), _ ("State") };
  const char *lang = book->present->lang;
  g_autoptr (GArray) feeds = hd_present_feeds (book->present, error);
  lxw_worksheet *sheet;

  if (feeds == NULL)
    return FALSE;
  sheet = workbook_add_worksheet (book->file, _ ("Feeds"));
  write_head (book, sheet, _ ("Feeds of the source systems"), NULL);
  worksheet_set_column (sheet, 0, 1, 44, NULL);
  worksheet_set_column (sheet, 2, 5, 20, NULL);
  for (guint column = 0; column < G_N_ELEMENTS (names); column++)
    write_text (sheet, FIRST_TABLE_ROW, column, names[column], book->head);
  for (guint index = 0; index < feeds->len; index++)
    {
      const HdPresentFeed *feed = &g_array_index (feeds, HdPresentFeed, index);
      const HdSource *source
          = hd_catalog_find_source (book->present->catalog, feed->dataset->source);
      guint row = FIRST_TABLE_ROW + 1 + index;

      write_text (sheet, row, 0, hd_dataset_name (feed->dataset, lang), book->text);
      write_text (sheet, row, 1, hd_source_name (source, lang), book->text);
      write_text (sheet, row, 5, feed->is_late ? _ ("late") : _ ("in time"), book->text);
      if (feed->n_rows > 0)
        {
          g_autofree char *last = hd_present_period (feed->last);
          g_autofree char *moment = hd_present_moment (feed->extracted_at);

          write_number (book, sheet, row, 2, (double)feed->n_rows);
          write_text (sheet, row, 3, last, book->text);
          write_text (sheet, row, 4, moment, book->text);
        }
    }
  return TRUE;
}

static gboolean
fill (const Workbook *book, gconstpointer data, GError **error)
{
  if (!add_indicators (book, error))
    return FALSE;
  for (guint chart = 0; chart < hd_present_n_charts; chart++)
    if (has_table (&hd_present_charts[chart])
        && !add_chart (book, &hd_present_charts[chart], error))
      return FALSE;
  return add_feeds (book, error);
}

/* The library writes complaints of its own to standard error, so it is not asked for the impossible. */
static gboolean
can_write (const char *scratch, const char *path, GError **error)
{
  int file = g_open (scratch, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);

  if (file < 0)
    {
      g_set_error (error, HD_BRIEFING_ERROR, HD_BRIEFING_ERROR_IO, "could not write %s: %s", path,
                   g_strerror (errno));
      return FALSE;
    }
  return g_close (file, NULL);
}

static void
add_formats (Workbook *book)
{
  book->title = add_format (book->file, NULL, TRUE);
  format_set_font_size (book->title, 14);
  book->note = add_format (book->file, NULL, FALSE);
  format_set_font_color (book->note, 0x5D6972);
  book->head = add_format (book->file, NULL, TRUE);
  format_set_bottom (book->head, LXW_BORDER_THIN);
  book->text = add_format (book->file, NULL, FALSE);
  book->whole = add_format (book->file, "#,##0", FALSE);
  book->decimal = add_format (book->file, "#,##0.00", FALSE);
}

typedef gboolean (*Fill) (const Workbook *book, gconstpointer data, GError **error);

/* Beside its place first, and there when it is whole. */
static gboolean
write_book (Workbook *book, const char *path, Fill fill_book, gconstpointer data, GError **error)
{
  g_autofree char *scratch = g_strconcat (path, ".part", NULL);
  lxw_error status;
  gboolean is_filled;

  if (!can_write (scratch, path, error))
    return FALSE;
  book->file = workbook_new (scratch);
  add_formats (book);
  is_filled = fill_book (book, data, error);
  status = workbook_close (book->file);
  if (is_filled && (status != LXW_NO_ERROR || g_rename (scratch, path) != 0))
    {
      g_set_error (error, HD_BRIEFING_ERROR, HD_BRIEFING_ERROR_IO, "could not write %s: %s", path,
                   status != LXW_NO_ERROR ? lxw_strerror (status) : g_strerror (errno));
      is_filled = FALSE;
    }
  if (!is_filled)
    g_unlink (scratch);
  return is_filled;
}

gboolean
hd_workbook_write (const HdPresent *present, const char *path, GError **error)
{
  Workbook book = { .present = present };

  return write_book (&book, path, fill, NULL, error);
}

static gboolean
fill_chart (const Workbook *book, gconstpointer data, GError **error)
{
  const HdChartSpec *spec = data;

  write_spec (book, workbook_add_worksheet (book->file, NULL), spec, NULL);
  return TRUE;
}

gboolean
hd_workbook_write_chart (const HdChartSpec *spec, const char *path, GError **error)
{
  Workbook book = { 0 };

  return write_book (&book, path, fill_chart, spec, error);
}
