/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What this process leaves behind when it fails: nothing of what it held.
 */

#include "config.h"

#include "hd-process.h"

#include <sys/resource.h>

void
hd_process_init (void)
{
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
}
