/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads SDMX-CSV 2.x as it streams in.
 */

#include "config.h"

#include "hd-sdmx-csv.h"

#include <string.h>

#include "hd-feed-error.h"
#include "hd-sdmx-csv-binding.h"
#include "hd-sdmx-text.h"

/* Some 3 GB of columns; a server with more to say says it in several messages. */
#define MAX_ROWS (G_GUINT64_CONSTANT (1) << 25)
#define MAX_STRUCTURES 256

/* One spelling of a STRUCTURE_ID, and the dataset that it means. */
typedef struct
{
  char *text;
  gsize length;
  HdSdmxCsvBinding *binding; /* owned by the reader's table */
} Spelling;

struct _HdSdmxCsvReader
{
  HdStructures *structures;
  gint64 known_from;
  HdCsvScanner *scanner;
  HdSdmxCsvHeader header;
  gboolean has_header;
  GArray *spellings; /* (element-type Spelling) */
  GPtrArray *bindings; /* (element-type HdSdmxCsvBinding) in order of appearance */
  guint last; /* the spelling of the row above */
  guint64 n_rows, n_taken;
};

static void
spelling_clear (gpointer data)
{
  g_free (((Spelling *)data)->text);
}

/* The dataset that a row is of. Data structures and agreements have versions of their own. */
static HdStructure *
find_structure (HdSdmxCsvReader *reader,
                const HdCsvField *type,
                const HdSdmxReference *reference,
                GError **error)
{
  g_autofree char *word = g_strndup (type->text, type->length);
  HdStructure *structure = hd_structures_find (reader->structures, reference->id);

  if (structure == NULL)
    return hd_structures_find_alias (reader->structures, word, reference->id);
  return hd_sdmx_reference_is (reference, structure, error) ? structure : NULL;
}

static HdSdmxCsvBinding *
bind_structure (HdSdmxCsvReader *reader,
                const HdCsvField *type,
                const char *text,
                gsize length,
                GError **error)
{
  g_auto (HdSdmxReference) reference = { NULL, NULL, NULL };
  g_autofree char *shown = g_utf8_make_valid (text, (gssize)length);
  g_autoptr (GError) local_error = NULL;
  HdStructure *structure;
  HdSdmxCsvBinding *binding;

  if (!hd_sdmx_reference_parse (text, length, &reference))
    {
      g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SYNTAX,
                   "STRUCTURE_ID “%s” is not AGENCY:ID(VERSION)", shown);
      return NULL;
    }
  structure = find_structure (reader, type, &reference, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (structure == NULL)
    g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SCHEMA, "no structure is known for %s", shown);
  if (structure == NULL)
    return NULL;
  for (guint at = 0; at < reader->bindings->len; at++)
    if (hd_sdmx_csv_binding_get_rows (reader->bindings->pdata[at])->structure == structure)
      return reader->bindings->pdata[at];
  binding = hd_sdmx_csv_binding_new (structure, &reader->header, reader->known_from);
  g_ptr_array_add (reader->bindings, binding);
  return binding;
}

static HdSdmxCsvBinding *
find_binding (HdSdmxCsvReader *reader, const HdCsvRecord *record, GError **error)
{
  guint column = (guint)reader->header.structure_id;
  const HdCsvField *field = &record->fields[column];
  g_autoptr (GError) local_error = NULL;
  Spelling spelling = { NULL, field->length, NULL };

  for (guint step = 0; step < reader->spellings->len; step++)
    {
      guint at = (reader->last + step) % reader->spellings->len;
      const Spelling *known = &g_array_index (reader->spellings, Spelling, at);

      if (known->length == field->length && memcmp (known->text, field->text, field->length) == 0)
        {
          reader->last = at;
          return known->binding;
        }
    }
  if (reader->spellings->len == MAX_STRUCTURES)
    {
      hd_csv_record_error (record, column, HD_FEED_ERROR_TOO_LARGE, error, "too many structures");
      return NULL;
    }
  spelling.binding
      = bind_structure (reader, &record->fields[0], field->text, field->length, &local_error);
  if (spelling.binding == NULL)
    {
      hd_csv_record_error (record, column, local_error->code, error, "%s", local_error->message);
      return NULL;
    }
  spelling.text = g_strndup (field->text, field->length);
  reader->last = reader->spellings->len;
  g_array_append_val (reader->spellings, spelling);
  return spelling.binding;
}

static gboolean
read_action (HdSdmxCsvReader *reader, const HdCsvRecord *record, HdAction *action, GError **error)
{
  const HdCsvField *field;

  *action = HD_ACTION_MERGE;
  if (reader->header.action < 0)
    return TRUE;
  field = &record->fields[reader->header.action];
  if (field->length == 0 || hd_sdmx_parse_action (field->text, field->length, action))
    return TRUE;
  hd_csv_record_error (record, (guint)reader->header.action, HD_FEED_ERROR_SYNTAX, error,
                       "ACTION is none of M, R, D, I and A");
  return FALSE;
}

static gboolean
record_cb (const HdCsvRecord *record, gpointer user_data, GError **error)
{
  HdSdmxCsvReader *reader = user_data;
  HdSdmxCsvBinding *binding;
  HdAction action;

  if (!reader->has_header)
    {
      reader->has_header = TRUE;
      return hd_sdmx_csv_header_read (&reader->header, record,
                                      hd_csv_scanner_get_separator (reader->scanner), error);
    }
  if (record->n_fields != reader->header.n_columns)
    {
      hd_csv_record_error (record, record->n_fields - 1, HD_FEED_ERROR_SYNTAX, error,
                           "%u fields where the header has %u", record->n_fields,
                           reader->header.n_columns);
      return FALSE;
    }
  if (++reader->n_rows - reader->n_taken > MAX_ROWS)
    {
      hd_csv_record_error (record, 0, HD_FEED_ERROR_TOO_LARGE, error, "too many rows");
      return FALSE;
    }
  binding = find_binding (reader, record, error);
  return binding != NULL && read_action (reader, record, &action, error)
         && hd_sdmx_csv_binding_read (binding, record, action, error);
}

HdSdmxCsvReader *
hd_sdmx_csv_reader_new (HdStructures *structures, gint64 known_from)
{
  HdSdmxCsvReader *reader = g_new0 (HdSdmxCsvReader, 1);

  reader->structures = hd_structures_ref (structures);
  reader->known_from = known_from;
  reader->scanner = hd_csv_scanner_new (record_cb, reader);
  reader->spellings = g_array_new (FALSE, FALSE, sizeof (Spelling));
  g_array_set_clear_func (reader->spellings, spelling_clear);
  reader->bindings = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_sdmx_csv_binding_free);
  return reader;
}

void
hd_sdmx_csv_reader_free (HdSdmxCsvReader *reader)
{
  hd_csv_scanner_free (reader->scanner);
  hd_sdmx_csv_header_clear (&reader->header);
  g_array_unref (reader->spellings);
  g_ptr_array_unref (reader->bindings);
  hd_structures_unref (reader->structures);
  g_free (reader);
}

gboolean
hd_sdmx_csv_reader_push (HdSdmxCsvReader *reader, const char *bytes, gsize length, GError **error)
{
  return hd_csv_scanner_push (reader->scanner, bytes, length, error);
}

guint64
hd_sdmx_csv_reader_get_n_rows (HdSdmxCsvReader *reader)
{
  return reader->n_rows;
}

GPtrArray *
hd_sdmx_csv_reader_take (HdSdmxCsvReader *reader)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_rows_unref);

  for (guint at = 0; at < reader->bindings->len; at++)
    if (hd_sdmx_csv_binding_get_rows (reader->bindings->pdata[at])->n_rows > 0)
      g_ptr_array_add (parts, hd_sdmx_csv_binding_take_rows (reader->bindings->pdata[at]));
  reader->n_taken = reader->n_rows;
  return parts;
}

HdMessage *
hd_sdmx_csv_reader_finish (HdSdmxCsvReader *reader, GError **error)
{
  g_autoptr (HdMessage) message = NULL;

  if (!hd_csv_scanner_finish (reader->scanner, error))
    return NULL;
  if (!reader->has_header)
    {
      g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_TRUNCATED,
                           "line 1, column 1: the message is empty");
      return NULL;
    }
  message = hd_message_new ();
  message->prepared = reader->known_from;
  for (guint at = 0; at < reader->bindings->len; at++)
    {
      HdRows *rows = hd_sdmx_csv_binding_get_rows (reader->bindings->pdata[at]);

      if (rows->n_rows > 0)
        g_ptr_array_add (message->parts, hd_rows_ref (rows));
    }
  return g_steal_pointer (&message);
}
