/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang audit`: known, and not there yet.
 */

#include "config.h"

#include "hd-command-later.h"

#include <glib/gi18n.h>

const HdCommand hd_command_audit = {
  .name = "audit",
  .arguments = NULL,
  .summary = N_ ("Show and verify the chain of the audit log (comes with a later version)"),
  .run = hd_command_run_later,
};
