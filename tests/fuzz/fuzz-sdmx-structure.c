/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: SDMX-JSON structure messages. What is read can be walked from end to end.
 */

#include "config.h"

#include "fuzz.h"

#include <string.h>

#include "hd-feed-error.h"
#include "hd-sdmx-structure.h"

static void
walk_codes (const HdCodeList *codes)
{
  for (guint code = 0; code < hd_code_list_get_n (codes); code++)
    {
      const HdCodeInfo *info = hd_code_list_get (codes, (HdCode)code);

      g_assert_true (g_utf8_validate (hd_code_list_name (codes, (HdCode)code, "vi"), -1, NULL));
      g_assert_cmpint (hd_code_list_find (codes, info->id, -1), ==, code);
      g_assert_true (info->parent == HD_CODE_NONE || info->parent < hd_code_list_get_n (codes));
    }
}

static void
walk_structure (HdStructures *structures, HdStructure *structure)
{
  g_assert_true (hd_structures_find (structures, hd_structure_get_id (structure)) != NULL);
  g_assert_cmpuint (strlen (hd_structure_get_name (structure, "en")), <, 1u << 20);
  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    walk_codes (hd_structure_get_dimension (structure, index)->codes);
  for (guint index = 0; index < hd_structure_get_n_measures (structure); index++)
    g_assert_cmpint (
        hd_structure_find_measure (structure, hd_structure_get_measure (structure, index)->id), >=,
        0);
}

/* Up from every code to a root, which has to be there. */
static void
walk_hierarchy (const HdHierarchy *hierarchy)
{
  guint n_codes = hd_code_list_get_n (hd_hierarchy_get_list (hierarchy));

  for (guint code = 0; code < n_codes; code++)
    {
      guint n_steps = 0;

      if (!hd_hierarchy_has (hierarchy, (HdCode)code))
        continue;
      for (HdCode at = (HdCode)code; at != HD_CODE_NONE;
           at = hd_hierarchy_parent_of (hierarchy, at))
        g_assert_cmpuint (n_steps++, <=, n_codes);
      g_assert_cmpuint (hd_hierarchy_level_of (hierarchy, (HdCode)code), <,
                        hd_hierarchy_get_n_levels (hierarchy));
      hd_hierarchy_at_level (hierarchy, (HdCode)code, 0);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStructures) structures = hd_sdmx_structure_parse ((const char *)data, size, &error);

  if (structures == NULL)
    {
      fuzz_assert_refused (g_steal_pointer (&error), (GQuark[]){ HD_FEED_ERROR, 0 });
      return 0;
    }
  for (guint index = 0; index < hd_structures_get_n (structures); index++)
    walk_structure (structures, hd_structures_get (structures, index));
  for (guint index = 0; index < hd_structures_get_n_hierarchies (structures); index++)
    walk_hierarchy (hd_structures_get_hierarchy (structures, index));
  return 0;
}
