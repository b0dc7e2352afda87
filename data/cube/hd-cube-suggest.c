/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "Did you mean": the nearest of the names that there are.
 */

#include "config.h"

#include "hd-cube-suggest.h"

#include <string.h>

#define MAX_SHOWN 3
/* Longer names are compared by their beginning only. */
#define MAX_COMPARED 64

typedef struct
{
  char *text;
  guint distance;
} Candidate;

struct _HdCubeSuggest
{
  char *wanted; /* folded */
  Candidate best[MAX_SHOWN]; /* nearest first */
  guint n_best;
};

/* Letters without case and diacritics: "Hải Phòng" → "hai phong". */
static char *
fold (const char *text)
{
  g_autofree char *ascii = g_str_to_ascii (text, "vi");

  return g_ascii_strdown (ascii, -1);
}

static guint
count_edits (const char *a, const char *b)
{
  guint n_a = MIN (strlen (a), MAX_COMPARED), n_b = MIN (strlen (b), MAX_COMPARED);
  guint row[MAX_COMPARED + 1];

  for (guint at = 0; at <= n_b; at++)
    row[at] = at;
  for (guint from = 1; from <= n_a; from++)
    {
      guint diagonal = row[0];

      row[0] = from;
      for (guint to = 1; to <= n_b; to++)
        {
          guint replaced = diagonal + (a[from - 1] != b[to - 1]);

          diagonal = row[to];
          row[to] = MIN (MIN (row[to], row[to - 1]) + 1, replaced);
        }
    }
  return row[n_b];
}

/* Fewer is nearer; G_MAXUINT: not near. */
static guint
measure_distance (const char *wanted, const char *name)
{
  gsize length = strlen (wanted);
  guint edits;

  if (length >= 2 && g_str_has_prefix (name, wanted))
    return 1;
  if (length >= 3 && strstr (name, wanted) != NULL)
    return 2;
  edits = count_edits (wanted, name);
  return edits <= MAX (1, length / 3) ? edits + 1 : G_MAXUINT;
}

HdCubeSuggest *
hd_cube_suggest_new (const char *wanted)
{
  HdCubeSuggest *self = g_new0 (HdCubeSuggest, 1);

  self->wanted = fold (wanted);
  return self;
}

void
hd_cube_suggest_offer (HdCubeSuggest *self, const char *id, const char *label)
{
  g_autofree char *folded_id = fold (id);
  g_autofree char *folded_label = label != NULL ? fold (label) : NULL;
  guint distance = measure_distance (self->wanted, folded_id);
  guint at;

  if (folded_label != NULL)
    distance = MIN (distance, measure_distance (self->wanted, folded_label));
  if (distance == G_MAXUINT)
    return;
  for (at = self->n_best; at > 0 && self->best[at - 1].distance > distance; at--)
    ;
  if (at == MAX_SHOWN)
    return;
  if (self->n_best == MAX_SHOWN)
    g_free (self->best[--self->n_best].text);
  memmove (&self->best[at + 1], &self->best[at], (self->n_best - at) * sizeof (Candidate));
  self->best[at].distance = distance;
  self->best[at].text = label != NULL ? g_strdup_printf ("%s (%s)", id, label) : g_strdup (id);
  self->n_best++;
}

char *
hd_cube_suggest_finish (HdCubeSuggest *self)
{
  GString *text = g_string_new (NULL);

  for (guint at = 0; at < self->n_best; at++)
    {
      g_string_append (text, at == 0 ? "; did you mean " : ", ");
      g_string_append (text, self->best[at].text);
      g_free (self->best[at].text);
    }
  if (self->n_best > 0)
    g_string_append_c (text, '?');
  g_free (self->wanted);
  g_free (self);
  return g_string_free (text, FALSE);
}
