/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A chart as a file of each format: it begins as such a file does, and holds the numbers.
 */

#undef G_DISABLE_ASSERT

#include <glib/gstdio.h>
#include <string.h>

#include "hd-chart-export.h"

static HdChartSpec *
make_bars (void)
{
  static const double values[] = { 12.5, 7, 3 };
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_BARS, "Thu theo khu vực", "tỷ đồng · 2026");

  hd_chart_spec_add_category (spec, "unit=KV01", "Khu vực I");
  hd_chart_spec_add_category (spec, "unit=KV02", "Khu vực II");
  hd_chart_spec_add_category (spec, "unit=KV03", "Khu vực III");
  hd_chart_spec_add_series (spec, "actual", "Đã thu", HD_NOTATION_ACTUAL, values);
  return spec;
}

static void
test_formats (void)
{
  static const char *const heads[] = { "\x89PNG", "<?xml", "%PDF-", "code,label", "PK\x03\x04" };
  static const HdScheme schemes[] = { HD_SCHEME_LIGHT, HD_SCHEME_DARK, HD_SCHEME_PRINT };
  g_autoptr (HdChartSpec) spec = make_bars ();
  g_autofree char *dir = g_dir_make_tmp ("hd-export-XXXXXX", NULL);

  for (guint format = 0; format < HD_EXPORT_N_FORMATS; format++)
    for (guint scheme = 0; scheme < G_N_ELEMENTS (schemes); scheme++)
      {
        HdChartExport options = { format, schemes[scheme], 640, 400 };
        g_autofree char *name = g_strconcat ("chart", hd_chart_export_suffix (format), NULL);
        g_autofree char *path = g_build_filename (dir, name, NULL);
        g_autoptr (GError) error = NULL;
        g_autofree char *content = NULL;
        gsize length;

        g_assert_true (hd_chart_export (spec, path, &options, &error));
        g_assert_no_error (error);
        g_assert_true (g_file_get_contents (path, &content, &length, NULL));
        g_assert_cmpuint (length, >, 80);
        g_assert_cmpmem (content, strlen (heads[format]), heads[format], strlen (heads[format]));
        if (format == HD_EXPORT_CSV)
          g_assert_nonnull (strstr (content, "\"unit=KV01\",\"Khu vực I\",12.5"));
        g_unlink (path);
      }
  g_rmdir (dir);
}

static void
test_bad_place (void)
{
  g_autoptr (HdChartSpec) spec = make_bars ();

  for (guint format = 0; format < HD_EXPORT_N_FORMATS; format++)
    {
      HdChartExport options = { format, HD_SCHEME_LIGHT, 640, 400 };
      g_autoptr (GError) error = NULL;

      g_assert_false (hd_chart_export (spec, "/no/such/folder/chart", &options, &error));
      g_assert_nonnull (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/chart-export/formats", test_formats);
  g_test_add_func ("/app/chart-export/bad-place", test_bad_place);
  return g_test_run ();
}
