/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads one dataset of an SDMX-JSON data message.
 */

#include "config.h"

#include "hd-sdmx-json-dataset.h"

#include <string.h>

#include "hd-feed-error.h"
#include "hd-number.h"
#include "hd-sdmx-json-key.h"
#include "hd-sdmx-json-said.h"

/* What is said of all observations that have these codes. */
typedef struct
{
  HdCode *codes; /* HD_CODE_NONE: any */
  HdDay day; /* HD_DAY_NONE: any */
  guint n_bound;
  HdSdmxJsonSaid said;
} Group;

typedef struct
{
  const HdSdmxJsonLayout *layout;
  HdRows *rows;
  HdSdmxJsonKey key;
  HdAction action;
  HdNumber *values; /* of the observation being read */
  HdNumber *erased; /* [measure] with a value: said to be missing */
  HdSdmxJsonSaid dataset, series; /* where the observation says nothing */
  GArray *groups; /* (element-type Group), those of most dimensions first */
  GError **error;
} Dataset;

/* The measures of one observation. */
typedef struct
{
  guint n_given; /* with a value */
  guint n_erased; /* said to be missing: "NaN" */
} Tally;

static void
group_clear (gpointer data)
{
  g_clear_pointer (&((Group *)data)->codes, g_free);
}

static void
dataset_clear (Dataset *dataset)
{
  g_clear_pointer (&dataset->rows, hd_rows_unref);
  g_clear_pointer (&dataset->values, g_free);
  g_clear_pointer (&dataset->erased, g_free);
  g_clear_pointer (&dataset->groups, g_array_unref);
  hd_sdmx_json_key_clear (&dataset->key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Dataset, dataset_clear)

static gboolean
refuse (Dataset *dataset, const HdJsonNode *at, const char *problem)
{
  hd_json_error (dataset->layout->json, at, HD_FEED_ERROR_SCHEMA, dataset->error, "%s", problem);
  return FALSE;
}

static gboolean
is_of_group (const Dataset *dataset, const Group *group)
{
  guint n_dimensions = hd_structure_get_n_dimensions (dataset->layout->structure);

  for (guint index = 0; index < n_dimensions; index++)
    if (group->codes[index] != HD_CODE_NONE && group->codes[index] != dataset->key.codes[index])
      return FALSE;
  return group->day == HD_DAY_NONE || group->day == dataset->key.day;
}

/* The observation's own words, else its series', a group's, the dataset's. */
static HdSdmxJsonSaid
say (const Dataset *dataset, const HdSdmxJsonSaid *own)
{
  HdSdmxJsonSaid said = *own;

  hd_sdmx_json_said_fill (&said, &dataset->series);
  for (guint at = 0; at < dataset->groups->len; at++)
    {
      const Group *group = &g_array_index (dataset->groups, Group, at);

      if (is_of_group (dataset, group))
        hd_sdmx_json_said_fill (&said, &group->said);
    }
  hd_sdmx_json_said_fill (&said, &dataset->dataset);
  return said;
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  return (int)((const Group *)b)->n_bound - (int)((const Group *)a)->n_bound;
}

static gboolean
read_groups (Dataset *dataset, const HdJsonNode *node)
{
  guint n_dimensions = hd_structure_get_n_dimensions (dataset->layout->structure);

  for (const HdJsonNode *each = hd_json_first (hd_json_get (node, "dimensionGroupAttributes"));
       each != NULL; each = each->next)
    {
      g_autoptr (GPtrArray) array = hd_json_children (each);
      Group group = { .codes = g_new (HdCode, n_dimensions + 1) };

      g_array_append_val (dataset->groups, group);
      {
        Group *kept = &g_array_index (dataset->groups, Group, dataset->groups->len - 1);

        if (each->key == NULL)
          return refuse (dataset, each, "the attributes of groups are not an object");
        if (!hd_sdmx_json_key_read_group (&dataset->key, each->key, each, kept->codes, &kept->day,
                                          dataset->error)
            || !hd_sdmx_json_said_read (&kept->said, dataset->layout, HD_SDMX_LEVEL_GROUP, array, 0,
                                        dataset->error))
          return FALSE;
        kept->n_bound = kept->day != HD_DAY_NONE;
        for (guint index = 0; index < n_dimensions; index++)
          kept->n_bound += kept->codes[index] != HD_CODE_NONE;
        /* Nothing that we would read: most groups carry units and titles. */
        if (!kept->said.has_status && !kept->said.has_time)
          g_array_set_size (dataset->groups, dataset->groups->len - 1);
      }
    }
  g_array_sort (dataset->groups, compare_groups);
  return TRUE;
}

static gboolean
refuse_number (Dataset *dataset,
               const HdSdmxJsonComponent *measure,
               const HdJsonNode *node,
               const char *text,
               gsize length,
               HdNumberResult result)
{
  g_autofree char *shown = g_strndup (text, length);

  hd_json_error (dataset->layout->json, node, HD_FEED_ERROR_SYNTAX, dataset->error, "%s: “%s” %s",
                 measure->id, shown, hd_number_describe (result));
  return FALSE;
}

/* null is only a placeholder; in a deletion anything else stands for the value that goes. */
static gboolean
read_measure (Dataset *dataset,
              const HdSdmxJsonComponent *measure,
              const HdJsonNode *node,
              Tally *tally)
{
  HdNumber *value = &dataset->values[measure->index];
  HdNumberResult result;
  const char *text;
  gsize length;

  if (hd_json_is (node, HD_JSON_NULL))
    return TRUE;
  if (dataset->action == HD_ACTION_DELETE)
    {
      *value = (HdNumber){ 0 };
      tally->n_given++;
      return TRUE;
    }
  if ((hd_json_is (node, HD_JSON_ARRAY) && node->n_children > 1)
      || !hd_sdmx_json_resolve (measure, node, &text, &length))
    {
      hd_json_error (dataset->layout->json, node, HD_FEED_ERROR_SYNTAX, dataset->error, "%s: %s",
                     measure->id,
                     hd_json_is (node, HD_JSON_ARRAY) ? "not one value" : "not a number");
      return FALSE;
    }
  if (hd_structure_get_measure (dataset->rows->structure, (guint)measure->index)->is_real)
    result = hd_number_parse_double (text, length, '.', &value->d);
  else
    result = hd_number_parse_int64 (text, length, '.', &value->i);
  if (result == HD_NUMBER_OK)
    {
      tally->n_given++;
      return TRUE;
    }
  if ((length != 3 || memcmp (text, "NaN", 3) != 0)
      && (length != 4 || memcmp (text, "#N/A", 4) != 0))
    return refuse_number (dataset, measure, node, text, length, result);
  *value = hd_rows_missing_value (dataset->rows, (guint)measure->index);
  dataset->erased[measure->index] = (HdNumber){ 0 };
  tally->n_erased++;
  return TRUE;
}

static void
clear_values (Dataset *dataset)
{
  for (guint at = 0; at < hd_structure_get_n_measures (dataset->rows->structure); at++)
    dataset->values[at] = dataset->erased[at] = hd_rows_missing_value (dataset->rows, at);
}

/* `names_attributes`: a deletion of these only. */
static gboolean
append_row (Dataset *dataset,
            const HdJsonNode *at,
            const Tally *tally,
            const HdSdmxJsonSaid *own,
            gboolean names_attributes)
{
  guint n_measures = hd_structure_get_n_measures (dataset->rows->structure);
  guint n_said = tally->n_given + tally->n_erased;
  HdSdmxJsonSaid said = say (dataset, own);
  HdRow row = { dataset->key.day, dataset->key.codes, dataset->values,
                said.status,      dataset->action,    said.extracted_at };

  if (dataset->key.is_off)
    return n_said == 0 || refuse (dataset, at, "a value without all its dimensions");
  if (row.action == HD_ACTION_DELETE && n_said == 0 && names_attributes)
    return TRUE;
  /* The only measure is the observation. */
  if (row.action == HD_ACTION_DELETE && n_measures == 1)
    clear_values (dataset);
  if (row.action == HD_ACTION_MERGE && tally->n_erased > 0)
    {
      if (n_said == n_measures)
        row.action = HD_ACTION_REPLACE;
      else
        hd_rows_append (dataset->rows,
                        &(HdRow){ row.day, row.codes, dataset->erased, HD_STATUS_NORMAL,
                                  HD_ACTION_DELETE, row.known_from });
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
  HdSdmxJsonSaid own;
  Tally tally = { 0, 0 };

  if (!hd_sdmx_json_key_read (&dataset->key, HD_SDMX_LEVEL_OBSERVATION, node->key, node,
                              dataset->error))
    return FALSE;
  if (node->kind != HD_JSON_ARRAY && node->kind != HD_JSON_NULL)
    {
      hd_json_error (dataset->layout->json, node, HD_FEED_ERROR_SYNTAX, dataset->error,
                     "an observation is not an array");
      return FALSE;
    }
  clear_values (dataset);
  for (guint at = 0; at < measures->len && at < elements->len; at++)
    {
      const HdSdmxJsonComponent *measure = &g_array_index (measures, HdSdmxJsonComponent, at);

      if (measure->index >= 0 && !read_measure (dataset, measure, elements->pdata[at], &tally))
        return FALSE;
    }
  return hd_sdmx_json_said_read (&own, dataset->layout, HD_SDMX_LEVEL_OBSERVATION, elements,
                                 measures->len, dataset->error)
         && append_row (dataset, node, &tally, &own,
                        hd_sdmx_json_said_names_any (dataset->layout, HD_SDMX_LEVEL_OBSERVATION,
                                                     elements, measures->len));
}

static gboolean
read_observations (Dataset *dataset, const HdJsonNode *observations)
{
  for (const HdJsonNode *node = hd_json_first (observations); node != NULL; node = node->next)
    if (!read_observation (dataset, node))
      return FALSE;
  return TRUE;
}

/* Everything at and below a level, when it is deleted without any part of it being named. */
static gboolean
delete_all (Dataset *dataset, const HdJsonNode *node, gboolean names_attributes)
{
  HdSdmxJsonSaid own = { 0 };
  Tally tally = { 0, 0 };

  hd_sdmx_json_key_free_level (&dataset->key, HD_SDMX_LEVEL_OBSERVATION);
  clear_values (dataset);
  return append_row (dataset, node, &tally, &own, names_attributes);
}

static gboolean
read_series (Dataset *dataset, const HdJsonNode *series)
{
  for (const HdJsonNode *node = hd_json_first (series); node != NULL; node = node->next)
    {
      g_autoptr (GPtrArray) attributes = hd_json_children (hd_json_get (node, "attributes"));
      const HdJsonNode *observations = hd_json_get_kind (node, "observations", HD_JSON_OBJECT);

      if (!hd_sdmx_json_key_read (&dataset->key, HD_SDMX_LEVEL_SERIES, node->key, node,
                                  dataset->error)
          || !hd_sdmx_json_said_read (&dataset->series, dataset->layout, HD_SDMX_LEVEL_SERIES,
                                      attributes, 0, dataset->error))
        return FALSE;
      if (observations != NULL && observations->n_children > 0)
        {
          if (!read_observations (dataset, observations))
            return FALSE;
        }
      else if (dataset->action == HD_ACTION_DELETE
               && !delete_all (dataset, node,
                               hd_sdmx_json_said_names_any (dataset->layout, HD_SDMX_LEVEL_SERIES,
                                                            attributes, 0)))
        return FALSE;
    }
  return TRUE;
}

/* What is said of the whole dataset: its attributes, since when it holds, defaults, the message. */
static gboolean
read_dataset_level (Dataset *dataset,
                    const HdJsonNode *node,
                    GPtrArray *attributes,
                    gint64 known_from)
{
  const char *valid_from = hd_json_get_string (node, "validFrom");
  HdSdmxJsonSaid wider = { .has_time = TRUE, .extracted_at = known_from }, defaults;

  if (valid_from != NULL)
    hd_sdmx_parse_instant (valid_from, strlen (valid_from), &wider.extracted_at);
  hd_sdmx_json_said_defaults (&defaults, dataset->layout);
  hd_sdmx_json_said_fill (&defaults, &wider);
  if (!hd_sdmx_json_key_read_dataset (&dataset->key, node, dataset->error)
      || !hd_sdmx_json_said_read (&dataset->dataset, dataset->layout, HD_SDMX_LEVEL_DATASET,
                                  attributes, 0, dataset->error))
    return FALSE;
  hd_sdmx_json_said_fill (&dataset->dataset, &defaults);
  return read_groups (dataset, node);
}

HdRows *
hd_sdmx_json_dataset_read (const HdSdmxJsonLayout *layout,
                           const HdJsonNode *node,
                           HdAction action,
                           gint64 known_from,
                           GError **error)
{
  g_auto (Dataset) dataset = { .layout = layout, .action = action, .error = error };
  g_autoptr (GPtrArray) attributes = hd_json_children (hd_json_get (node, "attributes"));
  const HdJsonNode *series = hd_json_get (node, "series");
  const HdJsonNode *observations = hd_json_get (node, "observations");

  hd_sdmx_json_key_init (&dataset.key, layout, action == HD_ACTION_DELETE);
  dataset.rows = hd_rows_new (layout->structure);
  dataset.values = g_new (HdNumber, hd_structure_get_n_measures (layout->structure) + 1);
  dataset.erased = g_new (HdNumber, hd_structure_get_n_measures (layout->structure) + 1);
  dataset.groups = g_array_new (FALSE, FALSE, sizeof (Group));
  g_array_set_clear_func (dataset.groups, group_clear);
  if (!read_dataset_level (&dataset, node, attributes, known_from))
    return NULL;
  if (action == HD_ACTION_DELETE && series == NULL && observations == NULL)
    {
      hd_sdmx_json_key_free_level (&dataset.key, HD_SDMX_LEVEL_SERIES);
      if (!delete_all (
              &dataset, node,
              hd_json_get (node, "dimensionGroupAttributes") != NULL
                  || hd_sdmx_json_said_names_any (layout, HD_SDMX_LEVEL_DATASET, attributes, 0)))
        return NULL;
    }
  else if (!read_series (&dataset, hd_json_is (series, HD_JSON_OBJECT) ? series : NULL))
    return NULL;
  dataset.series = (HdSdmxJsonSaid){ 0 };
  if (!read_observations (&dataset,
                          hd_json_is (observations, HD_JSON_OBJECT) ? observations : NULL))
    return NULL;
  return g_steal_pointer (&dataset.rows);
}
