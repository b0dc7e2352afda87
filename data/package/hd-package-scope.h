/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of the data a package may hold: rows of some codes, and of all that lies beneath them.
 */

#pragma once

#include "hd-package-error.h"
#include "hd-rows.h"

G_BEGIN_DECLS

/* Immutable. Dimensions by id, each with codes by id. */
typedef struct _HdPackageScope HdPackageScope;

/* From "UNIT=KV03+KV05", one string a dimension; NULL or empty: everything. HD_PACKAGE_ERROR_SCOPE when a
 * dimension or code is in none of `structures`. */
HdPackageScope *hd_package_scope_new (const char *const *conditions,
                                      const HdStructures *structures,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* From the text of a manifest. */
HdPackageScope *hd_package_scope_parse (const char *text,
                                        const HdStructures *structures,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_package_scope_free (HdPackageScope *scope);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdPackageScope, hd_package_scope_free)
/* (transfer none): "TAX=VA&UNIT=KV03+KV05", the same for the same scope; empty: everything. */
const char *hd_package_scope_to_string (const HdPackageScope *scope);

/* Of one dataset: which codes of which of its dimensions are inside. */
typedef struct
{
  HdStructure *structure;
  gboolean **is_inside; /* [dimension] (nullable)[code]; NULL: the dimension is not limited */
} HdPackageScopeView;

/* NULL without error: the dataset lacks a dimension of the scope, so no row of it is inside. */
HdPackageScopeView *hd_package_scope_view_new (const HdPackageScope *scope,
                                               const HdStructures *structures,
                                               HdStructure *structure) G_GNUC_WARN_UNUSED_RESULT;
void hd_package_scope_view_free (HdPackageScopeView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdPackageScopeView, hd_package_scope_view_free)
/* A deletion with a wildcard in a dimension of the scope reaches outside. */
gboolean hd_package_scope_view_has (const HdPackageScopeView *view, const HdRows *rows, guint row);
/* (transfer full): `deletions` with their wildcards in dimensions of the scope spelt out, and those that lie
 * outside left out. */
HdRows *hd_package_scope_view_limit (const HdPackageScopeView *view, const HdRows *deletions);

G_END_DECLS
