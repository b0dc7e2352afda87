/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Misbehaviour on demand, to try clients with.
 */

#include "config.h"

#include "hd-central-fault.h"

#include "hd-sample-random.h"

#include <string.h>

static const char *const NAMES[HD_N_FAULTS] = {
  "truncate",        "reset",         "slow",          "wrong-length",
  "bad-gzip",        "bad-etag",      "http-500",      "http-503-retry-after",
  "http-401",        "redirect-away", "malformed-csv", "malformed-json",
  "duplicate-delta", "huge",          "clock-skew",    "unit-error",
};

gboolean
hd_faults_add (HdFaults *faults, const char *spec, GError **error)
{
  const char *colon = strchr (spec, ':');
  g_autofree char *name = colon != NULL ? g_strndup (spec, (gsize)(colon - spec)) : g_strdup (spec);
  char *end = NULL;
  double rate = colon != NULL ? g_ascii_strtod (colon + 1, &end) : 1;

  if (colon != NULL && (end == colon + 1 || *end != '\0' || !(rate >= 0 && rate <= 1)))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--fault %s: the rate must be between 0 and 1", spec);
      return FALSE;
    }
  for (guint fault = 0; fault < HD_N_FAULTS; fault++)
    if (strcmp (NAMES[fault], name) == 0)
      {
        faults->rates[fault] = rate;
        return TRUE;
      }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "--fault %s: there is no such fault", name);
  return FALSE;
}

guint
hd_faults_draw (HdFaults *faults)
{
  guint drawn = 0;

  /* By count, not by clock: the same run of requests meets the same faults. */
  faults->n_drawn++;
  for (guint fault = 0; fault < HD_N_FAULTS; fault++)
    if (hd_hash_uniform (hd_hash_mix (faults->n_drawn, fault)) < faults->rates[fault])
      drawn |= 1u << fault;
  return drawn;
}
