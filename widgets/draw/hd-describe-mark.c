/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One mark in words: what a pointer, a focus or a screen reader is told.
 */

#include "config.h"

#include "hd-layout.h"
#include "hd-words.h"

#include <math.h>

#define WORD(words, field, english) hd_words_or ((words) != NULL ? (words)->field : NULL, english)

static void
append (GString *text, const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  g_string_append_printf (text, ", %s", part);
}

static const char *
status_word (const HdChartWords *words, HdPointStatus status)
{
  switch (status)
    {
    case HD_STATUS_BETTER:
      return WORD (words, better, "better");
    case HD_STATUS_WORSE:
      return WORD (words, worse, "worse");
    case HD_STATUS_NEUTRAL:
      return WORD (words, neutral, "unchanged");
    case HD_STATUS_NONE:
    default:
      return NULL;
    }
}

static char *
describe_place (const HdChartSpec *spec, const HdMark *mark, const HdChartWords *words)
{
  const HdMapSpec *map = spec->map;
  guint category = (guint)mark->category;
  const char *name = "";
  const char *given = NULL;
  g_autofree char *value = NULL;

  if (category < map->n_units)
    {
      const HdGeoShape *shape = &map->units->shapes[category];

      name = g_str_has_prefix (map->lang, "vi") || *shape->name_en == '\0' ? shape->name_vi
                                                                           : shape->name_en;
    }
  else if (category - map->n_units < map->n_points)
    {
      name = map->points[category - map->n_units].name;
      given = map->points[category - map->n_units].text;
      if (isnan (mark->value))
        return given != NULL ? g_strdup_printf ("%s: %s", name, given) : g_strdup (name);
    }
  value = isnan (mark->value) ? g_strdup (WORD (words, missing, "no data"))
                              : hd_number_format_full (&spec->format, mark->value);
  return g_strdup_printf ("%s: %s", name != NULL ? name : "", given != NULL ? given : value);
}

/* What a person pinned to it. */
static void
append_notes (GString *text, const HdChartSpec *spec, guint series, guint category)
{
  for (guint index = 0; index < spec->n_annotations; index++)
    if (spec->annotations[index].series == series && spec->annotations[index].category == category)
      g_string_append_printf (text, ", “%s”", spec->annotations[index].text);
}

static void
append_flags (GString *text, const HdMark *mark, const HdChartWords *words)
{
  if (mark->flags & HD_POINT_PARTIAL)
    append (text, WORD (words, part_period, "period not over"));
  if (mark->flags & HD_POINT_PROVISIONAL)
    append (text, WORD (words, provisional, "provisional"));
  if (mark->flags & HD_POINT_STALE)
    append (text, WORD (words, stale, "old data"));
}

char *
hd_chart_describe_mark (const HdChartLayout *layout, guint index, const HdChartWords *words)
{
  const HdChartSpec *spec = layout->spec;
  const HdMark *mark = hd_chart_layout_get_mark (layout, index);
  guint series, category;
  g_autoptr (GString) text = NULL;
  g_autofree char *where = NULL;
  g_autofree char *value = NULL;

  g_return_val_if_fail (mark != NULL, g_strdup (""));
  if (spec->kind == HD_CHART_MAP)
    return describe_place (spec, mark, words);
  series = (guint)MAX (mark->series, 0);
  category = (guint)MAX (mark->category, 0);
  text = g_string_new (NULL);
  where = hd_words_category (spec, category);
  g_string_append (text, where);
  if (spec->n_series > 1 && mark->series >= 0)
    append (text, spec->series[series].name);
  if (isnan (mark->value) && spec->kind != HD_CHART_STATUS)
    value = g_strdup (WORD (words, missing, "no data"));
  else if (series < spec->n_series && spec->series[series].texts != NULL
           && spec->series[series].texts[category] != NULL)
    value = g_strdup (spec->series[series].texts[category]);
  else if (isfinite (mark->value) && spec->kind != HD_CHART_STATUS)
    value = hd_number_format_full (&spec->format, mark->value);
  if (value != NULL)
    g_string_append_printf (text, ": %s", value);
  append_flags (text, mark, words);
  append (text, spec->categories[category].change_text);
  append (text, status_word (words, hd_chart_spec_status (spec, series, category)));
  append_notes (text, spec, series, category);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
