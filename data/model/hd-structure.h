/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a dataset looks like: its dimensions, measures, code lists and hierarchies, as its feed says.
 */

#pragma once

#include "hd-code-list.h"
#include "hd-hierarchy.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id; /* SDMX id in capitals: UNIT, TAX, LANE … */
  const char *name_vi;
  const char *name_en;
  HdCodeList *codes; /* never NULL; an uncoded dimension gets an open list that grows */
} HdDimension;

typedef struct
{
  const char *id; /* COLLECTED, MINUTES … */
  const char *name_vi;
  const char *name_en;
  gboolean is_real; /* double; else int64 */
  const char *unit; /* VND, DECL, MIN, USD, PT … */
  int unit_mult; /* powers of ten: 6 means that values are in millions */
} HdMeasure;

/* One dataset. Immutable, atomically counted. TIME_PERIOD is not among the dimensions. */
typedef struct _HdStructure HdStructure;

/* All that one structure message holds: datasets by id, and hierarchies. Immutable, atomically counted. */
typedef struct _HdStructures HdStructures;

HdStructure *hd_structure_new (const char *agency, const char *id, const char *version);
HdStructure *hd_structure_ref (HdStructure *structure);
void hd_structure_unref (HdStructure *structure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdStructure, hd_structure_unref)

/* Builders, before the structure is shared; everything is copied or referenced. */
void hd_structure_set_names (HdStructure *structure, const char *name_vi, const char *name_en);
void hd_structure_set_time (HdStructure *structure, HdGrain grain, guint8 month_start_day);
void hd_structure_set_note (HdStructure *structure, const char *note_vi, const char *note_en);
void hd_structure_add_dimension (HdStructure *structure, const HdDimension *dimension);
void hd_structure_add_measure (HdStructure *structure, const HdMeasure *measure);
void hd_structure_add_attribute (HdStructure *structure, const char *id);

const char *hd_structure_get_agency (const HdStructure *structure);
const char *hd_structure_get_id (const HdStructure *structure);
const char *hd_structure_get_version (const HdStructure *structure);
const char *hd_structure_get_name (const HdStructure *structure, const char *lang);
/* What the publisher says of the data ("dữ liệu mẫu"); NULL when nothing. */
const char *hd_structure_get_note (const HdStructure *structure, const char *lang);
/* The grain of TIME_PERIOD; HD_GRAIN_SPAN when the structure does not say. */
HdGrain hd_structure_get_grain (const HdStructure *structure);
guint8 hd_structure_get_month_start_day (const HdStructure *structure);
guint hd_structure_get_n_dimensions (const HdStructure *structure);
const HdDimension *hd_structure_get_dimension (const HdStructure *structure, guint index);
int hd_structure_find_dimension (const HdStructure *structure, const char *id); /* -1: none */
guint hd_structure_get_n_measures (const HdStructure *structure);
const HdMeasure *hd_structure_get_measure (const HdStructure *structure, guint index);
int hd_structure_find_measure (const HdStructure *structure, const char *id); /* -1: none */
gboolean hd_structure_has_attribute (const HdStructure *structure, const char *id);

HdStructures *hd_structures_new (void);
HdStructures *hd_structures_ref (HdStructures *structures);
void hd_structures_unref (HdStructures *structures);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdStructures, hd_structures_unref)
void hd_structures_add (HdStructures *structures, HdStructure *structure);
void hd_structures_add_hierarchy (HdStructures *structures, HdHierarchy *hierarchy);
/* `structure` is also what `type` ("datastructure", "dataprovision") `id` stands for. */
void hd_structures_add_alias (HdStructures *structures,
                              const char *type,
                              const char *id,
                              HdStructure *structure);
guint hd_structures_get_n (const HdStructures *structures);
HdStructure *hd_structures_get (const HdStructures *structures, guint index); /* (transfer none) */
/* (transfer none) (nullable): `id` without agency. */
HdStructure *hd_structures_find (const HdStructures *structures, const char *id);
/* (transfer none) (nullable): NULL too when several datasets have that alias. */
HdStructure *
hd_structures_find_alias (const HdStructures *structures, const char *type, const char *id);
guint hd_structures_get_n_hierarchies (const HdStructures *structures);
HdHierarchy *hd_structures_get_hierarchy (const HdStructures *structures, guint index);
/* (nullable): by id, "MAP2024", "MAP2025", "HS". */
HdHierarchy *hd_structures_find_hierarchy (const HdStructures *structures, const char *id);

G_END_DECLS
