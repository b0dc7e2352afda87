/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Walks the rows that a query asks for, period by period, in memory of one period.
 */

#include "config.h"

#include "hd-central-stream.h"

#include "hd-sample-table.h"

HdCentralStream *
hd_central_stream_new (HdSampleWorld *world, HdCentralQuery *query)
{
  HdCentralStream *stream = g_new0 (HdCentralStream, 1);
  HdDay first = hd_sample_first_day (world, query->dataset), last = world->today;

  stream->world = world;
  stream->budget = G_MAXUINT;
  stream->query = query;
  /* What is given is served from its own beginning; plans of next year may be known already. */
  if (hd_sample_table_has (world, query->dataset))
    hd_sample_table_span (world, query->dataset, &first, &last);
  stream->period = hd_period_shift (hd_sample_period (query->dataset, first), -1);
  stream->last = last;
  return stream;
}

void
hd_central_stream_free (HdCentralStream *stream)
{
  g_clear_pointer (&stream->versions, g_array_unref);
  hd_central_query_free (stream->query);
  g_free (stream);
}

/* Makes the next period that can hold something asked for; FALSE at the end. */
static gboolean
next_period (HdCentralStream *stream)
{
  const HdCentralQuery *query = stream->query;

  g_clear_pointer (&stream->versions, g_array_unref);
  stream->index = 0;
  stream->is_paused = FALSE;
  while (stream->period.last < stream->last)
    {
      gint64 last_known;

      stream->period = hd_period_shift (stream->period, 1);
      if (stream->period.first > stream->last
          || !hd_central_query_has_period (query, stream->period))
        continue;
      last_known = hd_sample_last_known (stream->world, query->dataset, stream->period);
      if (last_known <= query->updated_after)
        continue;
      if (stream->budget-- == 0)
        {
          stream->period = hd_period_shift (stream->period, -1);
          stream->is_paused = TRUE;
          return FALSE;
        }
      stream->versions = hd_sample_versions (stream->world, query->dataset, stream->period);
      return TRUE;
    }
  return FALSE;
}

static gboolean
is_same_key (const HdSampleVersion *a, const HdSampleVersion *b)
{
  return hd_sample_compare_keys (&a->row, &b->row) == 0;
}

/* Whether version `index` is among what was asked for, its row aside. */
static gboolean
is_wanted (const HdCentralStream *stream, guint index)
{
  const HdCentralQuery *query = stream->query;
  const HdSampleVersion *version = &g_array_index (stream->versions, HdSampleVersion, index);
  const HdSampleVersion *next = version + 1, *before = version - 1;

  if (version->known > query->as_of || version->known <= query->updated_after)
    return FALSE;
  if (query->has_history)
    return TRUE;
  /* Superseded already. */
  if (index + 1 < stream->versions->len && next->known <= query->as_of
      && is_same_key (version, next))
    return FALSE;
  if (!version->is_delete)
    return TRUE;
  /* A deletion is told only to those who have the row. */
  return query->updated_after > 0 && index > 0 && is_same_key (version, before)
         && before->known <= query->updated_after;
}

static const HdSampleVersion *
enlarge (HdCentralStream *stream, const HdSampleVersion *version)
{
  const HdSampleDataset *dataset = stream->query->dataset;

  if (stream->times == 0)
    return version;
  stream->enlarged = *version;
  for (guint index = 0; index < hd_sample_n_measures (dataset); index++)
    {
      HdSampleValue *value = &stream->enlarged.row.values[index];

      if (dataset->measures[index].is_real)
        value->d *= (double)stream->times;
      else if (value->i != HD_SAMPLE_MISSING)
        value->i *= stream->times;
    }
  return &stream->enlarged;
}

const HdSampleVersion *
hd_central_stream_next (HdCentralStream *stream)
{
  for (;;)
    {
      while (stream->versions != NULL && stream->index < stream->versions->len)
        {
          guint index = stream->index++;
          const HdSampleVersion *version
              = &g_array_index (stream->versions, HdSampleVersion, index);

          if (is_wanted (stream, index) && hd_central_query_has_row (stream->query, &version->row))
            return enlarge (stream, version);
        }
      if (!next_period (stream))
        return NULL;
    }
}
