/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passphrases of sealed stores: from files, from the secret service, from a person at the terminal.
 */

#include "config.h"

#include "hd-cli-passphrase.h"

#include "hd-cli-error.h"

#include "hd-secret-service.h"
#include "hd-small-file.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* No passphrase is longer. */
#define MAX_BYTES 1024
#define MAX_TRIES 3
#define INTERRUPT '\003' /* Ctrl+C, which is a letter while we ask */

void
hd_cli_passphrase_free (char *passphrase)
{
  if (passphrase != NULL)
    explicit_bzero (passphrase, strlen (passphrase));
  g_free (passphrase);
}

char *
hd_cli_passphrase_read (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = hd_small_file_read_line (path, &error);

  if (text == NULL)
    {
      hd_cli_usage (_ ("the passphrase cannot be read"), path,
                    _ ("give a file whose first line is the passphrase"));
      return NULL;
    }
  if (*text != '\0')
    return text;
  hd_cli_passphrase_free (text);
  hd_cli_usage (_ ("the passphrase is empty"), path,
                _ ("give a file whose first line is the passphrase"));
  return NULL;
}

/* Standard input is asked of only where a person sees the question. */
static gboolean
has_terminal (void)
{
  return isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

/* (transfer full) (nullable): a line from the terminal, which does not show it; NULL when there is none.
 * As getpass() does, keys that would stop the program are letters meanwhile, so that the terminal is never
 * left without its echo. */
static char *
ask (const char *question)
{
  struct termios shown, hidden;
  char *line = g_malloc0 (MAX_BYTES);
  gssize length;

  if (tcgetattr (STDIN_FILENO, &shown) != 0)
    g_clear_pointer (&line, g_free);
  if (line == NULL)
    return NULL;
  hidden = shown;
  hidden.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
  fprintf (stderr, "%s ", question);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
  length = read (STDIN_FILENO, line, MAX_BYTES - 1);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
  fputc ('\n', stderr);
  line[MAX (length, 0)] = '\0';
  line[strcspn (line, "\r\n")] = '\0';
  if (*line == '\0' || strchr (line, INTERRUPT) != NULL)
    g_clear_pointer (&line, hd_cli_passphrase_free);
  return line;
}

char *
hd_cli_passphrase_choose (const char *question)
{
  g_autofree char *first = NULL, *again = NULL;
  g_autofree char *least = g_strdup_printf ("%d", HD_PASSPHRASE_MIN_LETTERS);
  gboolean is_same, is_long;

  if (!has_terminal ())
    {
      hd_cli_usage (_ ("there is no terminal to ask for a passphrase"), "--key-file",
                    _ ("give a file whose first line is the passphrase"));
      return NULL;
    }
  first = ask (question);
  again = first != NULL ? ask (_ ("The same again:")) : NULL;
  is_same = again != NULL && strcmp (first, again) == 0;
  is_long = is_same && g_utf8_strlen (first, -1) >= HD_PASSPHRASE_MIN_LETTERS;
  if (again != NULL)
    explicit_bzero (again, strlen (again));
  if (is_long)
    return g_steal_pointer (&first);
  if (first != NULL)
    explicit_bzero (first, strlen (first));
  if (is_same)
    hd_cli_usage (_ ("the passphrase has too few letters"), least,
                  _ ("some words that nobody else would think of are best"));
  else
    hd_cli_usage (_ ("no passphrase, or not the same twice"), question,
                  _ ("try again; nothing was changed"));
  return NULL;
}

/* Takes over `passphrase`, which has to be the store's. */
static gboolean
try_one (HdCli *cli, char *passphrase, GError **error)
{
  hd_store_set_passphrase (passphrase);
  if (hd_store_unlock (cli->store_dir, passphrase, error))
    {
      cli->passphrase = passphrase;
      return TRUE;
    }
  hd_store_set_passphrase (NULL);
  hd_cli_passphrase_free (passphrase);
  return FALSE;
}

static gboolean
try_secret_service (HdCli *cli)
{
  char *found = hd_secret_service_find (cli->store_dir, NULL, NULL);
  gboolean is_ok;

  if (found == NULL)
    return FALSE;
  is_ok = try_one (cli, g_strdup (found), NULL);
  hd_secret_service_free (found);
  return is_ok;
}

gboolean
hd_cli_unlock (HdCli *cli, GError **error)
{
  g_autofree char *question = NULL;

  if (try_secret_service (cli))
    return TRUE;
  if (!has_terminal ())
    return FALSE;
  question = g_strdup_printf (_ ("Passphrase of %s:"), cli->store_dir);
  for (guint tries = 1; tries <= MAX_TRIES; tries++)
    {
      g_autoptr (GError) refused = NULL;
      char *passphrase = ask (question);

      if (passphrase == NULL)
        return FALSE;
      if (try_one (cli, passphrase, &refused))
        return TRUE;
      if (tries < MAX_TRIES
          && g_error_matches (refused, HD_STORE_ERROR, HD_STORE_ERROR_WRONG_PASSPHRASE))
        {
          fprintf (stderr, "%s\n", _ ("That is not the passphrase."));
          continue;
        }
      g_propagate_error (error, g_steal_pointer (&refused));
      return FALSE;
    }
  return FALSE;
}
