/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes a small dataset as one SDMX-JSON 2.0.0 data message.
 */

#include "config.h"

#include "hd-central-data-json.h"

#include "hd-central-json.h"

#include <math.h>
#include <string.h>

#define SCHEMA                                                                                     \
  "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/"  \
  "sdmx-json-data-schema.json"
/* The tree of a message of this many rows still fits a reader's bounds. */
#define MAX_ROWS 60000

typedef struct
{
  HdPeriod period;
  HdSampleVersion version;
  guint turn; /* how many versions of the same key came before it */
} Entry;

static GArray *
read_entries (HdCentralStream *stream, GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  const HdSampleVersion *version;

  while ((version = hd_central_stream_next (stream)) != NULL)
    {
      Entry entry = { stream->period, *version, 0 };
      const Entry *before = &g_array_index (entries, Entry, entries->len - 1);

      if (entries->len == MAX_ROWS)
        {
          g_set_error (error, HD_CENTRAL_ERROR, 413,
                       "%s has more than %d rows here: ask for CSV, or for less",
                       stream->query->dataset->id, MAX_ROWS);
          return NULL;
        }
      if (entries->len > 0 && before->period.first == entry.period.first
          && hd_sample_compare_keys (&before->version.row, &version->row) == 0)
        entry.turn = before->turn + 1;
      g_array_append_val (entries, entry);
    }
  return g_steal_pointer (&entries);
}

static void
add_component (JsonBuilder *builder, const char *id, const char *vi, const char *en)
{
  hd_central_add_string (builder, "id", id);
  hd_central_add_names (builder, vi, en);
}

static void
add_value (JsonBuilder *builder, const char *id, const char *vi, const char *en)
{
  json_builder_begin_object (builder);
  add_component (builder, id, vi, en);
  json_builder_end_object (builder);
}

/* The present codes of each dimension; index_of[dimension][code] becomes their place. */
static void
add_dimensions (JsonBuilder *builder,
                const HdCentralStream *stream,
                GArray *entries,
                guint **index_of,
                GHashTable *times)
{
  const HdSampleDataset *dataset = stream->query->dataset;
  guint n_dimensions = hd_sample_n_dimensions (dataset);

  for (guint which = 0; which < n_dimensions; which++)
    {
      const HdSampleList *list = hd_sample_dimension_list (stream->world, dataset, which);
      guint n_used = 0;

      index_of[which] = g_new0 (guint, list->codes->len);
      for (guint index = 0; index < entries->len; index++)
        index_of[which][g_array_index (entries, Entry, index).version.row.codes[which]] = 1;
      json_builder_begin_object (builder);
      add_component (builder, dataset->dimensions[which].id, list->vi, list->en);
      json_builder_set_member_name (builder, "keyPosition");
      json_builder_add_int_value (builder, which);
      json_builder_set_member_name (builder, "values");
      json_builder_begin_array (builder);
      for (guint code = 0; code < list->codes->len; code++)
        if (index_of[which][code] > 0)
          {
            const HdSampleCode *info = hd_sample_list_get (list, code);

            index_of[which][code] = n_used++;
            add_value (builder, info->id, info->vi, info->en);
          }
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_begin_object (builder);
  add_component (builder, "TIME_PERIOD", "Kỳ", "Time period");
  hd_central_add_string (builder, "role", "TIME_PERIOD");
  json_builder_set_member_name (builder, "keyPosition");
  json_builder_add_int_value (builder, n_dimensions);
  json_builder_set_member_name (builder, "values");
  json_builder_begin_array (builder);
  for (guint index = 0; index < entries->len; index++)
    {
      HdPeriod period = g_array_index (entries, Entry, index).period;
      g_autofree char *text = NULL;

      if (g_hash_table_contains (times, GINT_TO_POINTER (period.first)))
        continue;
      g_hash_table_insert (times, GINT_TO_POINTER (period.first),
                           GUINT_TO_POINTER (g_hash_table_size (times)));
      text = hd_period_to_string (period);
      add_value (builder, text, text, text);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* An empty list for each level but that of observations, which the caller goes on to fill. */
static void
begin_levels (JsonBuilder *builder, const char *member)
{
  static const char *const levels[] = { "dataSet", "series" };

  json_builder_set_member_name (builder, member);
  json_builder_begin_object (builder);
  for (guint level = 0; level < G_N_ELEMENTS (levels); level++)
    {
      json_builder_set_member_name (builder, levels[level]);
      json_builder_begin_array (builder);
      json_builder_end_array (builder);
    }
  json_builder_set_member_name (builder, "observation");
  json_builder_begin_array (builder);
}

static void
end_levels (JsonBuilder *builder)
{
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static const char STATUSES[] = "APEMC";

static void
add_structure (JsonBuilder *builder,
               const HdCentralStream *stream,
               GArray *entries,
               guint **index_of,
               GHashTable *times)
{
  const HdSampleDataset *dataset = stream->query->dataset;
  g_autofree char *urn
      = hd_central_urn ("datastructure.Dataflow", hd_sample_agency (dataset), dataset->id, NULL);

  json_builder_begin_object (builder);
  hd_central_add_names (builder, dataset->vi, dataset->en);
  json_builder_set_member_name (builder, "links");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  hd_central_add_string (builder, "rel", "dataflow");
  hd_central_add_string (builder, "urn", urn);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  begin_levels (builder, "dimensions");
  add_dimensions (builder, stream, entries, index_of, times);
  end_levels (builder);
  begin_levels (builder, "measures");
  for (guint which = 0; which < hd_sample_n_measures (dataset); which++)
    add_value (builder, dataset->measures[which].id, dataset->measures[which].vi,
               dataset->measures[which].en);
  end_levels (builder);
  begin_levels (builder, "attributes");
  json_builder_begin_object (builder);
  add_component (builder, "OBS_STATUS", "Trạng thái", "Observation status");
  json_builder_set_member_name (builder, "values");
  json_builder_begin_array (builder);
  for (const char *status = STATUSES; *status != '\0'; status++)
    {
      char id[] = { *status, '\0' };

      add_value (builder, id, id, id);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  add_value (builder, "EXTRACTED_AT", "Thời điểm chiết xuất", "Extracted at");
  end_levels (builder);
  json_builder_end_object (builder);
}

static void
add_observation (JsonBuilder *builder,
                 const HdSampleDataset *dataset,
                 const Entry *entry,
                 guint **index_of,
                 GHashTable *times)
{
  g_autoptr (GString) key = g_string_new (NULL);
  g_autofree char *extracted = hd_central_time_text (entry->version.known);
  const HdSampleRow *row = &entry->version.row;

  for (guint which = 0; which < hd_sample_n_dimensions (dataset); which++)
    g_string_append_printf (key, "%u:", index_of[which][row->codes[which]]);
  g_string_append_printf (
      key, "%u",
      GPOINTER_TO_UINT (g_hash_table_lookup (times, GINT_TO_POINTER (entry->period.first))));
  json_builder_set_member_name (builder, key->str);
  json_builder_begin_array (builder);
  for (guint which = 0; which < hd_sample_n_measures (dataset); which++)
    {
      gboolean is_real = dataset->measures[which].is_real;

      if (entry->version.is_delete
          || (is_real ? isnan (row->values[which].d) : row->values[which].i == HD_SAMPLE_MISSING))
        json_builder_add_null_value (builder);
      else if (is_real)
        json_builder_add_double_value (builder, row->values[which].d);
      else
        json_builder_add_int_value (builder, row->values[which].i);
    }
  json_builder_add_int_value (builder, strchr (STATUSES, row->status) - STATUSES);
  json_builder_add_string_value (builder, extracted);
  json_builder_end_array (builder);
}

/* One data set a turn and action, those that come first first. */
static void
add_datasets (JsonBuilder *builder,
              const HdSampleDataset *dataset,
              GArray *entries,
              guint **index_of,
              GHashTable *times)
{
  guint left = entries->len;

  for (guint turn = 0; left > 0; turn++)
    for (int is_delete = 0; is_delete < 2; is_delete++)
      {
        gboolean is_open = FALSE;

        for (guint index = 0; index < entries->len; index++)
          {
            const Entry *entry = &g_array_index (entries, Entry, index);

            if (entry->turn != turn || entry->version.is_delete != is_delete)
              continue;
            if (!is_open)
              {
                json_builder_begin_object (builder);
                json_builder_set_member_name (builder, "structure");
                json_builder_add_int_value (builder, 0);
                hd_central_add_string (builder, "action", is_delete ? "Delete" : "Replace");
                json_builder_set_member_name (builder, "observations");
                json_builder_begin_object (builder);
                is_open = TRUE;
              }
            add_observation (builder, dataset, entry, index_of, times);
            left--;
          }
        if (is_open)
          {
            json_builder_end_object (builder);
            json_builder_end_object (builder);
          }
      }
}

GBytes *
hd_central_data_json (HdCentralStream *stream, gint64 prepared, GError **error)
{
  g_autoptr (GArray) entries = read_entries (stream, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GHashTable) times = g_hash_table_new (NULL, NULL);
  g_autofree char *prepared_text = hd_central_time_text (prepared);
  const HdSampleDataset *dataset = stream->query->dataset;
  guint *index_of[HD_SAMPLE_MAX_DIMENSIONS] = { NULL };

  if (entries == NULL || entries->len == 0)
    return NULL;
  json_builder_begin_object (builder);
  hd_central_add_meta (builder, SCHEMA, dataset->id, prepared_text, !dataset->is_real);
  json_builder_set_member_name (builder, "data");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "structures");
  json_builder_begin_array (builder);
  add_structure (builder, stream, entries, index_of, times);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "dataSets");
  json_builder_begin_array (builder);
  add_datasets (builder, dataset, entries, index_of, times);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  for (guint which = 0; which < HD_SAMPLE_MAX_DIMENSIONS; which++)
    g_free (index_of[which]);
  return hd_central_builder_to_bytes (builder);
}
