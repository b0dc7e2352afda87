/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desk's headline numbers: the interval of what comes next, the year, the plans, and the record.
 */

#include "config.h"

#include "hd-present-forecast.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-present-frame.h"
#include "hd-present-outlook.h"

typedef struct
{
  const HdPresent *present;
  const HdPresentForecast *forecast;
  const HdPresentOutlook *outlook; /* (nullable): of a KPI with plans */
  GPtrArray *tiles;
} Maker;

static HdPresentTile *
add_tile (Maker *maker, const char *id, const char *name)
{
  HdPresentTile *tile = g_new0 (HdPresentTile, 1);

  tile->id = g_strdup (id);
  tile->name = g_strdup (name);
  tile->age = g_strdup (""); /* the desk says once how old all of it is */
  tile->is_stale = maker->forecast->entry->is_stale;
  g_ptr_array_add (maker->tiles, tile);
  return tile;
}

/* What a person with a screen reader hears of the tile. */
static void
finish_tile (HdPresentTile *tile)
{
  GString *text = g_string_new (tile->name);

  g_string_append_printf (text, ": %s %s", tile->value, tile->unit);
  if (tile->change != NULL)
    g_string_append_printf (text, ", %s%s",
                            tile->change_sign < 0   ? "−"
                            : tile->change_sign > 0 ? "+"
                                                    : "",
                            tile->change);
  if (tile->plan != NULL)
    g_string_append_printf (text, ", %s", tile->plan);
  tile->sentence = g_string_free (text, FALSE);
}

/* "Month 11/2026". (transfer full) */
static char *
period_name (HdPeriod period)
{
  g_autofree char *lower = hd_present_period (period);
  g_autofree char *first = g_utf8_substring (lower, 0, 1);
  g_autofree char *upper = g_utf8_strup (first, -1);

  return g_strconcat (upper, g_utf8_next_char (lower), NULL);
}

/* "nghìn tỷ" says that it is đồng by itself, and leaves room for an interval. */
static const char *
short_unit (const HdKpi *kpi, const HdNumberFormat *format)
{
  if (format->is_percent)
    return "";
  if (!g_str_has_prefix (kpi->unit, "VND"))
    return format->unit;
  return format->scale_word != NULL && *format->scale_word != '\0' ? format->scale_word
                                                                   : format->unit;
}

static char *
short_number (const HdKpi *kpi, HdNumberFormat format, double value)
{
  const char *word = short_unit (kpi, &format);
  g_autofree char *number = hd_number_format (&format, value);

  return *word != '\0' ? g_strdup_printf ("%s %s", number, word) : g_steal_pointer (&number);
}

/* "33,1–36,8", in the format of the larger; from a hundred on the interval needs no decimals. */
static void
set_interval (HdPresentTile *tile,
              const HdKpi *kpi,
              HdNumberFormat format,
              double lower,
              double mean,
              double upper)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *middle = hd_number_format (&format, mean);

  if (fabs (upper) / MAX (format.divisor, 1) >= 100)
    format.decimals = 0;
  from = hd_number_format (&format, lower);
  to = hd_number_format (&format, upper);
  tile->value = g_strdup_printf ("%s–%s", from, to);
  tile->unit = g_strdup (short_unit (kpi, &format));
  /* Translators: the point forecast within its interval. */
  tile->plan = g_strdup_printf (_ ("%s most likely"), middle);
}

/* One period ahead: its interval, or the rival's figure where no forecast is shown. */
static void
add_period (Maker *maker, const char *id, guint step)
{
  const HdForecastEntry *entry = maker->forecast->entry;
  HdPeriod period = hd_forecast_entry_period (entry, step);
  g_autofree char *name = period_name (period);
  HdNumberFormat format
      = hd_present_format (maker->present, maker->forecast->kpi,
                           fmax (fabs (entry->upper[HD_FORECAST_BOOK_LEVEL_95][step]),
                                 fabs (entry->lower[HD_FORECAST_BOOK_LEVEL_95][step])));
  HdPresentTile *tile = add_tile (maker, id, name);

  if (hd_forecast_entry_is_shown (entry))
    {
      set_interval (tile, maker->forecast->kpi, format,
                    entry->lower[HD_FORECAST_BOOK_LEVEL_95][step], entry->mean[step],
                    entry->upper[HD_FORECAST_BOOK_LEVEL_95][step]);
      if (step == 0 && maker->forecast->has_nowcast)
        tile->change = hd_present_forecast_days (maker->forecast, period);
    }
  else
    {
      format = hd_present_format (maker->present, maker->forecast->kpi, fabs (entry->rival[step]));
      tile->value = hd_number_format (&format, entry->rival[step]);
      tile->unit = g_strdup (short_unit (maker->forecast->kpi, &format));
      tile->plan = g_strdup (_ ("last year's season"));
    }
  finish_tile (tile);
}

static void
add_year (Maker *maker)
{
  const HdYearOutlook *outlook = maker->outlook->outlook;
  g_autofree char *name = g_strdup_printf (_ ("Year %d"), maker->outlook->year);
  double upper = outlook->upper[HD_OUTLOOK_LEVEL_95][11];
  HdPresentTile *tile = add_tile (maker, "year", name);

  set_interval (tile, maker->forecast->kpi,
                hd_present_format (maker->present, maker->forecast->kpi, upper),
                outlook->lower[HD_OUTLOOK_LEVEL_95][11], outlook->year_mean, upper);
  finish_tile (tile);
}

static void
add_chance (Maker *maker)
{
  const HdYearPlanOutlook *plan = &maker->outlook->outlook->plans[HD_OUTLOOK_DU_TOAN];
  const char *lang = maker->present->lang;
  HdPresentTile *tile = add_tile (maker, "chance", _ ("Chance of the plan"));

  tile->value = hd_present_outlook_chance_text (lang, maker->outlook, HD_OUTLOOK_DU_TOAN);
  tile->unit = g_strdup ("");
  if (plan->skill == HD_PLAN_SKILL_NONE)
    tile->plan = g_strdup (_ ("not better than the base rate"));
  else if (!isnan (maker->outlook->plans[HD_OUTLOOK_PHAN_DAU]))
    {
      g_autofree char *striving
          = hd_present_outlook_chance_text (lang, maker->outlook, HD_OUTLOOK_PHAN_DAU);

      tile->plan = g_strdup_printf (_ ("striving target %s"), striving);
    }
  finish_tile (tile);
}

static void
add_clock (Maker *maker)
{
  const HdYearPlanOutlook *plan = &maker->outlook->outlook->plans[HD_OUTLOOK_DU_TOAN];
  HdNumberFormat days = hd_number_format_plain (hd_number_locale_get (maker->present->lang), 0);
  HdPresentTile *tile = add_tile (maker, "clock", _ ("Plan clock"));

  tile->value = hd_number_format_signed (&days, plan->gap_days);
  tile->unit = g_strdup (_ ("collecting days"));
  if (isfinite (plan->pace_required))
    {
      HdNumberFormat format
          = hd_present_format (maker->present, maker->forecast->kpi, plan->pace_required);
      g_autofree char *pace = short_number (maker->forecast->kpi, format, plan->pace_required);

      /* Translators: what each collecting day left has to bring. */
      tile->plan = g_strdup_printf (_ ("needs %s a day"), pace);
    }
  finish_tile (tile);
}

static void
add_record (Maker *maker)
{
  const HdForecastRecord *record = &maker->forecast->entry->record;
  double skill = hd_present_forecast_skill (maker->forecast);
  HdNumberFormat percent = hd_present_percent_format (maker->present);
  HdPresentTile *tile = add_tile (maker, "record", _ ("Against last year's season"));

  percent.decimals = 0;
  if (isnan (skill))
    {
      tile->value = g_strdup (hd_number_locale_get (maker->present->lang)->missing);
      tile->unit = g_strdup (_ ("not yet tried"));
    }
  else
    {
      tile->value = hd_number_format (&percent, fabs (skill));
      tile->unit = g_strdup (skill >= 0 ? _ ("less error") : _ ("more error"));
    }
  if (record->n_origins > 0 && !isnan (record->coverage_pct))
    {
      g_autofree char *coverage = hd_number_format (&percent, record->coverage_pct);

      /* Translators: the share of outcomes that lay inside the 95 % interval. */
      tile->plan = g_strdup_printf (_ ("%s inside 95 %%"), coverage);
    }
  finish_tile (tile);
}

GPtrArray *
hd_present_forecast_tiles (const HdPresent *present, GError **error)
{
  const HdKpi *kpi = hd_present_forecast_kpi (present, HD_FORECAST_DEFAULT_KPI, error);
  g_autoptr (HdPresentForecast) forecast
      = kpi != NULL ? hd_present_forecast_new (present, kpi, error) : NULL;
  g_autoptr (HdPresentOutlook) outlook = NULL;
  Maker maker = { .present = present, .forecast = forecast };

  if (forecast == NULL)
    return NULL;
  if (hd_kpi_outlook_has_plans (kpi))
    outlook = hd_present_outlook_new (present, kpi->id, NULL);
  maker.tiles = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_present_tile_free);
  add_period (&maker, "next", 0);
  if (outlook != NULL && !isnan (outlook->plans[HD_OUTLOOK_DU_TOAN]))
    {
      maker.outlook = outlook;
      if (hd_present_outlook_is_shown (present, outlook))
        {
          add_year (&maker);
          add_chance (&maker);
        }
      add_clock (&maker);
    }
  else if (forecast->entry->horizon > 1)
    {
      add_period (&maker, "quarter", MIN (forecast->entry->horizon, 3) - 1);
      add_period (&maker, "last", forecast->entry->horizon - 1);
    }
  add_record (&maker);
  return maker.tiles;
}
