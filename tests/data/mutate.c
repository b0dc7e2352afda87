/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Spoils texts at random.
 */

#include "config.h"

#include "mutate.h"

guint
mutate_count (guint as_usual)
{
  const char *asked = g_getenv ("HAIDANG_MUTATIONS");

  return asked == NULL ? as_usual : (guint)g_ascii_strtoull (asked, NULL, 10);
}

static const char *const splices[]
    = { "\"",   ",", ";",  "\n",   "{",    "}", "[",
        "]",    ":", "\\", "~",    "NaN",  "-", "9999999999999999999999",
        "\xff", "0", "D",  "null", "\"\"", "_T" };

void
mutate (GRand *rand, GString *text)
{
  guint n_changes = (guint)g_rand_int_range (rand, 1, 6);

  for (guint change = 0; change < n_changes && text->len > 1; change++)
    {
      gssize at = g_rand_int_range (rand, 0, (gint32)text->len);
      gssize longest = g_rand_int_range (rand, 1, 40);
      gssize length = MIN (longest, (gssize)text->len - at);
      const char *splice = splices[g_rand_int_range (rand, 0, G_N_ELEMENTS (splices))];
      g_autofree char *piece = g_memdup2 (text->str + at, (gsize)length);

      switch (g_rand_int_range (rand, 0, 5))
        {
        case 0:
          text->str[at] = (char)g_rand_int_range (rand, 0, 256);
          break;
        case 1:
          g_string_erase (text, at, length);
          break;
        case 2:
          g_string_insert_len (text, g_rand_int_range (rand, 0, (gint32)text->len), piece, length);
          break;
        case 3:
          g_string_insert (text, at, splice);
          break;
        default:
          if (g_rand_int_range (rand, 0, 4) == 0)
            g_string_truncate (text, (gsize)at);
          break;
        }
    }
}
