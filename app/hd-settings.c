/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program's GSettings, installed or straight from the build folder.
 */

#include "config.h"

#include "hd-settings.h"

GSettings *
hd_settings_get (void)
{
  static GSettings *settings = NULL;

  /* Run from the build folder, GSETTINGS_SCHEMA_DIR tells where the schema is (see hd-paths.c). */
  if (settings == NULL)
    settings = g_settings_new (HD_APP_ID);
  return settings;
}
