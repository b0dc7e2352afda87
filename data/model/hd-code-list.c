/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Code lists: ids to small integers and back, with names in two languages.
 */

#include "config.h"

#include "hd-code-list.h"

#include <string.h>

#define FIRST_BUCKETS 64

struct _HdCodeList
{
  gatomicrefcount refs;
  GStringChunk *strings;
  const char *id;
  GPtrArray
      *infos; /* (element-type HdCodeInfo): each of its own, so that pointers stay when it grows */
  /* Open addressing, because readers look up slices of a message that have no NUL. */
  HdCode *buckets;
  guint n_buckets; /* a power of two, at least twice the number of codes */
  gboolean is_closed;
};

/* FNV-1a. */
static guint32
hash_slice (const char *text, gsize length)
{
  guint32 hash = 2166136261u;

  for (gsize index = 0; index < length; index++)
    hash = (hash ^ (guint8)text[index]) * 16777619u;
  return hash;
}

static const HdCodeInfo *
info_at (const HdCodeList *list, guint index)
{
  return g_ptr_array_index (list->infos, index);
}

/* The bucket that holds `id`, or the empty one where it belongs. */
static HdCode *
find_bucket (const HdCodeList *list, const char *id, gsize length)
{
  guint mask = list->n_buckets - 1;

  for (guint bucket = hash_slice (id, length) & mask;; bucket = (bucket + 1) & mask)
    {
      HdCode code = list->buckets[bucket];
      const char *there;

      if (code == HD_CODE_NONE)
        return &list->buckets[bucket];
      there = info_at (list, code)->id;
      if (strncmp (there, id, length) == 0 && there[length] == '\0')
        return &list->buckets[bucket];
    }
}

static void
grow_buckets (HdCodeList *list)
{
  list->n_buckets *= 2;
  list->buckets = g_renew (HdCode, list->buckets, list->n_buckets);
  memset (list->buckets, 0xFF, list->n_buckets * sizeof (HdCode));
  for (guint index = 0; index < list->infos->len; index++)
    {
      const char *id = info_at (list, index)->id;

      *find_bucket (list, id, strlen (id)) = index;
    }
}

static const char *
copy_string (HdCodeList *list, const char *text)
{
  return text != NULL ? g_string_chunk_insert (list->strings, text) : NULL;
}

HdCodeList *
hd_code_list_new (const char *id)
{
  HdCodeList *list = g_new0 (HdCodeList, 1);

  g_atomic_ref_count_init (&list->refs);
  list->strings = g_string_chunk_new (1024);
  list->id = copy_string (list, id);
  list->infos = g_ptr_array_new_with_free_func (g_free);
  list->n_buckets = FIRST_BUCKETS / 2;
  grow_buckets (list);
  return list;
}

HdCodeList *
hd_code_list_ref (HdCodeList *list)
{
  g_atomic_ref_count_inc (&list->refs);
  return list;
}

void
hd_code_list_unref (HdCodeList *list)
{
  if (!g_atomic_ref_count_dec (&list->refs))
    return;
  g_ptr_array_unref (list->infos);
  g_string_chunk_free (list->strings);
  g_free (list->buckets);
  g_free (list);
}

HdCode
hd_code_list_add (HdCodeList *list, const HdCodeInfo *info)
{
  HdCode *bucket = find_bucket (list, info->id, strlen (info->id));
  HdCodeInfo *copy;

  if (*bucket != HD_CODE_NONE || list->infos->len >= HD_CODE_NONE)
    return HD_CODE_NONE;

  copy = g_new (HdCodeInfo, 1);
  *copy = *info;
  copy->id = copy_string (list, info->id);
  copy->name_vi = copy_string (list, info->name_vi);
  copy->name_en = copy_string (list, info->name_en);
  *bucket = list->infos->len;
  g_ptr_array_add (list->infos, copy);
  if (2 * list->infos->len > list->n_buckets)
    grow_buckets (list);
  return list->infos->len - 1;
}

void
hd_code_list_close (HdCodeList *list)
{
  list->is_closed = TRUE;
}

gboolean
hd_code_list_is_closed (const HdCodeList *list)
{
  return list->is_closed;
}

const char *
hd_code_list_get_id (const HdCodeList *list)
{
  return list->id;
}

guint
hd_code_list_get_n (const HdCodeList *list)
{
  return list->infos->len;
}

const HdCodeInfo *
hd_code_list_get (const HdCodeList *list, HdCode code)
{
  g_return_val_if_fail (code < list->infos->len, NULL);
  return info_at (list, code);
}

HdCode
hd_code_list_find (const HdCodeList *list, const char *id, gssize length)
{
  return *find_bucket (list, id, length < 0 ? strlen (id) : (gsize)length);
}

const char *
hd_code_list_name (const HdCodeList *list, HdCode code, const char *lang)
{
  const HdCodeInfo *info = hd_code_list_get (list, code);
  gboolean is_english = g_strcmp0 (lang, "en") == 0;
  const char *first, *second;

  g_return_val_if_fail (info != NULL, NULL);
  first = is_english ? info->name_en : info->name_vi;
  second = is_english ? info->name_vi : info->name_en;
  return first != NULL ? first : second != NULL ? second : info->id;
}
