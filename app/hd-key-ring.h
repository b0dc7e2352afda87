/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys of this person on this machine: their own pair, and the senders whom they trust.
 *
 * $XDG_DATA_HOME/haidang/keys/own.key (and own.key.pub) and keys/trusted/….pub; an administrator's are in
 * /etc/haidang/trusted.
 */

#pragma once

#include "hd-package-key.h"

G_BEGIN_DECLS

/* The own pair, made when there is none yet. */
HdPackageKey *hd_key_ring_get_own (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (element-type HdPackageKey): the own pair, if there is one, to open sealed packages with. */
GPtrArray *hd_key_ring_list_own (void);
/* (transfer full) (element-type HdPackageKey): trusted senders, this person among them. */
GPtrArray *hd_key_ring_list_trusted (void);
/* From now on, packages signed by `key` are taken in. */
gboolean hd_key_ring_trust (const HdPackageKey *key, GError **error);

G_END_DECLS
