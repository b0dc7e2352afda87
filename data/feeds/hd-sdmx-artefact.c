/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all things in an SDMX-JSON structure message have: names, annotations, references by URN.
 */

#include "config.h"

#include "hd-sdmx-artefact.h"

#include <string.h>

#include "hd-sdmx-text.h"

struct _HdSdmxIndex
{
  GPtrArray *values;
  GHashTable *by_key; /* "AGENCY:ID(VERSION)" and "AGENCY:ID" → value (not owned) */
};

/* Localised text is an object by language, or a string. */
static const char *
localised (const HdJsonNode *artefact, const char *plural, const char *singular, const char *lang)
{
  const HdJsonNode *texts = hd_json_get_kind (artefact, plural, HD_JSON_OBJECT);
  const char *text;

  if (texts == NULL)
    texts = hd_json_get_kind (artefact, singular, HD_JSON_OBJECT);
  text = hd_json_get_string (texts, lang);
  if (text == NULL && texts == NULL && strcmp (lang, "en") == 0)
    text = hd_json_get_string (artefact, singular);
  return text;
}

const char *
hd_sdmx_name (const HdJsonNode *artefact, const char *lang)
{
  const char *text = localised (artefact, "names", "name", lang);

  /* A feed in a third language: its name is better than none. */
  if (text == NULL && strcmp (lang, "en") == 0)
    text = hd_json_get_string (artefact, "name");
  return text;
}

const HdJsonNode *
hd_sdmx_annotation (const HdJsonNode *artefact, const char *type)
{
  static const char *const places[] = { "type", "id", "title" };
  const HdJsonNode *annotations = hd_json_get_kind (artefact, "annotations", HD_JSON_ARRAY);

  for (guint place = 0; annotations != NULL && place < G_N_ELEMENTS (places); place++)
    for (const HdJsonNode *each = annotations->first; each != NULL; each = each->next)
      if (g_strcmp0 (hd_json_get_string (each, places[place]), type) == 0)
        return each;
  return NULL;
}

const char *
hd_sdmx_annotation_text (const HdJsonNode *artefact, const char *type, const char *lang)
{
  return localised (hd_sdmx_annotation (artefact, type), "texts", "text", lang);
}

const char *
hd_sdmx_annotation_value (const HdJsonNode *artefact, const char *type)
{
  const HdJsonNode *annotation = hd_sdmx_annotation (artefact, type);
  const char *value = hd_json_get_string (annotation, "value");

  if (value == NULL)
    value = hd_json_get_string (annotation, "title");
  if (value == NULL || strcmp (value, type) == 0)
    value = localised (annotation, "texts", "text", "en");
  return value;
}

HdDay
hd_sdmx_date (const char *text)
{
  gint64 instant;

  if (text == NULL || strlen (text) < 10 || !hd_sdmx_parse_instant (text, 10, &instant))
    return HD_DAY_NONE;
  return (HdDay)(instant / 86400 - (instant % 86400 < 0));
}

HdSdmxIndex *
hd_sdmx_index_new (GDestroyNotify value_free)
{
  HdSdmxIndex *index = g_new0 (HdSdmxIndex, 1);

  index->values = g_ptr_array_new_with_free_func (value_free);
  index->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return index;
}

void
hd_sdmx_index_free (HdSdmxIndex *index)
{
  g_hash_table_unref (index->by_key);
  g_ptr_array_unref (index->values);
  g_free (index);
}

void
hd_sdmx_index_add (HdSdmxIndex *index, const HdJsonNode *artefact, gpointer value)
{
  const char *agency = hd_json_get_string (artefact, "agencyID");
  const char *id = hd_json_get_string (artefact, "id");
  const char *version = hd_json_get_string (artefact, "version");

  g_ptr_array_add (index->values, value);
  agency = agency == NULL ? "" : agency;
  version = version == NULL ? "1.0" : version;
  g_hash_table_insert (index->by_key, g_strdup_printf ("%s:%s(%s)", agency, id, version), value);
  g_hash_table_insert (index->by_key, g_strdup_printf ("%s:%s", agency, id), value);
}

gpointer
hd_sdmx_index_find (const HdSdmxIndex *index, const char *urn, const char **item)
{
  const char *begin, *close;
  g_autofree char *key = NULL;
  gpointer value;

  if (urn == NULL || (close = strchr (urn, ')')) == NULL)
    return NULL;
  begin = strchr (urn, '=');
  begin = begin == NULL || begin > close ? urn : begin + 1;
  key = g_strndup (begin, (gsize)(close + 1 - begin));
  value = g_hash_table_lookup (index->by_key, key);
  if (value == NULL && strchr (key, '(') != NULL)
    {
      *strchr (key, '(') = '\0';
      value = g_hash_table_lookup (index->by_key, key);
    }
  if (item != NULL)
    *item = close[1] == '.' ? close + 2 : NULL;
  return value;
}
