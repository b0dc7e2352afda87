/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Adds up the rows of a partition into a roll-up.
 *
 * Rows come in order of time, so groups are collected period by period in a small hash, and written in the
 * order of their codes: equal codes lie side by side, which compresses well and scans well.
 */

#include "config.h"

#include "hd-cube-rollup-build.h"

#include <stdlib.h>

#define MAX_DIMENSIONS 16
#define FIRST_CAPACITY 4096
/* Rows whose groups are found before their measures are added, column by column. */
#define BLOCK 1024
/* The group of rows that the roll-up is not of; past all others. */
#define LEFT_OUT G_MAXUINT64

typedef struct
{
  guint64 key;
  guint index; /* of its sums */
} Group;

typedef struct
{
  const HdCubeTable *table;
  HdCubeRollupDraft *draft;
  guint n_dimensions, n_measures;
  guint dimension[MAX_DIMENSIONS]; /* of the structure */
  guint64 size[MAX_DIMENSIONS]; /* of its list */
  GArray *measure; /* (element-type guint) of the structure */
  guint where; /* of the structure, where there is `is_wanted` */
  guint8 *is_wanted; /* (nullable) [code of the table] */
  /* The groups of the period at hand. */
  GArray *groups; /* (element-type Group) */
  gint32 *slots; /* index of a group + 1, 0: empty */
  guint capacity;
  gint64 *sums; /* [group][measure] */
  guint8 *flags; /* [group][measure] */
  guint n_room; /* groups that there is room for */
} Builder;

/* Whether no total stands in `dimension`, so that its codes may be added up. Codes above others are told
 * from their parts by what is reported, which a roll-up over them would forget. */
static gboolean
can_add_over (HdStructure *structure, guint dimension)
{
  HdCodeList *list = hd_structure_get_dimension (structure, dimension)->codes;

  return hd_code_list_find (list, HD_CODE_TOTAL_ID, -1) == HD_CODE_NONE;
}

void
hd_cube_rollup_draft_free (HdCubeRollupDraft *draft)
{
  for (guint index = 0; draft->codes[index] != NULL; index++)
    g_array_unref (draft->codes[index]);
  for (guint index = 0; draft->values[index] != NULL; index++)
    {
      g_array_unref (draft->values[index]);
      g_byte_array_unref (draft->flags[index]);
    }
  g_free (draft->codes);
  g_free (draft->values);
  g_free (draft->flags);
  hd_cube_rollup_unref (draft->rollup);
  g_free (draft);
}

static gboolean
is_kept (const HdRollupSpec *spec, const HdMeasure *measure)
{
  return !measure->is_real
         && (spec->measures == NULL
             || g_strv_contains ((const char *const *)spec->measures, measure->id));
}

static gboolean
choose_columns (Builder *builder, const HdRollupSpec *spec)
{
  HdStructure *structure = builder->table->structure;
  guint64 n_keys = 1, kept = 0;

  for (guint index = 0; spec->dimensions[index] != NULL; index++)
    {
      int found = hd_structure_find_dimension (structure, spec->dimensions[index]);

      if (found < 0 || index == MAX_DIMENSIONS || builder->table->codes[found] == NULL)
        return FALSE;
      builder->dimension[index] = (guint)found;
      builder->size[index] = MAX (hd_cube_table_get_n_codes (builder->table, (guint)found), 1);
      kept |= G_GUINT64_CONSTANT (1) << found;
      if (__builtin_mul_overflow (n_keys, builder->size[index], &n_keys))
        return FALSE;
      builder->n_dimensions++;
    }
  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    if ((kept >> index & 1) == 0 && !can_add_over (structure, index))
      return FALSE;
  for (guint index = 0; index < hd_structure_get_n_measures (structure); index++)
    if (is_kept (spec, hd_structure_get_measure (structure, index)))
      g_array_append_val (builder->measure, index);
  builder->n_measures = builder->measure->len;
  return builder->n_measures > 0;
}

/* Which codes of the table the roll-up is of. */
static void
choose_rows (Builder *builder, const HdRollupSpec *spec)
{
  HdCodeList *list;
  guint n_codes;

  if (spec->where == NULL)
    return;
  builder->where = (guint)hd_structure_find_dimension (builder->table->structure, spec->where);
  list = hd_structure_get_dimension (builder->table->structure, builder->where)->codes;
  n_codes = hd_cube_table_get_n_codes (builder->table, builder->where);
  builder->is_wanted = g_new0 (guint8, n_codes + 1);
  for (guint code = 0; code < n_codes; code++)
    {
      HdCode known = hd_cube_table_to_structure (builder->table, builder->where, code);

      builder->is_wanted[code] = known != HD_CODE_NONE
                                 && g_strv_contains ((const char *const *)spec->where_codes,
                                                     hd_code_list_get (list, known)->id);
    }
}

static void
make_draft (Builder *builder, const HdRollupSpec *spec)
{
  HdStructure *structure = builder->table->structure;
  HdCubeRollupDraft *draft = g_new0 (HdCubeRollupDraft, 1);
  HdCubeRollup *rollup = hd_cube_rollup_new (hd_structure_get_id (structure), spec);

  rollup->measures = g_new0 (char *, builder->n_measures + 1);
  rollup->has_flags = g_new0 (gboolean, builder->n_measures + 1);
  draft->rollup = rollup;
  draft->codes = g_new0 (GArray *, builder->n_dimensions + 1);
  draft->values = g_new0 (GArray *, builder->n_measures + 1);
  draft->flags = g_new0 (GByteArray *, builder->n_measures + 1);
  for (guint index = 0; index < builder->n_dimensions; index++)
    draft->codes[index] = g_array_new (FALSE, FALSE, sizeof (guint16));
  for (guint index = 0; index < builder->n_measures; index++)
    {
      guint measure = g_array_index (builder->measure, guint, index);

      rollup->measures[index] = g_strdup (hd_structure_get_measure (structure, measure)->id);
      draft->values[index] = g_array_new (FALSE, FALSE, sizeof (gint64));
      draft->flags[index] = g_byte_array_new ();
    }
  builder->draft = draft;
}

static inline guint
first_slot (guint64 key, guint capacity)
{
  guint64 mixed = key * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);

  return (guint)(mixed >> 32) & (capacity - 1);
}

static void
fill_slots (Builder *builder)
{
  memset (builder->slots, 0, builder->capacity * sizeof *builder->slots);
  for (guint index = 0; index < builder->groups->len; index++)
    {
      guint slot
          = first_slot (g_array_index (builder->groups, Group, index).key, builder->capacity);

      while (builder->slots[slot] != 0)
        slot = (slot + 1) & (builder->capacity - 1);
      builder->slots[slot] = (gint32)index + 1;
    }
}

static guint
add_group (Builder *builder, guint64 key)
{
  Group group = { key, builder->groups->len };
  gsize first = (gsize)group.index * builder->n_measures;

  g_array_append_val (builder->groups, group);
  if (group.index == builder->n_room)
    {
      builder->n_room = MAX (2 * builder->n_room, FIRST_CAPACITY);
      builder->sums = g_renew (gint64, builder->sums, (gsize)builder->n_room * builder->n_measures);
      builder->flags
          = g_renew (guint8, builder->flags, (gsize)builder->n_room * builder->n_measures);
    }
  memset (builder->sums + first, 0, builder->n_measures * sizeof (gint64));
  memset (builder->flags + first, 0, builder->n_measures);
  if (2 * builder->groups->len > builder->capacity)
    {
      builder->capacity *= 4;
      builder->slots = g_renew (gint32, builder->slots, builder->capacity);
      fill_slots (builder);
    }
  return group.index;
}

static guint
find_group (Builder *builder, guint64 key)
{
  guint slot = first_slot (key, builder->capacity);

  while (builder->slots[slot] != 0)
    {
      guint index = (guint)builder->slots[slot] - 1;

      if (g_array_index (builder->groups, Group, index).key == key)
        return index;
      slot = (slot + 1) & (builder->capacity - 1);
    }
  builder->slots[slot] = (gint32)builder->groups->len + 1;
  return add_group (builder, key);
}

static inline gboolean
is_left_out (const Builder *builder, guint row)
{
  return builder->is_wanted != NULL
         && !builder
                 ->is_wanted[hd_cube_vector_get_code (builder->table->codes[builder->where], row)];
}

/* The groups of n rows. */
static void
find_groups (Builder *builder, guint first, guint n, guint *groups)
{
  guint64 before = 0;

  for (guint row = 0; row < n; row++)
    {
      guint64 key = 0;

      for (guint index = 0; index < builder->n_dimensions; index++)
        key = key * builder->size[index]
              + hd_cube_vector_get_code (builder->table->codes[builder->dimension[index]],
                                         first + row);
      if (is_left_out (builder, first + row))
        key = LEFT_OUT;
      /* Rows are sorted by their first dimensions, so the next one is often of the same group. */
      groups[row] = row > 0 && key == before ? groups[row - 1] : find_group (builder, key);
      before = key;
    }
}

static inline void
add_value (Builder *builder, gsize at, gint64 value)
{
  builder->flags[at] |= HD_CUBE_ROW_PRESENT;
  if (__builtin_add_overflow (builder->sums[at], value, &builder->sums[at]))
    builder->flags[at] |= HD_CUBE_ROW_OVERFLOW;
}

/* Adds one measure of n rows to their groups. */
static void
add_measure (Builder *builder, guint index, guint first, guint n, const guint *groups)
{
  const HdCubeTable *table = builder->table;
  guint measure = g_array_index (builder->measure, guint, index);
  const HdVector *values = table->values[measure];
  gboolean is_clean = values != NULL && !values->has_missing
                      && (table->is_rollup ? table->flags[measure] == NULL : table->status == NULL);

  for (guint row = 0; row < n; row++)
    {
      gsize at = (gsize)groups[row] * builder->n_measures + index;
      gint64 value;
      guint flags;

      if (is_clean && values->type == HD_VECTOR_INT64)
        {
          add_value (builder, at, values->i64[first + row]);
          continue;
        }
      if (is_clean && values->type == HD_VECTOR_INT32)
        {
          add_value (builder, at, values->i32[first + row]);
          continue;
        }
      flags = hd_cube_table_read (table, measure, first + row, &value);
      builder->flags[at] |= (guint8)flags;
      if ((flags & HD_CUBE_ROW_PRESENT) != 0)
        add_value (builder, at, value);
    }
}

static int
compare_groups (const void *a, const void *b)
{
  const Group *left = a, *right = b;

  return left->key < right->key ? -1 : left->key > right->key;
}

/* Writes the groups of the period as rows, and forgets them. */
static void
close_run (Builder *builder)
{
  HdCubeRollupDraft *draft = builder->draft;
  GArray *groups = builder->groups;

  if (groups->len > 0)
    qsort (groups->data, groups->len, sizeof (Group), compare_groups);
  if (groups->len > 0 && g_array_index (groups, Group, groups->len - 1).key == LEFT_OUT)
    g_array_set_size (groups, groups->len - 1);
  for (guint at = 0; at < groups->len; at++)
    {
      const Group *group = &g_array_index (groups, Group, at);
      gsize first = (gsize)group->index * builder->n_measures;
      guint64 key = group->key;

      for (guint index = builder->n_dimensions; index-- > 0; key /= builder->size[index])
        {
          guint16 code = (guint16)(key % builder->size[index]);

          g_array_append_val (draft->codes[index], code);
        }
      for (guint index = 0; index < builder->n_measures; index++)
        {
          g_array_append_val (draft->values[index], builder->sums[first + index]);
          g_byte_array_append (draft->flags[index], &builder->flags[first + index], 1);
          draft->rollup->has_flags[index] |= builder->flags[first + index] != HD_CUBE_ROW_PRESENT;
        }
    }
  draft->rollup->n_rows += groups->len;
  g_array_set_size (groups, 0);
  fill_slots (builder);
}

static void
add_up (Builder *builder, HdGrain grain)
{
  const HdCubeTable *table = builder->table;
  g_autoptr (GArray) runs = g_array_new (FALSE, TRUE, sizeof (HdCubeRun));
  HdPeriod period = hd_period_span (0, -1);

  for (guint at = 0; at < table->n_runs; at++)
    {
      const HdCubeRun *from = &table->runs[at];
      HdCubeRun *run;

      if (runs->len == 0 || from->first > period.last)
        {
          HdCubeRun next = { from->first, from->last, 0, from->vintage };

          close_run (builder);
          next.start = builder->draft->rollup->n_rows;
          g_array_append_val (runs, next);
          period = hd_period_containing (from->first, grain, HD_MONTH_START_CIVIL);
        }
      run = &g_array_index (runs, HdCubeRun, runs->len - 1);
      run->last = from->last;
      run->vintage = MAX (run->vintage, from->vintage);
      for (guint row = from->start; row < from[1].start; row += BLOCK)
        {
          guint n = MIN (from[1].start - row, BLOCK);
          guint groups[BLOCK];

          find_groups (builder, row, n, groups);
          for (guint index = 0; index < builder->n_measures; index++)
            add_measure (builder, index, row, n, groups);
        }
    }
  close_run (builder);
  builder->draft->rollup->n_runs = runs->len;
  g_array_set_size (runs, runs->len + 1);
  builder->draft->rollup->runs = (HdCubeRun *)g_array_free (g_steal_pointer (&runs), FALSE);
  builder->draft->rollup->runs[builder->draft->rollup->n_runs]
      = (HdCubeRun){ 0, 0, builder->draft->rollup->n_rows, 0 };
}

HdCubeRollupDraft *
hd_cube_rollup_build (const HdCubeTable *table, const HdRollupSpec *spec)
{
  Builder builder = { .table = table };

  builder.measure = g_array_new (FALSE, FALSE, sizeof (guint));
  if (choose_columns (&builder, spec))
    {
      choose_rows (&builder, spec);
      make_draft (&builder, spec);
      builder.groups = g_array_new (FALSE, FALSE, sizeof (Group));
      builder.capacity = FIRST_CAPACITY;
      builder.slots = g_new0 (gint32, builder.capacity);
      add_up (&builder, spec->grain);
      g_array_unref (builder.groups);
    }
  g_array_unref (builder.measure);
  g_free (builder.is_wanted);
  g_free (builder.slots);
  g_free (builder.sums);
  g_free (builder.flags);
  return builder.draft;
}

static HdVector *
copy_vector (HdVectorKind kind, const GArray *codes, const GByteArray *bytes)
{
  guint n_rows = codes != NULL ? codes->len : bytes->len;
  g_autofree gint64 *numbers = g_new (gint64, n_rows + 1);

  for (guint row = 0; row < n_rows; row++)
    numbers[row] = codes != NULL ? g_array_index (codes, guint16, row) : bytes->data[row];
  return hd_vector_new (kind, numbers, n_rows);
}

HdCubeTable *
hd_cube_rollup_draft_open (const HdCubeRollupDraft *draft, const HdCubeTable *like)
{
  const HdCubeRollup *rollup = draft->rollup;
  HdStructure *structure = like->structure;
  HdCubeTable *table = hd_cube_table_new (structure, rollup->n_rows, rollup->n_runs);

  table->is_rollup = TRUE;
  if (like->dictionaries != NULL)
    table->dictionaries = hd_dictionaries_ref (like->dictionaries);
  memcpy (table->runs, rollup->runs, (rollup->n_runs + 1) * sizeof (HdCubeRun));
  for (guint index = 0; rollup->dimensions[index] != NULL; index++)
    {
      int dimension = hd_structure_find_dimension (structure, rollup->dimensions[index]);

      table->codes[dimension]
          = hd_cube_table_take (table, copy_vector (HD_VECTOR_CODES, draft->codes[index], NULL));
    }
  for (guint index = 0; rollup->measures[index] != NULL; index++)
    {
      int measure = hd_structure_find_measure (structure, rollup->measures[index]);

      table->values[measure] = hd_cube_table_take (
          table, hd_vector_new (HD_VECTOR_INTEGERS, (const gint64 *)draft->values[index]->data,
                                rollup->n_rows));
      if (rollup->has_flags[index])
        table->flags[measure]
            = hd_cube_table_take (table, copy_vector (HD_VECTOR_CODES, NULL, draft->flags[index]));
    }
  return table;
}
