/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables line up by what the eye sees, and their CSV is RFC 4180.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-cli-table.h"

static HdCliTable *
make_table (void)
{
  HdCliTable *table = hd_cli_table_new ();

  hd_cli_table_add_column (table, "tên", FALSE);
  hd_cli_table_add_column (table, "số", TRUE);
  hd_cli_table_add_column (table, "x", FALSE);
  hd_cli_table_add (table, "Hải Phòng");
  hd_cli_table_add (table, "1.234");
  hd_cli_table_add (table, "a, \"b\"");
  /* The same letters with marks that combine: as wide to the eye. */
  hd_cli_table_add (table, "Ha\xcc\x89i Pho\xcc\x80ng");
  hd_cli_table_add (table, "5");
  hd_cli_table_add (table, NULL);
  return table;
}

static void
test_text (void)
{
  g_autoptr (HdCliTable) table = make_table ();
  g_autofree char *text = hd_cli_table_to_text (table);

  g_assert_cmpstr (text, ==,
                   "tên           số  x\n"
                   "Hải Phòng  1.234  a, \"b\"\n"
                   "Ha\xcc\x89i Pho\xcc\x80ng      5  \n");
}

static void
test_csv (void)
{
  g_autoptr (HdCliTable) table = make_table ();
  g_autofree char *text = hd_cli_table_to_csv (table);

  g_assert_cmpstr (text, ==,
                   "tên,số,x\nHải Phòng,1.234,\"a, \"\"b\"\"\"\n"
                   "Ha\xcc\x89i Pho\xcc\x80ng,5,\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/table/text", test_text);
  g_test_add_func ("/cli/table/csv", test_csv);
  return g_test_run ();
}
