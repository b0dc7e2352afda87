/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Versions of SDMX artefacts: which is later, and which one a reference with wildcards means.
 */

#include "config.h"

#include "hd-sdmx-version.h"

#include <string.h>

#define N_PARTS 3

typedef struct
{
  guint64 parts[N_PARTS];
  int open; /* the part that may be later; -1: none */
  gboolean allows_drafts; /* "~" */
  const char *draft; /* behind the hyphen; NULL: a release */
} Version;

static Version
parse (const char *text)
{
  Version version = { .open = -1 };

  for (int part = 0; part < N_PARTS && text != NULL; part++)
    {
      char *end = NULL;

      version.parts[part] = g_ascii_strtoull (text, &end, 10);
      if (*end == '+' || *end == '~')
        {
          version.open = version.open < 0 ? part : version.open;
          version.allows_drafts = *end == '~';
          end++;
        }
      if (*end == '-')
        version.draft = end + 1;
      text = *end == '.' ? end + 1 : NULL;
    }
  return version;
}

static int
compare_parts (const Version *a, const Version *b, int first)
{
  for (int part = first; part < N_PARTS; part++)
    if (a->parts[part] != b->parts[part])
      return a->parts[part] < b->parts[part] ? -1 : 1;
  return 0;
}

int
hd_sdmx_version_compare (const char *a, const char *b)
{
  Version one = parse (a), two = parse (b);
  int order = compare_parts (&one, &two, 0);

  if (order != 0)
    return order;
  if (one.draft == NULL || two.draft == NULL)
    return (one.draft == NULL) - (two.draft == NULL);
  return strcmp (one.draft, two.draft);
}

gboolean
hd_sdmx_version_matches (const char *pattern, const char *version)
{
  Version wanted, found = parse (version);

  if (pattern == NULL || *pattern == '\0' || strcmp (pattern, "*") == 0
      || strcmp (pattern, "~") == 0 || strcmp (pattern, "latest") == 0)
    return TRUE;
  if (strcmp (pattern, "+") == 0)
    return found.draft == NULL;
  wanted = parse (pattern);
  if (wanted.open < 0)
    return hd_sdmx_version_compare (pattern, version) == 0;
  for (int part = 0; part < wanted.open; part++)
    if (wanted.parts[part] != found.parts[part])
      return FALSE;
  return (wanted.allows_drafts || found.draft == NULL)
         && compare_parts (&wanted, &found, wanted.open) <= 0;
}
