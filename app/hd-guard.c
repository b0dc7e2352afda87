/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Policy and audit log, asked together.
 */

#include "config.h"

#include "hd-guard.h"

#include <string.h>

#include "hd-store-retention.h"
#include "hd-store-schema.h"

static gboolean
record (const HdPolicy *policy,
        HdStore *store,
        HdAuditAction action,
        const char *object,
        const char *reason,
        GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (store != NULL
      && hd_store_audit (store, action, object, reason, g_get_real_time () / G_USEC_PER_SEC,
                         &problem))
    return TRUE;
  if (!hd_policy_needs_audit (policy))
    {
      g_info ("not recorded in the audit log: %s", problem != NULL ? problem->message : "no store");
      return TRUE;
    }
  if (problem == NULL)
    g_set_error_literal (&problem, HD_STORE_ERROR, HD_STORE_ERROR_NOT_FOUND, "there is no store");
  g_propagate_prefixed_error (error, g_steal_pointer (&problem), "audit log: ");
  return FALSE;
}

gboolean
hd_guard_make (const char *dir, gboolean is_sealed, GError **error)
{
  g_autofree char *path = g_build_filename (dir, HD_STORE_FILE, NULL);
  g_autoptr (HdPolicy) policy = hd_policy_load (error);

  return policy != NULL
         && (g_file_test (path, G_FILE_TEST_EXISTS)
             || hd_policy_check_sealed (policy, is_sealed, error));
}

gboolean
hd_guard_open (HdStore *store, GError **error)
{
  g_autoptr (HdPolicy) policy = hd_policy_load (error);

  return policy != NULL && hd_policy_check_sealed (policy, hd_store_is_sealed (store), error)
         && (!hd_store_is_sealed (store) || !hd_store_is_writable (store)
             || record (policy, store, HD_AUDIT_UNLOCK, hd_store_get_dir (store), NULL, error));
}

gboolean
hd_guard_export (HdStore *store,
                 const char *format,
                 const char *object,
                 const char *reason,
                 GError **error)
{
  g_autoptr (HdPolicy) policy = hd_policy_load (error);

  return policy != NULL && hd_policy_check_export (policy, format, error)
         && hd_policy_check_reason (policy, "export", reason, error)
         && record (policy, store, HD_AUDIT_EXPORT, object, reason, error);
}

static gboolean
names_confidential (const HdPolicy *policy, const HdQuery *query)
{
  for (guint index = 0; index < query->filters->len; index++)
    {
      const HdFilter *filter = g_ptr_array_index (query->filters, index);

      for (guint code = 0; strcmp (filter->dimension, "unit") == 0 && filter->codes[code] != NULL;
           code++)
        if (hd_policy_is_confidential (policy, filter->codes[code]))
          return TRUE;
    }
  return FALSE;
}

static gboolean
has_confidential_row (const HdPolicy *policy, const HdFrame *frame)
{
  for (guint column = 0; column < hd_frame_get_n_columns (frame); column++)
    {
      const HdColumn *info = hd_frame_get_column (frame, column);

      if (info->type != HD_CELL_CODE || !g_str_has_prefix (info->id, "unit"))
        continue;
      for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
        if (hd_policy_is_confidential (policy, hd_frame_get_code (frame, row, column)))
          return TRUE;
    }
  return FALSE;
}

gboolean
hd_guard_watches_queries (void)
{
  g_autoptr (HdPolicy) policy = hd_policy_load (NULL);

  return policy != NULL
         && (hd_policy_has_confidential (policy) || hd_policy_query_is_export (policy));
}

gboolean
hd_guard_view (HdStore *store,
               const HdQuery *query,
               const HdFrame *frame,
               const char *reason,
               GError **error)
{
  g_autoptr (HdPolicy) policy = hd_policy_load (error);
  g_autofree char *text = NULL;

  if (policy == NULL)
    return FALSE;
  if (!hd_policy_has_confidential (policy)
      || (!names_confidential (policy, query) && !has_confidential_row (policy, frame)))
    return TRUE;
  text = hd_query_to_string (query);
  return hd_policy_check_reason (policy, "view", reason, error)
         && record (policy, store, HD_AUDIT_VIEW, text, reason, error);
}

gboolean
hd_guard_query (HdStore *store,
                const HdQuery *query,
                const HdFrame *frame,
                const char *reason,
                GError **error)
{
  g_autoptr (HdPolicy) policy = hd_policy_load (error);
  g_autofree char *text = hd_query_to_string (query);

  if (policy == NULL || !hd_guard_view (store, query, frame, reason, error))
    return FALSE;
  return !hd_policy_query_is_export (policy)
         || (hd_policy_check_export (policy, "csv", error)
             && hd_policy_check_reason (policy, "export", reason, error)
             && record (policy, store, HD_AUDIT_EXPORT, text, reason, error));
}

gboolean
hd_guard_record (HdStore *store,
                 HdAuditAction action,
                 const char *object,
                 const char *reason,
                 GError **error)
{
  g_autoptr (HdPolicy) policy = hd_policy_load (error);

  return policy != NULL && record (policy, store, action, object, reason, error);
}

gboolean
hd_guard_import (HdStore *store, const char *object, const char *reason, GError **error)
{
  return hd_guard_record (store, HD_AUDIT_IMPORT, object, reason, error);
}

gboolean
hd_guard_source (const char *url, char **ca_file, GError **error)
{
  g_autoptr (HdPolicy) policy = hd_policy_load (error);

  if (policy == NULL || !hd_policy_check_source (policy, url, error))
    return FALSE;
  if (hd_policy_get_ca_file (policy) != NULL)
    {
      g_free (*ca_file);
      *ca_file = g_strdup (hd_policy_get_ca_file (policy));
    }
  return TRUE;
}

/* (transfer full) (nullable): the code list of units, as the store knows it. */
static HdCodeList *
get_units (HdStore *store)
{
  g_autoptr (HdStructures) structures
      = store != NULL ? hd_store_get_structures (store, NULL) : NULL;

  for (guint index = 0; structures != NULL && index < hd_structures_get_n (structures); index++)
    {
      const HdStructure *structure = hd_structures_get (structures, index);
      int units = hd_structure_find_dimension (structure, "UNIT");

      if (units >= 0)
        return hd_code_list_ref (hd_structure_get_dimension (structure, (guint)units)->codes);
    }
  return NULL;
}

static const char *
get_parent (const char *unit, gconstpointer tree)
{
  const HdCodeList *units = tree;
  HdCode code = units != NULL ? hd_code_list_find (units, unit, -1) : HD_CODE_NONE;
  HdCode parent = code != HD_CODE_NONE ? hd_code_list_get (units, code)->parent : HD_CODE_NONE;

  return parent != HD_CODE_NONE ? hd_code_list_get (units, parent)->id : NULL;
}

gboolean
hd_guard_scope (HdStore *store, char ***scope, GError **error)
{
  g_autoptr (HdPolicy) policy = hd_policy_load (error);
  g_autoptr (HdCodeList) units = NULL;

  if (policy == NULL)
    return FALSE;
  if (*scope == NULL || **scope == NULL)
    {
      g_strfreev (*scope);
      *scope = hd_policy_get_scope (policy);
      if (*scope == NULL || **scope != NULL)
        return TRUE;
      g_set_error_literal (error, HD_POLICY_ERROR, HD_POLICY_ERROR_FORBIDDEN,
                           "scope: two policies have no unit in common");
      return FALSE;
    }
  units = get_units (store);
  return hd_policy_check_scope (policy, (const char *const *)*scope, get_parent, units, error);
}

gboolean
hd_guard_retention (guint n_years, GError **error)
{
  g_autoptr (HdPolicy) policy = hd_policy_load (error);

  return policy != NULL && hd_policy_check_retention (policy, n_years, error);
}

gboolean
hd_guard_keep (HdStore *store, GError **error)
{
  g_autoptr (HdPolicy) policy = hd_policy_load (error);
  guint most = policy != NULL ? hd_policy_get_retention_years (policy) : 0;
  g_autoptr (GPtrArray) all = NULL;

  if (policy == NULL || most == 0)
    return policy != NULL;
  if ((all = hd_store_get_status (store, error)) == NULL)
    return FALSE;
  for (guint index = 0; index < all->len; index++)
    {
      const HdStoreDatasetStatus *status = g_ptr_array_index (all, index);
      guint n_years;

      if (!hd_store_retention_get (store, status->dataset, &n_years, error)
          || ((n_years == 0 || n_years > most)
              && !hd_store_retention_set (store, status->dataset, most, error)))
        return FALSE;
    }
  return hd_store_retention_apply (store, NULL, error);
}
