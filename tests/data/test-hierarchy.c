/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Code lists and the trees over them, ragged ones too.
 */

#undef G_DISABLE_ASSERT

#include "hd-hierarchy.h"

#include <math.h>

static HdCode
add (HdCodeList *list, const char *id, const char *vi, const char *en)
{
  const HdCodeInfo info = {
    id, vi, en, HD_CODE_NONE, NAN, NAN, HD_DAY_NONE, HD_DAY_NONE,
  };

  return hd_code_list_add (list, &info);
}

static void
test_codes (void)
{
  g_autoptr (HdCodeList) list = hd_code_list_new ("UNIT");
  const HdCodeInfo *first;

  g_assert_cmpint (add (list, "VN", "Cả nước", "Nation"), ==, 0);
  first = hd_code_list_get (list, 0);
  g_assert_cmpint (add (list, "02CI", "Cát Lái", NULL), ==, 1);
  g_assert_cmpint (add (list, "VN", "again", "again"), ==, HD_CODE_NONE);
  for (guint index = 0; index < 5000; index++)
    {
      g_autofree char *id = g_strdup_printf ("N%u", index);

      g_assert_cmpint (add (list, id, NULL, NULL), ==, 2 + index);
    }
  g_assert_true (hd_code_list_get (list, 0) == first);
  g_assert_cmpint (hd_code_list_find (list, "02CI", -1), ==, 1);
  g_assert_cmpint (hd_code_list_find (list, "02CI,XANH", 4), ==, 1);
  g_assert_cmpint (hd_code_list_find (list, "02C", -1), ==, HD_CODE_NONE);
  g_assert_cmpint (hd_code_list_find (list, "", 0), ==, HD_CODE_NONE);
  g_assert_cmpint (hd_code_list_find (list, "N4999", -1), ==, 5001);
  g_assert_cmpstr (hd_code_list_name (list, 0, "en"), ==, "Nation");
  g_assert_cmpstr (hd_code_list_name (list, 1, "en"), ==, "Cát Lái");
  g_assert_cmpstr (hd_code_list_name (list, 2, "vi"), ==, "N0");
}

static void
test_full_list (void)
{
  g_autoptr (HdCodeList) list = hd_code_list_new ("OPEN");

  for (guint index = 0; index < 65535; index++)
    {
      char id[16];

      g_snprintf (id, sizeof id, "%u", index);
      g_assert_cmpint (add (list, id, NULL, NULL), ==, index);
    }
  g_assert_cmpint (add (list, "one more", NULL, NULL), ==, HD_CODE_NONE);
  g_assert_cmpint (hd_code_list_find (list, "65534", -1), ==, 65534);
}

/* VN over KV01 over 01A and 01B; CENTRE hangs under VN, skipping the regions; LOOSE is in no tree. */
static void
test_ragged_tree (void)
{
  static const char *const levels[] = { "nation", "region", "office", NULL };
  g_autoptr (HdCodeList) list = hd_code_list_new ("UNIT");
  HdCode nation = add (list, "VN", NULL, NULL);
  HdCode region = add (list, "KV01", NULL, NULL);
  HdCode office = add (list, "01A", NULL, NULL);
  HdCode second = add (list, "01B", NULL, NULL);
  HdCode centre = add (list, "CENTRE", NULL, NULL);
  HdCode loose = add (list, "LOOSE", NULL, NULL);
  g_autoptr (HdHierarchy) map = hd_hierarchy_new ("MAP2025", list, levels);
  g_autoptr (GArray) children = NULL;

  g_assert_false (hd_hierarchy_add (map, region, nation, 1));
  g_assert_true (hd_hierarchy_add (map, nation, HD_CODE_NONE, 0));
  g_assert_true (hd_hierarchy_add (map, region, nation, 1));
  g_assert_true (hd_hierarchy_add (map, centre, nation, 2));
  g_assert_true (hd_hierarchy_add (map, second, region, 2));
  g_assert_true (hd_hierarchy_add (map, office, region, 2));
  g_assert_false (hd_hierarchy_add (map, office, region, 2));
  g_assert_false (hd_hierarchy_add (map, loose, office, 2));
  g_assert_false (hd_hierarchy_add (map, loose, nation, 3));
  g_assert_false (hd_hierarchy_add (map, 99, nation, 2));

  g_assert_cmpint (hd_hierarchy_find_level (map, "office"), ==, 2);
  g_assert_cmpint (hd_hierarchy_find_level (map, "department"), ==, -1);
  g_assert_cmpint (hd_hierarchy_at_level (map, office, 0), ==, nation);
  g_assert_cmpint (hd_hierarchy_at_level (map, office, 1), ==, region);
  g_assert_cmpint (hd_hierarchy_at_level (map, office, 2), ==, office);
  g_assert_cmpint (hd_hierarchy_at_level (map, centre, 1), ==, centre);
  g_assert_cmpint (hd_hierarchy_at_level (map, centre, 0), ==, nation);
  g_assert_cmpint (hd_hierarchy_at_level (map, region, 2), ==, region);
  g_assert_cmpint (hd_hierarchy_at_level (map, loose, 0), ==, HD_CODE_NONE);
  g_assert_true (hd_hierarchy_is_under (map, office, nation));
  g_assert_true (hd_hierarchy_is_under (map, office, office));
  g_assert_false (hd_hierarchy_is_under (map, centre, region));
  g_assert_false (hd_hierarchy_is_under (map, loose, nation));
  g_assert_false (hd_hierarchy_is_under (map, region, office));

  children = hd_hierarchy_children (map, region);
  g_assert_cmpint (children->len, ==, 2);
  g_assert_cmpint (g_array_index (children, HdCode, 0), ==, office);
  g_assert_cmpint (g_array_index (children, HdCode, 1), ==, second);
  g_assert_cmpint (hd_hierarchy_parent_of (map, nation), ==, HD_CODE_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/code-list/codes", test_codes);
  g_test_add_func ("/data/code-list/full", test_full_list);
  g_test_add_func ("/data/hierarchy/ragged", test_ragged_tree);
  return g_test_run ();
}
