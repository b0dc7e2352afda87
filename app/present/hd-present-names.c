/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of codes as short as their neighbours allow.
 */

#include "config.h"

#include "hd-present-names.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hd-present-text.h"

/* How many names must share their beginning before it says nothing any more. */
#define LEAST_SHARERS 3
#define WORDS_KEPT 2
/* "khu vực" fits beside a number; "Customs Sub-Department" does not, and its level says as much. */
#define BYTES_KEPT 14

/* What every official writes short. (transfer full) */
static char *
abbreviate (const char *name)
{
  /* Translators: what names of taxes and cases contain, "=", and its usual short form; the longest first. */
  g_auto (GStrv) pairs = g_strsplit (
      C_ ("abbreviations",
          "Excise (special consumption tax) on imports=Excise on imports;CC HQ CK =;CC HQ ="),
      ";", -1);

  for (guint index = 0; pairs[index] != NULL; index++)
    {
      g_auto (GStrv) pair = g_strsplit (pairs[index], "=", 2);
      const char *found = g_strv_length (pair) == 2 ? strstr (name, pair[0]) : NULL;

      if (found != NULL)
        return g_strdup_printf ("%.*s%s%s", (int)(found - name), name, pair[1],
                                found + strlen (pair[0]));
    }
  return g_strdup (name);
}

/* The length of the first `n_words` words of `text` with the space after them; 0: it has no more. */
static gsize
words_length (const char *text, guint n_words)
{
  const char *at = text;

  for (guint word = 0; word < n_words; word++)
    {
      const char *space = strchr (at, ' ');

      if (space == NULL)
        return 0;
      at = space + 1;
    }
  return (gsize)(at - text);
}

static guint
count_sharers (const char *const *names, guint n_names, const char *beginning, gsize length)
{
  guint n = 0;

  for (guint index = 0; index < n_names; index++)
    n += strncmp (names[index], beginning, length) == 0;
  return n;
}

static char *
capitalise (const char *text)
{
  g_autofree char *first = g_utf8_substring (text, 0, 1);
  g_autofree char *upper = g_utf8_strup (first, -1);

  return g_strconcat (upper, g_utf8_next_char (text), NULL);
}

char *
hd_present_short_name (const char *const *names, guint n_names, guint index, gboolean are_regions)
{
  g_autofree char *brief = abbreviate (names[index]);
  const char *name = names[index];
  guint least = MAX (LEAST_SHARERS, (n_names + 1) / 2);
  guint n_shared = 0, n_kept;

  if (!g_str_equal (brief, name))
    return g_steal_pointer (&brief);
  for (guint n_words = 1;; n_words++)
    {
      gsize length = words_length (name, n_words);

      if (length == 0 || count_sharers (names, n_names, name, length) < least)
        break;
      n_shared = n_words;
    }
  if (n_shared <= WORDS_KEPT)
    return g_strdup (name);
  n_kept = WORDS_KEPT;
  while (n_kept > 0
         && words_length (name, n_shared) - words_length (name, n_shared - n_kept) > BYTES_KEPT)
    n_kept--;
  name += words_length (name, n_shared - n_kept);
  if (n_kept == 0 && are_regions)
    /* Translators: a customs region by its Roman number, where its full name is too long: "Region XIV". */
    return g_strdup_printf (_ ("Region %s"), name);
  return capitalise (name);
}

char *
hd_present_cell_name (const HdFrame *frame, guint row, guint column, const char *lang)
{
  const HdColumn *group = hd_frame_get_column (frame, column);
  guint n_rows = hd_frame_get_n_rows (frame);
  g_autofree const char **names = NULL;

  if (hd_frame_get_flags (frame, row, column) & HD_CELL_FLAG_REST)
    return g_strdup (_ ("Rest"));
  if (group->type != HD_CELL_CODE)
    return g_strdup (hd_frame_get_name (frame, row, column, lang));
  names = g_new (const char *, n_rows);
  for (guint other = 0; other < n_rows; other++)
    names[other] = hd_frame_get_name (frame, other, column, lang);
  return hd_present_short_name (names, n_rows, row, g_str_has_suffix (group->id, ":region"));
}

char *
hd_present_cell_label (const HdFrame *frame, guint row, guint column, const char *lang)
{
  if (hd_frame_get_column (frame, column)->type == HD_CELL_PERIOD)
    return hd_present_period_short (hd_frame_get_period (frame, row, column));
  return hd_present_cell_name (frame, row, column, lang);
}
