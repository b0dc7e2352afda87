/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A warehouse as the command line names it: its address, and who asks.
 */

#include "config.h"

#include "hd-cli-warehouse.h"

#include "hd-cli-error.h"
#include "hd-warehouse-engine.h"

#include <glib/gi18n.h>
#include <string.h>

void
hd_cli_warehouse_options_clear (HdCliWarehouseOptions *options)
{
  g_free (options->user);
  g_free (options->password_file);
  g_free (options->token_file);
  g_free (options->ca_file);
  g_free (options->database);
}

void
hd_cli_warehouse_entries (HdCliWarehouseOptions *options, GOptionEntry *entries)
{
  const GOptionEntry made[HD_CLI_N_WAREHOUSE_ENTRIES] = {
    { "user", 0, 0, G_OPTION_ARG_STRING, &options->user, N_ ("Who asks the warehouse"), "USER" },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &options->password_file,
      N_ ("File with the user's password"), "FILE" },
    { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &options->token_file,
      N_ ("File with the access token"), "FILE" },
    { "ca-file", 0, 0, G_OPTION_ARG_FILENAME, &options->ca_file,
      N_ ("Certificate of the server's authority"), "FILE" },
    { "database", 0, 0, G_OPTION_ARG_STRING, &options->database,
      N_ ("The warehouse's database; haidang when it is not said"), "NAME" },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &options->timeout_s,
      N_ ("Seconds that an answer of the warehouse may take"), "S" },
  };

  memcpy (entries, made, sizeof made);
}

/* FALSE after the error was written; no file is an empty answer. */
static gboolean
read_secret (const char *path, char **secret, int *status)
{
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return TRUE;
  *secret = hd_warehouse_read_secret (path, &error);
  if (*secret == NULL)
    *status = hd_cli_error (error);
  return *secret != NULL;
}

HdWarehouseClient *
hd_cli_warehouse_connect (const char *url, const HdCliWarehouseOptions *options, int *status)
{
  g_autofree char *password = NULL, *token = NULL;
  g_autoptr (GError) error = NULL;
  HdWarehouseClient *client;
  HdWarehouseOptions made = { .url = url,
                              .user = options->user,
                              .ca_file = options->ca_file,
                              .database = options->database,
                              .timeout_s = (guint)MAX (options->timeout_s, 0) };

  if (!read_secret (options->password_file, &password, status)
      || !read_secret (options->token_file, &token, status))
    return NULL;
  made.password = password;
  made.token = token;
  client = hd_warehouse_client_new (&made, &error);
  if (client == NULL)
    *status = hd_cli_error (error);
  return client;
}

HdEngine *
hd_cli_warehouse_make_engine (HdCli *cli,
                              const char *url,
                              const HdCliWarehouseOptions *options,
                              int *status)
{
  HdCatalog *catalog = hd_cli_get_catalog (cli, status);
  HdStore *store = catalog != NULL ? hd_cli_open_store (cli, HD_STORE_READ, status) : NULL;
  g_autoptr (HdWarehouseClient) client = NULL;
  g_autoptr (HdStructures) structures = NULL;
  g_autoptr (GError) error = NULL;

  if (store == NULL)
    return NULL;
  client = hd_cli_warehouse_connect (url, options, status);
  if (client == NULL)
    return NULL;
  structures = hd_store_get_structures (store, &error);
  if (structures == NULL)
    {
      *status = error != NULL ? hd_cli_error (error)
                              : hd_cli_failed (_ ("the store has no such data"), cli->store_dir,
                                               _ ("fetch them with haidang sync"));
      return NULL;
    }
  return hd_warehouse_engine_new (client, structures, catalog);
}
