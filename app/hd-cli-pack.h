/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What `haidang pack` does.
 */

#pragma once

#include "hd-cli-json.h"
#include "hd-cli.h"
#include "hd-package-manifest.h"

G_BEGIN_DECLS

typedef struct
{
  char *out, *sign_key, *recipient, *own_key, *sender; /* (nullable) */
  char **scope, **trusted_keys; /* (nullable) */
  gboolean is_full;
} HdCliPackOptions;

void hd_cli_pack_options_clear (HdCliPackOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdCliPackOptions, hd_cli_pack_options_clear)

/* (transfer full) (nullable) (element-type HdPackageKey): pairs to open a sealed package with. */
GPtrArray *hd_cli_pack_list_own (const HdCliPackOptions *options,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The members of the manifest, into the object that `json` is in. */
void hd_cli_pack_add_manifest (HdCliJson *json, const HdPackageManifest *manifest);

/* Each returns an exit status; `file` is the argument behind the action (nullable where it has none). */
int hd_cli_pack_create (HdCli *cli, const HdCliPackOptions *options, const char *file);
int hd_cli_pack_inspect (HdCli *cli, const HdCliPackOptions *options, const char *file);
int hd_cli_pack_import (HdCli *cli, const HdCliPackOptions *options, const char *file);
int hd_cli_pack_keygen (HdCli *cli, const HdCliPackOptions *options, const char *file);
int hd_cli_pack_trust (HdCli *cli, const HdCliPackOptions *options, const char *file);

G_END_DECLS
