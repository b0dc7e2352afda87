/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command table: one file a subcommand, one row each.
 */

#pragma once

#include "hd-cli.h"

G_BEGIN_DECLS

typedef struct _HdCommand
{
  const char *name;
  const char *arguments; /* (nullable): "KPI[,KPI…]", as the help shows it */
  const char *summary; /* one line; translated where it is shown */
  const char *details; /* (nullable): more, above the options in the command's own help */
  /* argv[0] is the command, what follows is its own. Returns an exit status. */
  int (*run) (HdCli *cli, int argc, char **argv);
} HdCommand;

extern const HdCommand *const hd_commands[];
extern const guint hd_n_commands;

const HdCommand *hd_command_find (const char *name); /* (nullable) */
/* "Did you mean": the command whose name is nearest; NULL when none is near. */
const HdCommand *hd_command_guess (const char *name);
/* `haidang --help`, to standard output. */
void hd_command_print_help (void);

extern const HdCommand hd_command_alerts;
extern const HdCommand hd_command_ask;
extern const HdCommand hd_command_audit;
extern const HdCommand hd_command_brief;
extern const HdCommand hd_command_demo;
extern const HdCommand hd_command_explain;
extern const HdCommand hd_command_forecast;
extern const HdCommand hd_command_import;
extern const HdCommand hd_command_kpis;
extern const HdCommand hd_command_open;
extern const HdCommand hd_command_pack;
extern const HdCommand hd_command_policy;
extern const HdCommand hd_command_query;
extern const HdCommand hd_command_render;
extern const HdCommand hd_command_backup;
extern const HdCommand hd_command_restore;
extern const HdCommand hd_command_retain;
extern const HdCommand hd_command_seal;
extern const HdCommand hd_command_status;
extern const HdCommand hd_command_sync;
extern const HdCommand hd_command_units;
extern const HdCommand hd_command_verify;
extern const HdCommand hd_command_warehouse;

G_END_DECLS
