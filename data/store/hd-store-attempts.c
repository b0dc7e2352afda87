/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file of wrong passphrases: a line that says what it is, then a line each.
 */

#include "config.h"

#include "hd-store-attempts.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "hd-small-file.h"
#include "hd-store-file.h"
#include "hd-store-vault.h"

#define MAGIC "Hai Dang wrong passphrases 1"
#define DAMAGED " (those before were spoilt)"
/* What is longer is none of ours. */
#define MAX_FILE_BYTES (64u * 1024)
#define MAX_NAME_LETTERS 64

static void
attempt_free (HdAttempt *attempt)
{
  g_free (attempt->actor);
  g_free (attempt->program);
  g_free (attempt);
}

void
hd_store_attempts_free (HdAttempts *attempts)
{
  g_ptr_array_unref (attempts->list);
  if (attempts->lock >= 0)
    close (attempts->lock);
  g_free (attempts);
}

gint64
hd_store_attempts_count (const HdAttempts *attempts)
{
  const GPtrArray *list = attempts->list;

  return list->len > 0 ? ((const HdAttempt *)g_ptr_array_index (list, list->len - 1))->number : 0;
}

/* (transfer full): of one line, without what separates the parts of one. */
static char *
clean_name (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "?", -1);
  char *name = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_NAME_LETTERS));

  for (char *letter = name; *letter != '\0'; letter++)
    if (g_ascii_iscntrl (*letter))
      *letter = ' ';
  return name;
}

static void
add (HdAttempts *attempts, gint64 number, gint64 at, const char *actor, const char *program)
{
  HdAttempt *attempt = g_new0 (HdAttempt, 1);

  attempt->number = number;
  attempt->at = at;
  attempt->actor = clean_name (actor);
  attempt->program = clean_name (program);
  g_ptr_array_add (attempts->list, attempt);
}

static gboolean
parse_line (HdAttempts *attempts, const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, "\t", 5);
  gint64 last = hd_store_attempts_count (attempts), number, at;

  if (g_strv_length (parts) != 4
      || !g_ascii_string_to_signed (parts[0], 10, last + 1, G_MAXINT32, &number, NULL)
      || !g_ascii_string_to_signed (parts[1], 10, 1, G_MAXINT64 / 1000000, &at, NULL))
    return FALSE;
  add (attempts, number, at, parts[2], parts[3]);
  return TRUE;
}

static gboolean
parse (HdAttempts *attempts, const char *text, gsize length)
{
  g_auto (GStrv) lines = NULL;
  guint n_lines;

  if (length > MAX_FILE_BYTES || strlen (text) != length || !g_utf8_validate (text, length, NULL))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  n_lines = g_strv_length (lines);
  attempts->is_damaged = g_strcmp0 (lines[0], MAGIC DAMAGED) == 0;
  /* Each line ends, so that the last piece is empty. */
  if ((!attempts->is_damaged && g_strcmp0 (lines[0], MAGIC) != 0) || n_lines < 3
      || *lines[n_lines - 1] != '\0' || n_lines - 2 > 2 * HD_STORE_ATTEMPTS_EDGE)
    return FALSE;
  for (guint line = 1; line + 1 < n_lines; line++)
    if (!parse_line (attempts, lines[line]))
      return FALSE;
  return TRUE;
}

/* With the key file, which nobody writes meanwhile but who changes the passphrase. */
static int
take_lock (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, HD_STORE_KEY_FILE, NULL);
  int lock = g_open (path, O_RDONLY | O_CLOEXEC, 0);

  if (lock >= 0)
    flock (lock, LOCK_EX);
  return lock;
}

/* (transfer full): none where there is no file. */
static HdAttempts *
read_file (const char *path, int lock, gboolean *exists)
{
  HdAttempts *attempts = g_new0 (HdAttempts, 1);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  attempts->list = g_ptr_array_new_with_free_func ((GDestroyNotify)attempt_free);
  attempts->lock = lock;
  *exists = hd_small_file_read (path, MAX_FILE_BYTES, &text, &length, &error)
            || !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  if (*exists && (text == NULL || !parse (attempts, text, length)))
    {
      g_ptr_array_set_size (attempts->list, 0);
      attempts->is_damaged = TRUE;
    }
  return attempts;
}

HdAttempts *
hd_store_attempts_read (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, HD_STORE_ATTEMPTS_FILE, NULL);
  gboolean exists;
  HdAttempts *attempts;

  /* Nearly always. */
  if (!g_file_test (path, G_FILE_TEST_EXISTS) || !hd_store_vault_is_sealed (dir))
    return NULL;
  attempts = read_file (path, take_lock (dir), &exists);
  if (!exists)
    g_clear_pointer (&attempts, hd_store_attempts_free);
  return attempts;
}

void
hd_store_attempts_note (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, HD_STORE_ATTEMPTS_FILE, NULL);
  g_autoptr (GString) text = NULL;
  g_autoptr (GError) error = NULL;
  gboolean exists;
  g_autoptr (HdAttempts) attempts = read_file (path, take_lock (dir), &exists);

  add (attempts, hd_store_attempts_count (attempts) + 1, g_get_real_time () / G_USEC_PER_SEC,
       g_get_user_name (), g_get_prgname ());
  if (attempts->list->len > 2 * HD_STORE_ATTEMPTS_EDGE)
    g_ptr_array_remove_index (attempts->list, HD_STORE_ATTEMPTS_EDGE);
  text = g_string_new (attempts->is_damaged ? MAGIC DAMAGED "\n" : MAGIC "\n");
  for (guint index = 0; index < attempts->list->len; index++)
    {
      const HdAttempt *attempt = g_ptr_array_index (attempts->list, index);

      g_string_append_printf (text, "%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\t%s\t%s\n",
                              attempt->number, attempt->at, attempt->actor, attempt->program);
    }
  if (!g_file_set_contents_full (path, text->str, (gssize)text->len,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                 &error))
    g_info ("a wrong passphrase is not noted: %s", error->message);
}

void
hd_store_attempts_remove (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, HD_STORE_ATTEMPTS_FILE, NULL);

  if (g_unlink (path) == 0)
    hd_store_file_flush_name (path, NULL);
}
