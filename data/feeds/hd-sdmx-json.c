/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads SDMX-JSON data messages, 2.x and 1.0.
 */

#include "config.h"

#include "hd-sdmx-json.h"

#include <string.h>

#include "hd-code-map.h"
#include "hd-feed-error.h"
#include "hd-number.h"
#include "hd-sdmx-json-layout.h"

/* A value of a dimension is looked up when it is first used: a code that nothing uses may be unknown. */
#define NOT_LOOKED_UP G_MININT64

typedef struct
{
  const HdSdmxJsonComponent *component;
  HdCodeMap *codes; /* (nullable) for time */
  gint64 *known; /* by value: its code or day, or NOT_LOOKED_UP */
} Dimension;

/* A dataset being read. */
typedef struct
{
  const HdJson *json;
  HdSdmxJsonLayout *layout;
  HdRows *rows;
  GArray *dimensions; /* (element-type Dimension), as in the layout */
  HdAction action;
  gint64 known_from;
  HdCode *codes; /* of the observation being read */
  HdNumber *values;
  HdDay day;
  /* What the dataset and the series say, where the observation says nothing. */
  HdStatus status[HD_SDMX_N_LEVELS];
  gint64 extracted_at[HD_SDMX_N_LEVELS];
  GError **error;
} Dataset;

static void
dimension_clear (gpointer data)
{
  Dimension *dimension = data;

  g_clear_pointer (&dimension->codes, hd_code_map_free);
  g_clear_pointer (&dimension->known, g_free);
}

static void
dataset_clear (Dataset *dataset)
{
  g_clear_pointer (&dataset->layout, hd_sdmx_json_layout_free);
  g_clear_pointer (&dataset->rows, hd_rows_unref);
  g_clear_pointer (&dataset->dimensions, g_array_unref);
  g_clear_pointer (&dataset->codes, g_free);
  g_clear_pointer (&dataset->values, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Dataset, dataset_clear)

static gboolean
look_up (Dataset *dataset,
         Dimension *dimension,
         const char *text,
         const HdJsonNode *at,
         gint64 *found)
{
  HdStructure *structure = dataset->rows->structure;
  g_autoptr (GError) local_error = NULL;
  HdCode code;
  HdDay day;

  if (dimension->component->is_time)
    {
      if (hd_sdmx_parse_period (text, strlen (text), hd_structure_get_grain (structure),
                                hd_structure_get_month_start_day (structure), &day, &local_error))
        {
          *found = day;
          return TRUE;
        }
      hd_json_error (dataset->json, at, local_error->code, dataset->error, "%s",
                     local_error->message);
      return FALSE;
    }
  code = hd_code_map_find_or_add (dimension->codes, text, strlen (text));
  *found = code;
  if (code != HD_CODE_NONE)
    return TRUE;
  hd_json_error (dataset->json, at, HD_FEED_ERROR_SCHEMA, dataset->error, "%s has no code “%s”",
                 dimension->component->id, text);
  return FALSE;
}

/* One part of a key: the index of a value, or the value itself where there are no values. */
static gboolean
read_key_part (Dataset *dataset, Dimension *dimension, const char *part, const HdJsonNode *at)
{
  GPtrArray *values = dimension->component->values;
  gint64 index = -1, found = HD_CODE_NONE;

  if (*part == '\0' && dataset->action == HD_ACTION_DELETE)
    found = dimension->component->is_time ? HD_DAY_NONE : HD_CODE_NONE;
  else if (values->len == 0)
    {
      if (!look_up (dataset, dimension, part, at, &found))
        return FALSE;
    }
  else
    {
      const char *id = NULL;

      if (hd_number_parse_int64 (part, strlen (part), '.', &index) == HD_NUMBER_OK && index >= 0
          && index < values->len)
        id = hd_sdmx_json_value_id (values->pdata[index]);
      if (id == NULL)
        {
          hd_json_error (dataset->json, at, HD_FEED_ERROR_SCHEMA, dataset->error,
                         "%s has no value with the index “%s”", dimension->component->id, part);
          return FALSE;
        }
      if (dimension->known[index] == NOT_LOOKED_UP
          && !look_up (dataset, dimension, id, at, &dimension->known[index]))
        return FALSE;
      found = dimension->known[index];
    }
  if (dimension->component->is_time)
    dataset->day = (HdDay)found;
  else
    dataset->codes[dimension->component->index] = (HdCode)found;
  return TRUE;
}

/* "0:3:1": one part for each dimension of the level, in the message's order. */
static gboolean
read_key (Dataset *dataset, HdSdmxLevel level, const char *key, const HdJsonNode *at)
{
  g_auto (GStrv) parts = g_strsplit (key, ":", HD_SDMX_JSON_MAX_COMPONENTS + 1);

  if (g_strv_length (parts) != dataset->layout->n_dimensions[level])
    {
      hd_json_error (dataset->json, at, HD_FEED_ERROR_SCHEMA, dataset->error,
                     "the key “%s” does not have %u parts", key,
                     dataset->layout->n_dimensions[level]);
      return FALSE;
    }
  for (guint which = 0; which < dataset->dimensions->len; which++)
    {
      Dimension *dimension = &g_array_index (dataset->dimensions, Dimension, which);

      if (dimension->component->level == level
          && !read_key_part (dataset, dimension, parts[dimension->component->place], at))
        return FALSE;
    }
  return TRUE;
}

/* OBS_STATUS and EXTRACTED_AT of one level. `array` has the attributes behind `n_before` elements; those
 * at the end may be left out. */
static gboolean
read_attributes (Dataset *dataset, HdSdmxLevel level, GPtrArray *array, guint n_before)
{
  const HdSdmxJsonComponent *status
      = hd_sdmx_json_layout_attribute (dataset->layout, "OBS_STATUS", level);
  const HdSdmxJsonComponent *extracted_at
      = hd_sdmx_json_layout_attribute (dataset->layout, "EXTRACTED_AT", level);
  const char *text;
  gsize length;

  dataset->status[level] = level == 0 ? HD_STATUS_NORMAL : dataset->status[level - 1];
  dataset->extracted_at[level]
      = level == 0 ? dataset->known_from : dataset->extracted_at[level - 1];
  if (status != NULL && n_before + status->place < array->len
      && hd_sdmx_json_resolve (status, array->pdata[n_before + status->place], &text, &length))
    dataset->status[level] = hd_sdmx_parse_status (text, length);
  if (extracted_at != NULL && n_before + extracted_at->place < array->len
      && hd_sdmx_json_resolve (extracted_at, array->pdata[n_before + extracted_at->place], &text,
                               &length)
      && !hd_sdmx_parse_instant (text, length, &dataset->extracted_at[level]))
    {
      hd_json_error (dataset->json, array->pdata[n_before + extracted_at->place],
                     HD_FEED_ERROR_SYNTAX, dataset->error,
                     "EXTRACTED_AT is not a time of RFC 3339");
      return FALSE;
    }
  return TRUE;
}

/* `given` and `erased` count the measures with a value and those said to be missing ("NaN"); null is
 * only a placeholder. */
static gboolean
read_measure (Dataset *dataset,
              const HdSdmxJsonComponent *measure,
              const HdJsonNode *node,
              guint *n_given,
              guint *n_erased)
{
  HdNumber *value = &dataset->values[measure->index];
  HdNumberResult result;
  const char *text;
  gsize length;

  if (!hd_sdmx_json_resolve (measure, node, &text, &length))
    {
      if (hd_json_is (node, HD_JSON_NULL))
        return TRUE;
      hd_json_error (dataset->json, node, HD_FEED_ERROR_SYNTAX, dataset->error, "%s: not a number",
                     measure->id);
      return FALSE;
    }
  if (hd_structure_get_measure (dataset->rows->structure, (guint)measure->index)->is_real)
    result = hd_number_parse_double (text, length, '.', &value->d);
  else
    result = hd_number_parse_int64 (text, length, '.', &value->i);
  if (result == HD_NUMBER_OK)
    (*n_given)++;
  else if (node->kind == HD_JSON_STRING
           && (strcmp (node->text, "NaN") == 0 || strcmp (node->text, "#N/A") == 0))
    {
      *value = hd_rows_missing_value (dataset->rows, (guint)measure->index);
      (*n_erased)++;
    }
  else
    {
      g_autofree char *shown = g_strndup (text, length);

      hd_json_error (dataset->json, node, HD_FEED_ERROR_SYNTAX, dataset->error, "%s: “%s” %s",
                     measure->id, shown, hd_number_describe (result));
      return FALSE;
    }
  return TRUE;
}

static gboolean
append_row (Dataset *dataset, const HdJsonNode *at, guint n_given, guint n_erased)
{
  guint n_measures = hd_structure_get_n_measures (dataset->rows->structure);
  HdRow row = { dataset->day,    dataset->codes,
                dataset->values, dataset->status[HD_SDMX_LEVEL_OBSERVATION],
                dataset->action, dataset->extracted_at[HD_SDMX_LEVEL_OBSERVATION] };
  guint n_said = n_given + n_erased;
  const char *problem = NULL;

  if (row.action == HD_ACTION_DELETE && n_said > 0 && n_said < n_measures)
    problem = "a delete of some measures only is not supported";
  else if (row.action == HD_ACTION_MERGE && n_erased > 0)
    {
      if (n_said < n_measures)
        problem = "a merge that erases some measures and leaves others is not supported";
      row.action = HD_ACTION_REPLACE;
    }
  if (problem != NULL)
    {
      hd_json_error (dataset->json, at, HD_FEED_ERROR_SCHEMA, dataset->error, "%s", problem);
      return FALSE;
    }
  hd_rows_append (dataset->rows, &row);
  return TRUE;
}

/* [m1 … mM, a1 … aA]; null, or an empty array, deletes the whole of it. */
static gboolean
read_observation (Dataset *dataset, const HdJsonNode *node)
{
  g_autoptr (GPtrArray) elements = hd_json_children (node);
  GArray *measures = dataset->layout->measures;
  guint n_given = 0, n_erased = 0;

  if (!read_key (dataset, HD_SDMX_LEVEL_OBSERVATION, node->key, node))
    return FALSE;
  if (node->kind != HD_JSON_ARRAY && node->kind != HD_JSON_NULL)
    {
      hd_json_error (dataset->json, node, HD_FEED_ERROR_SYNTAX, dataset->error,
                     "an observation is not an array");
      return FALSE;
    }
  for (guint at = 0; at < hd_structure_get_n_measures (dataset->rows->structure); at++)
    dataset->values[at] = hd_rows_missing_value (dataset->rows, at);
  for (guint at = 0; at < measures->len && at < elements->len; at++)
    {
      const HdSdmxJsonComponent *measure = &g_array_index (measures, HdSdmxJsonComponent, at);

      if (measure->index >= 0
          && !read_measure (dataset, measure, elements->pdata[at], &n_given, &n_erased))
        return FALSE;
    }
  return read_attributes (dataset, HD_SDMX_LEVEL_OBSERVATION, elements, measures->len)
         && append_row (dataset, node, n_given, n_erased);
}

static gboolean
read_observations (Dataset *dataset, const HdJsonNode *observations)
{
  for (const HdJsonNode *node = hd_json_first (observations); node != NULL; node = node->next)
    if (!read_observation (dataset, node))
      return FALSE;
  return TRUE;
}

/* Every observation of the series, when it is deleted without any being named. */
static gboolean
delete_series (Dataset *dataset, const HdJsonNode *node)
{
  dataset->day = HD_DAY_NONE;
  for (guint which = 0; which < dataset->dimensions->len; which++)
    {
      const HdSdmxJsonComponent *component
          = g_array_index (dataset->dimensions, Dimension, which).component;

      if (component->level == HD_SDMX_LEVEL_OBSERVATION && !component->is_time)
        dataset->codes[component->index] = HD_CODE_NONE;
    }
  for (guint at = 0; at < hd_structure_get_n_measures (dataset->rows->structure); at++)
    dataset->values[at] = hd_rows_missing_value (dataset->rows, at);
  dataset->status[HD_SDMX_LEVEL_OBSERVATION] = dataset->status[HD_SDMX_LEVEL_SERIES];
  dataset->extracted_at[HD_SDMX_LEVEL_OBSERVATION] = dataset->extracted_at[HD_SDMX_LEVEL_SERIES];
  return append_row (dataset, node, 0, 0);
}

static gboolean
read_series (Dataset *dataset, const HdJsonNode *series)
{
  for (const HdJsonNode *node = hd_json_first (series); node != NULL; node = node->next)
    {
      g_autoptr (GPtrArray) attributes = hd_json_children (hd_json_get (node, "attributes"));
      const HdJsonNode *observations = hd_json_get_kind (node, "observations", HD_JSON_OBJECT);

      if (!read_key (dataset, HD_SDMX_LEVEL_SERIES, node->key, node)
          || !read_attributes (dataset, HD_SDMX_LEVEL_SERIES, attributes, 0))
        return FALSE;
      if (observations != NULL && observations->n_children > 0)
        {
          if (!read_observations (dataset, observations))
            return FALSE;
        }
      else if (dataset->action == HD_ACTION_DELETE && !delete_series (dataset, node))
        return FALSE;
    }
  return TRUE;
}

/* A dimension at the level of the dataset has one value, the first. */
static gboolean
read_dataset_level (Dataset *dataset, const HdJsonNode *node)
{
  g_autoptr (GPtrArray) attributes = hd_json_children (hd_json_get (node, "attributes"));

  for (guint which = 0; which < dataset->dimensions->len; which++)
    {
      Dimension *dimension = &g_array_index (dataset->dimensions, Dimension, which);

      if (dimension->component->level == HD_SDMX_LEVEL_DATASET
          && !read_key_part (dataset, dimension, "0", node))
        return FALSE;
    }
  return read_attributes (dataset, HD_SDMX_LEVEL_DATASET, attributes, 0)
         && read_attributes (dataset, HD_SDMX_LEVEL_SERIES, attributes, attributes->len);
}

static void
prepare (Dataset *dataset, gboolean has_time)
{
  HdStructure *structure = dataset->layout->structure;
  guint n_dimensions = hd_structure_get_n_dimensions (structure);

  dataset->rows = hd_rows_new (structure);
  dataset->codes = g_new (HdCode, n_dimensions + 1);
  dataset->values = g_new (HdNumber, hd_structure_get_n_measures (structure) + 1);
  dataset->day
      = has_time || dataset->action != HD_ACTION_DELETE ? HD_SDMX_TIMELESS_DAY : HD_DAY_NONE;
  for (guint index = 0; index < n_dimensions; index++)
    dataset->codes[index] = HD_CODE_NONE;
  dataset->dimensions = g_array_new (FALSE, TRUE, sizeof (Dimension));
  g_array_set_clear_func (dataset->dimensions, dimension_clear);
  for (guint at = 0; at < dataset->layout->dimensions->len; at++)
    {
      Dimension dimension
          = { &g_array_index (dataset->layout->dimensions, HdSdmxJsonComponent, at) };
      int index = dimension.component->index;

      dimension.known = g_new (gint64, dimension.component->values->len + 1);
      for (guint value = 0; value < dimension.component->values->len; value++)
        dimension.known[value] = NOT_LOOKED_UP;
      if (!dimension.component->is_time)
        dimension.codes
            = hd_code_map_new (hd_structure_get_dimension (structure, (guint)index)->codes);
      g_array_append_val (dataset->dimensions, dimension);
    }
}

static gboolean
has_time (const HdSdmxJsonLayout *layout)
{
  for (guint at = 0; at < layout->dimensions->len; at++)
    if (g_array_index (layout->dimensions, HdSdmxJsonComponent, at).is_time)
      return TRUE;
  return FALSE;
}

/* The known structure of that name, else the one that the message carries. (transfer full) */
static HdStructure *
choose_structure (const HdSdmxJsonLayout *layout,
                  HdStructures *structures,
                  HdStructures **own,
                  GError **error)
{
  const char *id = layout->reference.id;
  HdStructure *known = NULL, *made;

  if (structures != NULL && id != NULL)
    known = hd_structures_find (structures, id);
  else if (structures != NULL && hd_structures_get_n (structures) == 1)
    known = hd_structures_get (structures, 0);
  if (known == NULL && own != NULL && *own != NULL && id != NULL)
    known = hd_structures_find (*own, id);
  if (known != NULL)
    {
      if (id != NULL && !hd_sdmx_reference_is (&layout->reference, known, error))
        return NULL;
      return hd_structure_ref (known);
    }
  if (own == NULL)
    {
      hd_json_error (layout->json, layout->node, HD_FEED_ERROR_SCHEMA, error,
                     "no structure is known for %s", id == NULL ? "this dataset" : id);
      return NULL;
    }
  made = hd_sdmx_json_layout_make_structure (layout);
  if (*own == NULL)
    *own = hd_structures_new ();
  hd_structures_add (*own, made);
  return made;
}

static const HdJsonNode *
find_structure_node (const HdJsonNode *data, const HdJsonNode *node)
{
  g_autoptr (GPtrArray) all
      = hd_json_children (hd_json_get_kind (data, "structures", HD_JSON_ARRAY));
  const HdJsonNode *which = hd_json_get_kind (node, "structure", HD_JSON_NUMBER);
  gint64 index = 0;

  if (all->len == 0)
    return hd_json_get_kind (data, "structure", HD_JSON_OBJECT);
  if (which != NULL
      && hd_number_parse_int64 (which->text, which->length, '.', &index) != HD_NUMBER_OK)
    return NULL;
  return index >= 0 && index < all->len ? all->pdata[index] : NULL;
}

static gboolean
read_action (const HdJson *json, const HdJsonNode *node, HdAction *action, GError **error)
{
  const char *text = hd_json_get_string (node, "action");

  *action = HD_ACTION_MERGE;
  if (text == NULL || hd_sdmx_parse_action (text, strlen (text), action))
    return TRUE;
  hd_json_error (json, node, HD_FEED_ERROR_SYNTAX, error, "“%s” is not an action", text);
  return FALSE;
}

/* (transfer full) */
static HdRows *
read_dataset (const HdJson *json,
              const HdJsonNode *data,
              const HdJsonNode *node,
              HdStructures *structures,
              gint64 known_from,
              HdStructures **own,
              GError **error)
{
  g_auto (Dataset) dataset = { .json = json, .known_from = known_from, .error = error };
  const HdJsonNode *structure_node = find_structure_node (data, node);
  g_autoptr (HdStructure) structure = NULL;

  if (structure_node == NULL)
    {
      hd_json_error (json, node, HD_FEED_ERROR_SCHEMA, error,
                     "the structure of the dataset is not in the message");
      return NULL;
    }
  dataset.layout = hd_sdmx_json_layout_new (json, structure_node, node, error);
  if (dataset.layout == NULL || !read_action (json, node, &dataset.action, error))
    return NULL;
  structure = choose_structure (dataset.layout, structures, own, error);
  if (structure == NULL
      || !hd_sdmx_json_layout_bind (dataset.layout, structure, dataset.action == HD_ACTION_DELETE,
                                    error))
    return NULL;
  prepare (&dataset, has_time (dataset.layout));
  if (!read_dataset_level (&dataset, node)
      || !read_series (&dataset, hd_json_get_kind (node, "series", HD_JSON_OBJECT))
      || !read_observations (&dataset, hd_json_get_kind (node, "observations", HD_JSON_OBJECT)))
    return NULL;
  return g_steal_pointer (&dataset.rows);
}

/* {meta, data, errors} in 2.x; in 1.0 header, structure and dataSets stand at the top. */
static const HdJsonNode *
find_data (const HdJson *json, GError **error)
{
  const HdJsonNode *root = hd_json_get_root (json);
  const HdJsonNode *data = hd_json_get_kind (root, "data", HD_JSON_OBJECT);
  const HdJsonNode *problem = hd_json_first (hd_json_get_kind (root, "errors", HD_JSON_ARRAY));
  const char *title = hd_json_get_string (problem, "title");

  if (data == NULL)
    data = root;
  if (hd_json_get_kind (data, "dataSets", HD_JSON_ARRAY) != NULL)
    return data;
  if (problem != NULL)
    hd_json_error (json, problem, HD_FEED_ERROR_SCHEMA, error,
                   "the message holds an error instead of data: %s",
                   title == NULL ? "without a title" : title);
  else
    hd_json_error (json, root, HD_FEED_ERROR_SCHEMA, error,
                   "this is not an SDMX-JSON data message: it has no dataSets");
  return NULL;
}

HdMessage *
hd_sdmx_json_read (const char *text,
                   gsize length,
                   HdStructures *structures,
                   gint64 known_from,
                   HdStructures **own_structure,
                   GError **error)
{
  g_autoptr (HdJson) json = hd_json_parse (text, length, error);
  g_autoptr (HdMessage) message = NULL;
  g_autoptr (HdStructures) own = NULL;
  const HdJsonNode *data, *meta;
  const char *prepared;

  if (json == NULL || (data = find_data (json, error)) == NULL)
    return NULL;
  meta = hd_json_get (hd_json_get_root (json), data == hd_json_get_root (json) ? "header" : "meta");
  prepared = hd_json_get_string (meta, "prepared");
  message = hd_message_new ();
  message->id = g_strdup (hd_json_get_string (meta, "id"));
  message->prepared = known_from;
  if (prepared != NULL)
    hd_sdmx_parse_instant (prepared, strlen (prepared), &message->prepared);
  for (const HdJsonNode *node = hd_json_first (hd_json_get (data, "dataSets")); node != NULL;
       node = node->next)
    {
      g_autoptr (HdRows) rows = read_dataset (json, data, node, structures, message->prepared,
                                              own_structure == NULL ? NULL : &own, error);

      if (rows == NULL)
        return NULL;
      if (rows->n_rows > 0)
        g_ptr_array_add (message->parts, g_steal_pointer (&rows));
    }
  if (own_structure != NULL)
    *own_structure = g_steal_pointer (&own);
  return g_steal_pointer (&message);
}
