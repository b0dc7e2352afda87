/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One column of a partition in memory, in the narrowest type that holds it.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  HD_VECTOR_UINT8, /* codes, status */
  HD_VECTOR_UINT16, /* codes */
  HD_VECTOR_INT16, /* measures; missing is G_MININT16 */
  HD_VECTOR_INT32, /* measures; missing is G_MININT32 */
  HD_VECTOR_INT64, /* measures; missing is HD_INT64_MISSING */
  HD_VECTOR_DOUBLE, /* measures; missing is NAN */
} HdVectorType;

/* Immutable once it is made, atomically counted. */
typedef struct
{
  HdVectorType type;
  guint n_rows;
  gboolean has_missing; /* FALSE: no row need be asked */
  /* Of integers that are not missing; least > greatest when there are none. 0 for doubles. */
  gint64 least, greatest;
  union
  {
    gpointer data;
    guint8 *u8;
    guint16 *u16;
    gint16 *i16;
    gint32 *i32;
    gint64 *i64;
    double *f64;
  };
  /*< private >*/
  gatomicrefcount refs;
} HdVector;

/* What the numbers are, which says the types they may take. */
typedef enum
{
  HD_VECTOR_CODES,
  HD_VECTOR_INTEGERS,
  HD_VECTOR_REALS, /* doubles by their bits */
} HdVectorKind;

/* (transfer full) (nullable): NULL when a code is none. */
HdVector *
hd_vector_new (HdVectorKind kind, const gint64 *numbers, guint n_rows) G_GNUC_WARN_UNUSED_RESULT;
HdVector *hd_vector_ref (HdVector *vector);
void hd_vector_unref (HdVector *vector);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdVector, hd_vector_unref)
gsize hd_vector_get_n_bytes (const HdVector *vector);
/* One number, missing as HD_INT64_MISSING, a double by its bits: for tests and odd corners. */
gint64 hd_vector_get (const HdVector *vector, guint row);

G_END_DECLS
