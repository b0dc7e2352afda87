/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of HdPolicy share.
 */

#pragma once

#include "hd-policy.h"

G_BEGIN_DECLS

/* One file. Lists that are absent are NULL, numbers 0. */
typedef struct
{
  char *path;
  char **sources, **scope, **exports, **confidential_units, **ask_reason;
  char *ca_file;
  guint retention_years, lock_after_s;
  gboolean sealed, no_keyring, query_is_export, audit;
} HdPolicyRules;

struct _HdPolicy
{
  GPtrArray *rules; /* (element-type HdPolicyRules) */
};

/* What a file may say, in the order in which it is listed; ended by NULL. */
extern const char *const hd_policy_members[];

G_END_DECLS
