/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What app/present needs, from the command line: `render`, `brief`, `forecast`.
 */

#pragma once

#include "hd-cli-query.h"
#include "hd-present.h"

G_BEGIN_DECLS

typedef struct
{
  HdPresent present;
  char *view; /* of `present` */
  /*< private >*/
  HdStructures *structures;
  HdScope *scope;
} HdCliPresent;

/* Opens the store for reading and makes the scope of the options. FALSE after the one line of an error
 * was written; with `status` NULL, silently. */
gboolean hd_cli_present_fill (HdCliPresent *self,
                              HdCli *cli,
                              const char *page,
                              const HdCliQueryOptions *options,
                              int *status);
void hd_cli_present_clear (HdCliPresent *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdCliPresent, hd_cli_present_clear)

G_END_DECLS
