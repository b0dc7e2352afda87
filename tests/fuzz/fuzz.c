/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the fuzz targets share.
 */

#include "config.h"

#include "fuzz.h"

#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* GLib ends a program by a trap, of which libFuzzer knows nothing: it would keep no input. */
static void
end_by_abort (G_GNUC_UNUSED int signal_number)
{
  abort ();
}

int
LLVMFuzzerInitialize (G_GNUC_UNUSED int *argc, G_GNUC_UNUSED char ***argv)
{
  /* Not only criticals: input must never be answered with a warning of a library either. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  signal (SIGTRAP, end_by_abort);
  g_assert_cmpint (sodium_init (), >=, 0);
  return 0;
}

void
fuzz_assert_refused (GError *error, const GQuark *domains)
{
  gboolean is_known = FALSE;

  g_assert_nonnull (error);
  for (guint index = 0; domains[index] != 0; index++)
    is_known |= error->domain == domains[index];
  if (!is_known || !g_utf8_validate (error->message, -1, NULL) || *error->message == '\0')
    g_error ("refused with %s: %s", g_quark_to_string (error->domain), error->message);
  g_error_free (error);
}

const char *
fuzz_file (const guint8 *data, gsize size)
{
  static int file = -1;
  static char *path = NULL;

  if (file < 0)
    {
      file = memfd_create ("fuzz", MFD_CLOEXEC);
      g_assert_cmpint (file, >=, 0);
      path = g_strdup_printf ("/proc/self/fd/%d", file);
    }
  g_assert_cmpint (ftruncate (file, 0), ==, 0);
  g_assert_cmpint (pwrite (file, data, size, 0), ==, (gssize)size);
  return path;
}
