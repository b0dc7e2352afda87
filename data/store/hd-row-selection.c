/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finds the rows of some codes, day by day.
 */

#include "config.h"

#include "hd-row-selection.h"

#include "hd-columns.h"

static guint
get_code (const HdVector *codes, guint row)
{
  return codes->type == HD_VECTOR_UINT8 ? codes->u8[row] : codes->u16[row];
}

/* The first row of first..last-1 whose code is at least `code`. */
static guint
find_code (const HdVector *codes, guint first, guint last, guint code)
{
  while (first < last)
    {
      guint middle = first + (last - first) / 2;

      if (get_code (codes, middle) < code)
        first = middle + 1;
      else
        last = middle;
    }
  return first;
}

static void
add_range (HdRowSelection *self, guint first, guint last)
{
  HdRowRange *before = self->ranges->len > 0
                           ? &g_array_index (self->ranges, HdRowRange, self->ranges->len - 1)
                           : NULL;
  HdRowRange range = { first, last };

  if (last == first)
    return;
  self->rows.n_rows += last - first;
  if (before != NULL && before->last == first)
    before->last = last;
  else
    g_array_append_val (self->ranges, range);
}

/* Codes that are wanted mostly follow each other, as the offices of a region do: one search for each such stretch. */
static void
add_day (HdRowSelection *self,
         const HdVector *codes,
         HdRowRange day,
         const guint8 *is_wanted,
         guint n_codes)
{
  guint code = 0;

  while (code < n_codes && day.first < day.last)
    {
      guint least, first;

      while (code < n_codes && !is_wanted[code])
        code++;
      least = code;
      while (code < n_codes && is_wanted[code])
        code++;
      if (code == least)
        return;
      first = find_code (codes, day.first, day.last, least);
      day.first = find_code (codes, first, day.last, code);
      add_range (self, first, day.first);
    }
}

HdRowSelection *
hd_row_selection_new (const HdDayIndex *days,
                      const HdVector *codes,
                      const guint8 *is_wanted,
                      guint n_codes)
{
  HdRowSelection *self = g_new0 (HdRowSelection, 1);
  HdDayIndex *own = g_new0 (HdDayIndex, 1);

  self->ranges = g_array_new (FALSE, FALSE, sizeof (HdRowRange));
  self->days = own;
  g_atomic_ref_count_init (&own->refs);
  own->n_days = days->n_days;
  own->day = g_memdup2 (days->day, MAX (days->n_days, 1) * sizeof *days->day);
  own->known_from = g_memdup2 (days->known_from, MAX (days->n_days, 1) * sizeof *days->known_from);
  own->first_row = g_new (guint, (gsize)days->n_days + 1);
  for (guint at = 0; at < days->n_days; at++)
    {
      HdRowRange day = { days->first_row[at], days->first_row[at + 1] };

      own->first_row[at] = self->rows.n_rows;
      add_day (self, codes, day, is_wanted, n_codes);
    }
  own->first_row[days->n_days] = self->rows.n_rows;
  self->rows.ranges = (const HdRowRange *)self->ranges->data;
  self->rows.n_ranges = self->ranges->len;
  return self;
}

void
hd_row_selection_free (HdRowSelection *self)
{
  g_array_unref (self->ranges);
  hd_day_index_unref (self->days);
  g_free (self);
}

/* The code in the filter's structure, which may have been read before the dictionaries' own. */
static HdCode
find_in_filter (const HdRowFilter *filter,
                const HdDictionaries *dictionaries,
                guint theirs,
                guint code)
{
  guint dimension = (guint)dictionaries->sort_dimension;
  HdCode known = dictionaries->to_structure[dimension][code];
  HdCodeList *own = hd_structure_get_dimension (dictionaries->structure, dimension)->codes;
  HdCodeList *list = hd_structure_get_dimension (filter->structure, theirs)->codes;

  return own == list ? known : hd_code_list_find (list, hd_code_list_get (own, known)->id, -1);
}

guint8 *
hd_row_filter_mark (const HdRowFilter *filter, const HdDictionaries *dictionaries, guint *n_wanted)
{
  int sorted = dictionaries->sort_dimension, theirs;
  guint8 *is_wanted;

  *n_wanted = 0;
  if (sorted < 0)
    return NULL;
  theirs = hd_structure_find_dimension (
      filter->structure, hd_structure_get_dimension (dictionaries->structure, (guint)sorted)->id);
  if (theirs < 0 || filter->keep[theirs] == NULL)
    return NULL;
  is_wanted = g_new0 (guint8, dictionaries->n_codes[sorted] + 1);
  for (guint code = 0; code < dictionaries->n_codes[sorted]; code++)
    {
      HdCode known = find_in_filter (filter, dictionaries, (guint)theirs, code);

      is_wanted[code] = known != HD_CODE_NONE && filter->keep[theirs][known];
      *n_wanted += is_wanted[code];
    }
  return is_wanted;
}

char *
hd_row_marks_to_string (const guint8 *is_wanted, guint n_codes)
{
  GString *text = g_string_new ("#");

  for (guint code = 0; code < n_codes; code++)
    if (is_wanted[code])
      g_string_append_printf (text, "%x,", code);
  return g_string_free (text, FALSE);
}
