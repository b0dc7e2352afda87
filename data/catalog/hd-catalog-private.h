/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inside of the catalogue, shared by the readers of its files.
 */

#pragma once

#include "hd-catalog-json.h"
#include "hd-catalog.h"

G_BEGIN_DECLS

typedef struct
{
  char *vi, *en;
} HdNamePair;

struct _HdCatalog
{
  gatomicrefcount refs;
  GPtrArray *sources; /* (element-type HdSource) */
  GPtrArray *datasets; /* (element-type HdDataset) */
  GPtrArray *kpis; /* (element-type HdKpi) */
  GHashTable *kpi_by_id; /* id or code → HdKpi, borrowed */
  GHashTable *units; /* id → HdNamePair */
  GHashTable *holidays; /* GINT_TO_POINTER (HdDay) → HdNamePair, borrowed from holiday_kinds */
  GHashTable *holiday_kinds; /* id → HdNamePair */
  HdCalendar *calendar;
};

HdNamePair *hd_name_pair_new (char *vi, char *en); /* takes both */
void hd_name_pair_free (gpointer pair);

/* Each reads one file's object into the catalogue; FALSE with HD_CATALOG_ERROR_SCHEMA. */
gboolean hd_catalog_read_units (HdCatalog *catalog, JsonObject *root, GError **error);
gboolean hd_catalog_read_sources (HdCatalog *catalog, JsonObject *root, GError **error);
gboolean hd_catalog_read_kpis (HdCatalog *catalog, JsonObject *root, GError **error);
gboolean hd_catalog_read_holidays (HdCatalog *catalog, JsonObject *root, GError **error);

void hd_source_free (gpointer source);
void hd_dataset_free (gpointer dataset);
void hd_kpi_free (gpointer kpi);

G_END_DECLS
