/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The windows, dialogs and states of which the test of the layout looks at the words.
 */

#pragma once

#include "desktop-driver.h"

G_BEGIN_DECLS

/* `is_ours` where the words are not the toolkit's. */
typedef struct
{
  const char *name;
  void (*open) (DesktopDriver *driver);
  gboolean is_ours;
} LayoutWindow;

extern const LayoutWindow layout_windows[];
extern const guint layout_n_windows;

G_END_DECLS
