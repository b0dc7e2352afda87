/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an SDMX-JSON message says of its observations, at any level: status, and since when they are known.
 */

#include "config.h"

#include "hd-sdmx-json-said.h"

#include <string.h>

#include "hd-feed-error.h"

#define STATUS "OBS_STATUS"
#define EXTRACTED_AT "EXTRACTED_AT"

/* The element of that attribute; NULL when it is not there. */
static const HdJsonNode *
find_element (const HdSdmxJsonComponent *attribute, GPtrArray *array, guint n_before)
{
  guint place = attribute == NULL ? G_MAXUINT : n_before + attribute->place;

  return attribute != NULL && place < array->len ? array->pdata[place] : NULL;
}

gboolean
hd_sdmx_json_said_read (HdSdmxJsonSaid *said,
                        const HdSdmxJsonLayout *layout,
                        HdSdmxLevel level,
                        GPtrArray *array,
                        guint n_before,
                        GError **error)
{
  const HdSdmxJsonComponent *status = hd_sdmx_json_layout_attribute (layout, STATUS, level);
  const HdSdmxJsonComponent *time = hd_sdmx_json_layout_attribute (layout, EXTRACTED_AT, level);
  const HdJsonNode *status_node = find_element (status, array, n_before);
  const HdJsonNode *time_node = find_element (time, array, n_before);
  const char *text;
  gsize length;

  *said = (HdSdmxJsonSaid){ 0 };
  said->has_status
      = status_node != NULL && hd_sdmx_json_resolve (status, status_node, &text, &length);
  if (said->has_status)
    said->status = hd_sdmx_parse_status (text, length);
  said->has_time = time_node != NULL && hd_sdmx_json_resolve (time, time_node, &text, &length);
  if (!said->has_time || hd_sdmx_parse_instant (text, length, &said->extracted_at))
    return TRUE;
  hd_json_error (layout->json, time_node, HD_FEED_ERROR_SYNTAX, error,
                 "EXTRACTED_AT is not a time of RFC 3339");
  return FALSE;
}

void
hd_sdmx_json_said_defaults (HdSdmxJsonSaid *said, const HdSdmxJsonLayout *layout)
{
  *said = (HdSdmxJsonSaid){ 0 };
  for (guint at = 0; at < layout->attributes->len; at++)
    {
      const HdSdmxJsonComponent *attribute
          = &g_array_index (layout->attributes, HdSdmxJsonComponent, at);
      const char *text;
      gsize length;

      if (!hd_sdmx_json_resolve (attribute, hd_json_get (attribute->node, "default"), &text,
                                 &length))
        continue;
      if (strcmp (attribute->id, STATUS) == 0)
        {
          said->has_status = TRUE;
          said->status = hd_sdmx_parse_status (text, length);
        }
      else if (strcmp (attribute->id, EXTRACTED_AT) == 0)
        said->has_time = hd_sdmx_parse_instant (text, length, &said->extracted_at);
    }
}

void
hd_sdmx_json_said_fill (HdSdmxJsonSaid *said, const HdSdmxJsonSaid *wider)
{
  if (!said->has_status)
    {
      said->has_status = wider->has_status;
      said->status = wider->status;
    }
  if (!said->has_time)
    {
      said->has_time = wider->has_time;
      said->extracted_at = wider->extracted_at;
    }
}

gboolean
hd_sdmx_json_said_names_any (const HdSdmxJsonLayout *layout,
                             HdSdmxLevel level,
                             GPtrArray *array,
                             guint n_before)
{
  for (guint at = 0; at < layout->attributes->len; at++)
    {
      const HdSdmxJsonComponent *attribute
          = &g_array_index (layout->attributes, HdSdmxJsonComponent, at);
      const HdJsonNode *node = find_element (attribute, array, n_before);

      if (attribute->level == level && strcmp (attribute->id, EXTRACTED_AT) != 0 && node != NULL
          && node->kind != HD_JSON_NULL)
        return TRUE;
    }
  return FALSE;
}
