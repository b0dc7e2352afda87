/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One program: the desktop application without a command, the command line with one.
 */

#include "config.h"

#include "commands/hd-command-open.h"
#include "commands/hd-command.h"
#include "hd-cli-error.h"
#include "hd-cli.h"
#include "hd-desktop.h"
#include "hd-heap.h"
#include "hd-locale.h"
#include "hd-log.h"
#include "hd-paths.h"
#include "hd-process.h"
#include "hd-settings.h"

#include <glib/gi18n.h>
#include <string.h>

/* Common options may stand before the command too. */
static gboolean
takes_value (const char *option)
{
  static const char *const options[] = { "--store", "--lang", "--as-of", "--key-file", "--reason" };

  for (guint index = 0; index < G_N_ELEMENTS (options); index++)
    if (strcmp (option, options[index]) == 0)
      return TRUE;
  return FALSE;
}

/* The place of the command among the arguments; `argc` when there is none. */
static int
find_command (int argc, char **argv)
{
  int place = 1;

  while (place < argc && argv[place][0] == '-')
    place += takes_value (argv[place]) ? 2 : 1;
  return MIN (place, argc);
}

/* --lang has to be known before anything is said. (nullable) (transfer none) */
static const char *
find_lang (int argc, char **argv)
{
  for (int place = 1; place < argc; place++)
    {
      if (strcmp (argv[place], "--lang") == 0 && place + 1 < argc)
        return argv[place + 1];
      if (g_str_has_prefix (argv[place], "--lang="))
        return argv[place] + strlen ("--lang=");
    }
  return NULL;
}

/* The desktop speaks the language of its preferences, the command line that of the terminal. */
static const char *
choose_lang (int argc, char **argv, int place)
{
  const char *asked = find_lang (argc, argv);
  g_autofree char *preferred = NULL;

  if (asked == NULL && (place >= argc || strcmp (argv[place], "open") == 0))
    {
      preferred = g_settings_get_string (hd_settings_get (), "language");
      if (!g_str_equal (preferred, "system"))
        asked = preferred;
    }
  return hd_locale_init (asked);
}

static gboolean
has_option (int end, char **argv, const char *option)
{
  for (int place = 1; place < end; place++)
    if (strcmp (argv[place], option) == 0)
      return TRUE;
  return FALSE;
}

static int
complain_unknown (const char *name)
{
  const HdCommand *near = hd_command_guess (name);
  g_autofree char *todo = near != NULL ? g_strdup_printf (_ ("did you mean %s?"), near->name)
                                       : g_strdup (_ ("see haidang --help"));

  return hd_cli_usage (_ ("there is no such command"), name, todo);
}

/* Moves the command to the front, so that its arguments follow it whatever stood before. */
static char **
put_command_first (int argc, char **argv, int place)
{
  char **moved = g_new0 (char *, argc + 1);
  int next = 1;

  moved[0] = argv[place];
  for (int from = 1; from < argc; from++)
    if (from != place)
      moved[next++] = argv[from];
  return moved;
}

static int
run_command (const HdCommand *command, const char *lang, int argc, char **argv, int place)
{
  g_auto (HdCli) cli = { .command = command, .lang = lang };
  g_autofree char **moved = NULL;

  if (place < argc)
    {
      moved = put_command_first (argc, argv, place);
      return command->run (&cli, argc - 1, moved);
    }
  return command->run (&cli, argc, argv);
}

int
main (int argc, char **argv)
{
  int place = find_command (argc, argv);
  const char *lang = NULL;
  const HdCommand *command;

  hd_heap_init ();
  hd_process_init ();
  hd_paths_export_schemas ();
  lang = choose_lang (argc, argv, place);
  hd_log_init ();
  hd_command_open_set_desktop (hd_desktop_open);
  g_set_prgname ("haidang");
  if (has_option (place, argv, "--help") || has_option (place, argv, "-h"))
    {
      hd_command_print_help ();
      return HD_EXIT_DONE;
    }
  if (has_option (place, argv, "--version"))
    {
      g_print ("haidang %s\n", HD_VERSION);
      return HD_EXIT_DONE;
    }
  command = place < argc ? hd_command_find (argv[place]) : &hd_command_open;
  if (command == NULL && strcmp (argv[place], "help") == 0)
    {
      hd_command_print_help ();
      return HD_EXIT_DONE;
    }
  if (command == NULL)
    return complain_unknown (argv[place]);
  return run_command (command, lang, argc, argv, place);
}
