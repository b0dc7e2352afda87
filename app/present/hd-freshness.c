/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How old figures are, in words: "06:12", "06:12 hôm qua", "3 ngày trước".
 */

#include "config.h"

#include "hd-freshness.h"

#include <glib/gi18n.h>

#define MINUTE_S 60
#define HOUR_S (60 * MINUTE_S)
#define DAY_S (24 * HOUR_S)
#define ICT_OFFSET_S (7 * HOUR_S)

/* The wall clock in Vietnam, which has no daylight saving. (transfer full) */
static GDateTime *
in_vietnam (gint64 moment)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (ICT_OFFSET_S);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (moment);

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : g_date_time_new_now_utc ();
}

char *
hd_freshness_moment (gint64 moment, gint64 now)
{
  g_autoptr (GDateTime) then = in_vietnam (moment);
  HdDay day = hd_day_from_unix_ict (moment);
  HdDay today = hd_day_from_unix_ict (now);
  g_autofree char *text = NULL;

  if (moment == 0)
    return g_strdup (_ ("never"));
  if (day == today)
    return g_date_time_format (then, "%H:%M");
  text = g_date_time_format (then, "%H:%M");
  if (day == today - 1)
    /* Translators: a time of yesterday, "06:12 yesterday". */
    return g_strdup_printf (_ ("%s yesterday"), text);
  g_free (text);
  text = NULL;
  return g_date_time_format (then, today - day < 300 ? "%H:%M %d/%m" : "%d/%m/%Y");
}

char *
hd_freshness_age (gint64 moment, gint64 now)
{
  gint64 age_s = MAX (now - moment, 0);

  if (moment == 0)
    return g_strdup (_ ("never"));
  if (age_s < HOUR_S)
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong)(age_s / MINUTE_S)),
                            (int)(age_s / MINUTE_S));
  if (age_s < 2 * DAY_S)
    return g_strdup_printf (ngettext ("%d hour", "%d hours", (gulong)(age_s / HOUR_S)),
                            (int)(age_s / HOUR_S));
  return g_strdup_printf (ngettext ("%d day", "%d days", (gulong)(age_s / DAY_S)),
                          (int)(age_s / DAY_S));
}

char *
hd_freshness_day (gint64 moment)
{
  g_autoptr (GDateTime) then = in_vietnam (moment);

  return g_date_time_format (then, "%d/%m/%Y");
}

HdFreshness
hd_freshness_of (const HdDataset *dataset, const HdStoreDatasetStatus *status, gint64 now)
{
  if (status == NULL || status->n_rows == 0)
    return HD_FRESHNESS_EMPTY;
  if (status->last_error != NULL)
    return HD_FRESHNESS_FAILED;
  if (dataset != NULL && hd_dataset_is_late (dataset, status->last, status->extracted_at, now))
    return HD_FRESHNESS_LATE;
  return HD_FRESHNESS_ON_TIME;
}

const char *
hd_freshness_word (HdFreshness freshness)
{
  switch (freshness)
    {
    case HD_FRESHNESS_ON_TIME:
      return _ ("on time");
    case HD_FRESHNESS_LATE:
      return _ ("late");
    case HD_FRESHNESS_FAILED:
      return _ ("failed");
    case HD_FRESHNESS_EMPTY:
    default:
      return _ ("no data");
    }
}
