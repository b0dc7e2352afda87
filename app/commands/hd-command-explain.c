/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang explain`: known, and not there yet.
 */

#include "config.h"

#include "hd-command-later.h"

#include <glib/gi18n.h>

const HdCommand hd_command_explain = {
  .name = "explain",
  .arguments = "KPI",
  .summary = N_ ("Why a figure moved: the bridge of causes (comes with a later version)"),
  .run = hd_command_run_later,
};
