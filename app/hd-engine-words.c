/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which engine answers, and what is wrong with it, in words.
 */

#include "config.h"

#include "hd-engine-words.h"

#include <glib/gi18n.h>

#include "hd-warehouse-client.h"

char *
hd_engine_words_name (const HdEngineStatus *status)
{
  if (!status->is_preferred)
    return g_strdup (_ ("This machine"));
  if (status->state != HD_ENGINE_STATE_FINE)
    /* Translators: figures of this machine are shown instead of the warehouse's; %s is its host. */
    return g_strdup_printf (_ ("This machine, not warehouse %s"), status->host);
  /* Translators: %s is the host of the data warehouse. */
  return g_strdup_printf (_ ("Warehouse %s"), status->host);
}

/* What is so, and what to do. */
static char *
describe_problem (int code, const char *host)
{
  switch (code)
    {
    case HD_WAREHOUSE_ERROR_ADDRESS:
      return g_strdup_printf (_ ("“%s” is no address of a warehouse: correct it in its settings."),
                              host);
    case HD_WAREHOUSE_ERROR_NETWORK:
      return g_strdup_printf (
          _ ("The warehouse %s cannot be reached: look at the network, then try again."), host);
    case HD_WAREHOUSE_ERROR_TLS:
      return g_strdup_printf (
          _ ("The certificate of the warehouse %s is not to be trusted: ask the "
             "administrator for the authority's file, or correct the address."),
          host);
    case HD_WAREHOUSE_ERROR_REFUSED:
      return g_strdup_printf (_ ("The warehouse %s refuses the user, the password or the token: "
                                 "correct them in its settings."),
                              host);
    case HD_WAREHOUSE_ERROR_TIMEOUT:
      return g_strdup_printf (
          _ ("The warehouse %s did not answer in time: try again later, or give "
             "it more time in its settings."),
          host);
    case HD_WAREHOUSE_ERROR_SHARD:
      return g_strdup_printf (_ ("A part of the warehouse %s does not answer, so it has no whole "
                                 "totals: tell its administrator."),
                              host);
    case HD_WAREHOUSE_ERROR_NOT_LOADED:
      return g_strdup_printf (
          _ ("The warehouse %s holds no figures yet: its administrator has to load it."), host);
    case HD_WAREHOUSE_ERROR_SERVER:
      return g_strdup_printf (
          _ ("The warehouse %s could not answer the question: tell its administrator."), host);
    case HD_WAREHOUSE_ERROR_BAD_ANSWER:
      return g_strdup_printf (
          _ ("The answer of the warehouse %s broke off or cannot be read: try again."), host);
    default:
      return g_strdup_printf (_ ("The settings of the warehouse %s cannot be used: correct them."),
                              host);
    }
}

/* What lies before the horizon is told apart from what is merely shown from elsewhere. */
static char *
describe_horizon (const HdEngineStatus *status)
{
  int year, month, day;

  hd_day_to_ymd (status->horizon, &year, &month, &day);
  if (month == 1 && day == 1)
    /* Translators: %d is the last year whose figures are not on this machine any more. */
    return g_strdup_printf (
        _ ("Figures of %d and before are only in the warehouse: what is shown of "
           "them here is not whole."),
        year - 1);
  return g_strdup_printf (
      _ ("Figures before %02d/%02d/%d are only in the warehouse: what is shown of "
         "them here is not whole."),
      day, month, year);
}

char *
hd_engine_words_describe (const HdEngineStatus *status)
{
  g_autofree char *problem = NULL;
  g_autofree char *horizon = NULL;

  if (status->horizon != HD_DAY_NONE)
    horizon = describe_horizon (status);
  if (status->state == HD_ENGINE_STATE_FAILED && (status->is_preferred || horizon != NULL))
    problem = describe_problem (
        status->problem->domain == HD_WAREHOUSE_ERROR ? status->problem->code : -1, status->host);
  else if (status->state == HD_ENGINE_STATE_WAITING && status->host != NULL)
    problem = g_strdup_printf (_ ("The warehouse %s is slow to answer."), status->host);
  if (problem == NULL)
    return g_steal_pointer (&horizon);
  if (horizon != NULL)
    return g_strconcat (horizon, " ", problem, NULL);
  if (status->state == HD_ENGINE_STATE_WAITING)
    return g_strconcat (problem, " ",
                        _ ("The figures of this machine are shown until its answer comes."), NULL);
  return g_strconcat (problem, " ", _ ("The figures shown are those of this machine."), NULL);
}
