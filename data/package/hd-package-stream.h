/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bytes of a package, in clear or sealed for one recipient.
 *
 * In clear: "HDPACK1\n" and the bytes. Sealed: "HDPACKS1", the recipient's public key (32 bytes), a sealed
 * box with the key of a stream (crypto_box_seal, 80 bytes), the stream's header (24 bytes), and records: a
 * length (4 bytes, little-endian) and that many bytes of crypto_secretstream_xchacha20poly1305, the last
 * one tagged as the last. So nothing can be cut off, moved or changed unseen.
 */

#pragma once

#include "hd-package-key.h"

G_BEGIN_DECLS

typedef struct _HdPackageSink HdPackageSink;

/* `recipient` (nullable): seal for it. */
HdPackageSink *hd_package_sink_new (GOutputStream *stream,
                                    const HdPackageKey *recipient,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_package_sink_free (HdPackageSink *sink);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdPackageSink, hd_package_sink_free)
gboolean
hd_package_sink_write (HdPackageSink *sink, gconstpointer bytes, gsize length, GError **error);
gboolean hd_package_sink_finish (HdPackageSink *sink, GError **error);

typedef struct _HdPackageSource HdPackageSource;

/* `own` (nullable): pairs (element-type HdPackageKey) to open with what is sealed for one of them. */
HdPackageSource *hd_package_source_new (GInputStream *stream,
                                        GPtrArray *own,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_package_source_free (HdPackageSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdPackageSource, hd_package_source_free)
/* (nullable) hex of the key that it was sealed for. */
const char *hd_package_source_get_recipient (const HdPackageSource *source);
/* All `length` bytes. HD_PACKAGE_ERROR_CHANGED when there are fewer. */
gboolean
hd_package_source_read (HdPackageSource *source, gpointer bytes, gsize length, GError **error);
/* Nothing follows. HD_PACKAGE_ERROR_CHANGED. */
gboolean hd_package_source_expect_end (HdPackageSource *source, GError **error);

G_END_DECLS
