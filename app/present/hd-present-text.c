/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Units, periods and captions in words.
 */

#include "config.h"

#include "hd-present-text.h"

#include <glib/gi18n.h>
#include <math.h>

typedef struct
{
  const char *id; /* as the catalogue writes a KPI's unit */
  HdNumberKind kind;
  const char *word; /* msgid; NULL: none */
} UnitWord;

static const UnitWord unit_words[] = {
  { "%", HD_NUMBER_PERCENT, NULL },
  { "CASE", HD_NUMBER_COUNT, NC_ ("unit", "cases") },
  { "CONT", HD_NUMBER_COUNT, NC_ ("unit", "containers") },
  { "DECL", HD_NUMBER_COUNT, NC_ ("unit", "declarations") },
  { "DOC", HD_NUMBER_COUNT, NC_ ("unit", "documents") },
  { "DOSSIER", HD_NUMBER_COUNT, NC_ ("unit", "dossiers") },
  { "G", HD_NUMBER_COUNT, NC_ ("unit", "grams") },
  { "KRW", HD_NUMBER_MONEY, NC_ ("unit", "won") },
  { "LEVEL", HD_NUMBER_MEASURE, NC_ ("unit", "level") },
  { "POINT", HD_NUMBER_MEASURE, NC_ ("unit", "points") },
  { "SCAN", HD_NUMBER_COUNT, NC_ ("unit", "scans") },
  { "TRADER", HD_NUMBER_COUNT, NC_ ("unit", "traders") },
  { "USD", HD_NUMBER_MONEY, NC_ ("unit", "US dollars") },
  { "VND", HD_NUMBER_MONEY, NC_ ("unit", "đồng") },
  { "days", HD_NUMBER_MEASURE, NC_ ("unit", "days") },
  { "hours", HD_NUMBER_MEASURE, NC_ ("unit", "hours") },
  { "minutes", HD_NUMBER_MEASURE, NC_ ("unit", "minutes") },
  { "s", HD_NUMBER_MEASURE, NC_ ("unit", "seconds") },
};

/* A quarter of an hour reads better as 15 minutes, and 31 hours better than 1.884 minutes. */
static gboolean
choose_time (const HdNumberLocale *locale, const char *unit, double max_abs, HdNumberFormat *format)
{
  if (g_strcmp0 (unit, "hours") == 0 && max_abs < 1 && max_abs > 0)
    {
      *format = hd_number_format_choose (locale, HD_NUMBER_MEASURE, C_ ("unit", "minutes"),
                                         max_abs * 60);
      format->divisor = 1 / 60.0;
      return TRUE;
    }
  if (g_strcmp0 (unit, "minutes") == 0 && max_abs >= 120)
    {
      *format
          = hd_number_format_choose (locale, HD_NUMBER_MEASURE, C_ ("unit", "hours"), max_abs / 60);
      format->divisor = 60;
      return TRUE;
    }
  return FALSE;
}

HdNumberFormat
hd_present_format (const HdPresent *present, const HdKpi *kpi, double max_abs)
{
  const HdNumberLocale *locale = hd_number_locale_get (present->lang);
  HdNumberFormat time;

  /* As if no value were larger or smaller than fits the unit that the person chose. */
  if (present->money_unit > 0 && g_str_equal (kpi->unit, "VND"))
    max_abs = CLAMP (max_abs, present->money_unit, 999 * present->money_unit);
  if (choose_time (locale, kpi->unit, max_abs, &time))
    return time;
  for (guint unit = 0; unit < G_N_ELEMENTS (unit_words); unit++)
    if (g_strcmp0 (kpi->unit, unit_words[unit].id) == 0)
      return hd_number_format_choose (
          locale, unit_words[unit].kind,
          unit_words[unit].word != NULL ? g_dpgettext2 (NULL, "unit", unit_words[unit].word) : NULL,
          max_abs);
  /* Rarer units are named by the catalogue. */
  return hd_number_format_choose (
      locale, g_str_has_prefix (kpi->unit, "VND") ? HD_NUMBER_MONEY : HD_NUMBER_COUNT,
      hd_catalog_unit_name (present->catalog, kpi->unit, present->lang), max_abs);
}

HdNumberFormat
hd_present_column_format (const HdPresent *present,
                          const HdKpi *kpi,
                          const HdFrame *frame,
                          guint column)
{
  double max_abs = 0;

  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      double value = fabs (hd_frame_get_double (frame, row, column));

      if (value > max_abs) /* FALSE for NAN */
        max_abs = value;
    }
  return hd_present_format (present, kpi, max_abs);
}

HdNumberFormat
hd_present_percent_format (const HdPresent *present)
{
  return hd_number_format_choose (hd_number_locale_get (present->lang), HD_NUMBER_PERCENT, NULL,
                                  100);
}

static char *
day_range (HdDay first, HdDay last)
{
  int year, month, day, last_year, last_month, last_day;

  hd_day_to_ymd (first, &year, &month, &day);
  hd_day_to_ymd (last, &last_year, &last_month, &last_day);
  if (first == last)
    return g_strdup_printf ("%02d/%02d/%d", day, month, year);
  if (year == last_year)
    return g_strdup_printf ("%02d/%02d–%02d/%02d/%d", day, month, last_day, last_month, last_year);
  return g_strdup_printf ("%02d/%02d/%d–%02d/%02d/%d", day, month, year, last_day, last_month,
                          last_year);
}

char *
hd_present_period (HdPeriod period)
{
  int year, month, day, first_year, first_month, first_day;
  gboolean is_civil = period.month_start_day <= 1;

  hd_day_to_ymd (period.last, &year, &month, &day);
  hd_day_to_ymd (period.first, &first_year, &first_month, &first_day);
  if (!is_civil && period.grain != HD_GRAIN_DAY)
    {
      g_autofree char *days = day_range (period.first, period.last);

      /* Translators: a reporting period by its days, "15/10–14/11/2026". */
      return g_strdup_printf (_ ("reporting period %s"), days);
    }
  switch (period.grain)
    {
    case HD_GRAIN_YEAR:
      /* Translators: a calendar year. */
      return g_strdup_printf (_ ("year %d"), year);
    case HD_GRAIN_QUARTER:
      /* Translators: quarter, year. */
      return g_strdup_printf (_ ("Q%d %d"), (month + 2) / 3, year);
    case HD_GRAIN_MONTH:
      /* Translators: month and year as numbers. */
      return g_strdup_printf (_ ("month %d/%d"), month, year);
    case HD_GRAIN_DAY:
    case HD_GRAIN_SPAN:
    default:
      break;
    }
  if (first_month == 1 && first_day == 1 && first_year == year && period.first != period.last)
    /* Translators: year, then day/month to which it has run. */
    return g_strdup_printf (_ ("year %d to %02d/%02d"), year, day, month);
  return day_range (period.first, period.last);
}

char *
hd_present_period_short (HdPeriod period)
{
  int year, month, day;

  hd_day_to_ymd (period.last, &year, &month, &day);
  switch (period.grain)
    {
    case HD_GRAIN_YEAR:
      return g_strdup_printf ("%d", year);
    case HD_GRAIN_QUARTER:
      return g_strdup_printf (_ ("Q%d/%02d"), (month + 2) / 3, year % 100);
    case HD_GRAIN_MONTH:
      return g_strdup_printf ("%d/%02d", month, year % 100);
    case HD_GRAIN_DAY:
    case HD_GRAIN_SPAN:
    default:
      return g_strdup_printf ("%02d/%02d", day, month);
    }
}

static char *
moment (gint64 unix_s, const char *format)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (7 * 3600);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_s);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return g_date_time_format (local, format);
}

char *
hd_present_moment (gint64 unix_s)
{
  return moment (unix_s, "%d/%m/%Y %H:%M");
}

char *
hd_present_moment_short (gint64 unix_s)
{
  return moment (unix_s, "%d/%m %H:%M");
}

char *
hd_present_age (gint64 seconds)
{
  int minutes = (int)CLAMP (seconds / 60, 0, G_MAXINT);

  if (minutes < 1)
    return g_strdup (_ ("just now"));
  if (minutes < 60)
    return g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", minutes), minutes);
  if (minutes < 48 * 60)
    return g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", minutes / 60), minutes / 60);
  return g_strdup_printf (ngettext ("%d day ago", "%d days ago", minutes / 1440), minutes / 1440);
}

const char *
hd_present_code_name (const HdPresent *present, const char *dimension, const char *code)
{
  g_autofree char *id = g_ascii_strup (dimension, -1);

  for (guint index = 0; index < hd_structures_get_n (present->structures); index++)
    {
      HdStructure *structure = hd_structures_get (present->structures, index);
      int found = hd_structure_find_dimension (structure, id);
      HdCodeList *codes;
      HdCode at;

      if (found < 0)
        continue;
      codes = hd_structure_get_dimension (structure, found)->codes;
      at = hd_code_list_find (codes, code, -1);
      if (at != HD_CODE_NONE)
        return hd_code_list_name (codes, at, present->lang);
    }
  return code;
}

char *
hd_present_lower_first (const char *name)
{
  const char *rest = g_utf8_next_char (name);
  g_autofree char *first = NULL;
  g_autofree char *lower = NULL;

  if (*name == '\0' || g_unichar_isupper (g_utf8_get_char (rest)))
    return g_strdup (name);
  first = g_utf8_substring (name, 0, 1);
  lower = g_utf8_strdown (first, -1);
  return g_strconcat (lower, rest, NULL);
}

char *
hd_present_any_dimension_name (const HdPresent *present, const char *dimension)
{
  g_autofree char *id = g_ascii_strup (dimension, -1);

  for (guint index = 0; index < hd_structures_get_n (present->structures); index++)
    {
      HdStructure *structure = hd_structures_get (present->structures, index);
      int found = hd_structure_find_dimension (structure, id);
      const HdDimension *about;

      if (found < 0)
        continue;
      about = hd_structure_get_dimension (structure, (guint)found);
      return hd_present_lower_first (g_str_has_prefix (present->lang, "vi") ? about->name_vi
                                                                            : about->name_en);
    }
  return g_strdup (dimension);
}

char *
hd_present_view (const HdPresent *present)
{
  g_auto (GStrv) units = present->view != NULL ? g_strsplit (present->view, ",", -1) : NULL;

  if (units == NULL || units[0] == NULL || present->structures == NULL)
    return NULL;
  for (guint unit = 0; units[unit] != NULL; unit++)
    {
      char *name = g_strdup (hd_present_code_name (present, "unit", g_strstrip (units[unit])));

      g_free (units[unit]);
      units[unit] = name;
    }
  return g_strjoinv (", ", units);
}

static void
append_whole (const HdPresent *present, GString *place)
{
  g_autofree char *view = hd_present_view (present);

  if (view != NULL)
    /* Translators: whose figures alone are on this machine; goes on a line. */
    g_string_append_printf (place, _ ("only %s"), view);
  else
    g_string_append (place, _ ("nationwide"));
}

/* The steps of the scope, innermost of each dimension. A step that `asked` (nullable: all are heeded) has
 * no filter for is said to be left out: figures of more than what was clicked never pass for less. */
static char *
place_of (const HdPresent *present, const HdQuery *asked)
{
  GString *place = g_string_new (NULL);

  if (hd_scope_get_code (present->scope, "unit") == NULL)
    append_whole (present, place);
  for (guint index = 0; index < present->scope->steps->len; index++)
    {
      const HdScopeStep *step = g_ptr_array_index (present->scope->steps, index);

      /* A later step of a dimension narrows the earlier: the innermost says where we are. */
      if (!g_str_equal (hd_scope_get_code (present->scope, step->dimension), step->code)
          || g_str_equal (step->dimension, "dataset") || g_str_equal (step->dimension, "kpi"))
        continue;
      if (place->len > 0)
        g_string_append (place, " · ");
      if (asked == NULL || hd_query_get_filter (asked, step->dimension) != NULL)
        g_string_append (place, hd_present_code_name (present, step->dimension, step->code));
      else
        {
          g_autofree char *left_out = hd_present_left_out (present, step->dimension);

          g_string_append (place, left_out);
        }
    }
  return g_string_free (place, FALSE);
}

char *
hd_present_left_out (const HdPresent *present, const char *dimension)
{
  g_autofree char *name = hd_present_any_dimension_name (present, dimension);

  /* Translators: said of a figure that has no such dimension: "not split by tax". */
  return g_strdup_printf (_ ("not split by %s"), name);
}

char *
hd_present_place (const HdPresent *present)
{
  return place_of (present, NULL);
}

static void
add_to_caption (GString *caption, const HdPresent *present, const char *part)
{
  if (part == NULL || *part == '\0'
      || (present->said != NULL && g_strv_contains (present->said, part)))
    return;
  if (caption->len > 0)
    g_string_append (caption, " · ");
  g_string_append (caption, part);
}

char *
hd_present_extracted (gint64 vintage)
{
  g_autofree char *moment = hd_present_moment_short (vintage);

  /* Translators: when the figures were extracted. */
  return g_strdup_printf (_ ("data of %s"), moment);
}

char *
hd_present_caption_of (const HdPresent *present,
                       const char *unit,
                       const char *place,
                       const char *period,
                       gint64 vintage)
{
  g_autofree char *extracted = vintage > 0 ? hd_present_extracted (vintage) : NULL;
  GString *caption = g_string_new (unit);

  add_to_caption (caption, present, place);
  add_to_caption (caption, present, period);
  add_to_caption (caption, present, extracted);
  return g_string_free (caption, FALSE);
}

char *
hd_present_caption_over (const HdPresent *present,
                         const char *unit,
                         const HdFrame *frame,
                         HdPeriod shown)
{
  g_autoptr (HdQuery) asked = hd_query_parse (hd_frame_get_query (frame), NULL);
  g_autofree char *place = place_of (present, asked);
  g_autofree char *period = hd_present_period (shown);

  return hd_present_caption_of (present, unit, place, period, hd_frame_get_vintage (frame));
}

char *
hd_present_caption (const HdPresent *present, const char *unit, const HdFrame *frame)
{
  return hd_present_caption_over (present, unit, frame, hd_frame_get_span (frame));
}

HdPointStatus
hd_present_status (const HdKpi *kpi, double change)
{
  if (isnan (change))
    return HD_STATUS_NONE;
  if (kpi->polarity == HD_POLARITY_CONTEXT || change == 0)
    return HD_STATUS_NEUTRAL;
  return (change > 0) == (kpi->polarity == HD_POLARITY_HIGHER) ? HD_STATUS_BETTER : HD_STATUS_WORSE;
}

static HdChartWords
translate_words (void)
{
  return (HdChartWords){
    .missing = _ ("no data"),
    .axis_cut = _ ("axis starts at %s"),
    .part_period = _ ("period not over"),
    .provisional = _ ("provisional"),
    .highest = _ ("highest %s (%s)"),
    .lowest = _ ("lowest %s (%s)"),
    .first_last = _ ("from %s (%s) to %s (%s)"),
    .total = _ ("total %s"),
    .points = _ ("%u points"),
    .plan = _ ("plan %s"),
    .band = _ ("interval %s: %s to %s"),
    .better = _ ("better"),
    .worse = _ ("worse"),
    .neutral = _ ("unchanged"),
    .stale = _ ("old data"),
    .rest = _ ("rest"),
    .cumulative = _ ("cumulative %s"),
    .month_format = "%m/%Y",
    /* Translators: values that a chart of areas cannot show. */
    .not_shown = _ ("not drawn: %s"),
    .n_negative = _ ("%s negative"),
    .n_missing = _ ("%s without data"),
    .by_rank = _ ("by rank"),
    /* Translators: the seven weekdays from Monday, as short as can be, between spaces. */
    .weekdays = _ ("Mo Tu We Th Fr Sa Su"),
  };
}

const HdChartWords *
hd_present_words (void)
{
  static HdChartWords words;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      words = translate_words ();
      g_once_init_leave (&once, 1);
    }
  return &words;
}
