/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An error as one line on standard error, and its exit status.
 */

#include "config.h"

#include "hd-cli-error.h"

#include "hd-briefing.h"
#include "hd-catalog.h"
#include "hd-cli.h"
#include "hd-forecast.h"
#include "hd-package-error.h"
#include "hd-policy.h"
#include "hd-query.h"
#include "hd-sync.h"
#include "hd-warehouse-client.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  GQuark (*domain) (void);
  int code;
  HdExit status;
  const char *what;
  const char *todo;
} Meaning;

#define SEE_CATALOGUE N_ ("see haidang kpis and haidang units for what there is")
#define TRY_AGAIN N_ ("try again; the store is as it was")
#define TELL_SENDER N_ ("nothing of it was kept; tell the sender")

static const Meaning meanings[] = {
  { hd_period_error_quark, HD_PERIOD_ERROR_SYNTAX, HD_EXIT_USAGE, N_ ("this is no period"),
    N_ ("write it as 2026, 2026-Q3, 2026-09 or 2026-09-15") },
  { hd_period_error_quark, HD_PERIOD_ERROR_RANGE, HD_EXIT_USAGE, N_ ("there is no such period"),
    N_ ("look at the calendar") },
  { hd_query_error_quark, HD_QUERY_ERROR_SYNTAX, HD_EXIT_USAGE, N_ ("the question cannot be read"),
    N_ ("see haidang query --help") },
  { hd_query_error_quark, HD_QUERY_ERROR_UNKNOWN, HD_EXIT_USAGE,
    N_ ("the question names something that is not there"), SEE_CATALOGUE },
  { hd_query_error_quark, HD_QUERY_ERROR_PERIOD, HD_EXIT_USAGE, N_ ("the period is not right"),
    N_ ("write it as 2026, 2026-Q3, 2026-09 or 2026-09-15, the first before the last") },
  { hd_query_error_quark, HD_QUERY_ERROR_NOT_ADDABLE, HD_EXIT_USAGE,
    N_ ("these numbers cannot be added"), N_ ("ask for a finer or another grouping") },
  { hd_query_error_quark, HD_QUERY_ERROR_NO_DATA, HD_EXIT_FAILED, N_ ("the store has no such data"),
    N_ ("fetch them with haidang sync") },
  { hd_store_error_quark, HD_STORE_ERROR_NOT_A_STORE, HD_EXIT_FAILED, N_ ("this is not a store"),
    N_ ("give another place with --store") },
  { hd_store_error_quark, HD_STORE_ERROR_NOT_FOUND, HD_EXIT_FAILED, N_ ("there is no store here"),
    N_ ("make one with haidang sync, or give its place with --store") },
  { hd_store_error_quark, HD_STORE_ERROR_VERSION, HD_EXIT_FAILED,
    N_ ("the store was written by a newer version"), N_ ("update this program") },
  { hd_store_error_quark, HD_STORE_ERROR_OLD_VERSION, HD_EXIT_FAILED,
    N_ ("the store was written by a much older version"),
    N_ ("run haidang sync once: it brings the store up to date") },
  { hd_store_error_quark, HD_STORE_ERROR_DAMAGED, HD_EXIT_FAILED, N_ ("the store is damaged"),
    N_ ("haidang verify says what is damaged and which command mends it") },
  { hd_store_error_quark, HD_STORE_ERROR_LOCKED, HD_EXIT_FAILED,
    N_ ("another program is writing to the store"), N_ ("wait for it to end, then try again") },
  { hd_store_error_quark, HD_STORE_ERROR_IO, HD_EXIT_FAILED,
    N_ ("the store cannot be read or written"), N_ ("look at the disk and its permissions") },
  { hd_store_error_quark, HD_STORE_ERROR_NO_DATASET, HD_EXIT_FAILED,
    N_ ("the store has no such dataset"), N_ ("see haidang status") },
  { hd_store_error_quark, HD_STORE_ERROR_SEALED, HD_EXIT_FAILED, N_ ("the store is sealed"),
    N_ ("give its passphrase with --key-file FILE") },
  { hd_store_error_quark, HD_STORE_ERROR_WRONG_PASSPHRASE, HD_EXIT_FAILED,
    N_ ("this is not the passphrase of the store"),
    N_ ("give the right one with --key-file FILE") },
  { hd_store_error_quark, HD_STORE_ERROR_NOT_SEALED, HD_EXIT_FAILED, N_ ("the store is not sealed"),
    N_ ("leave --key-file out, or seal it with haidang seal") },
  { hd_feed_error_quark, HD_FEED_ERROR_NETWORK, HD_EXIT_FAILED,
    N_ ("the feed server cannot be reached"), N_ ("look at the address and the network") },
  { hd_feed_error_quark, HD_FEED_ERROR_SLOW, HD_EXIT_FAILED,
    N_ ("the feed server answers too slowly"), N_ ("try again later, or tell its engineers") },
  { hd_feed_error_quark, HD_FEED_ERROR_TLS, HD_EXIT_FAILED, N_ ("no safe connection to the server"),
    N_ ("look at its certificate, --ca-file and --client-cert") },
  { hd_feed_error_quark, HD_FEED_ERROR_HTTP_STATUS, HD_EXIT_FAILED, N_ ("the server refused"),
    N_ ("look at the address and the token") },
  { hd_feed_error_quark, HD_FEED_ERROR_REDIRECT, HD_EXIT_FAILED, N_ ("the server points elsewhere"),
    N_ ("sync from there if you trust it") },
  { hd_feed_error_quark, HD_FEED_ERROR_TOO_LARGE, HD_EXIT_REFUSED, N_ ("the message is too large"),
    TELL_SENDER },
  { hd_feed_error_quark, HD_FEED_ERROR_TRUNCATED, HD_EXIT_REFUSED,
    N_ ("the message ended before its end"), TRY_AGAIN },
  { hd_feed_error_quark, HD_FEED_ERROR_SYNTAX, HD_EXIT_REFUSED,
    N_ ("the message is not what it says it is"), TELL_SENDER },
  { hd_feed_error_quark, HD_FEED_ERROR_SCHEMA, HD_EXIT_REFUSED,
    N_ ("the message does not fit its structure"), TELL_SENDER },
  { hd_feed_error_quark, HD_FEED_ERROR_SCOPE, HD_EXIT_REFUSED,
    N_ ("the message has rows of units that are not ours"), TELL_SENDER },
  { hd_feed_error_quark, HD_FEED_ERROR_HELD, HD_EXIT_REFUSED,
    N_ ("so much would change that it waits for a person's yes"),
    N_ ("ask the source; if it is right, take it with haidang sync --accept DATASET") },
  { hd_forecast_error_quark, HD_FORECAST_ERROR_TOO_SHORT, HD_EXIT_FAILED,
    N_ ("there is nothing to forecast from"), N_ ("take a longer span") },
  { hd_forecast_error_quark, HD_FORECAST_ERROR_BAD_SEASON, HD_EXIT_USAGE,
    N_ ("this cannot be forecast"), N_ ("see haidang forecast --help") },
  { hd_forecast_error_quark, HD_FORECAST_ERROR_NOT_FINITE, HD_EXIT_REFUSED,
    N_ ("a value is not a number"), N_ ("mend the input") },
  { hd_forecast_error_quark, HD_FORECAST_ERROR_SYNTAX, HD_EXIT_REFUSED,
    N_ ("the file cannot be read as series"), N_ ("its columns are series_id, index and value") },
  { hd_catalog_error_quark, HD_CATALOG_ERROR_SYNTAX, HD_EXIT_FAILED,
    N_ ("the catalogue cannot be read"), N_ ("install the program again") },
  { hd_catalog_error_quark, HD_CATALOG_ERROR_SCHEMA, HD_EXIT_FAILED,
    N_ ("the catalogue contradicts itself"), N_ ("install the program again") },
  { hd_briefing_error_quark, HD_BRIEFING_ERROR_FORMAT, HD_EXIT_USAGE,
    N_ ("this ending is not known"), N_ ("name the file .png, .svg or .pdf") },
  { hd_briefing_error_quark, HD_BRIEFING_ERROR_IO, HD_EXIT_FAILED,
    N_ ("the file cannot be written"), N_ ("look at its folder and permissions") },
  { hd_warehouse_error_quark, HD_WAREHOUSE_ERROR_ADDRESS, HD_EXIT_USAGE,
    N_ ("this is no address of a server"),
    N_ ("write it as http://127.0.0.1:8123 or https://warehouse.example:8443") },
  { hd_warehouse_error_quark, HD_WAREHOUSE_ERROR_NETWORK, HD_EXIT_FAILED,
    N_ ("the warehouse cannot be reached"),
    N_ ("look at the address and the network; the store answers as before") },
  { hd_warehouse_error_quark, HD_WAREHOUSE_ERROR_TLS, HD_EXIT_FAILED,
    N_ ("the server's certificate is not to be trusted"),
    N_ ("give its authority with --ca-file") },
  { hd_warehouse_error_quark, HD_WAREHOUSE_ERROR_REFUSED, HD_EXIT_FAILED,
    N_ ("the warehouse refused"), N_ ("look at the user, the password and the token") },
  { hd_warehouse_error_quark, HD_WAREHOUSE_ERROR_TIMEOUT, HD_EXIT_FAILED,
    N_ ("the warehouse is too slow"), N_ ("try again, or give it longer with --timeout") },
  { hd_warehouse_error_quark, HD_WAREHOUSE_ERROR_SHARD, HD_EXIT_FAILED,
    N_ ("a part of the warehouse is away"),
    N_ ("wait for it to come back; the store answers as before") },
  { hd_warehouse_error_quark, HD_WAREHOUSE_ERROR_NOT_LOADED, HD_EXIT_FAILED,
    N_ ("the warehouse was not loaded"), N_ ("load it with haidang warehouse load") },
  { hd_warehouse_error_quark, HD_WAREHOUSE_ERROR_SERVER, HD_EXIT_FAILED,
    N_ ("the warehouse could not do it"), N_ ("see its own log") },
  { hd_warehouse_error_quark, HD_WAREHOUSE_ERROR_BAD_ANSWER, HD_EXIT_FAILED,
    N_ ("the warehouse's answer is not whole or not right"),
    N_ ("try again; the store answers as before") },
  { hd_warehouse_error_quark, HD_WAREHOUSE_ERROR_NOT_KEPT, HD_EXIT_USAGE,
    N_ ("the warehouse does not know what was known earlier"),
    N_ ("load it again with haidang warehouse load, or ask the store: leave out --engine") },
  { hd_package_error_quark, HD_PACKAGE_ERROR_NOT_A_PACKAGE, HD_EXIT_REFUSED,
    N_ ("this is not a package"),
    N_ ("look at the file, and whether this program is too old for it") },
  { hd_package_error_quark, HD_PACKAGE_ERROR_CHANGED, HD_EXIT_REFUSED,
    N_ ("the package is not as it was signed"), N_ ("nothing of it was kept; copy it again") },
  { hd_package_error_quark, HD_PACKAGE_ERROR_UNTRUSTED, HD_EXIT_REFUSED,
    N_ ("the package's sender is not trusted"),
    N_ ("compare the key with its owner, then trust it with haidang pack trust FILE.pub") },
  { hd_package_error_quark, HD_PACKAGE_ERROR_NOT_FOR_US, HD_EXIT_REFUSED,
    N_ ("the package is sealed for somebody else"), N_ ("give the recipient's key with --key") },
  { hd_package_error_quark, HD_PACKAGE_ERROR_OUT_OF_ORDER, HD_EXIT_REFUSED,
    N_ ("it is not this package's turn"), N_ ("nothing of it was kept") },
  { hd_package_error_quark, HD_PACKAGE_ERROR_SCOPE, HD_EXIT_REFUSED,
    N_ ("the scope of the package is not right"), SEE_CATALOGUE },
  { hd_package_error_quark, HD_PACKAGE_ERROR_KEY, HD_EXIT_REFUSED,
    N_ ("this is not the key it should be"),
    N_ ("make a pair with haidang pack keygen --out FILE") },
  { hd_package_error_quark, HD_PACKAGE_ERROR_OTHER_SOURCE, HD_EXIT_REFUSED,
    N_ ("the store is filled from another source"), N_ ("give a store of its own with --store") },
  { hd_package_error_quark, HD_PACKAGE_ERROR_BUSY, HD_EXIT_FAILED,
    N_ ("the store was written meanwhile"), N_ ("try again") },
  { hd_policy_error_quark, HD_POLICY_ERROR_BROKEN, HD_EXIT_FAILED,
    N_ ("the policy of this machine cannot be read"), N_ ("tell its administrator") },
  { hd_policy_error_quark, HD_POLICY_ERROR_FORBIDDEN, HD_EXIT_FAILED,
    N_ ("the policy of this machine does not allow it"), N_ ("ask its administrator") },
  { hd_policy_error_quark, HD_POLICY_ERROR_NO_REASON, HD_EXIT_USAGE,
    N_ ("the policy of this machine asks for a reason"), N_ ("give it with --reason TEXT") },
  { g_io_error_quark, G_IO_ERROR_CANCELLED, HD_EXIT_FAILED, N_ ("stopped"), TRY_AGAIN },
};

static const Meaning *
find_meaning (const GError *error)
{
  static const Meaning of_options = { g_option_error_quark, 0, HD_EXIT_USAGE,
                                      N_ ("the options are not right"), N_ ("see --help") };
  static const Meaning of_files
      = { g_file_error_quark, 0, HD_EXIT_FAILED, N_ ("a file cannot be read or written"),
          N_ ("look at its name and permissions") };

  for (guint index = 0; index < G_N_ELEMENTS (meanings); index++)
    if (meanings[index].domain () == error->domain && meanings[index].code == error->code)
      return &meanings[index];
  return error->domain == G_OPTION_ERROR ? &of_options : &of_files;
}

/* One line whatever the pieces hold. */
static void
write_line (const char *what, const char *where, const char *todo)
{
  g_autofree char *line = g_strdup_printf ("haidang: error: %s (%s): %s", what, where, todo);

  g_strdelimit (line, "\r\n\t", ' ');
  fprintf (stderr, "%s\n", line);
}

/* Some damage names its remedy itself, and haidang verify would say no more. */
static gboolean
names_its_remedy (const GError *error)
{
  return g_error_matches (error, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED)
         && strstr (error->message, HD_STORE_MEND_WHOLE) != NULL;
}

int
hd_cli_error (const GError *error)
{
  const Meaning *meaning = find_meaning (error);

  write_line (_ (meaning->what), error->message,
              names_its_remedy (error) ? _ ("then run haidang verify") : _ (meaning->todo));
  return meaning->status;
}

int
hd_cli_usage (const char *what, const char *where, const char *todo)
{
  write_line (what, where, todo);
  return HD_EXIT_USAGE;
}

int
hd_cli_failed (const char *what, const char *where, const char *todo)
{
  write_line (what, where, todo);
  return HD_EXIT_FAILED;
}

int
hd_cli_status_of (const GError *error)
{
  return find_meaning (error)->status;
}

char *
hd_cli_describe_error (const GError *error)
{
  return g_strdup_printf ("%s (%s)", _ (find_meaning (error)->what), error->message);
}
