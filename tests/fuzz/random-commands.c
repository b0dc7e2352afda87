/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs the program with random words of its own vocabulary, and looks at how each run ends: with a published
 * status, an error in one line, no warning of a library, and in its time.
 *
 * random-commands WORDS STORE FOLDER: WORDS has a line each: "c COMMAND", "o COMMAND --option", with a "=" at its
 * end where it takes a value, "p COMMAND ARGUMENT" and "p COMMAND--option= VALUE" for what makes sense there, and
 * "v VALUE" for anything. Each run works in FOLDER on a copy of STORE. HAIDANG_MUTATIONS says how many runs. Prints TAP. Each run is a
 * fork of this program, which has the libraries loaded already, with the program's own main() in it.
 */

#undef main
#undef G_DISABLE_ASSERT

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mutate.h"

#define N_RUNS 400
/* A fresh store and an empty folder again after so many runs. */
#define N_BETWEEN 40
#define MAX_WORDS 6
#define MAX_S 120 /* of a loaded machine */
#define MAX_STATUS 4

int haidang_main (int argc, char **argv);

typedef struct
{
  GPtrArray *commands, *values; /* (element-type utf8) */
  GHashTable *options; /* command → (element-type utf8) */
  GHashTable
      *proper; /* command, or command and option → (element-type utf8): what makes sense there */
  const char *store, *folder;
  GRand *rand;
} Fuzz;

static GPtrArray *
new_words (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

static GPtrArray *
find_words (GHashTable *lists, const char *key)
{
  GPtrArray *words = g_hash_table_lookup (lists, key);

  if (words == NULL)
    g_hash_table_insert (lists, g_strdup (key), words = new_words ());
  return words;
}

static void
read_words (Fuzz *fuzz, const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint line = 0; lines[line] != NULL; line++)
    {
      char kind = *lines[line];
      g_auto (GStrv) parts = g_strsplit (lines[line], " ", kind == 'o' || kind == 'p' ? 3 : 2);
      guint n_parts = g_strv_length (parts);
      GPtrArray *words = kind == 'c'   ? fuzz->commands
                         : kind == 'v' ? fuzz->values
                                       : find_words (kind == 'o' ? fuzz->options : fuzz->proper,
                                                     n_parts == 3 ? parts[1] : "");

      if (n_parts >= 2)
        g_ptr_array_add (words, g_strdup (parts[n_parts - 1]));
    }
  g_assert_cmpuint (fuzz->commands->len, >, 10);
  g_assert_cmpuint (fuzz->values->len, >, 50);
}

static const char *
pick (Fuzz *fuzz, GPtrArray *words)
{
  return words->pdata[g_rand_int_range (fuzz->rand, 0, (gint32)words->len)];
}

/* Mostly one that makes sense for `key`, or anything; as it is, several with what stands between them, or spoilt.
 * (transfer full) */
static char *
make_value (Fuzz *fuzz, const char *key)
{
  static const char *const between[] = { ",", "+", "=", ":", "|", ";", "-" };
  GPtrArray *proper = g_hash_table_lookup (fuzz->proper, key);
  GPtrArray *words
      = proper != NULL && g_rand_int_range (fuzz->rand, 0, 8) > 0 ? proper : fuzz->values;
  g_autoptr (GString) value = g_string_new (pick (fuzz, words));
  guint dice = (guint)g_rand_int_range (fuzz->rand, 0, 20);

  for (guint more = 0; dice < 3 && more <= dice; more++)
    {
      g_string_append (value, between[g_rand_int_range (fuzz->rand, 0, G_N_ELEMENTS (between))]);
      g_string_append (value, pick (fuzz, words));
    }
  if (dice == 19)
    mutate (fuzz->rand, value);
  /* What a shell can hand on has no NUL. */
  return g_strndup (value->str, value->len);
}

static void
add_option (Fuzz *fuzz, const char *command, const char *option, GStrvBuilder *words)
{
  gboolean wants_value = g_str_has_suffix (option, "=");
  g_autofree char *bare = g_strndup (option, strlen (option) - wants_value);
  g_autofree char *key = g_strconcat (command, option, NULL);
  g_autofree char *value = make_value (fuzz, key);
  g_autofree char *whole = g_strconcat (bare, "=", value, NULL);

  /* Now and then as it is not meant. */
  if (g_rand_int_range (fuzz->rand, 0, 30) == 0)
    wants_value = !wants_value;
  if (wants_value && g_rand_boolean (fuzz->rand))
    {
      g_strv_builder_add (words, whole);
      return;
    }
  g_strv_builder_add (words, bare);
  if (wants_value)
    g_strv_builder_add (words, value);
}

/* (transfer full) */
static char **
make_run (Fuzz *fuzz)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  const char *command = pick (fuzz, fuzz->commands);
  GPtrArray *own = g_hash_table_lookup (fuzz->options, command);
  gboolean takes_arguments = g_hash_table_lookup (fuzz->proper, command) != NULL;
  guint n_words = (guint)g_rand_int_range (fuzz->rand, 0, MAX_WORDS);

  g_strv_builder_add (words, "haidang");
  g_strv_builder_add (words, command);
  for (guint word = 0; word < n_words; word++)
    {
      guint dice = (guint)g_rand_int_range (fuzz->rand, 0, 20);
      const char *other = pick (fuzz, fuzz->commands);
      GPtrArray *options = dice > 0 ? own : g_hash_table_lookup (fuzz->options, other);
      g_autofree char *value = make_value (fuzz, command);

      if ((word == 0 && takes_arguments && dice > 1) || (word > 0 && dice == 1))
        g_strv_builder_add (words, value);
      else if (options != NULL)
        add_option (fuzz, command, pick (fuzz, options), words);
    }
  return g_strv_builder_end (words);
}

/* Does not return. */
static void
be_program (Fuzz *fuzz, char **argv)
{
  const struct rlimit cpu = { MAX_S, MAX_S };

  g_assert_cmpint (g_chdir (fuzz->folder), ==, 0);
  dup2 (g_open ("/dev/null", O_RDONLY, 0), STDIN_FILENO);
  dup2 (g_open ("../out", O_CREAT | O_TRUNC | O_WRONLY, 0600), STDOUT_FILENO);
  dup2 (g_open ("../err", O_CREAT | O_TRUNC | O_WRONLY, 0600), STDERR_FILENO);
  setrlimit (RLIMIT_CPU, &cpu);
  alarm (MAX_S);
  exit (haidang_main ((int)g_strv_length (argv), argv));
}

/* (transfer full) (nullable): what is wrong with how it ended. */
static char *
find_fault (int ended, const char *said)
{
  g_auto (GStrv) lines = g_strsplit (said, "\n", -1);
  guint n_errors = 0;

  if (!WIFEXITED (ended))
    return g_strdup_printf ("signal %d", WTERMSIG (ended));
  if (WEXITSTATUS (ended) > MAX_STATUS)
    return g_strdup_printf ("status %d", WEXITSTATUS (ended));
  for (guint line = 0; lines[line] != NULL; line++)
    n_errors += g_str_has_prefix (lines[line], "haidang: error: ");
  if (n_errors != (WEXITSTATUS (ended) != 0))
    return g_strdup_printf ("status %d and %u lines of errors", WEXITSTATUS (ended), n_errors);
  if (strstr (said, "CRITICAL") != NULL || strstr (said, "WARNING") != NULL)
    return g_strdup ("a warning");
  return NULL;
}

static char *
quote_run (char **argv)
{
  GString *text = g_string_new (NULL);

  for (guint word = 0; argv[word] != NULL; word++)
    {
      g_autofree char *quoted = g_shell_quote (argv[word]);

      g_string_append_printf (text, "%s ", quoted);
    }
  return g_string_free (text, FALSE);
}

/* A run by itself, without a shell's redirections. TRUE: it ended well. */
static gboolean
run_once (Fuzz *fuzz, guint turn, guint *statuses)
{
  g_auto (GStrv) argv = make_run (fuzz);
  g_autofree char *err = g_build_filename (fuzz->folder, "..", "err", NULL);
  g_autofree char *said = NULL, *fault = NULL, *line = NULL;
  int ended;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    be_program (fuzz, argv);
  while (waitpid (child, &ended, 0) < 0)
    g_assert_cmpint (errno, ==, EINTR);
  if (!g_file_get_contents (err, &said, NULL, NULL))
    said = g_strdup ("");
  fault = find_fault (ended, said);
  if (fault == NULL)
    {
      statuses[WEXITSTATUS (ended)]++;
      return TRUE;
    }
  line = quote_run (argv);
  g_print ("# run %u: %s: %s\n# %.600s\n", turn, fault, line, said);
  return FALSE;
}

static void
start_anew (const Fuzz *fuzz)
{
  const char *argv[]
      = { "/bin/sh", "-c", "rm -rf \"$1\"; cp -r \"$0\" \"$1\"", fuzz->store, fuzz->folder, NULL };
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL,
                               &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GRand) rand = NULL;
  Fuzz fuzz = { 0 };
  guint n_runs = mutate_count (N_RUNS), n_faults = 0, statuses[MAX_STATUS + 1] = { 0 };
  const char *seed = g_getenv ("HAIDANG_SEED");

  g_assert_cmpint (argc, ==, 4);
  fuzz.commands = new_words ();
  fuzz.values = new_words ();
  fuzz.options
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  fuzz.proper
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  rand
      = g_rand_new_with_seed (seed != NULL ? (guint32)g_ascii_strtoull (seed, NULL, 10) : 20261123);
  fuzz.rand = rand;
  read_words (&fuzz, argv[1]);
  fuzz.store = argv[2];
  fuzz.folder = argv[3];
  g_setenv ("G_DEBUG", "fatal-criticals", TRUE);
  setvbuf (stdout, NULL, _IOLBF, 0);
  for (guint turn = 0; turn < n_runs; turn++)
    {
      if (turn % N_BETWEEN == 0)
        start_anew (&fuzz);
      n_faults += !run_once (&fuzz, turn, statuses);
    }
  g_print ("# %u runs by status:", n_runs);
  for (guint status = 0; status <= MAX_STATUS; status++)
    g_print (" %u: %u", status, statuses[status]);
  g_print ("\n%s 1 - random commands end well\n%s 2 - some of them have something to do\n1..2\n",
           n_faults == 0 ? "ok" : "not ok", statuses[0] > n_runs / 50 ? "ok" : "not ok");
  return n_faults > 0 || statuses[0] <= n_runs / 50;
}
