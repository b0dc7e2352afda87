/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is told of one thing, line by line: a name and words.
 */

#include "config.h"

#include "hd-present-facts.h"

void
hd_present_fact_free (HdPresentFact *fact)
{
  g_free (fact->name);
  g_free (fact->text);
  g_free (fact);
}

GPtrArray *
hd_present_facts_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)hd_present_fact_free);
}

static void
take (GPtrArray *facts, const char *name, char *text, gboolean is_command)
{
  HdPresentFact *fact;

  if (text == NULL || text[0] == '\0')
    {
      g_free (text);
      return;
    }
  fact = g_new0 (HdPresentFact, 1);
  fact->name = g_strdup (name);
  fact->text = text;
  fact->is_command = is_command;
  g_ptr_array_add (facts, fact);
}

void
hd_present_facts_take (GPtrArray *facts, const char *name, char *text)
{
  take (facts, name, text, FALSE);
}

void
hd_present_facts_take_command (GPtrArray *facts, const char *name, char *text)
{
  take (facts, name, text, TRUE);
}
