/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filling sentences; a translation can misplace words but never crash us.
 */

#include "config.h"

#include "hd-words.h"

#include <string.h>

const char *
hd_words_or (const char *word, const char *english)
{
  return word != NULL ? word : english;
}

char *
hd_words_fill (const char *words_template, const char *const *args)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_args = g_strv_length ((char **)args);
  guint next = 0;

  for (const char *at = words_template; *at != '\0'; at++)
    {
      if (at[0] == '%' && at[1] == '%')
        {
          g_string_append_c (text, '%');
          at++;
        }
      else if (at[0] == '%' && at[1] == 's')
        {
          g_string_append (text, next < n_args ? args[next] : "");
          next++;
          at++;
        }
      else if (at[0] == '%' && at[1] >= '1' && at[1] <= '9' && at[2] == '$' && at[3] == 's')
        {
          guint position = (guint)(at[1] - '1');

          g_string_append (text, position < n_args ? args[position] : "");
          at += 3;
        }
      else
        g_string_append_c (text, *at);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
hd_words_fill_one (const char *words_template, const char *arg)
{
  return hd_words_fill (words_template, (const char *const[]){ arg, NULL });
}

char *
hd_words_category (const HdChartSpec *spec, guint category)
{
  const HdCategory *of_spec = &spec->categories[category];

  if (of_spec->note != NULL)
    return g_strdup_printf ("%s (%s)", of_spec->label, of_spec->note);
  return g_strdup (of_spec->label);
}
