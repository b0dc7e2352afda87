/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang ask`: known, and not there yet.
 */

#include "config.h"

#include "hd-command-later.h"

#include <glib/gi18n.h>

const HdCommand hd_command_ask = {
  .name = "ask",
  .arguments = "QUESTION",
  .summary = N_ ("Answer a plain question, with the query it ran (comes with a later version)"),
  .run = hd_command_run_later,
};
