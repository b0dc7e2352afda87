/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What adds up to what: leaves, and nodes that are any groups of leaves.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A grouped structure, not a tree: the nation, regions of one organisation map, departments of another,
 * tax kinds, and all of them crossed, over the same leaves. A series is a leaf (0 … n_leaves - 1) or a
 * node (n_leaves …), in the order in which nodes were added. Sparse: it keeps lists of leaves. */
typedef struct _HdSummation HdSummation;

/* Leaves are level 0. */
HdSummation *hd_summation_new (guint n_leaves) G_GNUC_WARN_UNUSED_RESULT;
HdSummation *hd_summation_ref (HdSummation *self);
void hd_summation_unref (HdSummation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdSummation, hd_summation_unref)

/* Opens a level, "region" or "department × tax"; nodes added from now on are of it. Returns its number. */
guint hd_summation_add_level (HdSummation *self, const char *name);
/* The series of the group of `leaves` (in any order, each once, at least one). The same group again, or
 * a group of one leaf, is no second series: the one that is there comes back, so that no figure is
 * forecast twice and none counts twice. */
guint hd_summation_add_node (HdSummation *self, const guint *leaves, guint n_leaves);

guint hd_summation_get_n_leaves (const HdSummation *self);
guint hd_summation_get_n_nodes (const HdSummation *self);
guint hd_summation_get_n_series (const HdSummation *self); /* leaves and nodes */
guint hd_summation_get_n_levels (const HdSummation *self);
const char *hd_summation_get_level_name (const HdSummation *self, guint level);
guint hd_summation_level_of (const HdSummation *self, guint series);
/* Ascending. Of a leaf: itself. */
const guint *hd_summation_leaves_of (const HdSummation *self, guint series, guint *n_leaves);
/* The nodes (as node = series - n_leaves, ascending) above a leaf; a leaf's list stays good until the
 * next node is added. */
const guint *hd_summation_nodes_above (const HdSummation *self, guint leaf, guint *n_nodes);
/* The series that holds every leaf, or -1. */
int hd_summation_find_top (const HdSummation *self);

/* Fills the nodes of `values` [series * n_columns + column] with the sums of their leaves. */
void hd_summation_add_up (const HdSummation *self, double *values, guint n_columns);
/* Whole numbers that add up exactly: leaves rounded by largest remainder to `total` (NAN: the rounded sum
 * of the leaves, and then each moves by less than 1), nodes their sums. Of `values` [series] only leaves
 * are read. FALSE when a number does not fit 63 bits, or `total` is not about the leaves' sum. */
gboolean
hd_summation_round (const HdSummation *self, const double *values, double total, gint64 *rounded);

G_END_DECLS
