/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all things in an SDMX-JSON structure message have: names, annotations, references by URN.
 */

#include "config.h"

#include "hd-sdmx-artefact.h"

#include <string.h>

#include "hd-sdmx-text.h"
#include "hd-sdmx-version.h"

struct _HdSdmxIndex
{
  GPtrArray *values;
  GHashTable *by_key; /* "AGENCY:ID" → GPtrArray of Entry */
};

typedef struct
{
  char *version;
  gpointer value; /* not owned */
} Entry;

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
  index->by_key
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  return index;
}

void
hd_sdmx_index_free (HdSdmxIndex *index)
{
  g_hash_table_unref (index->by_key);
  g_ptr_array_unref (index->values);
  g_free (index);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->version);
  g_free (entry);
}

void
hd_sdmx_index_add (HdSdmxIndex *index, const HdJsonNode *artefact, gpointer value)
{
  const char *agency = hd_json_get_string (artefact, "agencyID");
  const char *id = hd_json_get_string (artefact, "id");
  const char *version = hd_json_get_string (artefact, "version");
  g_autofree char *key = g_strdup_printf ("%s:%s", agency == NULL ? "" : agency, id);
  GPtrArray *versions = g_hash_table_lookup (index->by_key, key);
  Entry *entry = g_new0 (Entry, 1);

  g_ptr_array_add (index->values, value);
  entry->version = g_strdup (version == NULL ? "1.0" : version);
  entry->value = value;
  if (versions == NULL)
    {
      versions = g_ptr_array_new_with_free_func (entry_free);
      g_hash_table_insert (index->by_key, g_steal_pointer (&key), versions);
    }
  g_ptr_array_add (versions, entry);
}

/* The latest version that the pattern allows; when it allows none, the latest of all. */
static gpointer
choose_version (GPtrArray *versions, const char *pattern)
{
  const Entry *best = NULL;
  gboolean is_allowed = FALSE;

  for (guint at = 0; at < versions->len; at++)
    {
      const Entry *entry = versions->pdata[at];
      gboolean is_match = hd_sdmx_version_matches (pattern, entry->version);

      if (best != NULL
          && (is_match != is_allowed ? is_allowed
                                     : hd_sdmx_version_compare (entry->version, best->version) < 0))
        continue;
      best = entry;
      is_allowed = is_match;
    }
  return best->value;
}

gpointer
hd_sdmx_index_find (const HdSdmxIndex *index, const char *urn, const char **item)
{
  const char *begin, *close, *open;
  g_autofree char *key = NULL, *version = NULL;
  GPtrArray *versions;

  if (urn == NULL || (close = strchr (urn, ')')) == NULL)
    return NULL;
  begin = strchr (urn, '=');
  begin = begin == NULL || begin > close ? urn : begin + 1;
  open = memchr (begin, '(', (gsize)(close - begin));
  key = g_strndup (begin, (gsize)((open == NULL ? close : open) - begin));
  version = open == NULL ? NULL : g_strndup (open + 1, (gsize)(close - open - 1));
  if (item != NULL)
    *item = close[1] == '.' ? close + 2 : NULL;
  versions = g_hash_table_lookup (index->by_key, key);
  return versions == NULL ? NULL : choose_version (versions, version);
}
