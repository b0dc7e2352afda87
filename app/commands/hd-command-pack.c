/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang pack`: known, and not there yet.
 */

#include "config.h"

#include "hd-command-later.h"

#include <glib/gi18n.h>

const HdCommand hd_command_pack = {
  .name = "pack",
  .arguments = "create|inspect|import FILE",
  .summary
  = N_ ("Signed packages of feeds for machines with no network (comes with a later version)"),
  .run = hd_command_run_later,
};
