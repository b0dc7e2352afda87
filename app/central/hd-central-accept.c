/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Content negotiation: which SDMX format an Accept header asks for.
 */

#include "config.h"

#include "hd-central-accept.h"

#include <libsoup/soup.h>
#include <string.h>

static const struct
{
  const char *type;
  HdFormat formats;
} TYPES[] = {
  { "application/vnd.sdmx.data+csv", HD_FORMAT_CSV },
  { "text/csv", HD_FORMAT_CSV },
  { "application/vnd.sdmx.data+json", HD_FORMAT_JSON },
  { "application/json", HD_FORMAT_JSON | HD_FORMAT_STRUCTURE_JSON },
  { "application/vnd.sdmx.structure+json", HD_FORMAT_STRUCTURE_JSON },
  { "application/*", HD_FORMAT_CSV | HD_FORMAT_JSON | HD_FORMAT_STRUCTURE_JSON },
  { "*/*", HD_FORMAT_CSV | HD_FORMAT_JSON | HD_FORMAT_STRUCTURE_JSON },
};

/* Only version 2 is spoken here, when a version is asked for at all. */
static gboolean
is_version_known (const char *item)
{
  const char *version = strstr (item, "version=");

  return version == NULL || strstr (item, "vnd.sdmx") == NULL
         || version[strlen ("version=")] == '2';
}

HdFormat
hd_central_accept (const char *accept, HdFormat offered)
{
  GSList *items;
  HdFormat found = HD_FORMAT_NONE;

  if (accept == NULL)
    accept = "*/*";
  items = soup_header_parse_quality_list (accept, NULL);
  for (GSList *item = items; item != NULL && found == HD_FORMAT_NONE; item = item->next)
    {
      g_autofree char *type = g_strndup (item->data, strcspn (item->data, "; "));

      for (guint index = 0; index < G_N_ELEMENTS (TYPES); index++)
        if (strcmp (TYPES[index].type, type) == 0 && is_version_known (item->data))
          {
            HdFormat both = TYPES[index].formats & offered;

            found = both & (HdFormat)(-(int)both);
            break;
          }
    }
  g_slist_free_full (items, g_free);
  return found;
}
