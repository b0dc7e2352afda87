/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every command shares: the common options, the store, the catalogue and the engine.
 */

#pragma once

#include "hd-catalog.h"
#include "hd-engine.h"
#include "hd-store.h"

G_BEGIN_DECLS

/* The exit statuses of the command line; they are its public interface. */
typedef enum
{
  HD_EXIT_DONE = 0,
  HD_EXIT_FAILED = 1, /* and nothing was changed */
  HD_EXIT_USAGE = 2,
  HD_EXIT_REFUSED = 3, /* input was bad, and nothing of it was kept */
  HD_EXIT_PARTIAL = 4, /* done, but some feeds could not be reached */
} HdExit;

typedef enum
{
  HD_OUTPUT_TEXT,
  HD_OUTPUT_JSON,
  HD_OUTPUT_CSV,
} HdOutput;

struct _HdCommand;

/* One run of the program. The common options are parsed by hd_cli_parse(). */
typedef struct
{
  const struct _HdCommand *command;
  const char *lang; /* "vi" or "en" */
  char *store_dir; /* never NULL after hd_cli_parse() */
  gboolean has_passphrase; /* of sealed stores: --key-file or HAIDANG_KEY_FILE */
  char *passphrase; /* (nullable): that one, or what opened the store; wiped in the end */
  gint64 as_of; /* unix seconds; 0: the latest */
  HdOutput output;
  char *reason; /* (nullable): why, for the audit log */
  gboolean writes_out; /* set before the store is opened: what leaves it goes into the audit log */
  /*< private >*/
  HdStore *store;
  HdCatalog *catalog;
  HdEngine *engine;
} HdCli;

void hd_cli_clear (HdCli *cli);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdCli, hd_cli_clear)

/* Parses the common options and the command's own `entries` (nullable). What is left in argv[1] … are
 * its plain arguments, from `min_arguments` to `max_arguments` of them. FALSE after the one line of an
 * error was written: leave with HD_EXIT_USAGE. --help writes the help and leaves the program. */
gboolean hd_cli_parse (HdCli *cli,
                       const GOptionEntry *entries,
                       int *argc,
                       char ***argv,
                       int min_arguments,
                       int max_arguments);

/* All (transfer none) (nullable): NULL after the one line of an error was written, its exit status in
 * `status`. */
HdCatalog *hd_cli_get_catalog (HdCli *cli, int *status);
HdStore *hd_cli_open_store (HdCli *cli, HdStoreFlags flags, int *status);
/* Lets go of the store, so that others may open it for writing. */
void hd_cli_close_store (HdCli *cli);
/* Opens the store for reading. */
HdEngine *hd_cli_get_engine (HdCli *cli, int *status);

/* Unix seconds of an RFC 3339 time, or of the end of a day in Vietnam; 0 when it is neither. */
gint64 hd_cli_parse_time (const char *text);
/* (transfer full) (nullable): RFC 3339 with the offset of Vietnam; NULL for 0. */
char *hd_cli_format_time (gint64 unix_s);
gint64 hd_cli_now (void);

G_END_DECLS
