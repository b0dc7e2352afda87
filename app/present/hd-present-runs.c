/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sentences put together from a translated template and the numbers that go into it.
 */

#include "config.h"

#include "hd-present-runs.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

void
hd_present_run_free (HdPresentRun *run)
{
  g_free (run->text);
  g_free (run->link);
  g_free (run);
}

GPtrArray *
hd_present_runs_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)hd_present_run_free);
}

static void
add_run (GPtrArray *runs, char *text, char *link, HdPointStatus status)
{
  HdPresentRun *run = g_new0 (HdPresentRun, 1);

  run->text = text;
  run->link = link;
  run->status = status;
  g_ptr_array_add (runs, run);
}

/* The number of the placeholder that `text` begins with; -1 when it begins with none. */
static int
placeholder_at (const char *text, guint n_words)
{
  int word = text[0] == '{' && g_ascii_isdigit (text[1]) && text[2] == '}' ? text[1] - '0' : -1;

  return word < (int)n_words ? word : -1;
}

void
hd_present_add_sentence (GPtrArray *runs,
                         const HdPresent *present,
                         const char *template,
                         HdPresentWord *words,
                         guint n_words)
{
  GString *plain = g_string_new (runs->len > 0 ? " " : NULL);

  for (const char *at = template; *at != '\0';)
    {
      int word = placeholder_at (at, n_words);

      if (word < 0)
        {
          g_string_append_c (plain, *at++);
          continue;
        }
      if (plain->len > 0)
        add_run (runs, g_strdup (plain->str), NULL, HD_STATUS_NONE);
      g_string_truncate (plain, 0);
      add_run (runs, g_strdup (words[word].text),
               words[word].page != NULL ? hd_present_link (present, words[word].page) : NULL,
               words[word].status);
      at += strlen ("{0}");
    }
  if (plain->len > 0)
    add_run (runs, g_strdup (plain->str), NULL, HD_STATUS_NONE);
  g_string_free (plain, TRUE);
  for (guint word = 0; word < n_words; word++)
    g_clear_pointer (&words[word].text, g_free);
}

char *
hd_present_cell_text (const HdPresent *present,
                      const HdKpi *kpi,
                      const HdFrame *frame,
                      guint row,
                      int column)
{
  double value = column >= 0 && row < hd_frame_get_n_rows (frame)
                     ? hd_frame_get_double (frame, row, column)
                     : NAN;
  HdNumberFormat format = hd_present_format (present, kpi, fabs (value));

  if (isnan (value))
    return g_strdup (_ ("no data"));
  return hd_number_format_full (&format, value);
}

char *
hd_present_difference_text (const HdPresent *present, const HdKpi *kpi, double difference)
{
  HdNumberFormat format = hd_present_format (present, kpi, fabs (difference));
  g_autofree char *number = NULL;

  if (g_strcmp0 (kpi->unit, "%") == 0)
    {
      format = hd_number_format_plain (hd_number_locale_get (present->lang), 1);
      number = hd_number_format_signed (&format, difference);
      /* Translators: a difference of two percentages, in percentage points. */
      return g_strdup_printf (_ ("%s points"), number);
    }
  number = hd_number_format_signed (&format, difference);
  return g_strdup_printf ("%s %s", number, format.unit);
}

char *
hd_present_link (const HdPresent *present, const char *page)
{
  g_autoptr (HdScope) scope = hd_scope_with_page (present->scope, page);

  return hd_scope_to_string (scope);
}

char *
hd_present_link_step (const HdPresent *present,
                      const char *page,
                      const char *dimension,
                      const char *code)
{
  g_autoptr (HdScope) there = hd_scope_with_page (present->scope, page);
  g_autoptr (HdScope) scope = hd_scope_with_step (there, dimension, code);

  return hd_scope_to_string (scope);
}
