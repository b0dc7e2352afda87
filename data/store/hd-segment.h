/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A column segment: coded, compressed, and bound to its place in the store.
 *
 * On disk: magic "HDs", version, coding, compressed?, length of names, a zero byte, n_rows, raw size
 * (little-endian 32 bits); names, each ended by NUL, of the columns without which this one cannot be read;
 * the body, of which the first part may be a zstd frame; a tag. The tag covers the place and all before it,
 * so that a segment that was changed or put into another's place is known as such. Version 1 has no names,
 * and its body is compressed whole or not at all.
 */

#pragma once

#include <gio/gio.h>

#include "hd-column.h"
#include "hd-vector.h"

G_BEGIN_DECLS

#define HD_SEGMENT_MAX_ROWS (1u << 28)

/* Holds compression state between segments; for one thread at a time. */
typedef struct _HdSegmentWriter HdSegmentWriter;

HdSegmentWriter *hd_segment_writer_new (void) G_GNUC_WARN_UNUSED_RESULT;
void hd_segment_writer_free (HdSegmentWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdSegmentWriter, hd_segment_writer_free)

/* `place` names dataset, partition, part and column. */
GBytes *hd_segment_write (HdSegmentWriter *writer,
                          const char *place,
                          const gint64 *values,
                          guint n_rows) G_GNUC_WARN_UNUSED_RESULT;

/* A column by which another of the same rows is told: hd-column-lengths.h. */
typedef struct
{
  const char *base_name;
  const char *codes_name; /* (nullable) */
  HdColumnBase base;
  const gint64 *ratios;
  guint n_ratios;
} HdSegmentRelation;

GBytes *hd_segment_write_related (HdSegmentWriter *writer,
                                  const char *place,
                                  const gint64 *values,
                                  guint n_rows,
                                  const HdSegmentRelation *relation) G_GNUC_WARN_UNUSED_RESULT;
/* Does it want others to be read? Their names, then, within the segment; nothing is checked but the
 * bounds. */
gboolean hd_segment_get_base (GBytes *segment, const char **base_name, const char **codes_name);

/* Where decoded values go. */
typedef struct
{
  HdColumnType type;
  guint n_rows; /* of the segment */
  const HdRowRanges *only; /* (nullable): these alone */
  gpointer values; /* room for those that are wanted */
  HdColumnBase base; /* of a segment that wants one */
} HdSegmentTarget;

/* Is it whole, of this place, and of n_rows rows? To be asked before memory is taken for that many. */
gboolean hd_segment_is_sound (const char *place, const guint8 *bytes, gsize length, guint n_rows);
/* HD_STORE_ERROR_DAMAGED when anything at all does not match. */
gboolean hd_segment_read (const char *place,
                          const guint8 *bytes,
                          gsize length,
                          const HdSegmentTarget *target,
                          GError **error);
/* As above, into memory of its own in the narrowest type. `base` and `only` may be NULL. The thread keeps the room that it decodes
 * in, for the next one, until it ends or forgets it: to be done when no more columns are read. */
HdVector *hd_segment_read_vector (const char *place,
                                  GBytes *segment,
                                  HdVectorKind kind,
                                  const HdColumnBase *base,
                                  guint n_rows,
                                  const HdRowRanges *only,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_segment_forget_room (void);

G_END_DECLS
