/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers by which a warehouse knows the codes of a dataset's dimensions.
 */

#include "config.h"

#include "hd-warehouse-codes.h"

#include <string.h>

#define MAX_NUMBERS 65535

typedef struct
{
  GPtrArray *ids; /* (element-type utf8) by number */
  GHashTable *numbers; /* id → number + 1 */
  guint n_written;
} Numbers;

struct _HdWarehouseCodes
{
  gatomicrefcount refs;
  char *dataset;
  guint n_dimensions;
  Numbers *dimensions;
  char **names; /* of the dimensions */
};

static guint16
add_id (Numbers *numbers, const char *id)
{
  char *own = g_strdup (id);

  g_ptr_array_add (numbers->ids, own);
  g_hash_table_insert (numbers->numbers, own, GUINT_TO_POINTER (numbers->ids->len));
  return (guint16)(numbers->ids->len - 1);
}

static HdWarehouseCodes *
codes_new (HdStructure *structure)
{
  HdWarehouseCodes *self = g_new0 (HdWarehouseCodes, 1);

  g_atomic_ref_count_init (&self->refs);
  self->dataset = g_strdup (hd_structure_get_id (structure));
  self->n_dimensions = hd_structure_get_n_dimensions (structure);
  self->dimensions = g_new0 (Numbers, self->n_dimensions + 1);
  self->names = g_new0 (char *, self->n_dimensions + 1);
  for (guint dimension = 0; dimension < self->n_dimensions; dimension++)
    {
      self->names[dimension] = g_strdup (hd_structure_get_dimension (structure, dimension)->id);
      self->dimensions[dimension].ids = g_ptr_array_new_with_free_func (g_free);
      self->dimensions[dimension].numbers = g_hash_table_new (g_str_hash, g_str_equal);
    }
  return self;
}

HdWarehouseCodes *
hd_warehouse_codes_ref (HdWarehouseCodes *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
hd_warehouse_codes_unref (HdWarehouseCodes *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  for (guint dimension = 0; dimension < self->n_dimensions; dimension++)
    {
      g_hash_table_unref (self->dimensions[dimension].numbers);
      g_ptr_array_unref (self->dimensions[dimension].ids);
    }
  g_strfreev (self->names);
  g_free (self->dimensions);
  g_free (self->dataset);
  g_free (self);
}

/* Fixed width: a code's id is never longer (hd_sdmx_structure_read() refuses it), and a FixedString is
 * filled with zeros. */
#define ID_BYTES 64

/* One row: number, dimension's name, id. */
static gboolean
read_rows (HdWarehouseCodes *self, HdWarehouseAnswer *answer, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  const guint8 *row;

  while ((row = hd_warehouse_answer_next (answer, 2 + 2 * ID_BYTES, &local_error)) != NULL)
    {
      guint16 number;
      char name[ID_BYTES + 1] = "", id[ID_BYTES + 1] = "";

      memcpy (&number, row, sizeof number);
      memcpy (name, row + 2, ID_BYTES);
      memcpy (id, row + 2 + ID_BYTES, ID_BYTES);
      for (guint dimension = 0; dimension < self->n_dimensions; dimension++)
        {
          Numbers *numbers = &self->dimensions[dimension];

          if (!g_str_equal (self->names[dimension], name))
            continue;
          if (GUINT16_FROM_LE (number) != numbers->ids->len)
            {
              g_set_error (error, HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_BAD_ANSWER,
                           "the codes of %s in %s have gaps: load it again", name, self->dataset);
              return FALSE;
            }
          add_id (numbers, id);
        }
    }
  for (guint dimension = 0; dimension < self->n_dimensions; dimension++)
    self->dimensions[dimension].n_written = self->dimensions[dimension].ids->len;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

HdWarehouseCodes *
hd_warehouse_codes_read (HdWarehouseClient *client,
                         HdStructure *structure,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (HdWarehouseCodes) self = codes_new (structure);
  g_autoptr (HdWarehouseAnswer) answer = NULL;
  g_autofree char *sql = NULL;

  if (!hd_warehouse_is_name (self->dataset))
    {
      g_set_error (error, HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_NOT_LOADED,
                   "%s: no name for a table", self->dataset);
      return NULL;
    }
  sql = g_strdup_printf ("SELECT NUMBER, toFixedString(DIMENSION, %d), toFixedString(ID, %d) FROM "
                         "%s.CODES WHERE DATASET = '%s' ORDER BY DIMENSION, NUMBER",
                         ID_BYTES, ID_BYTES, hd_warehouse_client_get_database (client),
                         self->dataset);
  answer = hd_warehouse_client_ask (client, sql, cancellable, error);
  return answer != NULL && read_rows (self, answer, error) ? g_steal_pointer (&self) : NULL;
}

guint
hd_warehouse_codes_get_n (const HdWarehouseCodes *self, guint dimension)
{
  return self->dimensions[dimension].ids->len;
}

const char *
hd_warehouse_codes_get_id (const HdWarehouseCodes *self, guint dimension, guint number)
{
  return g_ptr_array_index (self->dimensions[dimension].ids, number);
}

HdCode *
hd_warehouse_codes_to_list (const HdWarehouseCodes *self, guint dimension, HdCodeList *list)
{
  const GPtrArray *ids = self->dimensions[dimension].ids;
  HdCode *table = g_new (HdCode, ids->len + 1);

  for (guint number = 0; number < ids->len; number++)
    table[number] = hd_code_list_find (list, g_ptr_array_index (ids, number), -1);
  return table;
}

guint16
hd_warehouse_codes_ensure (HdWarehouseCodes *self, guint dimension, const char *id)
{
  Numbers *numbers = &self->dimensions[dimension];
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (numbers->numbers, id));

  g_assert (known > 0 || numbers->ids->len < MAX_NUMBERS);
  return known > 0 ? (guint16)(known - 1) : add_id (numbers, id);
}

static void
append_text (GByteArray *bytes, const char *text)
{
  guint8 length = (guint8)strlen (text); /* below 128, which is its own LEB128 */

  g_byte_array_append (bytes, &length, 1);
  g_byte_array_append (bytes, (const guint8 *)text, length);
}

gboolean
hd_warehouse_codes_write (HdWarehouseCodes *self,
                          HdWarehouseClient *client,
                          GCancellable *cancellable,
                          GError **error)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GBytes) body = NULL;
  g_autofree char *sql = g_strdup_printf ("INSERT INTO %s.CODES FORMAT RowBinary",
                                          hd_warehouse_client_get_database (client));

  for (guint dimension = 0; dimension < self->n_dimensions; dimension++)
    {
      Numbers *numbers = &self->dimensions[dimension];

      for (guint number = numbers->n_written; number < numbers->ids->len; number++)
        {
          guint16 little = GUINT16_TO_LE (number);

          append_text (bytes, self->dataset);
          append_text (bytes, self->names[dimension]);
          g_byte_array_append (bytes, (const guint8 *)&little, sizeof little);
          append_text (bytes, g_ptr_array_index (numbers->ids, number));
        }
    }
  body = g_byte_array_free_to_bytes (bytes);
  if (g_bytes_get_size (body) > 0
      && !hd_warehouse_client_run (client, sql, body, cancellable, error))
    return FALSE;
  for (guint dimension = 0; dimension < self->n_dimensions; dimension++)
    self->dimensions[dimension].n_written = self->dimensions[dimension].ids->len;
  return TRUE;
}
