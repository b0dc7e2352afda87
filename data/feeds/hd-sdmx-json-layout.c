/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the keys and arrays of an SDMX-JSON data message mean: its structure part, 2.x and 1.0.
 */

#include "config.h"

#include "hd-sdmx-json-layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "hd-feed-error.h"
#include "hd-number.h"
#include "hd-sdmx-artefact.h"

#define DEFAULT_MEASURE "OBS_VALUE"

static const char *const level_keys[HD_SDMX_N_LEVELS]
    = { "dataSet", "series", "observation", "dimensionGroup" };

static void
component_clear (gpointer data)
{
  g_clear_pointer (&((HdSdmxJsonComponent *)data)->values, g_ptr_array_unref);
}

static GArray *
components_new (void)
{
  GArray *components = g_array_new (FALSE, TRUE, sizeof (HdSdmxJsonComponent));

  g_array_set_clear_func (components, component_clear);
  return components;
}

static gboolean
is_time (const HdJsonNode *node, const char *id)
{
  return strcmp (id, "TIME_PERIOD") == 0 || strcmp (id, "TIME") == 0
         || g_strcmp0 (hd_json_get_string (node, "role"), "TIME_PERIOD") == 0;
}

/* ".../dataflow/ECB/EXR/1.0", or the older ".../dataflow/PART2/all". */
static gboolean
parse_href (const char *href, HdSdmxReference *reference)
{
  const char *place = href == NULL ? NULL : strstr (href, "/dataflow/");
  g_auto (GStrv) parts = NULL;
  guint n_parts;

  if (place == NULL)
    return FALSE;
  parts = g_strsplit (place + strlen ("/dataflow/"), "/", 4);
  n_parts = g_strv_length (parts);
  if (n_parts == 0 || *parts[n_parts >= 3 ? 1 : 0] == '\0')
    return FALSE;
  reference->agency = g_strdup (n_parts >= 3 ? parts[0] : "");
  reference->id = g_strdup (parts[n_parts >= 3 ? 1 : 0]);
  reference->version = g_strdup (n_parts >= 3 ? parts[2] : "");
  reference->version[strcspn (reference->version, "?#")] = '\0';
  return TRUE;
}

/* A link of that kind. */
static gboolean
find_link (const HdJsonNode *node, const char *kind, HdSdmxReference *reference)
{
  for (const HdJsonNode *link = hd_json_first (hd_json_get (node, "links")); link != NULL;
       link = link->next)
    {
      const char *urn = hd_json_get_string (link, "urn");

      if (g_strcmp0 (hd_json_get_string (link, "rel"), kind) != 0)
        continue;
      if (urn != NULL && hd_sdmx_reference_parse (urn, strlen (urn), reference))
        return TRUE;
      if (parse_href (hd_json_get_string (link, "href"), reference))
        return TRUE;
    }
  return FALSE;
}

/* The dataflow, else what stands for it; the type is as in SDMX-CSV. */
static gboolean
find_reference (HdSdmxJsonLayout *layout, const HdJsonNode *node)
{
  static const char *const kinds[][2] = { { "dataflow", "dataflow" },
                                          { "datastructure", "datastructure" },
                                          { "provisionagreement", "dataprovision" },
                                          { "dataprovision", "dataprovision" } };

  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    if (find_link (node, kinds[kind][0], &layout->reference))
      {
        layout->reference_type = kinds[kind][1];
        return TRUE;
      }
  /* Drafts of 1.0 had the dataflow's address only. */
  layout->reference_type = "dataflow";
  return parse_href (hd_json_get_string (node, "uri"), &layout->reference);
}

/* The components of one kind, level by level; "dataset" is how 1.0 servers spell it. */
static gboolean
read_components (HdSdmxJsonLayout *layout, const char *kind, GArray *components, GError **error)
{
  const HdJsonNode *levels = hd_json_get (layout->node, kind);

  for (guint level = 0; level < HD_SDMX_N_LEVELS; level++)
    {
      const HdJsonNode *list = hd_json_get (levels, level_keys[level]);
      guint place = 0;

      if (list == NULL && level == HD_SDMX_LEVEL_DATASET)
        list = hd_json_get (levels, "dataset");
      for (const HdJsonNode *node = hd_json_first (list); node != NULL; node = node->next, place++)
        {
          HdSdmxJsonComponent component = { .node = node,
                                            .id = hd_json_get_string (node, "id"),
                                            .level = level,
                                            .place = place,
                                            .index = -1 };

          if (component.id == NULL || components->len == HD_SDMX_JSON_MAX_COMPONENTS)
            {
              hd_json_error (
                  layout->json, node,
                  component.id == NULL ? HD_FEED_ERROR_SCHEMA : HD_FEED_ERROR_TOO_LARGE, error,
                  component.id == NULL ? "a component without an id" : "too many components");
              return FALSE;
            }
          component.is_time = components == layout->dimensions && is_time (node, component.id);
          component.values = hd_json_children (hd_json_get_kind (node, "values", HD_JSON_ARRAY));
          g_array_append_val (components, component);
        }
    }
  return TRUE;
}

HdSdmxJsonLayout *
hd_sdmx_json_layout_new (const HdJson *json,
                         const HdJsonNode *node,
                         const HdJsonNode *dataset,
                         GError **error)
{
  g_autoptr (HdSdmxJsonLayout) layout = g_new0 (HdSdmxJsonLayout, 1);

  layout->json = json;
  layout->node = node;
  layout->dimensions = components_new ();
  layout->measures = components_new ();
  layout->attributes = components_new ();
  if (!find_reference (layout, node))
    find_reference (layout, dataset);
  if (!read_components (layout, "dimensions", layout->dimensions, error)
      || !read_components (layout, "measures", layout->measures, error)
      || !read_components (layout, "attributes", layout->attributes, error))
    return NULL;
  if (layout->dimensions->len == 0)
    {
      hd_json_error (json, node, HD_FEED_ERROR_SCHEMA, error, "the structure has no dimensions");
      return NULL;
    }
  for (guint at = 0; at < layout->dimensions->len; at++)
    layout->n_dimensions[g_array_index (layout->dimensions, HdSdmxJsonComponent, at).level]++;
  if (layout->measures->len == 0)
    {
      HdSdmxJsonComponent measure = { .node = node,
                                      .id = DEFAULT_MEASURE,
                                      .level = HD_SDMX_LEVEL_OBSERVATION,
                                      .values = g_ptr_array_new (),
                                      .index = -1 };

      g_array_append_val (layout->measures, measure);
    }
  return g_steal_pointer (&layout);
}

void
hd_sdmx_json_layout_free (HdSdmxJsonLayout *layout)
{
  g_array_unref (layout->dimensions);
  g_array_unref (layout->measures);
  g_array_unref (layout->attributes);
  hd_sdmx_reference_clear (&layout->reference);
  g_clear_pointer (&layout->structure, hd_structure_unref);
  g_free (layout);
}

const char *
hd_sdmx_json_value_id (const HdJsonNode *value)
{
  static const char *const keys[] = { "id", "value", "name" };

  if (hd_json_is (value, HD_JSON_STRING))
    return value->text;
  for (guint key = 0; key < G_N_ELEMENTS (keys); key++)
    if (hd_json_get_string (value, keys[key]) != NULL)
      return hd_json_get_string (value, keys[key]);
  return NULL;
}

gboolean
hd_sdmx_json_resolve (const HdSdmxJsonComponent *component,
                      const HdJsonNode *node,
                      const char **text,
                      gsize *length)
{
  gint64 index;

  if (hd_json_is (node, HD_JSON_ARRAY))
    node = hd_json_first (node);
  if (node == NULL || (node->kind != HD_JSON_NUMBER && node->kind != HD_JSON_STRING))
    return FALSE;
  *text = node->text;
  *length = node->length;
  if (component->values->len == 0 || node->kind == HD_JSON_STRING)
    return TRUE;
  if (hd_number_parse_int64 (node->text, node->length, '.', &index) != HD_NUMBER_OK || index < 0
      || index >= component->values->len)
    return FALSE;
  *text = hd_sdmx_json_value_id (component->values->pdata[index]);
  *length = *text == NULL ? 0 : strlen (*text);
  return *text != NULL;
}

static HdCodeList *
make_codes (const HdSdmxJsonComponent *component)
{
  HdCodeList *codes = hd_code_list_new (component->id);

  for (guint at = 0; at < component->values->len; at++)
    {
      const HdJsonNode *value = component->values->pdata[at];
      HdCodeInfo info = { .id = hd_sdmx_json_value_id (value),
                          .name_vi = hd_sdmx_name (value, "vi"),
                          .name_en = hd_sdmx_name (value, "en"),
                          .parent = HD_CODE_NONE,
                          .lower = NAN,
                          .upper = NAN,
                          .valid_from = HD_DAY_NONE,
                          .valid_to = HD_DAY_NONE };

      if (info.id != NULL)
        hd_code_list_add (codes, &info);
    }
  return codes;
}

static int
position_of (const HdSdmxJsonComponent *component)
{
  const HdJsonNode *position = hd_json_get_kind (component->node, "keyPosition", HD_JSON_NUMBER);

  return position == NULL ? G_MAXINT : atoi (position->text);
}

static int
compare_positions (gconstpointer a, gconstpointer b)
{
  const HdSdmxJsonComponent *one = *(const HdSdmxJsonComponent *const *)a;
  const HdSdmxJsonComponent *two = *(const HdSdmxJsonComponent *const *)b;
  int difference
      = (position_of (one) > position_of (two)) - (position_of (one) < position_of (two));

  return difference != 0 ? difference : (one > two) - (one < two);
}

/* From the FREQ dimension, else from the form of the first time. */
static HdGrain
find_grain (const HdSdmxJsonLayout *layout)
{
  HdGrain grain = HD_GRAIN_SPAN;
  HdPeriod period;

  for (guint at = 0; at < layout->dimensions->len; at++)
    {
      const HdSdmxJsonComponent *dimension
          = &g_array_index (layout->dimensions, HdSdmxJsonComponent, at);
      const char *id = dimension->values->len == 0
                           ? NULL
                           : hd_sdmx_json_value_id (dimension->values->pdata[0]);

      if (strcmp (dimension->id, "FREQ") == 0 && dimension->values->len == 1
          && hd_sdmx_parse_frequency (id, &grain))
        return grain;
      if (dimension->is_time && id != NULL
          && hd_period_parse (id, HD_MONTH_START_CIVIL, &period, NULL))
        grain = period.grain;
    }
  return grain;
}

HdStructure *
hd_sdmx_json_layout_make_structure (const HdSdmxJsonLayout *layout)
{
  const HdSdmxReference *reference = &layout->reference;
  g_autoptr (GPtrArray) ordered = g_ptr_array_new ();
  HdStructure *structure = hd_structure_new (
      reference->agency == NULL ? "" : reference->agency,
      reference->id == NULL ? "DATASET" : reference->id,
      reference->version == NULL || *reference->version == '\0' ? "1.0" : reference->version);

  for (guint at = 0; at < layout->dimensions->len; at++)
    g_ptr_array_add (ordered, &g_array_index (layout->dimensions, HdSdmxJsonComponent, at));
  g_ptr_array_sort (ordered, compare_positions);
  hd_structure_set_names (structure, hd_sdmx_name (layout->node, "vi"),
                          hd_sdmx_name (layout->node, "en"));
  hd_structure_set_time (structure, find_grain (layout), HD_MONTH_START_CIVIL);
  for (guint at = 0; at < ordered->len; at++)
    {
      const HdSdmxJsonComponent *component = ordered->pdata[at];
      g_autoptr (HdCodeList) codes = component->is_time ? NULL : make_codes (component);
      HdDimension dimension = { component->id, hd_sdmx_name (component->node, "vi"),
                                hd_sdmx_name (component->node, "en"), codes };

      if (!component->is_time)
        hd_structure_add_dimension (structure, &dimension);
    }
  for (guint at = 0; at < layout->measures->len; at++)
    {
      const HdSdmxJsonComponent *component
          = &g_array_index (layout->measures, HdSdmxJsonComponent, at);
      HdMeasure measure = { .id = component->id,
                            .name_vi = hd_sdmx_name (component->node, "vi"),
                            .name_en = hd_sdmx_name (component->node, "en"),
                            .is_real = TRUE };

      hd_structure_add_measure (structure, &measure);
    }
  for (guint at = 0; at < layout->attributes->len; at++)
    hd_structure_add_attribute (structure,
                                g_array_index (layout->attributes, HdSdmxJsonComponent, at).id);
  return structure;
}

static gboolean
check_complete (const HdSdmxJsonLayout *layout, HdStructure *structure, GError **error)
{
  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    {
      const char *id = hd_structure_get_dimension (structure, index)->id;
      gboolean is_there = FALSE;

      for (guint at = 0; at < layout->dimensions->len; at++)
        is_there |= g_array_index (layout->dimensions, HdSdmxJsonComponent, at).index == (int)index;
      if (is_there)
        continue;
      hd_json_error (layout->json, layout->node, HD_FEED_ERROR_SCHEMA, error,
                     "the dimension %s is not in the message", id);
      return FALSE;
    }
  return TRUE;
}

gboolean
hd_sdmx_json_layout_bind (HdSdmxJsonLayout *layout,
                          HdStructure *structure,
                          gboolean is_delete,
                          GError **error)
{
  g_clear_pointer (&layout->structure, hd_structure_unref);
  layout->structure = hd_structure_ref (structure);
  for (guint at = 0; at < layout->dimensions->len; at++)
    {
      HdSdmxJsonComponent *dimension = &g_array_index (layout->dimensions, HdSdmxJsonComponent, at);

      if (dimension->is_time)
        continue;
      dimension->index = hd_structure_find_dimension (structure, dimension->id);
      if (dimension->index < 0)
        {
          hd_json_error (layout->json, dimension->node, HD_FEED_ERROR_SCHEMA, error,
                         "%s has no dimension %s", hd_structure_get_id (structure), dimension->id);
          return FALSE;
        }
    }
  for (guint at = 0; at < layout->measures->len; at++)
    {
      HdSdmxJsonComponent *measure = &g_array_index (layout->measures, HdSdmxJsonComponent, at);

      measure->index = hd_structure_find_measure (structure, measure->id);
    }
  return is_delete || check_complete (layout, structure, error);
}

const HdSdmxJsonComponent *
hd_sdmx_json_layout_attribute (const HdSdmxJsonLayout *layout, const char *id, HdSdmxLevel level)
{
  for (guint at = 0; at < layout->attributes->len; at++)
    {
      const HdSdmxJsonComponent *attribute
          = &g_array_index (layout->attributes, HdSdmxJsonComponent, at);

      if (attribute->level == level && strcmp (attribute->id, id) == 0)
        return attribute;
    }
  return NULL;
}
