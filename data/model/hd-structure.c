/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a dataset looks like: its dimensions, measures, code lists and hierarchies, as its feed says.
 */

#include "config.h"

#include "hd-structure.h"

struct _HdStructure
{
  gatomicrefcount refs;
  GStringChunk *strings;
  const char *agency, *id, *version;
  const char *name_vi, *name_en;
  const char *note_vi, *note_en;
  HdGrain grain;
  guint8 month_start_day;
  GArray *dimensions; /* (element-type HdDimension) */
  GArray *measures; /* (element-type HdMeasure) */
  GPtrArray *attributes; /* (element-type utf8), owned by strings */
};

struct _HdStructures
{
  gatomicrefcount refs;
  GPtrArray *structures;
  GPtrArray *hierarchies;
  GHashTable *aliases; /* "type id" → structure (not owned), NULL when there are several */
};

static const char *
copy_string (HdStructure *structure, const char *text)
{
  return text != NULL ? g_string_chunk_insert_const (structure->strings, text) : NULL;
}

static const char *
choose_text (const char *lang, const char *vi, const char *en)
{
  if (g_strcmp0 (lang, "en") == 0)
    return en != NULL ? en : vi;
  return vi != NULL ? vi : en;
}

HdStructure *
hd_structure_new (const char *agency, const char *id, const char *version)
{
  HdStructure *structure = g_new0 (HdStructure, 1);

  g_atomic_ref_count_init (&structure->refs);
  structure->strings = g_string_chunk_new (512);
  structure->agency = copy_string (structure, agency);
  structure->id = copy_string (structure, id);
  structure->version = copy_string (structure, version);
  structure->grain = HD_GRAIN_SPAN;
  structure->month_start_day = HD_MONTH_START_CIVIL;
  structure->dimensions = g_array_new (FALSE, FALSE, sizeof (HdDimension));
  structure->measures = g_array_new (FALSE, FALSE, sizeof (HdMeasure));
  structure->attributes = g_ptr_array_new ();
  return structure;
}

HdStructure *
hd_structure_ref (HdStructure *structure)
{
  g_atomic_ref_count_inc (&structure->refs);
  return structure;
}

void
hd_structure_unref (HdStructure *structure)
{
  if (!g_atomic_ref_count_dec (&structure->refs))
    return;
  for (guint index = 0; index < structure->dimensions->len; index++)
    hd_code_list_unref (g_array_index (structure->dimensions, HdDimension, index).codes);
  g_array_unref (structure->dimensions);
  g_array_unref (structure->measures);
  g_ptr_array_unref (structure->attributes);
  g_string_chunk_free (structure->strings);
  g_free (structure);
}

void
hd_structure_set_names (HdStructure *structure, const char *name_vi, const char *name_en)
{
  structure->name_vi = copy_string (structure, name_vi);
  structure->name_en = copy_string (structure, name_en);
}

void
hd_structure_set_time (HdStructure *structure, HdGrain grain, guint8 month_start_day)
{
  structure->grain = grain;
  structure->month_start_day = month_start_day;
}

void
hd_structure_set_note (HdStructure *structure, const char *note_vi, const char *note_en)
{
  structure->note_vi = copy_string (structure, note_vi);
  structure->note_en = copy_string (structure, note_en);
}

void
hd_structure_add_dimension (HdStructure *structure, const HdDimension *dimension)
{
  HdDimension copy = {
    .id = copy_string (structure, dimension->id),
    .name_vi = copy_string (structure, dimension->name_vi),
    .name_en = copy_string (structure, dimension->name_en),
    .codes = hd_code_list_ref (dimension->codes),
  };

  g_array_append_val (structure->dimensions, copy);
}

void
hd_structure_add_measure (HdStructure *structure, const HdMeasure *measure)
{
  HdMeasure copy = *measure;

  copy.id = copy_string (structure, measure->id);
  copy.name_vi = copy_string (structure, measure->name_vi);
  copy.name_en = copy_string (structure, measure->name_en);
  copy.unit = copy_string (structure, measure->unit);
  g_array_append_val (structure->measures, copy);
}

void
hd_structure_add_attribute (HdStructure *structure, const char *id)
{
  g_ptr_array_add (structure->attributes, (gpointer)copy_string (structure, id));
}

const char *
hd_structure_get_agency (const HdStructure *structure)
{
  return structure->agency;
}

const char *
hd_structure_get_id (const HdStructure *structure)
{
  return structure->id;
}

const char *
hd_structure_get_version (const HdStructure *structure)
{
  return structure->version;
}

const char *
hd_structure_get_name (const HdStructure *structure, const char *lang)
{
  const char *name = choose_text (lang, structure->name_vi, structure->name_en);

  return name != NULL ? name : structure->id;
}

const char *
hd_structure_get_note (const HdStructure *structure, const char *lang)
{
  return choose_text (lang, structure->note_vi, structure->note_en);
}

HdGrain
hd_structure_get_grain (const HdStructure *structure)
{
  return structure->grain;
}

guint8
hd_structure_get_month_start_day (const HdStructure *structure)
{
  return structure->month_start_day;
}

guint
hd_structure_get_n_dimensions (const HdStructure *structure)
{
  return structure->dimensions->len;
}

const HdDimension *
hd_structure_get_dimension (const HdStructure *structure, guint index)
{
  g_return_val_if_fail (index < structure->dimensions->len, NULL);
  return &g_array_index (structure->dimensions, HdDimension, index);
}

int
hd_structure_find_dimension (const HdStructure *structure, const char *id)
{
  for (guint index = 0; index < structure->dimensions->len; index++)
    if (g_str_equal (g_array_index (structure->dimensions, HdDimension, index).id, id))
      return index;
  return -1;
}

guint
hd_structure_get_n_measures (const HdStructure *structure)
{
  return structure->measures->len;
}

const HdMeasure *
hd_structure_get_measure (const HdStructure *structure, guint index)
{
  g_return_val_if_fail (index < structure->measures->len, NULL);
  return &g_array_index (structure->measures, HdMeasure, index);
}

int
hd_structure_find_measure (const HdStructure *structure, const char *id)
{
  for (guint index = 0; index < structure->measures->len; index++)
    if (g_str_equal (g_array_index (structure->measures, HdMeasure, index).id, id))
      return index;
  return -1;
}

gboolean
hd_structure_has_attribute (const HdStructure *structure, const char *id)
{
  return g_ptr_array_find_with_equal_func (structure->attributes, id, g_str_equal, NULL);
}

HdStructures *
hd_structures_new (void)
{
  HdStructures *structures = g_new0 (HdStructures, 1);

  g_atomic_ref_count_init (&structures->refs);
  structures->structures = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_structure_unref);
  structures->hierarchies = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_hierarchy_unref);
  structures->aliases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return structures;
}

HdStructures *
hd_structures_ref (HdStructures *structures)
{
  g_atomic_ref_count_inc (&structures->refs);
  return structures;
}

void
hd_structures_unref (HdStructures *structures)
{
  if (!g_atomic_ref_count_dec (&structures->refs))
    return;
  g_ptr_array_unref (structures->structures);
  g_ptr_array_unref (structures->hierarchies);
  g_hash_table_unref (structures->aliases);
  g_free (structures);
}

void
hd_structures_add (HdStructures *structures, HdStructure *structure)
{
  g_ptr_array_add (structures->structures, hd_structure_ref (structure));
}

void
hd_structures_add_alias (HdStructures *structures,
                         const char *type,
                         const char *id,
                         HdStructure *structure)
{
  char *key = g_strdup_printf ("%s %s", type, id);
  gpointer known;

  if (g_hash_table_lookup_extended (structures->aliases, key, NULL, &known) && known != structure)
    structure = NULL;
  g_hash_table_insert (structures->aliases, key, structure);
}

void
hd_structures_add_hierarchy (HdStructures *structures, HdHierarchy *hierarchy)
{
  g_ptr_array_add (structures->hierarchies, hd_hierarchy_ref (hierarchy));
}

guint
hd_structures_get_n (const HdStructures *structures)
{
  return structures->structures->len;
}

HdStructure *
hd_structures_get (const HdStructures *structures, guint index)
{
  g_return_val_if_fail (index < structures->structures->len, NULL);
  return g_ptr_array_index (structures->structures, index);
}

HdStructure *
hd_structures_find (const HdStructures *structures, const char *id)
{
  for (guint index = 0; index < structures->structures->len; index++)
    if (g_str_equal (hd_structure_get_id (hd_structures_get (structures, index)), id))
      return hd_structures_get (structures, index);
  return NULL;
}

HdStructure *
hd_structures_find_alias (const HdStructures *structures, const char *type, const char *id)
{
  g_autofree char *key = g_strdup_printf ("%s %s", type, id);

  return g_hash_table_lookup (structures->aliases, key);
}

guint
hd_structures_get_n_hierarchies (const HdStructures *structures)
{
  return structures->hierarchies->len;
}

HdHierarchy *
hd_structures_get_hierarchy (const HdStructures *structures, guint index)
{
  g_return_val_if_fail (index < structures->hierarchies->len, NULL);
  return g_ptr_array_index (structures->hierarchies, index);
}

HdHierarchy *
hd_structures_find_hierarchy (const HdStructures *structures, const char *id)
{
  for (guint index = 0; index < structures->hierarchies->len; index++)
    {
      HdHierarchy *hierarchy = hd_structures_get_hierarchy (structures, index);

      if (g_str_equal (hd_hierarchy_get_id (hierarchy), id))
        return hierarchy;
    }
  return NULL;
}
