/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A slow and simple telling of what messages say of one observation, to hold a store against.
 */

#pragma once

#include "store-fixture.h"

/* One statement of a message on one observation. */
typedef struct
{
  gint64 known_from, prepared;
  guint order;
  HdAction action;
  HdNumber values[3];
} Statement;

static inline int
compare_statements (gconstpointer a, gconstpointer b)
{
  const Statement *left = a, *right = b;

  if (left->known_from != right->known_from)
    return left->known_from < right->known_from ? -1 : 1;
  if (left->prepared != right->prepared)
    return left->prepared < right->prepared ? -1 : 1;
  return left->order < right->order ? -1 : 1;
}

static inline GArray *
statements_on (GPtrArray *messages, HdDay day, HdCode unit, HdCode tax)
{
  GArray *statements = g_array_new (FALSE, FALSE, sizeof (Statement));

  for (guint m = 0; m < messages->len; m++)
    {
      HdMessage *message = g_ptr_array_index (messages, m);
      guint order = 0;

      for (guint part = 0; part < message->parts->len; part++)
        {
          HdRows *rows = g_ptr_array_index (message->parts, part);

          for (guint row = 0; row < rows->n_rows; row++)
            {
              Statement statement = {
                rows->known_from[row], message->prepared, order++, rows->action[row], { { 0 } }
              };

              if ((rows->day[row] != day && rows->day[row] != HD_DAY_NONE)
                  || (rows->codes[0][row] != unit && rows->codes[0][row] != HD_CODE_NONE)
                  || (rows->codes[1][row] != tax && rows->codes[1][row] != HD_CODE_NONE))
                continue;
              for (guint measure = 0; measure < 3; measure++)
                statement.values[measure] = rows->values[measure][row];
              g_array_append_val (statements, statement);
            }
        }
    }
  g_array_sort (statements, compare_statements);
  return statements;
}

/* "collected refunded rate since known_from", or nothing. */
static inline char *
tell (gboolean is_visible, const HdNumber *values, gint64 known_from)
{
  if (!is_visible)
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %g since %" G_GINT64_FORMAT,
                          values[0].i, values[1].i, isnan (values[2].d) ? -1 : values[2].d,
                          known_from);
}

static inline gboolean
is_same (const HdNumber *a, const HdNumber *b)
{
  return a[0].i == b[0].i && a[1].i == b[1].i
         && (a[2].d == b[2].d || (isnan (a[2].d) && isnan (b[2].d)));
}

/* Whether there is an observation behind it. */
static inline gboolean
play (const Statement *statement, HdNumber *values, gboolean is_visible)
{
  gboolean is_delete = statement->action == HD_ACTION_DELETE, names_any = FALSE;

  for (guint measure = 0; measure < 3; measure++)
    {
      HdNumber value = statement->values[measure];
      gboolean is_missing = measure == 2 ? isnan (value.d) : value.i == HD_INT64_MISSING;

      names_any |= !is_missing;
      if (is_delete && !is_missing)
        values[measure] = measure == 2 ? (HdNumber){ .d = NAN } : (HdNumber){ HD_INT64_MISSING };
      else if (!is_delete && (statement->action == HD_ACTION_REPLACE || !is_visible || !is_missing))
        values[measure] = value;
    }
  return is_delete ? is_visible && names_any : TRUE;
}

static inline char *
oracle (GPtrArray *messages, HdDay day, HdCode unit, HdCode tax, gint64 as_of)
{
  g_autoptr (GArray) statements = statements_on (messages, day, unit, tax);
  HdNumber values[3] = { { 0 } }, before[3] = { { 0 } };
  gboolean is_visible = FALSE, was_visible = FALSE;
  gint64 known_from = 0;

  for (guint index = 0; index < statements->len; index++)
    {
      const Statement *statement = &g_array_index (statements, Statement, index);
      gboolean is_last_of_moment
          = index + 1 == statements->len
            || g_array_index (statements, Statement, index + 1).known_from != statement->known_from;

      if (statement->known_from > as_of)
        break;
      is_visible = play (statement, values, is_visible);
      if (!is_last_of_moment)
        continue;
      if (!is_visible || !was_visible || !is_same (values, before))
        known_from = statement->known_from;
      was_visible = is_visible;
      memcpy (before, values, sizeof values);
    }
  return tell (is_visible, values, known_from);
}

static inline char *
shown (GPtrArray *partitions, HdDay day, HdCode unit, HdCode tax)
{
  char *found = NULL;

  for (guint index = 0; index < partitions->len; index++)
    {
      HdRows *rows = g_ptr_array_index (partitions, index);
      const HdCodeList *units = hd_structure_get_dimension (rows->structure, 0)->codes;
      const HdCodeList *taxes = hd_structure_get_dimension (rows->structure, 1)->codes;

      for (guint row = 0; row < rows->n_rows; row++)
        {
          HdNumber values[3] = { rows->values[0][row], rows->values[1][row], rows->values[2][row] };

          if (rows->day[row] != day
              || atoi (hd_code_list_get (units, rows->codes[0][row])->id + 1) != unit
              || atoi (hd_code_list_get (taxes, rows->codes[1][row])->id + 1) != tax)
            continue;
          g_assert_null (found);
          found = tell (TRUE, values, rows->known_from[row]);
        }
    }
  return found;
}

/* What led to a difference, for whoever has to find out. */
static inline void
tell_statements (GPtrArray *messages, HdDay day, HdCode unit, HdCode tax, gint64 as_of)
{
  static const char *const actions[] = { "merge", "replace", "delete" };
  g_autoptr (GArray) statements = statements_on (messages, day, unit, tax);

  g_test_message ("day %d, unit %u, tax %u as of %d:", day, unit, tax, (int)as_of);
  for (guint index = 0; index < statements->len; index++)
    {
      const Statement *statement = &g_array_index (statements, Statement, index);
      g_autofree char *told = tell (TRUE, statement->values, statement->known_from);

      g_test_message ("  %s %s, prepared %d", actions[statement->action], told,
                      (int)statement->prepared);
    }
}
