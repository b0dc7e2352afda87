/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Charts in words, for those who cannot see them and for those who want the sentence.
 */

#include "config.h"

#include "hd-painters.h"
#include "hd-words.h"

#include <math.h>

/* A list read aloud is useful up to about this length; the table has the rest. */
#define MAX_SAID 12

#define WORD(words, field, english) hd_words_or ((words) != NULL ? (words)->field : NULL, english)

static void
say (GString *text, const char *sentence)
{
  if (sentence == NULL || *sentence == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, text->str[text->len - 1] == '.' ? " " : ". ");
  g_string_append (text, sentence);
}

static char *
value_text (const HdChartSpec *spec, guint series, guint category)
{
  if (series < spec->n_series && spec->series[series].texts != NULL
      && spec->series[series].texts[category] != NULL)
    return g_strdup (spec->series[series].texts[category]);
  return hd_number_format_full (&spec->format, hd_chart_spec_value (spec, series, category));
}

static void
say_value_at (GString *text, const char *words_template, const char *value, const char *where)
{
  g_autofree char *sentence
      = hd_words_fill (words_template, (const char *const[]){ value, where, NULL });

  say (text, sentence);
}

static gboolean
find_ends (const HdChartSpec *spec, guint series, int *first, int *last, int *least, int *most)
{
  *first = *last = *least = *most = -1;
  for (guint category = 0; category < spec->n_categories; category++)
    {
      double value = hd_chart_spec_value (spec, series, category);

      if (!isfinite (value))
        continue;
      if (*first < 0)
        *first = *least = *most = (int)category;
      *last = (int)category;
      if (value < hd_chart_spec_value (spec, series, (guint)*least))
        *least = (int)category;
      if (value > hd_chart_spec_value (spec, series, (guint)*most))
        *most = (int)category;
    }
  return *first >= 0;
}

static void
say_extreme (GString *text,
             const HdChartSpec *spec,
             const char *words_template,
             guint series,
             int category)
{
  g_autofree char *value = value_text (spec, series, (guint)category);
  g_autofree char *where = hd_words_category (spec, (guint)category);

  say_value_at (text, words_template, value, where);
}

static void
say_series (GString *text, const HdChartSpec *spec, const HdChartWords *words, guint series)
{
  int first, last, least, most;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;
  g_autofree char *sentence = NULL;

  if (!find_ends (spec, series, &first, &last, &least, &most))
    return;
  from = value_text (spec, series, (guint)first);
  to = value_text (spec, series, (guint)last);
  start = hd_words_category (spec, (guint)first);
  end = hd_words_category (spec, (guint)last);
  sentence = hd_words_fill (WORD (words, first_last, "from %s (%s) to %s (%s)"),
                            (const char *const[]){ from, start, to, end, NULL });
  if (spec->n_series > 1)
    {
      g_autofree char *named = g_strdup_printf ("%s: %s", spec->series[series].name, sentence);

      say (text, named);
    }
  else
    say (text, sentence);
  if (spec->series[series].notation == HD_NOTATION_ACTUAL
      || spec->series[series].notation >= HD_NOTATION_PART)
    {
      say_extreme (text, spec, WORD (words, highest, "highest %s (%s)"), series, most);
      say_extreme (text, spec, WORD (words, lowest, "lowest %s (%s)"), series, least);
    }
}

static void
say_markers (GString *text, const HdChartSpec *spec, const HdChartWords *words)
{
  for (guint marker = 0; marker < spec->n_markers; marker++)
    {
      g_autofree char *value = hd_number_format_full (&spec->format, spec->markers[marker].value);
      g_autofree char *sentence = NULL;

      if (spec->markers[marker].label != NULL)
        sentence = g_strdup (spec->markers[marker].label);
      else
        sentence = hd_words_fill_one (WORD (words, plan, "plan %s"), value);
      say (text, sentence);
    }
}

static void
say_bands (GString *text, const HdChartSpec *spec, const HdChartWords *words)
{
  for (guint band = 0; band < spec->n_bands; band++)
    for (guint category = spec->n_categories; category > 0; category--)
      {
        g_autofree char *lower = NULL;
        g_autofree char *upper = NULL;
        g_autofree char *sentence = NULL;

        if (!isfinite (spec->bands[band].upper[category - 1])
            || spec->bands[band].level <= HD_BAND_REVISIONS)
          continue;
        lower = hd_number_format (&spec->format, spec->bands[band].lower[category - 1]);
        upper = hd_number_format_full (&spec->format, spec->bands[band].upper[category - 1]);
        sentence
            = hd_words_fill (WORD (words, band, "interval %s: %s to %s"),
                             (const char *const[]){ spec->bands[band].name, lower, upper, NULL });
        say (text, sentence);
        break;
      }
}

void
hd_describe_trend (const HdChartSpec *spec, const HdChartWords *words, GString *text)
{
  for (guint series = 0; series < spec->n_series && series < MAX_SAID; series++)
    say_series (text, spec, words, series);
  say_markers (text, spec, words);
  say_bands (text, spec, words);
}

/* "Cát Lái: 38,2 nghìn tỷ, −11 %". */
static void
say_row (GString *text, const HdChartSpec *spec, guint row)
{
  g_autoptr (GString) sentence = g_string_new (NULL);
  g_autofree char *where = hd_words_category (spec, row);
  g_autofree char *change = hd_chart_spec_change_text (spec, row);

  g_string_append_printf (sentence, "%s:", where);
  for (guint series = 0; series < spec->n_series; series++)
    {
      g_autofree char *value = value_text (spec, series, row);

      g_string_append_printf (sentence, "%s %s%s%s", series > 0 ? "," : "",
                              spec->n_series > 1 ? spec->series[series].name : "",
                              spec->n_series > 1 ? " " : "", value);
    }
  if (change != NULL)
    g_string_append_printf (sentence, ", %s", change);
  say (text, sentence->str);
}

void
hd_describe_rows (const HdChartSpec *spec, const HdChartWords *words, GString *text)
{
  for (guint row = 0; row < spec->n_categories && row < MAX_SAID; row++)
    say_row (text, spec, row);
  say_markers (text, spec, words);
}

void
hd_describe_ranking (const HdChartSpec *spec, const HdChartWords *words, GString *text)
{
  int first, last, least, most;

  if (find_ends (spec, 0, &first, &last, &least, &most))
    {
      say_extreme (text, spec, WORD (words, highest, "highest %s (%s)"), 0, most);
      say_extreme (text, spec, WORD (words, lowest, "lowest %s (%s)"), 0, least);
    }
  hd_describe_rows (spec, words, text);
}

void
hd_describe_steps (const HdChartSpec *spec, const HdChartWords *words, GString *text)
{
  hd_describe_rows (spec, words, text);
}

void
hd_describe_extremes (const HdChartSpec *spec, const HdChartWords *words, GString *text)
{
  guint least_series = 0, most_series = 0;
  int least = -1, most = -1;

  for (guint series = 0; series < spec->n_series; series++)
    {
      int first, last, low, high;

      if (!find_ends (spec, series, &first, &last, &low, &high))
        continue;
      if (least < 0
          || hd_chart_spec_value (spec, series, (guint)low)
                 < hd_chart_spec_value (spec, least_series, (guint)least))
        {
          least = low;
          least_series = series;
        }
      if (most < 0
          || hd_chart_spec_value (spec, series, (guint)high)
                 > hd_chart_spec_value (spec, most_series, (guint)most))
        {
          most = high;
          most_series = series;
        }
    }
  for (guint end = 0; end < 2 && least >= 0; end++)
    {
      guint series = end == 0 ? most_series : least_series;
      guint category = (guint)(end == 0 ? most : least);
      g_autofree char *value = value_text (spec, series, category);
      g_autofree char *where
          = g_strdup_printf ("%s, %s", spec->series[series].name, spec->categories[category].label);

      say_value_at (text,
                    end == 0 ? WORD (words, highest, "highest %s (%s)")
                             : WORD (words, lowest, "lowest %s (%s)"),
                    value, where);
    }
}

void
hd_describe_pareto (const HdChartSpec *spec, const HdChartWords *words, GString *text)
{
  double total = 0, sum = 0;
  HdNumberFormat format = hd_number_format_plain (spec->format.locale, 0);

  format.is_percent = TRUE;
  for (guint row = 0; row < spec->n_categories; row++)
    if (isfinite (hd_chart_spec_value (spec, 0, row)))
      total += MAX (hd_chart_spec_value (spec, 0, row), 0);
  for (guint row = 0; row < spec->n_categories && row < MAX_SAID; row++)
    {
      double value = hd_chart_spec_value (spec, 0, row);
      g_autofree char *share = NULL;
      g_autofree char *sentence = NULL;

      say_row (text, spec, row);
      if (!isfinite (value) || !(total > 0))
        continue;
      sum += MAX (value, 0);
      share = hd_number_format (&format, sum / total * 100);
      sentence = hd_words_fill_one (WORD (words, cumulative, "cumulative %s"), share);
      g_string_append_printf (text, ", %s", sentence);
    }
}

void
hd_describe_histogram (const HdChartSpec *spec, const HdChartWords *words, GString *text)
{
  if (spec->edges != NULL && spec->n_categories > 0)
    {
      g_autofree char *low = hd_number_format (&spec->format, spec->edges[0]);
      g_autofree char *high
          = hd_number_format_full (&spec->format, spec->edges[spec->n_categories]);
      g_autofree char *range = g_strdup_printf ("%s – %s", low, high);

      say (text, range);
    }
  say_markers (text, spec, words);
}

void
hd_describe_status (const HdChartSpec *spec, const HdChartWords *words, GString *text)
{
  guint fresh = 0;
  g_autofree char *count = NULL;

  for (guint category = 0; category < spec->n_categories; category++)
    fresh += hd_chart_spec_status (spec, 0, category) == HD_STATUS_BETTER;
  count = g_strdup_printf ("%u/%u", fresh, spec->n_categories);
  say (text, count);
  for (guint category = 0; category < spec->n_categories; category++)
    {
      g_autofree char *where = hd_words_category (spec, category);

      if (hd_chart_spec_status (spec, 0, category) != HD_STATUS_BETTER)
        say (text, where);
    }
}

/* Of each panel the last figure, and what it is held against. */
void
hd_describe_panels (const HdChartSpec *spec, const HdChartWords *words, GString *text)
{
  for (guint series = 0; series < spec->n_series; series++)
    {
      int first, last, least, most;
      g_autofree char *value = NULL;
      g_autofree char *sentence = NULL;

      if (!find_ends (spec, series, &first, &last, &least, &most))
        continue;
      value = value_text (spec, series, (guint)last);
      sentence = g_strdup_printf ("%s: %s", spec->series[series].name, value);
      say (text, sentence);
    }
}

void
hd_describe_map (const HdChartSpec *spec, const HdChartWords *words, GString *text)
{
  const HdMapSpec *map = spec->map;
  int least = -1, most = -1;
  guint missing = 0;

  for (guint unit = 0; map != NULL && unit < map->n_units; unit++)
    {
      if (!isfinite (map->values[unit]))
        {
          missing++;
          continue;
        }
      if (least < 0 || map->values[unit] < map->values[least])
        least = (int)unit;
      if (most < 0 || map->values[unit] > map->values[most])
        most = (int)unit;
    }
  for (guint end = 0; end < 2 && least >= 0; end++)
    {
      const HdGeoShape *shape = &map->units->shapes[end == 0 ? most : least];
      const char *name = g_str_has_prefix (map->lang, "vi") || *shape->name_en == '\0'
                             ? shape->name_vi
                             : shape->name_en;
      g_autofree char *value
          = hd_number_format_full (&spec->format, map->values[end == 0 ? most : least]);

      say_value_at (text,
                    end == 0 ? WORD (words, highest, "highest %s (%s)")
                             : WORD (words, lowest, "lowest %s (%s)"),
                    value, name);
    }
  if (map != NULL && missing > 0)
    {
      g_autofree char *sentence
          = g_strdup_printf ("%s: %u", WORD (words, missing, "no data"), missing);

      say (text, sentence);
    }
}

char *
hd_chart_describe (const HdChartSpec *spec, const HdChartWords *words)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize introduction;

  say (text, spec->title);
  say (text, spec->caption);
  if (spec->is_stale)
    say (text, WORD (words, stale, "old data"));
  say (text, spec->headline);
  introduction = text->len;
  hd_painter_get (spec->kind)->describe (spec, words, text);
  if (text->len == introduction)
    say (text, WORD (words, missing, "no data"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
