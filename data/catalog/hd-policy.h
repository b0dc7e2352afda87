/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the administrator of a machine allows: /etc/haidang/policy.json, and a second file named by the
 * environment variable HAIDANG_POLICY. Both have to allow a thing, so nobody can loosen the first by the
 * second. A file that is there and cannot be read allows nothing.
 *
 *   {
 *     "sources": ["https://feeds.customs.example/"],   feeds come from addresses that begin so; absent: any
 *     "ca_file": "/etc/haidang/ca.pem",                 the authority of their certificates
 *     "exports": ["pdf", "png", "package"],             formats that may be written; absent: all
 *     "confidential_units": ["01B1"],                   asking for their figures is recorded
 *     "ask_reason": ["export", "view"],                 what has to be given a reason
 *     "sealed": true,                                   stores have to be sealed
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

/* (nullable): NULL where the policy names none. */
const char *hd_policy_get_ca_file (const HdPolicy *policy);
gboolean hd_policy_is_confidential (const HdPolicy *policy, const char *unit);
gboolean hd_policy_has_confidential (const HdPolicy *policy);
gboolean hd_policy_needs_audit (const HdPolicy *policy);

G_END_DECLS
