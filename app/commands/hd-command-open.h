/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desktop application as `demo` opens it.
 */

#pragma once

#include "hd-cli.h"

G_BEGIN_DECLS

/* Where to look first. Strings are nullable. */
typedef struct
{
  const char *page; /* "revenue" */
  const char *drill; /* "unit=KV03,time=2026-03" */
  const char *state; /* a state code, "revenue?unit=KV03": all of it */
  const char *const *files; /* packages and messages that the person is asked about */
  gboolean is_service; /* started by the session bus: waits until it is asked for a window */
} HdOpenPlace;

/* How the window is opened. The commands know no toolkit, so the program tells them before it runs one;
 * without it `open` says that there is no desktop. */
typedef int (*HdOpenDesktop) (HdCli *cli, const HdOpenPlace *place);
void hd_command_open_set_desktop (HdOpenDesktop open);

/* Opens the application on the store of `cli`; returns when it is closed. */
int hd_command_open_store (HdCli *cli);

G_END_DECLS
