/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang alerts`: known, and not there yet.
 */

#include "config.h"

#include "hd-command-later.h"

#include <glib/gi18n.h>

const HdCommand hd_command_alerts = {
  .name = "alerts",
  .arguments = "[--since TIME]",
  .summary = N_ ("What needs a decision (comes with a later version)"),
  .run = hd_command_run_later,
};
