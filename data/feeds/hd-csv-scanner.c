/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cuts RFC 4180 text into records as it streams in, without copying what lies whole in a chunk.
 */

#include "config.h"

#include "hd-csv-scanner.h"

#include <string.h>

#include "hd-feed-error.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

struct _HdCsvScanner
{
  HdCsvRecordFunc func;
  gpointer user_data;
  char separator;
  guint8 stops[256]; /* bytes at which a bare field ends */
  guint64 line; /* of the next record */
  GByteArray *carry; /* the beginning of a record that the last chunk did not end */
  char *scratch; /* quoted fields without their doubled quotes */
  gsize n_scratch;
  HdCsvField fields[HD_CSV_MAX_COLUMNS];
};

/* Where a record is being cut. */
typedef struct
{
  HdCsvRecord record;
  const char *at;
  const char *end;
  guint n_newlines; /* inside quotes */
  gboolean is_incomplete;
} Cut;

HdCsvScanner *
hd_csv_scanner_new (HdCsvRecordFunc func, gpointer user_data)
{
  HdCsvScanner *scanner = g_new0 (HdCsvScanner, 1);

  scanner->func = func;
  scanner->user_data = user_data;
  scanner->line = 1;
  scanner->carry = g_byte_array_new ();
  scanner->scratch = g_malloc (HD_CSV_MAX_RECORD);
  scanner->stops['\n'] = scanner->stops['"'] = scanner->stops['\0'] = 1;
  return scanner;
}

void
hd_csv_scanner_free (HdCsvScanner *scanner)
{
  g_byte_array_unref (scanner->carry);
  g_free (scanner->scratch);
  g_free (scanner);
}

char
hd_csv_scanner_get_separator (const HdCsvScanner *scanner)
{
  return scanner->separator;
}

void
hd_csv_record_error (const HdCsvRecord *record,
                     guint field,
                     int code,
                     GError **error,
                     const char *format,
                     ...)
{
  g_autofree char *message = NULL, *shown = NULL;
  const char *place = record->raw + record->fields[field].offset;
  guint64 line = record->line;
  guint column = 1;
  va_list arguments;

  for (const char *at = record->raw; at < place; at++)
    {
      column = *at == '\n' ? 1 : column + ((*at & 0xC0) != 0x80);
      line += *at == '\n';
    }
  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* What the sender wrote may be quoted in it. */
  shown = g_utf8_make_valid (message, -1);
  g_set_error (error, HD_FEED_ERROR, code, "line %" G_GUINT64_FORMAT ", column %u: %s", line,
               column, shown);
}

static gboolean
refuse (Cut *cut, int code, const char *message, GError **error)
{
  hd_csv_record_error (&cut->record, cut->record.n_fields, code, error, "%s", message);
  return FALSE;
}

/* `at` stands on the opening quote, and is left behind the closing one. */
static gboolean
cut_quoted (HdCsvScanner *scanner, Cut *cut, HdCsvField *field, GError **error)
{
  const char *begin = cut->at + 1, *close;
  char *copy = scanner->scratch + scanner->n_scratch;
  gsize n_copied = 0;

  for (;;)
    {
      gsize length;

      close = memchr (begin, '"', (gsize)(cut->end - begin));
      if (close == NULL || close + 1 == cut->end)
        {
          cut->is_incomplete = TRUE;
          return TRUE;
        }
      length = (gsize)(close - begin);
      if (memchr (begin, '\0', length) != NULL)
        return refuse (cut, HD_FEED_ERROR_SYNTAX, "a NUL byte in the text", error);
      if (scanner->n_scratch + n_copied + length + 1 > HD_CSV_MAX_RECORD)
        return refuse (cut, HD_FEED_ERROR_TOO_LARGE, "the line is too long", error);
      memcpy (copy + n_copied, begin, length);
      n_copied += length;
      if (close[1] != '"')
        break;
      copy[n_copied++] = '"';
      begin = close + 2;
    }
  for (const char *newline = cut->at; (newline = memchr (newline, '\n', (gsize)(close - newline)));)
    {
      cut->n_newlines++;
      newline++;
    }
  scanner->n_scratch += n_copied;
  field->text = copy;
  field->length = (guint32)n_copied;
  cut->at = close + 1;
  if (*cut->at == '\r' && cut->at + 1 < cut->end && cut->at[1] == '\n')
    cut->at++;
  else if (*cut->at == '\r' && cut->at + 1 == cut->end)
    cut->is_incomplete = TRUE;
  return TRUE;
}

static void
cut_bare (HdCsvScanner *scanner, Cut *cut, HdCsvField *field)
{
  const char *at = cut->at, *end = cut->end;

  field->text = at;
  while (at < end && !scanner->stops[(guchar)*at])
    at++;
  field->length = (guint32)(at - field->text);
  cut->at = at;
  cut->is_incomplete = at == end;
  if (at < end && *at == '\n' && field->length > 0 && at[-1] == '\r')
    field->length--;
}

/* FALSE when the first record is not there whole. */
static gboolean
find_separator (HdCsvScanner *scanner, const char *text, const char *end)
{
  const char *stop = memchr (text, '\n', (gsize)(end - text));
  gboolean is_quoted = FALSE;
  guint depth = 0;

  if (stop == NULL)
    return FALSE;
  scanner->separator = ',';
  for (; text < stop; text++)
    {
      is_quoted = is_quoted != (*text == '"');
      if (is_quoted)
        continue;
      depth += *text == '[' ? 1 : *text == ']' && depth > 0 ? -1 : 0;
      if (depth == 0 && strchr (",;|\t", *text) != NULL && *text != '\0')
        {
          scanner->separator = *text;
          break;
        }
    }
  scanner->stops[(guchar)scanner->separator] = 1;
  return TRUE;
}

static gboolean
cut_fields (HdCsvScanner *scanner, Cut *cut, GError **error)
{
  HdCsvRecord *record = &cut->record;

  for (;;)
    {
      HdCsvField *field = &scanner->fields[record->n_fields];

      field->offset = (guint32)(cut->at - record->raw);
      if (cut->at < cut->end && *cut->at == '"')
        {
          if (!cut_quoted (scanner, cut, field, error))
            return FALSE;
        }
      else
        cut_bare (scanner, cut, field);
      if (cut->is_incomplete)
        return TRUE;
      if (*cut->at == '\n')
        break;
      if (*cut->at != scanner->separator)
        {
          field->offset = (guint32)(cut->at - record->raw);
          return refuse (cut, HD_FEED_ERROR_SYNTAX,
                         *cut->at == '\0' ? "a NUL byte in the text" : "a stray quotation mark",
                         error);
        }
      if (record->n_fields + 1 == HD_CSV_MAX_COLUMNS)
        return refuse (cut, HD_FEED_ERROR_TOO_LARGE, "too many columns", error);
      cut->at++;
      record->n_fields++;
    }
  record->n_fields++;
  return TRUE;
}

/* Cuts one record from `text` and hands it on. `used` is 0 when it does not end there. */
static gboolean
take_record (HdCsvScanner *scanner, const char *text, gsize length, gsize *used, GError **error)
{
  Cut cut = { .record = { scanner->fields, 0, scanner->line, text }, text, text + length };

  *used = 0;
  /* Looked for anew until the first record is there whole: it may come in pieces. */
  if (scanner->line == 1 && length >= 3 && memcmp (text, BYTE_ORDER_MARK, 3) == 0)
    cut.record.raw = cut.at = text + 3;
  if (scanner->separator == 0 && !find_separator (scanner, cut.at, cut.end))
    return TRUE;
  scanner->n_scratch = 0;
  if (!cut_fields (scanner, &cut, error))
    return FALSE;
  if (cut.is_incomplete)
    return TRUE;
  *used = (gsize)(cut.at + 1 - text);
  if (*used > HD_CSV_MAX_RECORD)
    {
      cut.record.n_fields = 0;
      return refuse (&cut, HD_FEED_ERROR_TOO_LARGE, "the line is too long", error);
    }
  scanner->line += 1 + cut.n_newlines;
  if (cut.record.n_fields == 1 && scanner->fields[0].length == 0)
    return TRUE;
  return scanner->func (&cut.record, scanner->user_data, error);
}

static gboolean
keep (HdCsvScanner *scanner, const char *bytes, gsize length, GError **error)
{
  if (scanner->carry->len + length > HD_CSV_MAX_RECORD)
    {
      g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_TOO_LARGE,
                   "line %" G_GUINT64_FORMAT ", column 1: the line is too long", scanner->line);
      return FALSE;
    }
  g_byte_array_append (scanner->carry, (const guint8 *)bytes, (guint)length);
  return TRUE;
}

/* Ends the record that was carried over; most often the first line end of the chunk does. Only when it
 * was inside quotes is more taken, all there may be, so that no text is scanned over and over. */
static gboolean
end_carry (HdCsvScanner *scanner, const char **bytes, gsize *length, GError **error)
{
  const char *newline = memchr (*bytes, '\n', *length);
  gsize take = newline == NULL ? *length : (gsize)(newline + 1 - *bytes);
  gsize used = 0;

  while (take > 0)
    {
      if (!keep (scanner, *bytes, take, error))
        return FALSE;
      *bytes += take;
      *length -= take;
      if (newline == NULL)
        return TRUE;
      if (!take_record (scanner, (const char *)scanner->carry->data, scanner->carry->len, &used,
                        error))
        return FALSE;
      if (used > 0)
        break;
      take = MIN (*length, HD_CSV_MAX_RECORD - scanner->carry->len);
      if (take == 0 && *length > 0)
        take = 1; /* one too many, for keep() to refuse */
    }
  if (used > 0)
    {
      gsize too_much = scanner->carry->len - used;

      *bytes -= too_much;
      *length += too_much;
      g_byte_array_set_size (scanner->carry, 0);
    }
  return TRUE;
}

gboolean
hd_csv_scanner_push (HdCsvScanner *scanner, const char *bytes, gsize length, GError **error)
{
  gsize used = 1;

  if (scanner->carry->len > 0 && !end_carry (scanner, &bytes, &length, error))
    return FALSE;
  while (length > 0 && used > 0)
    {
      if (!take_record (scanner, bytes, length, &used, error))
        return FALSE;
      bytes += used;
      length -= used;
    }
  return length == 0 || keep (scanner, bytes, length, error);
}

gboolean
hd_csv_scanner_finish (HdCsvScanner *scanner, GError **error)
{
  gsize used = 0;

  if (scanner->carry->len == 0)
    return TRUE;
  g_byte_array_append (scanner->carry, (const guint8 *)"\n", 1);
  if (!take_record (scanner, (const char *)scanner->carry->data, scanner->carry->len, &used, error))
    return FALSE;
  if (used == 0)
    g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_TRUNCATED,
                 "line %" G_GUINT64_FORMAT ", column 1: the text ends inside quotation marks",
                 scanner->line);
  g_byte_array_set_size (scanner->carry, 0);
  return used > 0;
}
