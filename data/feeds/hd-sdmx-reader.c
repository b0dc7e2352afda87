/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads a data message in whichever form it comes: one row of a table is one form.
 */

#include "config.h"

#include "hd-sdmx-reader.h"

#include <string.h>

#include "hd-feed-error.h"
#include "hd-json.h"
#include "hd-sdmx-csv.h"
#include "hd-sdmx-json.h"

typedef struct
{
  gboolean (*is_it) (char first); /* by the first byte that is no blank */
  gpointer (*open) (HdStructures *structures, gint64 known_from);
  void (*close) (gpointer form);
  gboolean (*push) (gpointer form, const char *bytes, gsize length, GError **error);
  guint64 (*get_n_rows) (gpointer form);
  GPtrArray *(*take) (gpointer form);
  HdMessage *(*finish) (gpointer form, gboolean allows_own, GError **error);
} Form;

struct _HdSdmxReader
{
  HdStructures *structures;
  gint64 known_from;
  const Form *form; /* NULL until the first byte that tells */
  gpointer data; /* the form's */
  gboolean allows_own;
};

/* SDMX-JSON is gathered and read whole: it is for small data. */
typedef struct
{
  HdStructures *structures;
  gint64 known_from;
  GByteArray *text;
} JsonForm;

static gboolean
json_is_it (char first)
{
  return first == '{' || first == '[';
}

static gpointer
json_open (HdStructures *structures, gint64 known_from)
{
  JsonForm *form = g_new0 (JsonForm, 1);

  form->structures = hd_structures_ref (structures);
  form->known_from = known_from;
  form->text = g_byte_array_new ();
  return form;
}

static void
json_close (gpointer data)
{
  JsonForm *form = data;

  g_byte_array_unref (form->text);
  hd_structures_unref (form->structures);
  g_free (form);
}

static gboolean
json_push (gpointer data, const char *bytes, gsize length, GError **error)
{
  JsonForm *form = data;

  if (form->text->len + length > HD_JSON_MAX_LENGTH)
    {
      g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_TOO_LARGE,
                           "the message is too long");
      return FALSE;
    }
  g_byte_array_append (form->text, (const guint8 *)bytes, (guint)length);
  return TRUE;
}

static guint64
json_get_n_rows (gpointer data)
{
  return 0;
}

static GPtrArray *
json_take (gpointer data)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)hd_rows_unref);
}

static HdMessage *
json_finish (gpointer data, gboolean allows_own, GError **error)
{
  JsonForm *form = data;
  g_autoptr (HdStructures) own = NULL; /* its rows hold on to what they need of it */

  return hd_sdmx_json_read ((const char *)form->text->data, form->text->len, form->structures,
                            form->known_from, allows_own ? &own : NULL, error);
}

static gboolean
csv_is_it (char first)
{
  return TRUE;
}

static gpointer
csv_open (HdStructures *structures, gint64 known_from)
{
  return hd_sdmx_csv_reader_new (structures, known_from);
}

static void
csv_close (gpointer data)
{
  hd_sdmx_csv_reader_free (data);
}

static gboolean
csv_push (gpointer data, const char *bytes, gsize length, GError **error)
{
  return hd_sdmx_csv_reader_push (data, bytes, length, error);
}

static guint64
csv_get_n_rows (gpointer data)
{
  return hd_sdmx_csv_reader_get_n_rows (data);
}

static GPtrArray *
csv_take (gpointer data)
{
  return hd_sdmx_csv_reader_take (data);
}

static HdMessage *
csv_finish (gpointer data, gboolean allows_own, GError **error)
{
  return hd_sdmx_csv_reader_finish (data, error);
}

/* The first that takes the message. CSV is last: its reader says what is wrong with anything else. */
static const Form forms[] = {
  { json_is_it, json_open, json_close, json_push, json_get_n_rows, json_take, json_finish },
  { csv_is_it, csv_open, csv_close, csv_push, csv_get_n_rows, csv_take, csv_finish },
};

HdSdmxReader *
hd_sdmx_reader_new (HdStructures *structures, gint64 known_from)
{
  HdSdmxReader *reader = g_new0 (HdSdmxReader, 1);

  reader->structures = hd_structures_ref (structures);
  reader->known_from = known_from;
  return reader;
}

void
hd_sdmx_reader_free (HdSdmxReader *reader)
{
  if (reader->form != NULL)
    reader->form->close (reader->data);
  hd_structures_unref (reader->structures);
  g_free (reader);
}

void
hd_sdmx_reader_allow_own_structure (HdSdmxReader *reader)
{
  reader->allows_own = TRUE;
}

static void
choose_form (HdSdmxReader *reader, char first)
{
  const Form *form = forms;

  while (!form->is_it (first))
    form++;
  reader->form = form;
  reader->data = form->open (reader->structures, reader->known_from);
}

gboolean
hd_sdmx_reader_push (HdSdmxReader *reader, const char *bytes, gsize length, GError **error)
{
  /* Blanks and a byte order mark tell nothing, and are dropped. */
  while (reader->form == NULL && length > 0)
    {
      if (strchr (" \t\r\n\xEF\xBB\xBF", *bytes) == NULL || *bytes == '\0')
        choose_form (reader, *bytes);
      else
        {
          bytes++;
          length--;
        }
    }
  return length == 0 || reader->form->push (reader->data, bytes, length, error);
}

guint64
hd_sdmx_reader_get_n_rows (HdSdmxReader *reader)
{
  return reader->form == NULL ? 0 : reader->form->get_n_rows (reader->data);
}

GPtrArray *
hd_sdmx_reader_take (HdSdmxReader *reader)
{
  return reader->form == NULL ? json_take (NULL) : reader->form->take (reader->data);
}

HdMessage *
hd_sdmx_reader_finish (HdSdmxReader *reader, GError **error)
{
  if (reader->form == NULL)
    {
      g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_TRUNCATED, "the message is empty");
      return NULL;
    }
  return reader->form->finish (reader->data, reader->allows_own, error);
}

gint64
hd_sdmx_message_newest (const HdMessage *message)
{
  gint64 newest = 0;

  for (guint part = 0; part < message->parts->len; part++)
    {
      const HdRows *rows = message->parts->pdata[part];

      for (guint row = 0; row < rows->n_rows; row++)
        newest = MAX (newest, rows->known_from[row]);
    }
  return newest;
}

guint64
hd_sdmx_message_count (const HdMessage *message)
{
  guint64 n_rows = 0;

  for (guint part = 0; part < message->parts->len; part++)
    n_rows += ((const HdRows *)message->parts->pdata[part])->n_rows;
  return n_rows;
}
