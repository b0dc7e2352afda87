/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang warehouse`: known, and not there yet.
 */

#include "config.h"

#include "hd-command-later.h"

#include <glib/gi18n.h>

const HdCommand hd_command_warehouse = {
  .name = "warehouse",
  .arguments = "load",
  .summary
  = N_ ("Load a ClickHouse warehouse from the store or the feeds (comes with a later version)"),
  .run = hd_command_run_later,
};
