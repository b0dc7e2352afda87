/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The query options of the command line (`query`, `forecast`, `render`) into a query.
 */

#include "config.h"

#include "hd-cli-query.h"

#include "hd-cli-error.h"

#include <glib/gi18n.h>
#include <string.h>

void
hd_cli_query_options_clear (HdCliQueryOptions *options)
{
  g_free (options->by);
  g_free (options->from);
  g_free (options->to);
  g_free (options->grain);
  g_free (options->calendar);
  g_free (options->compare);
  g_free (options->map);
  g_free (options->rank);
  g_free (options->show);
  g_strfreev (options->where);
}

void
hd_cli_query_entries (HdCliQueryOptions *options, GOptionEntry *entries)
{
  const GOptionEntry made[HD_CLI_N_QUERY_ENTRIES] = {
    { "by", 0, 0, G_OPTION_ARG_STRING, &options->by,
      N_ ("Group by these: time, unit:region, hs:chapter, tax …"), "DIM[,DIM…]" },
    { "where", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->where,
      N_ ("Only these codes; may be given again"), "DIM=CODE[+CODE…]" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &options->from, N_ ("From this period on"), "PERIOD" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &options->to, N_ ("Up to the end of this period"),
      "PERIOD" },
    { "grain", 0, 0, G_OPTION_ARG_STRING, &options->grain, N_ ("The grain of time"),
      "day|month|quarter|year" },
    { "calendar", 0, 0, G_OPTION_ARG_STRING, &options->calendar, N_ ("Where months begin"),
      "civil|reporting15" },
    { "compare", 0, 0, G_OPTION_ARG_STRING, &options->compare, N_ ("Compare with"),
      "yoy|prev|plan:ID|tet" },
    { "map", 0, 0, G_OPTION_ARG_STRING, &options->map, N_ ("The organisation map"), "2024|2025" },
    { "rank", 0, 0, G_OPTION_ARG_STRING, &options->rank, N_ ("What --top goes by"),
      "value|change|rise|fall" },
    { "show", 0, 0, G_OPTION_ARG_STRING, &options->show,
      N_ ("Besides: the share of the whole, the sum since the year began"), "share,cumulative" },
    { "top", 0, 0, G_OPTION_ARG_INT, &options->top, N_ ("Only the N largest, and the rest"), "N" },
  };

  memcpy (entries, made, sizeof made);
}

static gboolean
apply (HdQuery *query, const HdCliQueryOptions *options, GError **error)
{
  const struct
  {
    const char *text;
    gboolean (*set) (HdQuery *query, const char *text, GError **error);
  } setters[] = {
    { options->by, hd_query_set_by },
    { options->from, hd_query_set_from },
    { options->to, hd_query_set_to },
    { options->grain, hd_query_set_grain },
    { options->calendar, hd_query_set_calendar },
    { options->compare, hd_query_set_compare },
    { options->map, hd_query_set_map },
    { options->rank, hd_query_set_rank },
    { options->show, hd_query_set_show },
  };

  /* Periods are read on the calendar: it goes first. */
  if (options->calendar != NULL && !hd_query_set_calendar (query, options->calendar, error))
    return FALSE;
  for (guint index = 0; index < G_N_ELEMENTS (setters); index++)
    if (setters[index].text != NULL && !setters[index].set (query, setters[index].text, error))
      return FALSE;
  for (guint index = 0; options->where != NULL && options->where[index] != NULL; index++)
    if (!hd_query_set_where (query, options->where[index], error))
      return FALSE;
  return TRUE;
}

HdQuery *
hd_cli_query_build (const HdCli *cli,
                    const char *kpis,
                    const HdCliQueryOptions *options,
                    int *status)
{
  g_autoptr (HdQuery) query = hd_query_new (kpis);
  g_autoptr (GError) error = NULL;

  if (options->top < 0)
    {
      *status = hd_cli_usage (_ ("--top takes a number above zero"), "--top",
                              _ ("see haidang query --help"));
      return NULL;
    }
  if (!apply (query, options, &error))
    {
      *status = hd_cli_error (error);
      return NULL;
    }
  if (options->top > 0)
    hd_query_set_top (query, (guint)options->top);
  if (cli->as_of != 0)
    hd_query_set_as_of (query, cli->as_of);
  return g_steal_pointer (&query);
}
