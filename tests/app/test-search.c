/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding by a few letters, with or without diacritics.
 */

#undef G_DISABLE_ASSERT

#include "hd-search.h"

static void
add_taxes (HdStructures *structures)
{
  static const char *const taxes[][2] = { { "XK", "Thuế xuất khẩu" },
                                          { "NK", "Thuế nhập khẩu" },
                                          { "GTGT", "Thuế giá trị gia tăng hàng nhập khẩu" } };
  g_autoptr (HdCodeList) codes = hd_code_list_new ("TAX");
  g_autoptr (HdStructure) structure = hd_structure_new ("VNCUSTOMS", "REVENUE", "1.0");
  HdDimension dimension = { .id = "TAX", .name_vi = "Sắc thuế", .name_en = "Tax", .codes = codes };

  for (guint index = 0; index < G_N_ELEMENTS (taxes); index++)
    {
      HdCodeInfo info = { .id = taxes[index][0],
                          .name_vi = taxes[index][1],
                          .name_en = taxes[index][1],
                          .parent = HD_CODE_NONE,
                          .valid_from = HD_DAY_NONE,
                          .valid_to = HD_DAY_NONE };

      hd_code_list_add (codes, &info);
    }
  hd_structure_add_dimension (structure, &dimension);
  hd_structures_add (structures, structure);
}

/* The department that became Region III. */
static void
add_former_map (HdStructures *structures, HdCodeList *list)
{
  static const char *const levels[] = { "nation", "department", "office", NULL };
  g_autoptr (HdHierarchy) map = hd_hierarchy_new ("MAP2024", list, levels);
  HdCodeInfo info = { .id = "03",
                      .name_vi = "Cục Hải quan thành phố Hải Phòng",
                      .name_en = "Hai Phong Customs Department",
                      .parent = HD_CODE_NONE,
                      .valid_from = HD_DAY_NONE,
                      .valid_to = HD_DAY_NONE };
  HdCode department = hd_code_list_add (list, &info);

  g_assert_true (hd_hierarchy_add (map, 0, HD_CODE_NONE, 0));
  g_assert_true (hd_hierarchy_add (map, department, 0, 1));
  g_assert_true (hd_hierarchy_add (map, 3, department, 2));
  hd_structures_add_hierarchy (structures, map);
}

static HdSearch *
make_search (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdCatalog) catalog = hd_catalog_load (&error);
  g_autoptr (HdStructures) structures = hd_structures_new ();
  static const char *const levels[] = { "nation", "region", "office", NULL };
  static const struct
  {
    const char *id, *name;
    int parent, level;
  } units[] = {
    { "VN", "Toàn quốc", -1, 0 },
    { "KV02", "Chi cục Hải quan khu vực II", 0, 1 },
    { "KV03", "Chi cục Hải quan khu vực III", 0, 1 },
    { "03CC", "Hải quan cửa khẩu cảng Hải Phòng khu vực I", 2, 2 },
    { "03RR", "Phòng Hải Phòng", 2, 2 },
    { "34CE", "Hải quan Đà Nẵng", 0, 2 },
  };
  g_autoptr (HdCodeList) list = hd_code_list_new ("UNIT");
  g_autoptr (HdHierarchy) map = hd_hierarchy_new ("MAP2025", list, levels);
  HdSearch *search;

  g_assert_no_error (error);
  for (guint index = 0; index < G_N_ELEMENTS (units); index++)
    {
      HdCodeInfo info = { .id = units[index].id,
                          .name_vi = units[index].name,
                          .name_en = units[index].name,
                          .parent = HD_CODE_NONE,
                          .valid_from = HD_DAY_NONE,
                          .valid_to = HD_DAY_NONE };
      HdCode code = hd_code_list_add (list, &info);

      hd_hierarchy_add (map, code,
                        units[index].parent >= 0 ? (HdCode)units[index].parent : HD_CODE_NONE,
                        (guint)units[index].level);
    }
  hd_structures_add_hierarchy (structures, map);
  add_former_map (structures, list);
  add_taxes (structures);
  search = hd_search_new (catalog, structures, "vi");
  hd_search_add_screen (search, "clearance", "Thông quan");
  return search;
}

static const HdFound *
first (const HdSearch *search, const char *text)
{
  g_autoptr (GPtrArray) found = hd_search_find (search, text, 5);

  return found->len > 0 ? g_ptr_array_index (found, 0) : NULL;
}

static void
test_fold (void)
{
  static const char *const pairs[][2] = {
    { "Hải Phòng", "hai phong" },
    { "Đà Nẵng", "da nang" },
    { "Thuế GTGT, NK", "thue gtgt  nk" },
    { "ƯỚC ươm Ỵ", "uoc uom y" },
    { "revenue.collected", "revenue collected" },
    { "", "" },
  };

  for (guint index = 0; index < G_N_ELEMENTS (pairs); index++)
    {
      g_autofree char *folded = hd_search_fold (pairs[index][0]);

      g_assert_cmpstr (folded, ==, pairs[index][1]);
    }
}

static void
test_find (void)
{
  g_autoptr (HdSearch) search = make_search ();
  g_autoptr (GPtrArray) nothing = hd_search_find (search, "xyzzy", 5);
  g_autoptr (GPtrArray) blank = hd_search_find (search, "  ", 5);
  g_autoptr (GPtrArray) some = hd_search_find (search, "h", 3);

  g_assert_cmpstr (first (search, "hai phong")->id, ==, "KV03");
  g_assert_cmpstr (first (search, "Hải Phòng")->id, ==, "KV03");
  g_assert_cmpstr (first (search, "cang hai phong")->id, ==, "03CC");
  g_assert_cmpstr (first (search, "DA NANG")->id, ==, "34CE");
  g_assert_cmpstr (first (search, "khu vuc iii")->id, ==, "KV03");
  g_assert_cmpstr (first (search, "kv02")->id, ==, "KV02");
  g_assert_cmpstr (first (search, "thong quan")->id, ==, "clearance");
  g_assert_cmpstr (first (search, "revenue.collected")->id, ==, "revenue.collected");
  /* As people abbreviate. */
  g_assert_cmpstr (first (search, "thue nk")->id, ==, "NK");
  g_assert_cmpstr (first (search, "gtgt")->id, ==, "GTGT");
  g_assert_cmpstr (first (search, "thue xk")->id, ==, "XK");
  g_assert_cmpstr (first (search, "hq dn")->id, ==, "34CE");
  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_cmpuint (blank->len, ==, 0);
  g_assert_cmpuint (some->len, ==, 3);
}

static void
test_where_it_leads (void)
{
  g_autoptr (HdSearch) search = make_search ();
  g_autoptr (HdScope) morning = hd_scope_new ("morning");
  g_autoptr (HdScope) clearance = hd_scope_new ("clearance");
  g_autoptr (HdScope) a = hd_search_scope (first (search, "hai phong"), morning);
  g_autoptr (HdScope) b = hd_search_scope (first (search, "hai phong"), clearance);
  g_autoptr (HdScope) c = hd_search_scope (first (search, "nsw.average_hours"), clearance);
  g_autoptr (HdScope) d = hd_search_scope (first (search, "thue nk"), morning);
  g_autofree char *d_text = hd_scope_to_string (d);
  g_autofree char *a_text = hd_scope_to_string (a);
  g_autofree char *b_text = hd_scope_to_string (b);
  g_autofree char *c_text = hd_scope_to_string (c);

  g_assert_cmpstr (a_text, ==, "revenue?unit=KV03");
  g_assert_cmpstr (d_text, ==, "revenue?tax=NK");
  g_assert_cmpstr (b_text, ==, "clearance?unit=KV03");
  g_assert_cmpstr (c_text, ==, "evidence?dataset=NSW_DOSSIERS&kpi=nsw.average_hours");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/search/fold", test_fold);
  g_test_add_func ("/app/search/find", test_find);
  g_test_add_func ("/app/search/where-it-leads", test_where_it_leads);
  return g_test_run ();
}
