/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The catalogue: source systems, datasets, KPIs, plans and holidays, read from resources/catalog.
 */

#pragma once

#include <gio/gio.h>

#include "hd-calendar.h"

G_BEGIN_DECLS

#define HD_CATALOG_ERROR (hd_catalog_error_quark ())
typedef enum
{
  HD_CATALOG_ERROR_SYNTAX, /* not JSON, or not of the catalogue's form */
  HD_CATALOG_ERROR_SCHEMA, /* a KPI names a dataset, a dataset a system, that is not there; ids repeat */
} HdCatalogError;
GQuark hd_catalog_error_quark (void);

typedef enum
{
  HD_KPI_SUM, /* additive over everything */
  HD_KPI_STOCK, /* the last value in time; additive over the other dimensions */
  HD_KPI_RATIO, /* factor * numerator / denominator, both added first */
  HD_KPI_PERCENTILE, /* of a duration, from counts by duration class */
  HD_KPI_LEVEL, /* a grade or index: never added */
  HD_KPI_PROJECTION, /* known to date plus the forecast of the rest of the year, of KPI `of` */
} HdKpiKind;

typedef enum
{
  HD_POLARITY_HIGHER, /* higher is better */
  HD_POLARITY_LOWER,
  HD_POLARITY_CONTEXT, /* neither is good */
} HdPolarity;

typedef struct
{
  char *dimension; /* lower case */
  char **codes;
  gboolean exclude; /* all but these */
} HdTermFilter;

/* A summed measure: the brick of every KPI. */
typedef struct
{
  char *dataset; /* NULL for a calendar term */
  char *measure;
  GPtrArray *where; /* (element-type HdTermFilter) */
  int sign; /* +1 or -1 */
  int shift_years; /* -1: the same elapsed period a year before (growth) */
  gboolean is_stock; /* taken at the period's end, not summed over it */
  gboolean is_annual; /* the whole year's figure whatever part of it is asked for (a plan) */
  gboolean trailing_12; /* over the twelve months to the period's end */
  gboolean is_collecting_days; /* the number of collecting days of the period */
  gboolean
      is_count; /* how many observations have the measure, not its sum (a plain mean's denominator) */
  char *
      *across; /* dimensions whose groups and filters this term disregards: the whole of a share */
  double max_minutes; /* only duration classes wholly under this; INFINITY: all */
} HdKpiTerm;

typedef struct
{
  char *id; /* revenue.collected */
  char *code; /* REV01: the catalogue's reference number; NULL for our own */
  char *name_vi, *name_en;
  char *short_vi, *short_en; /* for a tile; never NULL */
  char *unit; /* of its values: VND, %, hours, DECL … (see resources/catalog/units.json) */
  HdKpiKind kind;
  HdPolarity polarity;
  double factor; /* ratio: 100 for per cent; others 1; percentile: 1/60 for hours */
  double quantile; /* percentile: 0.5, 0.9 */
  GPtrArray *numerator; /* (element-type HdKpiTerm); sum, stock, level, percentile use it alone */
  GPtrArray *denominator; /* (element-type HdKpiTerm); ratio only */
  char *of; /* projection only: the KPI projected */
  char *dataset; /* of the first term */
  char **dimensions; /* lower case, "time" first; by which it may be grouped and filtered */
  char **plans; /* ids of plans that it has; may be empty */
  char *definition_vi, *definition_en;
  char *formula_vi, *formula_en;
  char *reference;
} HdKpi;

typedef struct
{
  char *id; /* VNACCS */
  char *name_vi, *name_en;
} HdSource;

/* Sums of a dataset's rows that are kept ready: "month:unit,tax", "month:unit,hs of COLLECTED",
 * "month:stage,unit of COUNT where stage=CLEAR" (only of these rows). */
typedef struct
{
  char *id; /* as it was written */
  HdGrain grain;
  char **dimensions; /* ids as in the structure, in capitals; the first one is the sort key */
  char **measures; /* (nullable): NULL for all integer ones */
  char *where; /* (nullable): one of `dimensions` */
  char **where_codes; /* (nullable): rows with other codes there are left out */
} HdRollupSpec;

typedef struct
{
  char *id; /* REVENUE */
  char *source;
  char *name_vi, *name_en;
  HdGrain grain;
  guint8 month_start_day;
  gint64 due_s; /* a report older than this is late; 0: it comes on no schedule */
  gboolean manual; /* collected by hand */
  gboolean sample_ok; /* FALSE for real published data */
  gboolean small; /* fetched as one SDMX-JSON message; else SDMX-CSV, a year at a time */
  char **dimensions; /* lower case, as its structure should have them */
  char **measures;
  GPtrArray *rollups; /* (element-type HdRollupSpec): finer ones first */
} HdDataset;

/* Immutable, atomically counted. */
typedef struct _HdCatalog HdCatalog;

/* From the program's own resources (/org/haidang/HaiDang/catalog/…). */
HdCatalog *hd_catalog_load (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* From files in `dir`, for tests. */
HdCatalog *hd_catalog_load_from_dir (const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HdCatalog *hd_catalog_ref (HdCatalog *catalog);
void hd_catalog_unref (HdCatalog *catalog);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCatalog, hd_catalog_unref)

guint hd_catalog_get_n_kpis (const HdCatalog *catalog);
const HdKpi *hd_catalog_get_kpi (const HdCatalog *catalog, guint index);
const HdKpi *hd_catalog_find_kpi (const HdCatalog *catalog, const char *id); /* by id or by code */
guint hd_catalog_get_n_datasets (const HdCatalog *catalog);
const HdDataset *hd_catalog_get_dataset (const HdCatalog *catalog, guint index);
const HdDataset *hd_catalog_find_dataset (const HdCatalog *catalog, const char *id);
guint hd_catalog_get_n_sources (const HdCatalog *catalog);
const HdSource *hd_catalog_get_source (const HdCatalog *catalog, guint index);
const HdSource *hd_catalog_find_source (const HdCatalog *catalog, const char *id);
/* "tờ khai" for DECL; the unit itself when units.json does not have it. */
const char *hd_catalog_unit_name (const HdCatalog *catalog, const char *unit, const char *lang);
/* (nullable): the name of the day off `day`. */
const char *hd_catalog_holiday_name (const HdCatalog *catalog, HdDay day, const char *lang);
HdCalendar *hd_catalog_get_calendar (const HdCatalog *catalog); /* (transfer none) */

const char *hd_kpi_name (const HdKpi *kpi, const char *lang);
const char *hd_kpi_short_name (const HdKpi *kpi, const char *lang);
gboolean hd_kpi_has_dimension (const HdKpi *kpi, const char *dimension);
gboolean hd_kpi_has_plan (const HdKpi *kpi, const char *plan);
/* Whether at `now` (unix seconds) a report should have been there that is not: the last one, extracted at
 * `extracted_at`, is older than due_s, or the period after `last` ended longer ago than that. */
gboolean
hd_dataset_is_late (const HdDataset *dataset, HdPeriod last, gint64 extracted_at, gint64 now);
const char *hd_dataset_name (const HdDataset *dataset, const char *lang);
const char *hd_source_name (const HdSource *source, const char *lang);

G_END_DECLS
