/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Narrows numbers to the type that a column has in memory.
 */

#include "config.h"

#include "hd-vector.h"

#include <string.h>

#include "hd-rows.h"

static const guint8 widths[] = { 1, 2, 2, 4, 8, 8 };

HdVector *
hd_vector_ref (HdVector *vector)
{
  g_atomic_ref_count_inc (&vector->refs);
  return vector;
}

void
hd_vector_unref (HdVector *vector)
{
  if (!g_atomic_ref_count_dec (&vector->refs))
    return;
  g_free (vector->data);
  g_free (vector);
}

gsize
hd_vector_get_n_bytes (const HdVector *vector)
{
  return sizeof *vector + (gsize)widths[vector->type] * vector->n_rows;
}

static void
measure_integers (HdVector *vector, const gint64 *numbers)
{
  gint64 least = G_MAXINT64, greatest = G_MININT64 + 1;
  gboolean has_missing = FALSE;

  for (guint row = 0; row < vector->n_rows; row++)
    {
      gboolean is_missing = numbers[row] == HD_INT64_MISSING;

      has_missing |= is_missing;
      least = is_missing || numbers[row] > least ? least : numbers[row];
      greatest = numbers[row] > greatest ? numbers[row] : greatest;
    }
  vector->has_missing = has_missing;
  vector->least = least;
  vector->greatest = greatest;
}

/* The least value of a type stands for what is missing, so that it is no value. */
static HdVectorType
choose_type (HdVectorKind kind, const HdVector *vector)
{
  if (kind == HD_VECTOR_REALS)
    return HD_VECTOR_DOUBLE;
  if (kind == HD_VECTOR_CODES)
    return vector->greatest <= G_MAXUINT8 ? HD_VECTOR_UINT8 : HD_VECTOR_UINT16;
  if (vector->least > G_MININT16 && vector->greatest <= G_MAXINT16)
    return HD_VECTOR_INT16;
  if (vector->least > G_MININT32 && vector->greatest <= G_MAXINT32)
    return HD_VECTOR_INT32;
  return HD_VECTOR_INT64;
}

static void
fill (HdVector *vector, const gint64 *numbers)
{
  guint n_rows = vector->n_rows;

  switch (vector->type)
    {
    case HD_VECTOR_UINT8:
      for (guint row = 0; row < n_rows; row++)
        vector->u8[row] = (guint8)numbers[row];
      break;
    case HD_VECTOR_UINT16:
      for (guint row = 0; row < n_rows; row++)
        vector->u16[row] = (guint16)numbers[row];
      break;
    case HD_VECTOR_INT16:
      for (guint row = 0; row < n_rows; row++)
        vector->i16[row] = numbers[row] == HD_INT64_MISSING ? G_MININT16 : (gint16)numbers[row];
      break;
    case HD_VECTOR_INT32:
      for (guint row = 0; row < n_rows; row++)
        vector->i32[row] = numbers[row] == HD_INT64_MISSING ? G_MININT32 : (gint32)numbers[row];
      break;
    case HD_VECTOR_INT64:
    case HD_VECTOR_DOUBLE:
    default:
      if (n_rows > 0)
        memcpy (vector->data, numbers, n_rows * sizeof *numbers);
      break;
    }
}

static void
measure_reals (HdVector *vector, const double *numbers)
{
  for (guint row = 0; row < vector->n_rows; row++)
    vector->has_missing |= numbers[row] != numbers[row];
}

HdVector *
hd_vector_new (HdVectorKind kind, const gint64 *numbers, guint n_rows)
{
  HdVector *vector = g_new0 (HdVector, 1);

  vector->n_rows = n_rows;
  g_atomic_ref_count_init (&vector->refs);
  if (kind == HD_VECTOR_REALS)
    measure_reals (vector, (const double *)numbers);
  else
    measure_integers (vector, numbers);
  if (kind == HD_VECTOR_CODES && n_rows > 0
      && (vector->has_missing || vector->least < 0 || vector->greatest >= HD_CODE_NONE))
    {
      hd_vector_unref (vector);
      return NULL;
    }
  vector->type = choose_type (kind, vector);
  vector->data = g_malloc ((gsize)widths[vector->type] * n_rows);
  fill (vector, numbers);
  return vector;
}

gint64
hd_vector_get (const HdVector *vector, guint row)
{
  switch (vector->type)
    {
    case HD_VECTOR_UINT8:
      return vector->u8[row];
    case HD_VECTOR_UINT16:
      return vector->u16[row];
    case HD_VECTOR_INT16:
      return vector->i16[row] == G_MININT16 ? HD_INT64_MISSING : vector->i16[row];
    case HD_VECTOR_INT32:
      return vector->i32[row] == G_MININT32 ? HD_INT64_MISSING : vector->i32[row];
    case HD_VECTOR_INT64:
    case HD_VECTOR_DOUBLE:
    default:
      return vector->i64[row];
    }
}
