/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command line of haidang-central.
 */

#pragma once

#include <gio/gio.h>

#include "hd-sample-world.h"

G_BEGIN_DECLS

typedef struct
{
  char *host;
  guint16 port; /* 0: a free one */
  char *port_file, *token_file, *tls_cert, *tls_key, *tls_client_ca, *data_dir;
  char **faults;
  HdScale scale;
  guint64 seed;
  HdDay today;
  int day_every_s; /* 0: it stays today */
} HdCentralOptions;

/* NULL with an error of one line for wrong usage. */
HdCentralOptions *hd_central_options_parse (int argc, char **argv, GError **error);
void hd_central_options_free (HdCentralOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCentralOptions, hd_central_options_free)

G_END_DECLS
