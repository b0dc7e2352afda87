/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which of GTK's renderers draws the windows.
 */

#include "config.h"

#include "hd-renderer.h"

#include <gtk/gtk.h>

#define DRM_DIR "/sys/class/drm"
/* What an NVIDIA driver of its own, and a Windows host, call their device. */
static const char *const other_devices[] = { "/dev/nvidiactl", "/dev/dxg" };
/* Kernel drivers that have a render node but nothing behind it. */
static const char *const empty_drivers[] = { "vgem", "vkms" };

gboolean
hd_renderer_has_gpu (const char *drm)
{
  g_autoptr (GDir) devices = g_dir_open (drm, 0, NULL);
  const char *name;

  while (devices != NULL && (name = g_dir_read_name (devices)) != NULL)
    {
      g_autofree char *link = g_build_filename (drm, name, "device", "driver", NULL);
      g_autofree char *driver = g_file_read_link (link, NULL);
      g_autofree char *base = driver != NULL ? g_path_get_basename (driver) : NULL;
      gboolean is_empty = FALSE;

      for (guint index = 0; base != NULL && index < G_N_ELEMENTS (empty_drivers); index++)
        is_empty |= g_str_equal (base, empty_drivers[index]);
      if (g_str_has_prefix (name, "renderD") && !is_empty)
        return TRUE;
    }
  return FALSE;
}

void
hd_renderer_choose (void)
{
  if (g_getenv ("GSK_RENDERER") != NULL || g_getenv ("GDK_DEBUG") != NULL
      || g_getenv ("GDK_DISABLE") != NULL || hd_renderer_has_gpu (DRM_DIR))
    return;
  for (guint index = 0; index < G_N_ELEMENTS (other_devices); index++)
    if (g_file_test (other_devices[index], G_FILE_TEST_EXISTS))
      return;
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  /* On X11 the display would start GL to choose its visual, whatever the renderer. The switch moved in 4.16. */
  if (gtk_get_minor_version () >= 16)
    g_setenv ("GDK_DISABLE", "gl,vulkan", TRUE);
  else
    g_setenv ("GDK_DEBUG", "gl-disable,vulkan-disable", TRUE);
}
