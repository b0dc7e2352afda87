/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads SDMX-JSON structure messages (2.0.0).
 */

#include "config.h"

#include "hd-sdmx-structure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "hd-feed-error.h"
#include "hd-sdmx-artefact.h"
#include "hd-sdmx-codelists.h"
#include "hd-sdmx-text.h"

#define MAX_COMPONENTS 128

/* A message being read. */
typedef struct
{
  HdJson *json;
  const HdJsonNode *data;
  HdSdmxIndex *codelists; /* (element-type HdCodeList) */
  HdSdmxIndex *schemes; /* (element-type HdJsonNode): concept schemes */
  HdSdmxIndex *definitions; /* (element-type HdJsonNode): data structures */
  HdStructures *structures;
} Reading;

static void
reading_clear (Reading *reading)
{
  g_clear_pointer (&reading->codelists, hd_sdmx_index_free);
  g_clear_pointer (&reading->schemes, hd_sdmx_index_free);
  g_clear_pointer (&reading->definitions, hd_sdmx_index_free);
  g_clear_pointer (&reading->structures, hd_structures_unref);
  g_clear_pointer (&reading->json, hd_json_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static HdSdmxIndex *
index_nodes (const HdJsonNode *data, const char *key)
{
  HdSdmxIndex *index = hd_sdmx_index_new (NULL);

  for (const HdJsonNode *node = hd_json_first (hd_json_get (data, key)); node != NULL;
       node = node->next)
    hd_sdmx_index_add (index, node, (gpointer)node);
  return index;
}

/* The concept that a component stands for; its names are the component's names. */
static const HdJsonNode *
find_concept (const Reading *reading, const HdJsonNode *component)
{
  const char *id = NULL;
  const HdJsonNode *scheme = hd_sdmx_index_find (
      reading->schemes, hd_json_get_string (component, "conceptIdentity"), &id);

  for (const HdJsonNode *concept = hd_json_first (hd_json_get (scheme, "concepts"));
       concept != NULL && id != NULL; concept = concept->next)
    if (g_strcmp0 (hd_json_get_string (concept, "id"), id) == 0)
      return concept;
  return NULL;
}

static const HdJsonNode *
find_representation (const HdJsonNode *component, const HdJsonNode *concept)
{
  const HdJsonNode *own = hd_json_get (component, "localRepresentation");

  return own != NULL ? own : hd_json_get (concept, "coreRepresentation");
}

static void
add_dimension (const Reading *reading, HdStructure *structure, const HdJsonNode *component)
{
  const HdJsonNode *concept = find_concept (reading, component);
  const HdJsonNode *representation = find_representation (component, concept);
  HdCodeList *codes = hd_sdmx_index_find (reading->codelists,
                                          hd_json_get_string (representation, "enumeration"), NULL);
  HdDimension dimension = { .id = hd_json_get_string (component, "id"),
                            .name_vi = hd_sdmx_name (concept, "vi"),
                            .name_en = hd_sdmx_name (concept, "en") };
  g_autoptr (HdCodeList) open = NULL;

  /* Without an enumeration that the message holds, the codes are those that will be met. */
  if (codes == NULL)
    codes = open = hd_code_list_new (dimension.id);
  dimension.codes = codes;
  hd_structure_add_dimension (structure, &dimension);
}

static int
compare_positions (gconstpointer a, gconstpointer b)
{
  const HdJsonNode *nodes[] = { *(const HdJsonNode *const *)a, *(const HdJsonNode *const *)b };
  int positions[2] = { 0, 0 };

  for (guint side = 0; side < 2; side++)
    {
      const HdJsonNode *position = hd_json_get_kind (nodes[side], "position", HD_JSON_NUMBER);

      if (position != NULL)
        positions[side] = atoi (position->text);
    }
  return (positions[0] > positions[1]) - (positions[0] < positions[1]);
}

/* Whole numbers, if the representation says so. What says nothing is a double: no value is lost. */
static gboolean
is_whole (const HdJsonNode *representation)
{
  static const char *const whole[] = { "BigInteger", "Integer", "Long", "Short", "Count" };
  const HdJsonNode *format = hd_json_get (representation, "format");
  const char *type = hd_json_get_string (format, "dataType");

  if (type == NULL)
    type = hd_json_get_string (format, "textType");
  for (guint row = 0; type != NULL && row < G_N_ELEMENTS (whole); row++)
    if (strcmp (type, whole[row]) == 0)
      return TRUE;
  return FALSE;
}

static void
add_measure (const Reading *reading, HdStructure *structure, const HdJsonNode *component)
{
  const HdJsonNode *concept = find_concept (reading, component);
  const char *multiplier = hd_sdmx_annotation_value (component, "UNIT_MULT");
  HdMeasure measure = { .id = hd_json_get_string (component, "id"),
                        .name_vi = hd_sdmx_name (concept, "vi"),
                        .name_en = hd_sdmx_name (concept, "en"),
                        .is_real = !is_whole (find_representation (component, concept)),
                        .unit = hd_sdmx_annotation_value (component, "UNIT_MEASURE"),
                        .unit_mult = multiplier == NULL ? 0 : atoi (multiplier) };

  hd_structure_add_measure (structure, &measure);
}

typedef void (*AddFunc) (const Reading *reading,
                         HdStructure *structure,
                         const HdJsonNode *component);

static void
add_attribute (const Reading *reading, HdStructure *structure, const HdJsonNode *component)
{
  hd_structure_add_attribute (structure, hd_json_get_string (component, "id"));
}

static gboolean
add_components (const Reading *reading,
                HdStructure *structure,
                const HdJsonNode *list,
                AddFunc add,
                GError **error)
{
  g_autoptr (GPtrArray) components = hd_json_children (list);

  if (components->len > MAX_COMPONENTS)
    {
      hd_json_error (reading->json, list, HD_FEED_ERROR_TOO_LARGE, error, "too many components");
      return FALSE;
    }
  g_ptr_array_sort (components, compare_positions);
  for (guint at = 0; at < components->len; at++)
    {
      if (hd_json_get_string (components->pdata[at], "id") == NULL)
        {
          hd_json_error (reading->json, components->pdata[at], HD_FEED_ERROR_SCHEMA, error,
                         "a component without an id");
          return FALSE;
        }
      add (reading, structure, components->pdata[at]);
    }
  return TRUE;
}

/* Of the dataflow, else of its data structure. */
static const HdJsonNode *
annotated (const HdJsonNode *flow, const HdJsonNode *definition, const char *type)
{
  return hd_sdmx_annotation (flow, type) != NULL ? flow : definition;
}

static void
set_time_and_note (HdStructure *structure, const HdJsonNode *flow, const HdJsonNode *definition)
{
  const char *frequency
      = hd_sdmx_annotation_value (annotated (flow, definition, "FREQUENCY"), "FREQUENCY");
  const char *start = hd_sdmx_annotation_value (annotated (flow, definition, "MONTH_START_DAY"),
                                                "MONTH_START_DAY");
  const HdJsonNode *noted = annotated (flow, definition, "NOTE");
  HdGrain grain = HD_GRAIN_SPAN;
  int month_start_day = start == NULL ? HD_MONTH_START_CIVIL : atoi (start);

  hd_sdmx_parse_frequency (frequency, &grain);
  hd_structure_set_time (structure, grain, (guint8)CLAMP (month_start_day, 1, 28));
  hd_structure_set_note (structure, hd_sdmx_annotation_text (noted, "NOTE", "vi"),
                         hd_sdmx_annotation_text (noted, "NOTE", "en"));
}

/* `flow` is NULL for a data structure that no dataflow uses: it is a dataset by itself. */
static HdStructure *
read_dataset (const Reading *reading,
              const HdJsonNode *flow,
              const HdJsonNode *definition,
              GError **error)
{
  const HdJsonNode *named = flow != NULL ? flow : definition;
  const HdJsonNode *lists = hd_json_get (definition, "dataStructureComponents");
  const HdJsonNode *dimensions = hd_json_get (hd_json_get (lists, "dimensionList"), "dimensions");
  const HdJsonNode *attributes = hd_json_get (hd_json_get (lists, "attributeList"), "attributes");
  const HdJsonNode *measures = hd_json_get (lists, "measureList");
  const HdJsonNode *primary = hd_json_get_kind (measures, "primaryMeasure", HD_JSON_OBJECT);
  const char *agency = hd_json_get_string (named, "agencyID");
  const char *version = hd_json_get_string (named, "version");
  const char *id = hd_json_get_string (named, "id");
  g_autoptr (HdStructure) structure = NULL;

  if (id == NULL || lists == NULL)
    {
      hd_json_error (reading->json, named, HD_FEED_ERROR_SCHEMA, error,
                     "%s has no data structure in this message", id == NULL ? "a dataflow" : id);
      return NULL;
    }
  structure
      = hd_structure_new (agency == NULL ? "" : agency, id, version == NULL ? "1.0" : version);
  hd_structure_set_names (structure, hd_sdmx_name (named, "vi"), hd_sdmx_name (named, "en"));
  set_time_and_note (structure, flow, definition);
  if (!add_components (reading, structure, dimensions, add_dimension, error)
      || !add_components (reading, structure, hd_json_get (measures, "measures"), add_measure,
                          error)
      || !add_components (reading, structure, attributes, add_attribute, error))
    return NULL;
  if (hd_json_get_string (primary, "id") != NULL)
    add_measure (reading, structure, primary);
  return g_steal_pointer (&structure);
}

static gboolean
add_dataset (Reading *reading, const HdJsonNode *flow, const HdJsonNode *definition, GError **error)
{
  g_autoptr (HdStructure) structure = read_dataset (reading, flow, definition, error);
  const char *id = hd_json_get_string (definition, "id");

  if (structure == NULL)
    return FALSE;
  hd_structures_add (reading->structures, structure);
  if (id != NULL)
    hd_structures_add_alias (reading->structures, "datastructure", id, structure);
  return TRUE;
}

/* A data message may name the agreement under which it was provided instead of its dataflow. */
static void
read_agreements (Reading *reading)
{
  for (const HdJsonNode *node = hd_json_first (hd_json_get (reading->data, "provisionAgreements"));
       node != NULL; node = node->next)
    {
      g_auto (HdSdmxReference) flow = { NULL, NULL, NULL };
      const char *urn = hd_json_get_string (node, "dataflow");
      const char *id = hd_json_get_string (node, "id");
      HdStructure *structure = NULL;

      if (urn != NULL && hd_sdmx_reference_parse (urn, strlen (urn), &flow))
        structure = hd_structures_find (reading->structures, flow.id);
      if (id != NULL && structure != NULL)
        hd_structures_add_alias (reading->structures, "dataprovision", id, structure);
    }
}

/* Of several versions of one thing the latest is read; the others stay in the message. */
static gboolean
is_latest (const HdSdmxIndex *index, const HdJsonNode *node)
{
  const char *agency = hd_json_get_string (node, "agencyID"), *id = hd_json_get_string (node, "id");
  g_autofree char *any = g_strdup_printf ("%s:%s(*)", agency == NULL ? "" : agency, id);

  return id == NULL || hd_sdmx_index_find (index, any, NULL) == node;
}

static gboolean
read_datasets (Reading *reading, GError **error)
{
  g_autoptr (GHashTable) used = g_hash_table_new (NULL, NULL);
  g_autoptr (HdSdmxIndex) flows = index_nodes (reading->data, "dataflows");

  for (const HdJsonNode *flow = hd_json_first (hd_json_get (reading->data, "dataflows"));
       flow != NULL; flow = flow->next)
    {
      const char *urn = hd_json_get_string (flow, "structure");
      const HdJsonNode *definition = hd_sdmx_index_find (reading->definitions, urn, NULL);

      g_hash_table_add (used, (gpointer)definition);
      if (is_latest (flows, flow) && !add_dataset (reading, flow, definition, error))
        return FALSE;
    }
  for (const HdJsonNode *each = hd_json_first (hd_json_get (reading->data, "dataStructures"));
       each != NULL; each = each->next)
    if (!g_hash_table_contains (used, each) && is_latest (reading->definitions, each)
        && !add_dataset (reading, NULL, each, error))
      return FALSE;
  read_agreements (reading);
  return TRUE;
}

HdStructures *
hd_sdmx_structure_parse (const char *json, gsize length, GError **error)
{
  g_auto (Reading) reading = { NULL };

  reading.json = hd_json_parse (json, length, error);
  if (reading.json == NULL)
    return NULL;
  reading.data = hd_json_get_kind (hd_json_get_root (reading.json), "data", HD_JSON_OBJECT);
  if (reading.data == NULL)
    {
      hd_json_error (reading.json, NULL, HD_FEED_ERROR_SCHEMA, error,
                     "this is not an SDMX-JSON structure message: it has no data");
      return NULL;
    }
  reading.codelists = hd_sdmx_read_codelists (reading.json, reading.data, error);
  if (reading.codelists == NULL)
    return NULL;
  reading.schemes = index_nodes (reading.data, "conceptSchemes");
  reading.definitions = index_nodes (reading.data, "dataStructures");
  reading.structures = hd_structures_new ();
  if (!read_datasets (&reading, error)
      || !hd_sdmx_read_hierarchies (reading.json, reading.data, reading.codelists,
                                    reading.structures, error))
    return NULL;
  return g_steal_pointer (&reading.structures);
}
