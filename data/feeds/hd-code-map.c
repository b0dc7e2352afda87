/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finds a code by its bytes, many million times a second.
 */

#include "config.h"

#include "hd-code-map.h"

#include <math.h>
#include <string.h>

#define MAX_ID_LENGTH 255

/* An id of at most eight bytes is its own key; a longer one has a hash as its key and is compared. */
typedef struct
{
  guint64 key;
  const char *id; /* owned by the list */
  guint32 length;
  HdCode code; /* HD_CODE_NONE: an empty place */
} Place;

struct _HdCodeMap
{
  HdCodeList *list;
  Place *places; /* open addressing, linear probing; at most half full */
  guint n_bits;
  guint n_used;
  const Place *last; /* a column often repeats what the row above has */
};

static inline guint64
key_of (const char *id, gsize length)
{
  guint64 key = 0;

  if (length <= sizeof key)
    {
      memcpy (&key, id, length);
      return key;
    }
  key = G_GUINT64_CONSTANT (0xcbf29ce484222325);
  for (gsize byte = 0; byte < length; byte++)
    key = (key ^ (guchar)id[byte]) * G_GUINT64_CONSTANT (0x100000001b3);
  return key;
}

/* The place of the id, or the empty one where it belongs. */
static inline Place *
probe (const HdCodeMap *map, guint64 key, const char *id, gsize length)
{
  guint mask = (1u << map->n_bits) - 1;
  guint at = (guint)((key * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> (64 - map->n_bits));

  while (map->places[at].code != HD_CODE_NONE)
    {
      const Place *place = &map->places[at];

      if (place->key == key && place->length == length
          && (length <= sizeof key || memcmp (place->id, id, length) == 0))
        break;
      at = (at + 1) & mask;
    }
  return &map->places[at];
}

static void
insert (HdCodeMap *map, HdCode code)
{
  const char *id = hd_code_list_get (map->list, code)->id;
  gsize length = strlen (id);
  guint64 key = key_of (id, length);
  Place *place = probe (map, key, id, length);

  *place = (Place){ key, id, (guint32)length, code };
  map->n_used++;
}

static void
rebuild (HdCodeMap *map, guint n_codes)
{
  guint n_bits = 4;

  while ((1u << n_bits) < 2 * (n_codes + 1))
    n_bits++;
  g_free (map->places);
  map->places = g_new (Place, 1u << n_bits);
  for (guint at = 0; at < 1u << n_bits; at++)
    map->places[at].code = HD_CODE_NONE;
  map->n_bits = n_bits;
  map->n_used = 0;
  map->last = NULL;
  for (guint code = 0; code < hd_code_list_get_n (map->list); code++)
    insert (map, (HdCode)code);
}

HdCodeMap *
hd_code_map_new (HdCodeList *list)
{
  HdCodeMap *map = g_new0 (HdCodeMap, 1);

  map->list = hd_code_list_ref (list);
  rebuild (map, hd_code_list_get_n (list));
  return map;
}

void
hd_code_map_free (HdCodeMap *map)
{
  g_free (map->places);
  hd_code_list_unref (map->list);
  g_free (map);
}

HdCode
hd_code_map_find (HdCodeMap *map, const char *id, gsize length)
{
  guint64 key = key_of (id, length);
  const Place *place = map->last;

  if (place != NULL && place->key == key && place->length == length && length <= sizeof key)
    return place->code;
  place = probe (map, key, id, length);
  if (place->code != HD_CODE_NONE)
    map->last = place;
  return place->code;
}

static gboolean
is_fit_id (const char *id, gsize length)
{
  if (length == 0 || length > MAX_ID_LENGTH || !g_utf8_validate_len (id, length, NULL))
    return FALSE;
  for (gsize byte = 0; byte < length; byte++)
    if ((guchar)id[byte] < 0x20 || id[byte] == 0x7f)
      return FALSE;
  return id[0] != ' ' && id[length - 1] != ' ';
}

HdCode
hd_code_map_find_or_add (HdCodeMap *map, const char *id, gsize length)
{
  HdCode code = hd_code_map_find (map, id, length);
  g_autofree char *copy = NULL;

  if (code != HD_CODE_NONE || hd_code_list_is_closed (map->list) || !is_fit_id (id, length))
    return code;
  copy = g_strndup (id, length);
  code = hd_code_list_add (map->list, &(HdCodeInfo){ .id = copy,
                                                     .parent = HD_CODE_NONE,
                                                     .lower = NAN,
                                                     .upper = NAN,
                                                     .valid_from = HD_DAY_NONE,
                                                     .valid_to = HD_DAY_NONE });
  if (code == HD_CODE_NONE)
    return code;
  if (2 * (map->n_used + 1) > 1u << map->n_bits)
    rebuild (map, 2 * map->n_used);
  else
    insert (map, code);
  return code;
}
