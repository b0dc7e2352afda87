/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's code lists: codes with names, parents, weights for drawing, and places.
 */

#include "config.h"

#include "hd-sample-list.h"

#include <math.h>

static void
code_free (HdSampleCode *code)
{
  g_free (code->id);
  g_free (code->vi);
  g_free (code->en);
  g_free (code->parent);
  g_free (code->place);
  g_free (code);
}

HdSampleList *
hd_sample_list_new (const char *id, const char *vi, const char *en)
{
  HdSampleList *list = g_new0 (HdSampleList, 1);

  list->id = g_strdup (id);
  list->vi = g_strdup (vi);
  list->en = g_strdup (en);
  list->codes = g_ptr_array_new_with_free_func ((GDestroyNotify)code_free);
  list->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  return list;
}

void
hd_sample_list_free (HdSampleList *list)
{
  g_hash_table_unref (list->by_id);
  g_ptr_array_unref (list->codes);
  g_clear_pointer (&list->dist, hd_dist_free);
  g_free (list->id);
  g_free (list->vi);
  g_free (list->en);
  g_free (list);
}

HdSampleCode *
hd_sample_list_add (HdSampleList *list,
                    const char *id,
                    const char *vi,
                    const char *en,
                    const char *parent,
                    double weight)
{
  HdSampleCode *code = g_new0 (HdSampleCode, 1);

  code->id = g_strdup (id);
  code->vi = g_strdup (vi);
  code->en = g_strdup (en);
  code->parent = parent != NULL && *parent != '\0' ? g_strdup (parent) : NULL;
  code->weight = weight;
  code->lower = code->upper = NAN;
  code->valid_from = code->valid_to = HD_DAY_NONE;
  g_ptr_array_add (list->codes, code);
  g_hash_table_insert (list->by_id, code->id, GUINT_TO_POINTER (list->codes->len));
  return code;
}

void
hd_sample_list_seal (HdSampleList *list)
{
  g_autofree double *weights = g_new0 (double, list->codes->len);

  for (guint index = 0; index < list->codes->len; index++)
    weights[index] = hd_sample_list_get (list, index)->weight;
  g_clear_pointer (&list->dist, hd_dist_free);
  list->dist = hd_dist_new (weights, list->codes->len);
}

const HdSampleCode *
hd_sample_list_get (const HdSampleList *list, guint code)
{
  return g_ptr_array_index (list->codes, code);
}

guint16
hd_sample_list_find (const HdSampleList *list, const char *id)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (list->by_id, id));

  return found > 0 ? (guint16)(found - 1) : HD_SAMPLE_NO_CODE;
}

guint16
hd_sample_list_class (const HdSampleList *list, double minutes)
{
  guint low = 0, high = list->codes->len - 1;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (hd_sample_list_get (list, middle)->upper > minutes)
        high = middle;
      else
        low = middle + 1;
    }
  return (guint16)low;
}
