/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: state codes. What is read is written, and read again as the same.
 */

#include "config.h"

#include "fuzz.h"

#include "hd-query.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (HdQuery) query = NULL, again = NULL;
  g_autofree char *said = NULL;

  /* Every way in (the command line, the window's bar, D-Bus) lets UTF-8 through only. */
  if (!g_utf8_validate (text, -1, NULL))
    return 0;
  query = hd_query_parse (text, &error);
  if (query == NULL)
    {
      fuzz_assert_refused (g_steal_pointer (&error), (GQuark[]){ HD_QUERY_ERROR, 0 });
      return 0;
    }
  said = hd_query_to_string (query);
  again = hd_query_parse (said, &error);
  g_assert_no_error (error);
  g_assert_true (hd_query_equal (query, again));
  return 0;
}
