/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang pack`: signed packages of feeds, for laptops and machines with no network.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-cli-pack.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *name;
  int n_arguments; /* behind the name */
  int (*run) (HdCli *cli, const HdCliPackOptions *options, const char *file);
} Action;

static const Action actions[] = {
  { "create", 0, hd_cli_pack_create }, { "inspect", 1, hd_cli_pack_inspect },
  { "import", 1, hd_cli_pack_import }, { "keygen", 0, hd_cli_pack_keygen },
  { "trust", 1, hd_cli_pack_trust },
};

static const Action *
find_action (const char *name)
{
  for (guint index = 0; index < G_N_ELEMENTS (actions); index++)
    if (g_str_equal (actions[index].name, name))
      return &actions[index];
  return NULL;
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_auto (HdCliPackOptions) options = { 0 };
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options.out, N_ ("The file to write, or its folder"),
      "FILE" },
    { "where", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.scope,
      N_ ("Only these rows, and what lies beneath them; may be given again"), "DIM=CODE[+CODE]" },
    { "sign-key", 0, 0, G_OPTION_ARG_FILENAME, &options.sign_key,
      N_ ("The secret key to sign with; else this person's own"), "FILE" },
    { "for", 0, 0, G_OPTION_ARG_FILENAME, &options.recipient,
      N_ ("The public key of the one who may open it"), "FILE" },
    { "sender", 0, 0, G_OPTION_ARG_STRING, &options.sender, N_ ("Who sends it, for people"),
      "NAME" },
    { "full", 0, 0, G_OPTION_ARG_NONE, &options.is_full,
      N_ ("Everything, not only what changed since the package before"), NULL },
    { "key", 0, 0, G_OPTION_ARG_FILENAME, &options.own_key,
      N_ ("The secret key to open a sealed package with; else this person's own"), "FILE" },
    { "trusted-key", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.trusted_keys,
      N_ ("A sender's public key to trust this time; may be given again"), "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  const Action *action;

  if (!hd_cli_parse (cli, entries, &argc, &argv, 1, 2))
    return HD_EXIT_USAGE;
  action = find_action (argv[1]);
  if (action == NULL)
    return hd_cli_usage (_ ("there is no such action"), argv[1],
                         _ ("it is create, inspect, import, keygen or trust"));
  if (argc - 2 != action->n_arguments)
    return hd_cli_usage (_ ("the arguments are not right"), argv[1], _ ("see haidang pack --help"));
  return action->run (cli, &options, argv[2]);
}

const HdCommand hd_command_pack = {
  .name = "pack",
  .arguments = "create|inspect|import|keygen|trust [FILE]",
  .summary = N_ ("Signed packages of feeds, for machines with no network"),
  .details
  = N_ ("A package holds what changed since the one before it, of one scope, signed by its "
        "sender; it is taken in whole, in its turn, or not at all.\n\n"
        "  haidang pack create --out kv03.hdpack --where unit=KV03\n"
        "  haidang pack create --out kv03.hdpack --where unit=KV03 --for leader.key.pub\n"
        "  haidang pack inspect kv03.hdpack\n"
        "  haidang pack trust sender.key.pub\n"
        "  haidang pack import kv03.hdpack\n"
        "  haidang pack import FOLDER"),
  .run = run,
};
