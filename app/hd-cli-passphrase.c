/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passphrases of sealed stores, from files.
 */

#include "config.h"

#include "hd-cli-passphrase.h"

#include "hd-cli-error.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

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
  char *text;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &error))
    {
      hd_cli_usage (_ ("the passphrase cannot be read"), path,
                    _ ("give a file whose first line is the passphrase"));
      return NULL;
    }
  memset (text + strcspn (text, "\r\n"), 0, length - strcspn (text, "\r\n"));
  if (*text != '\0')
    return text;
  hd_cli_passphrase_free (text);
  hd_cli_usage (_ ("the passphrase is empty"), path,
                _ ("give a file whose first line is the passphrase"));
  return NULL;
}
