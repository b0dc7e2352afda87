/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads a file that may be something else, up to a bound.
 */

#include "config.h"

#include "hd-small-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define FIRST_BYTES 4096u

static gboolean
fail (const char *path, int problem, GError **error)
{
  g_set_error (error, G_FILE_ERROR, (int)g_file_error_from_errno (problem), "%s: %s", path,
               g_strerror (problem));
  return FALSE;
}

static void
wipe (char *text, gsize length)
{
  explicit_bzero (text, length);
  g_free (text);
}

/* Twice the room; g_realloc() would leave a copy behind. */
static char *
grow (char *text, gsize length, gsize *room)
{
  char *wider = g_malloc (2 * *room + 1);

  memcpy (wider, text, length);
  wipe (text, length);
  *room *= 2;
  return wider;
}

gboolean
hd_small_file_read (const char *path, gsize max_bytes, char **text, gsize *length, GError **error)
{
  gsize room = FIRST_BYTES, n_bytes = 0;
  int file = g_open (path, O_RDONLY | O_CLOEXEC, 0), problem = 0;
  char *bytes;
  gssize n_read = 1;

  if (file < 0)
    return fail (path, errno, error);
  bytes = g_malloc (room + 1);
  while (n_read > 0 && n_bytes <= max_bytes)
    {
      if (n_bytes == room)
        bytes = grow (bytes, n_bytes, &room);
      n_read = read (file, bytes + n_bytes, room - n_bytes);
      if (n_read < 0 && errno == EINTR)
        n_read = 1;
      else if (n_read < 0)
        problem = errno;
      else
        n_bytes += (gsize)n_read;
    }
  close (file);
  if (problem == 0 && n_bytes > max_bytes)
    problem = EFBIG;
  if (problem != 0)
    {
      wipe (bytes, n_bytes);
      return fail (path, problem, error);
    }
  bytes[n_bytes] = '\0';
  *text = bytes;
  if (length != NULL)
    *length = n_bytes;
  return TRUE;
}

char *
hd_small_file_read_line (const char *path, GError **error)
{
  char *text;
  gsize length, end;

  if (!hd_small_file_read (path, HD_SECRET_MAX_BYTES, &text, &length, error))
    return NULL;
  end = strcspn (text, "\r\n");
  memset (text + end, 0, length - end);
  return text;
}

gboolean
hd_small_file_is_special (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR);
}
