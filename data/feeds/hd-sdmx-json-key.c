/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys of an SDMX-JSON dataset: "0:3:1", one part a dimension.
 */

#include "config.h"

#include "hd-sdmx-json-key.h"

#include <string.h>

#include "hd-code-map.h"
#include "hd-feed-error.h"
#include "hd-number.h"

/* A value of a dimension is looked up when it is first used: a code that nothing uses may be unknown. */
#define NOT_LOOKED_UP G_MININT64

typedef struct
{
  const HdSdmxJsonComponent *component;
  HdCodeMap *codes; /* (nullable) for time */
  gint64 *known; /* by value: its code or day, or NOT_LOOKED_UP */
} Dimension;

static void
dimension_clear (gpointer data)
{
  Dimension *dimension = data;

  g_clear_pointer (&dimension->codes, hd_code_map_free);
  g_clear_pointer (&dimension->known, g_free);
}

void
hd_sdmx_json_key_init (HdSdmxJsonKey *key, const HdSdmxJsonLayout *layout, gboolean is_delete)
{
  HdStructure *structure = layout->structure;
  guint n_dimensions = hd_structure_get_n_dimensions (structure);
  gboolean has_time = FALSE;

  key->layout = layout;
  key->is_delete = is_delete;
  key->codes = g_new (HdCode, n_dimensions + 1);
  for (guint index = 0; index < n_dimensions; index++)
    key->codes[index] = HD_CODE_NONE;
  key->dimensions = g_array_new (FALSE, TRUE, sizeof (Dimension));
  g_array_set_clear_func (key->dimensions, dimension_clear);
  for (guint at = 0; at < layout->dimensions->len; at++)
    {
      Dimension dimension = { &g_array_index (layout->dimensions, HdSdmxJsonComponent, at) };
      int index = dimension.component->index;

      dimension.known = g_new (gint64, dimension.component->values->len + 1);
      for (guint value = 0; value < dimension.component->values->len; value++)
        dimension.known[value] = NOT_LOOKED_UP;
      has_time |= dimension.component->is_time;
      if (!dimension.component->is_time)
        dimension.codes
            = hd_code_map_new (hd_structure_get_dimension (structure, (guint)index)->codes);
      g_array_append_val (key->dimensions, dimension);
    }
  key->day = has_time || !is_delete ? HD_SDMX_TIMELESS_DAY : HD_DAY_NONE;
}

void
hd_sdmx_json_key_clear (HdSdmxJsonKey *key)
{
  g_clear_pointer (&key->dimensions, g_array_unref);
  g_clear_pointer (&key->codes, g_free);
}

static gboolean
look_up (HdSdmxJsonKey *key,
         Dimension *dimension,
         const char *text,
         const HdJsonNode *at,
         gint64 *found,
         GError **error)
{
  HdStructure *structure = key->layout->structure;
  g_autoptr (GError) local_error = NULL;
  HdCode code;
  HdDay day;

  if (dimension->component->is_time)
    {
      if (hd_sdmx_parse_period (text, strlen (text), hd_structure_get_grain (structure),
                                hd_structure_get_month_start_day (structure), &day, &local_error))
        {
          *found = day;
          return TRUE;
        }
      hd_json_error (key->layout->json, at, local_error->code, error, "%s", local_error->message);
      return FALSE;
    }
  code = hd_code_map_find_or_add (dimension->codes, text, strlen (text));
  *found = code;
  if (code != HD_CODE_NONE)
    return TRUE;
  hd_json_error (key->layout->json, at, HD_FEED_ERROR_SCHEMA, error, "%s has no code “%s”",
                 dimension->component->id, text);
  return FALSE;
}

/* The index of a value, or the value itself where there are no values. */
static gboolean
resolve_part (HdSdmxJsonKey *key,
              Dimension *dimension,
              const char *part,
              const HdJsonNode *at,
              gint64 *found,
              GError **error)
{
  GPtrArray *values = dimension->component->values;
  const char *id = NULL;
  gint64 index = -1;

  if (values->len == 0)
    return look_up (key, dimension, part, at, found, error);
  if (hd_number_parse_int64 (part, strlen (part), '.', &index) == HD_NUMBER_OK && index >= 0
      && index < values->len)
    id = hd_sdmx_json_value_id (values->pdata[index]);
  if (id == NULL)
    {
      hd_json_error (key->layout->json, at, HD_FEED_ERROR_SCHEMA, error,
                     "%s has no value with the index “%s”", dimension->component->id, part);
      return FALSE;
    }
  if (dimension->known[index] == NOT_LOOKED_UP
      && !look_up (key, dimension, id, at, &dimension->known[index], error))
    return FALSE;
  *found = dimension->known[index];
  return TRUE;
}

static gint64
free_value (const Dimension *dimension)
{
  return dimension->component->is_time ? HD_DAY_NONE : HD_CODE_NONE;
}

static void
set_part (const Dimension *dimension, gint64 value, HdCode *codes, HdDay *day)
{
  if (dimension->component->is_time)
    *day = (HdDay)value;
  else
    codes[dimension->component->index] = (HdCode)value;
}

static gboolean
read_part (HdSdmxJsonKey *key,
           Dimension *dimension,
           const char *part,
           const HdJsonNode *at,
           GError **error)
{
  gint64 found = free_value (dimension);

  if (strcmp (part, "~") == 0)
    key->is_off = TRUE;
  else if ((*part != '\0' || !key->is_delete)
           && !resolve_part (key, dimension, part, at, &found, error))
    return FALSE;
  set_part (dimension, found, key->codes, &key->day);
  return TRUE;
}

static char **
split (const HdSdmxJsonKey *key,
       const char *text,
       guint n_parts,
       const HdJsonNode *at,
       GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", HD_SDMX_JSON_MAX_COMPONENTS + 1);

  /* GLib splits an empty text into nothing, not into one empty part. */
  if (*text == '\0' && n_parts == 1)
    return g_strdupv ((char *[]){ (char *)"", NULL });
  if (g_strv_length (parts) == n_parts)
    return g_steal_pointer (&parts);
  hd_json_error (key->layout->json, at, HD_FEED_ERROR_SCHEMA, error,
                 "the key “%s” does not have %u parts", text, n_parts);
  return NULL;
}

gboolean
hd_sdmx_json_key_read (HdSdmxJsonKey *key,
                       HdSdmxLevel level,
                       const char *text,
                       const HdJsonNode *at,
                       GError **error)
{
  g_auto (GStrv) parts = split (key, text, key->layout->n_dimensions[level], at, error);

  if (parts == NULL)
    return FALSE;
  if (level != HD_SDMX_LEVEL_OBSERVATION || key->layout->n_dimensions[HD_SDMX_LEVEL_SERIES] == 0)
    key->is_off = FALSE;
  for (guint which = 0; which < key->dimensions->len; which++)
    {
      Dimension *dimension = &g_array_index (key->dimensions, Dimension, which);

      if (dimension->component->level == level
          && !read_part (key, dimension, parts[dimension->component->place], at, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
hd_sdmx_json_key_read_dataset (HdSdmxJsonKey *key, const HdJsonNode *at, GError **error)
{
  for (guint which = 0; which < key->dimensions->len; which++)
    {
      Dimension *dimension = &g_array_index (key->dimensions, Dimension, which);

      if (dimension->component->level == HD_SDMX_LEVEL_DATASET
          && !read_part (key, dimension, "0", at, error))
        return FALSE;
    }
  return TRUE;
}

void
hd_sdmx_json_key_free_level (HdSdmxJsonKey *key, HdSdmxLevel level)
{
  for (guint which = 0; which < key->dimensions->len; which++)
    {
      Dimension *dimension = &g_array_index (key->dimensions, Dimension, which);

      if (dimension->component->level == level)
        set_part (dimension, free_value (dimension), key->codes, &key->day);
    }
}

gboolean
hd_sdmx_json_key_read_group (HdSdmxJsonKey *key,
                             const char *text,
                             const HdJsonNode *at,
                             HdCode *codes,
                             HdDay *day,
                             GError **error)
{
  /* Those of the level of the dataset, which come first here, may be left out. */
  guint n_given = 1, n_all = key->dimensions->len, n_skipped;
  g_auto (GStrv) parts = NULL;

  for (const char *colon = strchr (text, ':'); colon != NULL; colon = strchr (colon + 1, ':'))
    n_given++;
  n_skipped = key->layout->n_dimensions[HD_SDMX_LEVEL_DATASET];
  n_skipped = n_given == n_all - n_skipped ? n_skipped : 0;
  parts = split (key, text, n_all - n_skipped, at, error);
  if (parts == NULL)
    return FALSE;
  *day = HD_DAY_NONE;
  for (guint index = 0; index < hd_structure_get_n_dimensions (key->layout->structure); index++)
    codes[index] = HD_CODE_NONE;
  for (guint which = n_skipped; which < n_all; which++)
    {
      Dimension *dimension = &g_array_index (key->dimensions, Dimension, which);
      const char *part = parts[which - n_skipped];
      gint64 found;

      if (*part == '\0' || strcmp (part, "~") == 0)
        continue;
      if (!resolve_part (key, dimension, part, at, &found, error))
        return FALSE;
      set_part (dimension, found, codes, day);
    }
  return TRUE;
}
