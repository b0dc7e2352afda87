/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which devices GL is left to.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "hd-renderer.h"

static void
add_device (const char *drm, const char *name, const char *driver)
{
  g_autofree char *folder = g_build_filename (drm, name, "device", NULL);
  g_autofree char *link = g_build_filename (folder, "driver", NULL);
  g_autofree char *target = g_build_filename ("/sys/bus/pci/drivers", driver, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (symlink (target, link), ==, 0);
}

static void
remove_device (const char *drm, const char *name)
{
  g_autofree char *top = g_build_filename (drm, name, NULL);
  g_autofree char *folder = g_build_filename (top, "device", NULL);
  g_autofree char *link = g_build_filename (folder, "driver", NULL);

  g_assert_cmpint (g_unlink (link), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_cmpint (g_rmdir (top), ==, 0);
}

static void
test_gpu (void)
{
  g_autofree char *drm = g_dir_make_tmp ("haidang-drm-XXXXXX", NULL);

  g_assert_false (hd_renderer_has_gpu ("/nowhere"));
  g_assert_false (hd_renderer_has_gpu (drm));
  /* A screen without a renderer, and renderers without hardware. */
  add_device (drm, "card0", "bochs-drm");
  add_device (drm, "renderD128", "vgem");
  g_assert_false (hd_renderer_has_gpu (drm));
  add_device (drm, "renderD129", "i915");
  g_assert_true (hd_renderer_has_gpu (drm));
  remove_device (drm, "card0");
  remove_device (drm, "renderD128");
  remove_device (drm, "renderD129");
  g_assert_cmpint (g_rmdir (drm), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/renderer/gpu", test_gpu);
  return g_test_run ();
}
