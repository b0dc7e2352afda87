/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person is told of an error: short, in their language, with what they can do.
 */

#include "config.h"

#include "hd-problem.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "hd-catalog.h"
#include "hd-forecast.h"
#include "hd-package-error.h"
#include "hd-policy.h"
#include "hd-query.h"
#include "hd-store.h"
#include "hd-sync.h"

typedef struct
{
  int code;
  const char *text; /* N_() */
} Problem;

static const Problem query_problems[] = {
  { HD_QUERY_ERROR_NO_DATA, N_ ("No figures.") },
  { HD_QUERY_ERROR_PERIOD, N_ ("There are no figures of that period.") },
  { HD_QUERY_ERROR_NOT_ADDABLE, N_ ("These figures cannot be added up that way.") },
  { HD_QUERY_ERROR_UNKNOWN, N_ ("This figure does not exist at this level.") },
};

static const Problem forecast_problems[] = {
  { HD_FORECAST_ERROR_TOO_SHORT,
    N_ ("The series is too short for that: there is nothing yet to hold against what came.") },
  { HD_FORECAST_ERROR_BAD_SEASON, N_ ("Nothing is left to forecast.") },
  { HD_FORECAST_ERROR_NOT_FINITE, N_ ("Nothing is known of this figure here.") },
};

static const Problem store_problems[] = {
  { HD_STORE_ERROR_NOT_A_STORE, N_ ("That folder holds something else, not a store.") },
  { HD_STORE_ERROR_NOT_FOUND, N_ ("There is no store yet.") },
  { HD_STORE_ERROR_VERSION, N_ ("The store was written by a newer version of Hải Đăng.") },
  { HD_STORE_ERROR_OLD_VERSION,
    N_ ("The store was written by a much older version of Hải Đăng; a refresh brings it up to "
        "date.") },
  { HD_STORE_ERROR_DAMAGED,
    N_ ("Part of the store is damaged: “haidang verify” says which. “haidang sync --full” fetches "
        "it again, “haidang restore” puts a backup in its place.") },
  { HD_STORE_ERROR_LOCKED, N_ ("Another program is writing to the store; try again shortly.") },
  { HD_STORE_ERROR_IO, N_ ("The store cannot be read or written; look at the disk.") },
  { HD_STORE_ERROR_NO_DATASET, N_ ("No figures.") },
  { HD_STORE_ERROR_SEALED, N_ ("The store is sealed.") },
  { HD_STORE_ERROR_WRONG_PASSPHRASE, N_ ("That is not the passphrase.") },
  { HD_STORE_ERROR_NOT_SEALED, N_ ("The store is not sealed; run haidang seal first.") },
};

static const Problem feed_problems[] = {
  { HD_FEED_ERROR_NETWORK, N_ ("The feed server cannot be reached. The figures shown stay.") },
  { HD_FEED_ERROR_SLOW, N_ ("The feed server answers too slowly. The figures shown stay.") },
  { HD_FEED_ERROR_TLS, N_ ("The feed server's certificate is not to be trusted.") },
  { HD_FEED_ERROR_HTTP_STATUS, N_ ("The feed server refused the request.") },
  { HD_FEED_ERROR_REDIRECT, N_ ("The feed server points to an address that is not allowed.") },
  { HD_FEED_ERROR_TOO_LARGE, N_ ("The feed server sent more than is allowed; nothing was taken.") },
  { HD_FEED_ERROR_TRUNCATED, N_ ("A message ended too early; nothing of it was taken.") },
  { HD_FEED_ERROR_SYNTAX, N_ ("A message could not be read; nothing of it was taken.") },
  { HD_FEED_ERROR_SCHEMA, N_ ("A message does not fit its structure; nothing of it was taken.") },
};

static const Problem package_problems[] = {
  { HD_PACKAGE_ERROR_NOT_A_PACKAGE, N_ ("This file is no package.") },
  { HD_PACKAGE_ERROR_CHANGED, N_ ("The package is not as it was signed; copy it again.") },
  { HD_PACKAGE_ERROR_UNTRUSTED, N_ ("The package's sender is not trusted on this machine.") },
  { HD_PACKAGE_ERROR_NOT_FOR_US, N_ ("The package is sealed for somebody else.") },
  { HD_PACKAGE_ERROR_OUT_OF_ORDER,
    N_ ("A package before this one is missing; take that in first, or ask for a full one.") },
  { HD_PACKAGE_ERROR_SCOPE, N_ ("The package holds what lies outside its scope.") },
  { HD_PACKAGE_ERROR_KEY, N_ ("A key cannot be used.") },
  { HD_PACKAGE_ERROR_OTHER_SOURCE, N_ ("The store is filled from another source.") },
};

static const Problem policy_problems[] = {
  { HD_POLICY_ERROR_BROKEN,
    N_ ("The policy of this machine cannot be read; tell its administrator.") },
  { HD_POLICY_ERROR_FORBIDDEN, N_ ("The policy of this machine does not allow it.") },
  { HD_POLICY_ERROR_NO_REASON, N_ ("The policy of this machine asks for a reason.") },
};

static const char *
find_text (const Problem *problems, gsize n_problems, int code)
{
  for (gsize index = 0; index < n_problems; index++)
    if (problems[index].code == code)
      return _ (problems[index].text);
  return NULL;
}

char *
hd_problem_describe (const GError *error)
{
  const char *text = NULL;

  if (error == NULL)
    return g_strdup (_ ("No figures."));
  if (error->domain == HD_QUERY_ERROR)
    text = find_text (query_problems, G_N_ELEMENTS (query_problems), error->code);
  else if (error->domain == HD_FORECAST_ERROR)
    text = find_text (forecast_problems, G_N_ELEMENTS (forecast_problems), error->code);
  else if (error->domain == HD_STORE_ERROR)
    text = find_text (store_problems, G_N_ELEMENTS (store_problems), error->code);
  else if (error->domain == HD_FEED_ERROR)
    text = find_text (feed_problems, G_N_ELEMENTS (feed_problems), error->code);
  else if (error->domain == HD_PACKAGE_ERROR)
    text = find_text (package_problems, G_N_ELEMENTS (package_problems), error->code);
  else if (error->domain == HD_POLICY_ERROR)
    text = find_text (policy_problems, G_N_ELEMENTS (policy_problems), error->code);
  else if (error->domain == HD_CATALOG_ERROR)
    text = _ ("The catalogue of figures is damaged; install Hải Đăng again.");
  return text != NULL ? g_strdup (text) : g_strdup_printf (_ ("It failed: %s"), error->message);
}
