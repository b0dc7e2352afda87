/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One forecast as it was made: its life, its periods, and how it is made again.
 */

#include "config.h"

#include "hd-forecast-book.h"

const double hd_forecast_book_levels[HD_FORECAST_BOOK_N_LEVELS] = { 50, 80, 95 };

HdForecastEntry *
hd_forecast_entry_new (void)
{
  HdForecastEntry *entry = g_new0 (HdForecastEntry, 1);

  g_atomic_ref_count_init (&entry->refs);
  return entry;
}

HdForecastEntry *
hd_forecast_entry_ref (HdForecastEntry *entry)
{
  g_atomic_ref_count_inc (&entry->refs);
  return entry;
}

static void
free_parts (HdForecastBookParts *parts)
{
  if (parts == NULL)
    return;
  g_free (parts->level);
  g_free (parts->trend);
  g_free (parts->season);
  g_free (parts->remainder);
  g_free (parts->calendar);
  g_free (parts);
}

void
hd_forecast_entry_unref (HdForecastEntry *entry)
{
  if (!g_atomic_ref_count_dec (&entry->refs))
    return;
  for (guint member = 0; member < entry->n_members; member++)
    g_free (entry->members[member].form);
  for (guint plan = 0; plan < entry->n_plans; plan++)
    g_free (entry->plans[plan].plan);
  for (guint level = 0; level < HD_FORECAST_BOOK_N_LEVELS; level++)
    {
      g_free (entry->lower[level]);
      g_free (entry->upper[level]);
    }
  if (entry->base_mean != entry->mean)
    g_free (entry->base_mean);
  g_free (entry->mean);
  g_free (entry->rival);
  g_free (entry->values);
  g_free (entry->members);
  g_free (entry->replays);
  g_free (entry->plans);
  free_parts (entry->parts);
  g_free (entry->kpi);
  g_free (entry->scope);
  g_free (entry->unit);
  g_free (entry->cold_start);
  g_free (entry->inputs_hash);
  g_free (entry->program);
  g_free (entry->method);
  g_free (entry);
}

void
hd_forecast_entry_drop_parts (HdForecastEntry *entry)
{
  g_clear_pointer (&entry->parts, free_parts);
}

gboolean
hd_forecast_entry_is_shown (const HdForecastEntry *entry)
{
  return entry->verdict == HD_FORECAST_SHOWN || entry->verdict == HD_FORECAST_UNPROVEN;
}

HdPeriod
hd_forecast_entry_period (const HdForecastEntry *entry, guint step)
{
  return hd_period_shift (entry->last, (int)step + 1);
}
