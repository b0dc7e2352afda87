/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is known of a roll-up before its columns are read.
 */

#include "config.h"

#include "hd-cube-rollup.h"

/* Rows; runs (first, last, start, vintage); measures (id, has flags). */
#define HEADER_TYPE "(ua(iiux)a(sb))"

HdCubeRollup *
hd_cube_rollup_new (const char *dataset, const HdRollupSpec *spec)
{
  HdCubeRollup *rollup = g_new0 (HdCubeRollup, 1);

  rollup->dataset = g_strdup (dataset);
  rollup->id = g_strdup (spec->id);
  rollup->grain = spec->grain;
  rollup->dimensions = g_strdupv (spec->dimensions);
  rollup->where = g_strdup (spec->where);
  rollup->where_codes = g_strdupv (spec->where_codes);
  g_atomic_ref_count_init (&rollup->refs);
  return rollup;
}

HdCubeRollup *
hd_cube_rollup_ref (HdCubeRollup *rollup)
{
  g_atomic_ref_count_inc (&rollup->refs);
  return rollup;
}

void
hd_cube_rollup_unref (HdCubeRollup *rollup)
{
  if (!g_atomic_ref_count_dec (&rollup->refs))
    return;
  g_strfreev (rollup->dimensions);
  g_strfreev (rollup->measures);
  g_free (rollup->has_flags);
  g_free (rollup->where);
  g_strfreev (rollup->where_codes);
  g_free (rollup->runs);
  g_free (rollup->dataset);
  g_free (rollup->id);
  g_free (rollup);
}

static int
find (char **ids, const char *id)
{
  for (int index = 0; ids != NULL && ids[index] != NULL; index++)
    {
      if (g_str_equal (ids[index], id))
        return index;
    }
  return -1;
}

gboolean
hd_cube_rollup_is_there (const HdCubeRollup *rollup)
{
  return rollup->measures != NULL && rollup->measures[0] != NULL;
}

int
hd_cube_rollup_find_measure (const HdCubeRollup *rollup, const char *id)
{
  return find (rollup->measures, id);
}

gboolean
hd_cube_rollup_has_measures (const HdCubeRollup *rollup, HdStructure *structure, guint64 measures)
{
  for (guint index = 0; measures >> index != 0; index++)
    {
      if ((measures >> index & 1) != 0
          && find (rollup->measures, hd_structure_get_measure (structure, index)->id) < 0)
        return FALSE;
    }
  return TRUE;
}

gboolean
hd_rollup_spec_has_dimensions (const HdRollupSpec *spec, HdStructure *structure, guint64 dimensions)
{
  for (guint index = 0; dimensions >> index != 0; index++)
    {
      if ((dimensions >> index & 1) != 0
          && find (spec->dimensions, hd_structure_get_dimension (structure, index)->id) < 0)
        return FALSE;
    }
  return TRUE;
}

GBytes *
hd_cube_rollup_pack (const HdCubeRollup *rollup)
{
  g_autoptr (GVariant) header = NULL;
  GVariantBuilder runs, measures;

  g_variant_builder_init (&runs, G_VARIANT_TYPE ("a(iiux)"));
  for (guint run = 0; run < rollup->n_runs; run++)
    g_variant_builder_add (&runs, "(iiux)", rollup->runs[run].first, rollup->runs[run].last,
                           rollup->runs[run].start, rollup->runs[run].vintage);
  g_variant_builder_init (&measures, G_VARIANT_TYPE ("a(sb)"));
  for (guint index = 0; hd_cube_rollup_is_there (rollup) && rollup->measures[index] != NULL;
       index++)
    g_variant_builder_add (&measures, "(sb)", rollup->measures[index], rollup->has_flags[index]);
  header = g_variant_ref_sink (g_variant_new (HEADER_TYPE, rollup->n_rows, &runs, &measures));
  return g_variant_get_data_as_bytes (header);
}

/* A run lies in the header as it does in memory: they are read at every start, by the thousand. */
G_STATIC_ASSERT (sizeof (HdCubeRun) == 24 && offsetof (HdCubeRun, vintage) == 16);

static gboolean
unpack_runs (HdCubeRollup *rollup, GVariant *runs)
{
  gsize n_runs = 0;
  const HdCubeRun *packed = g_variant_get_fixed_array (runs, &n_runs, sizeof (HdCubeRun));

  rollup->n_runs = (guint)n_runs;
  rollup->runs = g_new0 (HdCubeRun, rollup->n_runs + 1);
  if (n_runs > 0)
    memcpy (rollup->runs, packed, n_runs * sizeof (HdCubeRun));
  rollup->runs[rollup->n_runs].start = rollup->n_rows;
  for (guint at = 0; at < rollup->n_runs; at++)
    {
      HdCubeRun *run = &rollup->runs[at];

      if (run->last < run->first || run->start >= rollup->n_rows
          || run->start < (at > 0 ? run[-1].start + 1 : 0)
          || (at > 0 && run->first <= run[-1].last))
        return FALSE;
    }
  return rollup->n_runs == 0 ? rollup->n_rows == 0 : rollup->runs[0].start == 0;
}

gboolean
hd_cube_rollup_unpack (HdCubeRollup *rollup, GBytes *bytes)
{
  g_autoptr (GVariant) header
      = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (HEADER_TYPE), bytes, FALSE));
  g_autoptr (GVariant) runs = NULL;
  g_autoptr (GVariant) measures = NULL;
  guint n_measures;

  if (!g_variant_is_normal_form (header))
    return FALSE;
  g_variant_get_child (header, 0, "u", &rollup->n_rows);
  runs = g_variant_get_child_value (header, 1);
  measures = g_variant_get_child_value (header, 2);
  n_measures = (guint)g_variant_n_children (measures);
  rollup->measures = g_new0 (char *, n_measures + 1);
  rollup->has_flags = g_new0 (gboolean, n_measures + 1);
  for (guint index = 0; index < n_measures; index++)
    g_variant_get_child (measures, index, "(sb)", &rollup->measures[index],
                         &rollup->has_flags[index]);
  return unpack_runs (rollup, runs);
}
