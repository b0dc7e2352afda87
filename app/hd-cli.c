/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every command shares: the common options, the store, the catalogue and the engine.
 */

#include "config.h"

#include "hd-cli.h"

#include "commands/hd-command.h"
#include "hd-cli-error.h"
#include "hd-cli-passphrase.h"
#include "hd-guard.h"
#include "hd-local-engine.h"
#include "hd-paths.h"

#include <glib/gi18n.h>
#include <string.h>

#define ICT_OFFSET "+07"

void
hd_cli_clear (HdCli *cli)
{
  g_clear_object (&cli->engine);
  g_clear_object (&cli->store);
  g_clear_pointer (&cli->catalog, hd_catalog_unref);
  g_clear_pointer (&cli->store_dir, g_free);
  g_clear_pointer (&cli->reason, g_free);
  g_clear_pointer (&cli->passphrase, hd_cli_passphrase_free);
}

typedef struct
{
  char *store_dir, *lang, *as_of, *key_file, *reason;
  gboolean json, csv;
} CommonOptions;

static void
common_options_clear (CommonOptions *options)
{
  g_free (options->store_dir);
  g_free (options->lang);
  g_free (options->as_of);
  g_free (options->key_file);
  g_free (options->reason);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CommonOptions, common_options_clear)

/* From the file of --key-file, or else of the environment. */
static gboolean
take_passphrase (HdCli *cli, const CommonOptions *options)
{
  const char *path = options->key_file != NULL ? options->key_file : g_getenv ("HAIDANG_KEY_FILE");

  if (path == NULL || *path == '\0')
    return TRUE;
  cli->passphrase = hd_cli_passphrase_read (path);
  if (cli->passphrase == NULL)
    return FALSE;
  hd_store_set_passphrase (cli->passphrase);
  cli->has_passphrase = TRUE;
  return TRUE;
}

static gboolean
take_common (HdCli *cli, CommonOptions *options)
{
  if (options->lang != NULL && strcmp (options->lang, "vi") != 0
      && strcmp (options->lang, "en") != 0)
    {
      hd_cli_usage (_ ("this language is not there"), options->lang, _ ("give --lang vi or en"));
      return FALSE;
    }
  if (!take_passphrase (cli, options))
    return FALSE;
  if (options->json && options->csv)
    {
      hd_cli_usage (_ ("one output at a time"), "--json --csv", _ ("leave one out"));
      return FALSE;
    }
  if (options->as_of != NULL && (cli->as_of = hd_cli_parse_time (options->as_of)) == 0)
    {
      hd_cli_usage (_ ("this is no time"), options->as_of,
                    _ ("write it as 2026-03-31T08:00:00Z or 2026-03-31"));
      return FALSE;
    }
  cli->output = options->json ? HD_OUTPUT_JSON : options->csv ? HD_OUTPUT_CSV : HD_OUTPUT_TEXT;
  g_free (cli->reason);
  cli->reason = g_steal_pointer (&options->reason);
  g_free (cli->store_dir);
  cli->store_dir = g_steal_pointer (&options->store_dir);
  if (cli->store_dir == NULL)
    cli->store_dir = g_strdup (g_getenv ("HAIDANG_STORE"));
  if (cli->store_dir == NULL || *cli->store_dir == '\0')
    {
      g_free (cli->store_dir);
      cli->store_dir = hd_paths_get_data_dir ("store");
    }
  return TRUE;
}

static GOptionContext *
make_context (const HdCommand *command, const GOptionEntry *entries, CommonOptions *options)
{
  const GOptionEntry common[] = {
    { "store", 0, 0, G_OPTION_ARG_FILENAME, &options->store_dir, N_ ("The offline store"), "DIR" },
    { "lang", 0, 0, G_OPTION_ARG_STRING, &options->lang, N_ ("Language of messages and names"),
      "vi|en" },
    { "as-of", 0, 0, G_OPTION_ARG_STRING, &options->as_of,
      N_ ("Answer from what was known at this time"), "TIME" },
    { "key-file", 0, 0, G_OPTION_ARG_FILENAME, &options->key_file,
      N_ ("Passphrase of a sealed store"), "FILE" },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &options->reason, N_ ("Why, for the audit log"),
      "TEXT" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_ ("Write JSON"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &options->csv, N_ ("Write CSV"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *usage = g_strdup_printf ("- %s", _ (command->summary));
  g_autofree char *whole = g_strconcat (command->arguments != NULL ? command->arguments : "",
                                        command->arguments != NULL ? " " : "", usage, NULL);
  GOptionContext *context = g_option_context_new (whole);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  if (command->details != NULL)
    g_option_context_set_summary (context, _ (command->details));
  return context;
}

gboolean
hd_cli_parse (HdCli *cli,
              const GOptionEntry *entries,
              int *argc,
              char ***argv,
              int min_arguments,
              int max_arguments)
{
  g_auto (CommonOptions) options = { 0 };
  g_autoptr (GOptionContext) context = make_context (cli->command, entries, &options);
  g_autofree char *program = g_strconcat ("haidang ", cli->command->name, NULL);
  g_autoptr (GError) error = NULL;

  g_set_prgname (program);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      hd_cli_error (error);
      return FALSE;
    }
  /* A lone "--" ends the options; it is no argument. */
  if (*argc > 1 && strcmp ((*argv)[1], "--") == 0)
    {
      (*argv)++;
      (*argc)--;
    }
  if (*argc - 1 < min_arguments || *argc - 1 > max_arguments)
    {
      g_autofree char *todo = g_strdup_printf (_ ("see haidang %s --help"), cli->command->name);

      hd_cli_usage (*argc - 1 < min_arguments ? _ ("an argument is missing")
                                              : _ ("too many arguments"),
                    *argc - 1 < min_arguments ? program : (*argv)[max_arguments + 1], todo);
      return FALSE;
    }
  return take_common (cli, &options);
}

HdCatalog *
hd_cli_get_catalog (HdCli *cli, int *status)
{
  g_autoptr (GError) error = NULL;

  if (cli->catalog == NULL && (cli->catalog = hd_catalog_load (&error)) == NULL)
    *status = hd_cli_error (error);
  return cli->catalog;
}

/* For the audit log, even what is only read is opened for writing where that can be. */
static HdStore *
open_store (const HdCli *cli, HdStoreFlags flags, GError **error)
{
  g_autoptr (GError) problem = NULL;
  HdStore *store;

  if (flags != HD_STORE_READ || !cli->writes_out)
    return hd_store_open (cli->store_dir, flags, error);
  store = hd_store_open (cli->store_dir, HD_STORE_WRITE, &problem);
  if (g_error_matches (problem, HD_STORE_ERROR, HD_STORE_ERROR_LOCKED)
      || g_error_matches (problem, HD_STORE_ERROR, HD_STORE_ERROR_IO))
    return hd_store_open (cli->store_dir, HD_STORE_READ, error);
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return store;
}

static HdStore *
open_unlocked (HdCli *cli, HdStoreFlags flags, GError **error)
{
  g_autoptr (GError) problem = NULL;
  HdStore *store = open_store (cli, flags, &problem);

  if (store == NULL && g_error_matches (problem, HD_STORE_ERROR, HD_STORE_ERROR_SEALED))
    {
      g_autoptr (GError) refused = NULL;

      if (hd_cli_unlock (cli, &refused))
        return open_store (cli, flags, error);
      if (refused != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&refused));
          return NULL;
        }
    }
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return store;
}

HdStore *
hd_cli_open_store (HdCli *cli, HdStoreFlags flags, int *status)
{
  g_autoptr (GError) error = NULL;

  if (cli->store == NULL && (flags & HD_STORE_CREATE) != 0
      && !hd_guard_make (cli->store_dir, cli->has_passphrase, &error))
    {
      *status = hd_cli_error (error);
      return NULL;
    }
  if (cli->store == NULL && (cli->store = open_unlocked (cli, flags, &error)) != NULL
      && !hd_guard_open (cli->store, &error))
    g_clear_object (&cli->store);
  if (cli->store == NULL)
    *status = hd_cli_error (error);
  return cli->store;
}

void
hd_cli_close_store (HdCli *cli)
{
  g_clear_object (&cli->engine);
  g_clear_object (&cli->store);
}

HdEngine *
hd_cli_get_engine (HdCli *cli, int *status)
{
  if (cli->engine == NULL && hd_cli_get_catalog (cli, status) != NULL
      && hd_cli_open_store (cli, HD_STORE_READ, status) != NULL)
    cli->engine = hd_local_engine_new (cli->store, cli->catalog);
  return cli->engine;
}

gint64
hd_cli_parse_time (const char *text)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (ICT_OFFSET);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, zone);
  HdPeriod day;

  if (time != NULL)
    return g_date_time_to_unix (time);
  if (!hd_period_parse (text, HD_MONTH_START_CIVIL, &day, NULL) || day.grain != HD_GRAIN_DAY)
    return 0;
  return ((gint64)day.last + 1) * 86400 - 7 * 3600 - 1;
}

char *
hd_cli_format_time (gint64 unix_s)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (ICT_OFFSET);
  g_autoptr (GDateTime) utc = unix_s != 0 ? g_date_time_new_from_unix_utc (unix_s) : NULL;
  g_autoptr (GDateTime) time = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%S%:z") : NULL;
}

gint64
hd_cli_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}
