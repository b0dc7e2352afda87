/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Versions of observations in columns, as the store keeps them: codes by the dataset's own dictionary.
 */

#pragma once

#include <math.h>

#include "hd-rows.h"

G_BEGIN_DECLS

/* In a current row's action: it was worked out from several versions, all of which lie in the history.
 * Any other current row is itself the version (HD_ACTION_REPLACE, or HD_ACTION_MERGE that found nothing
 * before it) and is not repeated there. */
#define HD_ACTION_DERIVED 3

typedef struct
{
  guint n_dimensions, n_measures;
  guint n_rows;
  HdDay *day;
  HdCode **codes; /* [dimension][row] */
  HdNumber **values; /* [measure][row]; NULL: missing throughout */
  guint8 *status;
  guint8 *action;
  gint64 *known_from;
  gint64 *prepared; /* when the message that said it was; NULL: all at `prepared_all` */
  gint64 prepared_all;
  /*< private >*/
  guint capacity;
  gboolean is_borrowed; /* of a message: only the codes are our own */
} HdVersions;

/* One version among several HdVersions. */
typedef struct
{
  guint32 source;
  guint32 row;
} HdVersionRef;

/* With room for n_rows, uninitialised, n_rows set; value columns are NULL. */
HdVersions *hd_versions_new (guint n_dimensions, guint n_measures, guint n_rows);
void hd_versions_free (HdVersions *versions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdVersions, hd_versions_free)

/* Fills a column with its missing value. */
HdNumber *hd_versions_missing_column (guint n_rows, gboolean is_real);
/* Adds a row with the key of `from`'s row; the caller sets the rest. All value columns exist in `versions`. */
guint hd_versions_append_key (HdVersions *versions, const HdVersions *from, guint row);

static inline gint64
hd_versions_get_prepared (const HdVersions *versions, guint row)
{
  return versions->prepared != NULL ? versions->prepared[row] : versions->prepared_all;
}

static inline HdNumber
hd_number_missing (gboolean is_real)
{
  return is_real ? (HdNumber){ .d = (double)NAN } : (HdNumber){ .i = HD_INT64_MISSING };
}

/* A value that only says that there is one. */
static inline HdNumber
hd_number_mark (gboolean is_real)
{
  return is_real ? (HdNumber){ .d = 0 } : (HdNumber){ .i = 0 };
}

static inline gboolean
hd_number_is_missing (HdNumber number, gboolean is_real)
{
  return is_real ? number.d != number.d : number.i == HD_INT64_MISSING;
}

static inline gboolean
hd_number_equal (HdNumber a, HdNumber b, gboolean is_real)
{
  return a.i == b.i || (is_real && a.d != a.d && b.d != b.d);
}

static inline HdNumber
hd_versions_get_value (const HdVersions *versions, guint measure, guint row, gboolean is_real)
{
  return versions->values[measure] != NULL ? versions->values[measure][row]
                                           : hd_number_missing (is_real);
}

G_END_DECLS
