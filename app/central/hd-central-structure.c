/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes the SDMX-JSON structure message: dataflows, structures, concepts, code lists, hierarchies.
 */

#include "config.h"

#include "hd-central-structure.h"

#include "hd-central-hierarchies.h"
#include "hd-central-json.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define SCHEMA                                                                                     \
  "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/"   \
  "2.0.0/sdmx-json-structure-schema.json"

static const char *const ATTRIBUTES[][3] = {
  { "OBS_STATUS", "Trạng thái", "Observation status" },
  { "EXTRACTED_AT", "Thời điểm chiết xuất", "Extracted at" },
};

static void
add_urn (JsonBuilder *builder,
         const char *member,
         const char *class_name,
         const char *agency,
         const char *id,
         const char *item)
{
  g_autofree char *urn = hd_central_urn (class_name, agency, id, item);

  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, urn);
}

static void
begin_artefact (JsonBuilder *builder,
                const char *agency,
                const char *id,
                const char *vi,
                const char *en)
{
  json_builder_begin_object (builder);
  hd_central_add_string (builder, "id", id);
  hd_central_add_string (builder, "agencyID", agency);
  hd_central_add_string (builder, "version", "1.0.0");
  json_builder_set_member_name (builder, "isExternalReference");
  json_builder_add_boolean_value (builder, FALSE);
  hd_central_add_names (builder, vi, en);
}

static void
add_dataset_annotations (JsonBuilder *builder, const HdSampleDataset *dataset)
{
  g_autofree char *freq = g_strdup_printf ("%c", dataset->freq);
  g_autofree char *start
      = g_strdup_printf ("%u", dataset->month_start_day > 0 ? dataset->month_start_day : 1);

  json_builder_set_member_name (builder, "annotations");
  json_builder_begin_array (builder);
  hd_central_add_annotation (builder, "FREQUENCY", freq);
  hd_central_add_annotation (builder, "MONTH_START_DAY", start);
  hd_central_add_annotation (builder, "SOURCE", dataset->source);
  if (dataset->note_vi != NULL || dataset->note_en != NULL)
    hd_central_add_note (builder, dataset->note_vi != NULL ? dataset->note_vi : dataset->note_en,
                         dataset->note_en != NULL ? dataset->note_en : dataset->note_vi);
  else if (dataset->is_real)
    hd_central_add_note (builder, "số liệu thật, đã công bố", "real, published data");
  else
    hd_central_add_note (builder, "dữ liệu mẫu", "sample data");
  json_builder_end_array (builder);
}

static void
add_dataflows (JsonBuilder *builder, GPtrArray *datasets)
{
  json_builder_set_member_name (builder, "dataflows");
  json_builder_begin_array (builder);
  for (guint index = 0; index < datasets->len; index++)
    {
      const HdSampleDataset *dataset = datasets->pdata[index];
      g_autofree char *structure = g_strconcat ("DSD_", dataset->id, NULL);

      begin_artefact (builder, hd_sample_agency (dataset), dataset->id, dataset->vi, dataset->en);
      add_dataset_annotations (builder, dataset);
      add_urn (builder, "structure", "datastructure.DataStructure", hd_sample_agency (dataset),
               structure, NULL);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
begin_component (JsonBuilder *builder, const HdSampleDataset *dataset, const char *id)
{
  g_autofree char *scheme = g_strconcat ("CS_", dataset->id, NULL);

  json_builder_begin_object (builder);
  hd_central_add_string (builder, "id", id);
  add_urn (builder, "conceptIdentity", "conceptscheme.Concept", hd_sample_agency (dataset), scheme,
           id);
}

static void
add_format (JsonBuilder *builder, const char *type)
{
  json_builder_set_member_name (builder, "localRepresentation");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_begin_object (builder);
  hd_central_add_string (builder, "textType", type);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_dimensions (JsonBuilder *builder, const HdSampleWorld *world, const HdSampleDataset *dataset)
{
  guint n_dimensions = hd_sample_n_dimensions (dataset);

  json_builder_set_member_name (builder, "dimensionList");
  json_builder_begin_object (builder);
  hd_central_add_string (builder, "id", "DimensionDescriptor");
  json_builder_set_member_name (builder, "dimensions");
  json_builder_begin_array (builder);
  for (guint index = 0; index < n_dimensions; index++)
    {
      const HdSampleList *list = hd_sample_dimension_list (world, dataset, index);
      g_autofree char *codelist = g_strconcat ("CL_", list->id, NULL);

      begin_component (builder, dataset, dataset->dimensions[index].id);
      json_builder_set_member_name (builder, "position");
      json_builder_add_int_value (builder, index);
      hd_central_add_string (builder, "type", "Dimension");
      json_builder_set_member_name (builder, "localRepresentation");
      json_builder_begin_object (builder);
      add_urn (builder, "enumeration", "codelist.Codelist", HD_SAMPLE_AGENCY, codelist, NULL);
      json_builder_end_object (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "timeDimensions");
  json_builder_begin_array (builder);
  begin_component (builder, dataset, "TIME_PERIOD");
  json_builder_set_member_name (builder, "position");
  json_builder_add_int_value (builder, n_dimensions);
  add_format (builder, "ObservationalTimePeriod");
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_measures (JsonBuilder *builder, const HdSampleDataset *dataset)
{
  json_builder_set_member_name (builder, "measureList");
  json_builder_begin_object (builder);
  hd_central_add_string (builder, "id", "MeasureDescriptor");
  json_builder_set_member_name (builder, "measures");
  json_builder_begin_array (builder);
  for (guint index = 0; index < hd_sample_n_measures (dataset); index++)
    {
      const HdSampleMeasure *measure = &dataset->measures[index];
      g_autofree char *mult = g_strdup_printf ("%d", measure->unit_mult);

      begin_component (builder, dataset, measure->id);
      json_builder_set_member_name (builder, "annotations");
      json_builder_begin_array (builder);
      hd_central_add_annotation (builder, "UNIT_MEASURE", measure->unit);
      hd_central_add_annotation (builder, "UNIT_MULT", mult);
      json_builder_end_array (builder);
      add_format (builder, measure->is_real ? "Double" : "Long");
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_attributes (JsonBuilder *builder, const HdSampleDataset *dataset)
{
  json_builder_set_member_name (builder, "attributeList");
  json_builder_begin_object (builder);
  hd_central_add_string (builder, "id", "AttributeDescriptor");
  json_builder_set_member_name (builder, "attributes");
  json_builder_begin_array (builder);
  for (guint index = 0; index < G_N_ELEMENTS (ATTRIBUTES); index++)
    {
      begin_component (builder, dataset, ATTRIBUTES[index][0]);
      json_builder_set_member_name (builder, "attributeRelationship");
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "observation");
      json_builder_begin_object (builder);
      json_builder_end_object (builder);
      json_builder_end_object (builder);
      add_format (builder, index == 0 ? "String" : "DateTime");
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_data_structures (JsonBuilder *builder, const HdSampleWorld *world, GPtrArray *datasets)
{
  json_builder_set_member_name (builder, "dataStructures");
  json_builder_begin_array (builder);
  for (guint index = 0; index < datasets->len; index++)
    {
      const HdSampleDataset *dataset = datasets->pdata[index];
      g_autofree char *id = g_strconcat ("DSD_", dataset->id, NULL);

      begin_artefact (builder, hd_sample_agency (dataset), id, dataset->vi, dataset->en);
      add_dataset_annotations (builder, dataset);
      json_builder_set_member_name (builder, "dataStructureComponents");
      json_builder_begin_object (builder);
      add_dimensions (builder, world, dataset);
      add_measures (builder, dataset);
      add_attributes (builder, dataset);
      json_builder_end_object (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_concept (JsonBuilder *builder, const char *id, const char *vi, const char *en)
{
  json_builder_begin_object (builder);
  hd_central_add_string (builder, "id", id);
  hd_central_add_names (builder, vi, en);
  json_builder_end_object (builder);
}

static void
add_concepts (JsonBuilder *builder, const HdSampleWorld *world, GPtrArray *datasets)
{
  json_builder_set_member_name (builder, "conceptSchemes");
  json_builder_begin_array (builder);
  for (guint index = 0; index < datasets->len; index++)
    {
      const HdSampleDataset *dataset = datasets->pdata[index];
      g_autofree char *id = g_strconcat ("CS_", dataset->id, NULL);

      begin_artefact (builder, hd_sample_agency (dataset), id, dataset->vi, dataset->en);
      json_builder_set_member_name (builder, "concepts");
      json_builder_begin_array (builder);
      for (guint which = 0; which < hd_sample_n_dimensions (dataset); which++)
        {
          const HdSampleList *list = hd_sample_dimension_list (world, dataset, which);

          add_concept (builder, dataset->dimensions[which].id, list->vi, list->en);
        }
      add_concept (builder, "TIME_PERIOD", "Kỳ", "Time period");
      for (guint which = 0; which < hd_sample_n_measures (dataset); which++)
        add_concept (builder, dataset->measures[which].id, dataset->measures[which].vi,
                     dataset->measures[which].en);
      for (guint which = 0; which < G_N_ELEMENTS (ATTRIBUTES); which++)
        add_concept (builder, ATTRIBUTES[which][0], ATTRIBUTES[which][1], ATTRIBUTES[which][2]);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* The lists that `datasets` use, in their order. (transfer container) */
static GPtrArray *
used_lists (const HdSampleWorld *world, GPtrArray *datasets)
{
  GPtrArray *lists = g_ptr_array_new ();

  for (guint index = 0; index < datasets->len; index++)
    for (guint which = 0; which < hd_sample_n_dimensions (datasets->pdata[index]); which++)
      {
        HdSampleList *list = hd_sample_dimension_list (world, datasets->pdata[index], which);

        if (!g_ptr_array_find (lists, list, NULL))
          g_ptr_array_add (lists, list);
      }
  return lists;
}

static GPtrArray *
find_datasets (const HdSampleWorld *world, const char *agency, const char *id)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint index = 0; index < world->datasets->len; index++)
    {
      const HdSampleDataset *dataset = world->datasets->pdata[index];

      if ((strcmp (agency, "*") == 0 || strcmp (agency, hd_sample_agency (dataset)) == 0)
          && (strcmp (id, "*") == 0 || strcmp (id, "all") == 0 || strcmp (id, dataset->id) == 0))
        g_ptr_array_add (found, (gpointer)dataset);
    }
  return found;
}

GBytes *
hd_central_structure_message (const HdSampleWorld *world, const char *agency, const char *id)
{
  g_autoptr (GPtrArray) datasets = find_datasets (world, agency, id);
  g_autoptr (GPtrArray) lists = used_lists (world, datasets);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  /* Structures do not change with the day, so neither may the message: its ETag must hold. */
  g_autofree char *prepared = hd_central_time_text (hd_sample_six_in_the_morning (world->start));

  if (datasets->len == 0)
    return NULL;
  json_builder_begin_object (builder);
  hd_central_add_meta (builder, SCHEMA, "HD_STRUCTURE", prepared, TRUE);
  json_builder_set_member_name (builder, "data");
  json_builder_begin_object (builder);
  add_dataflows (builder, datasets);
  add_data_structures (builder, world, datasets);
  add_concepts (builder, world, datasets);
  hd_central_add_codelists (builder, lists);
  hd_central_add_hierarchies (builder, world, lists);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  return hd_central_builder_to_bytes (builder);
}
