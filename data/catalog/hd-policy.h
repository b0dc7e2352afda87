/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the administrator of a machine allows: /etc/haidang/policy.json, and a second file named by the
 * environment variable HAIDANG_POLICY. Both have to allow a thing, so nobody can loosen the first by the
 * second. A file that is there and cannot be read allows nothing.
 *
 *   {
 *     "sources": ["https://feeds.customs.example/"],   feeds come from addresses that begin so; absent: any
 *     "ca_file": "/etc/haidang/ca.pem",                 the authority of their certificates
 *     "scope": ["KV03"],                                units whose rows may come, with all below them; absent: all
 *     "exports": ["pdf", "png", "package"],             formats that may be written; absent: all
 *     "confidential_units": ["01B1"],                   asking for their figures is recorded
 *     "ask_reason": ["export", "view"],                 what has to be given a reason
 *     "query_is_export": true,                          what `haidang query` prints is an export, in format csv
 *     "retention_years": 3,                             older rows are not kept: the most that `retain` may say
 *     "lock_after_s": 300,                              the desktop locks after so long without a key or a click
 *     "sealed": true,                                   stores have to be sealed
 *     "no_keyring": true,                               passphrases may not be kept by the secret service
 *     "audit": true                                     what cannot be recorded is not done
 *   }
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HD_POLICY_ERROR (hd_policy_error_quark ())
typedef enum
{
  HD_POLICY_ERROR_BROKEN, /* a policy file cannot be read, or says what is not understood */
  HD_POLICY_ERROR_FORBIDDEN,
  HD_POLICY_ERROR_NO_REASON, /* a reason has to be given */
} HdPolicyError;
GQuark hd_policy_error_quark (void);

/* Immutable. */
typedef struct _HdPolicy HdPolicy;

/* Of this machine. */
HdPolicy *hd_policy_load (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of these files, of which each may be absent; ended by NULL. */
HdPolicy *hd_policy_load_files (const char *const *paths, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_policy_free (HdPolicy *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdPolicy, hd_policy_free)

/* All checks: HD_POLICY_ERROR_FORBIDDEN. */
gboolean hd_policy_check_source (const HdPolicy *policy, const char *url, GError **error);
/* `format` "png", "svg", "pdf", "csv", "xlsx" or "package". */
gboolean hd_policy_check_export (const HdPolicy *policy, const char *format, GError **error);
gboolean hd_policy_check_sealed (const HdPolicy *policy, gboolean is_sealed, GError **error);
/* `what` "export" or "view". HD_POLICY_ERROR_NO_REASON when one is asked for and `reason` (nullable) is none. */
gboolean hd_policy_check_reason (const HdPolicy *policy,
                                 const char *what,
                                 const char *reason,
                                 GError **error);

/* `n_years` as of hd-store-retention.h: 0 is all. */
gboolean hd_policy_check_retention (const HdPolicy *policy, guint n_years, GError **error);
/* (nullable) (transfer none): the unit above, NULL above all and of one that is not known. */
typedef const char *(*HdPolicyParent) (const char *unit, gconstpointer tree);
/* Only units of the policy's scope, or below them; `get_parent` (nullable: nothing is known of units). */
gboolean hd_policy_check_scope (const HdPolicy *policy,
                                const char *const *scope,
                                HdPolicyParent get_parent,
                                gconstpointer tree,
                                GError **error);

/* (nullable): the one address that is listed, where only one is. */
const char *hd_policy_get_only_source (const HdPolicy *policy);
/* (nullable): NULL where the policy names none. */
const char *hd_policy_get_ca_file (const HdPolicy *policy);
/* (transfer full) (nullable): units that every file allows; NULL: all, empty: none. */
char **hd_policy_get_scope (const HdPolicy *policy);
guint hd_policy_get_retention_years (const HdPolicy *policy); /* 0: as anybody likes */
guint hd_policy_get_lock_after (const HdPolicy *policy); /* seconds; 0: as anybody likes */
gboolean hd_policy_is_confidential (const HdPolicy *policy, const char *unit);
gboolean hd_policy_has_confidential (const HdPolicy *policy);
gboolean hd_policy_needs_audit (const HdPolicy *policy);
gboolean hd_policy_needs_seal (const HdPolicy *policy);
gboolean hd_policy_allows_keyring (const HdPolicy *policy);
gboolean hd_policy_query_is_export (const HdPolicy *policy);

/* (transfer full) (nullable): what the files say of that member, one after another; NULL: nothing. */
char *hd_policy_describe (const HdPolicy *policy, const char *member);
/* (transfer full) (nullable): which files say something of that member. */
char *hd_policy_who_says (const HdPolicy *policy, const char *member);
/* One thing that one file says. */
typedef struct
{
  const char *name; /* static, as in the file */
  char *value; /* lists with spaces between */
  char *path;
} HdPolicyRule;
void hd_policy_rule_free (HdPolicyRule *rule);
/* (transfer full) (element-type HdPolicyRule): all that holds, a rule after another. */
GPtrArray *hd_policy_list (const HdPolicy *policy);

G_END_DECLS
