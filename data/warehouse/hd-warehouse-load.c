/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fills a warehouse: of every dataset the years that are other than what it has.
 */

#include "config.h"

#include "hd-warehouse-load.h"

#include "hd-warehouse-codes.h"
#include "hd-warehouse-schema.h"

#include <sodium.h>
#include <string.h>

/* Rows of one INSERT: some twenty megabytes. */
#define ROWS_PER_INSERT 300000
#define DIGEST_BYTES (1 << 20)

typedef struct
{
  const HdWarehouseLoad *load;
  HdWarehouseTables tables;
  const char *dataset;
  HdWarehouseCodes *codes;
  GHashTable *known; /* year → digest that the servers have */
  GArray *changed; /* (element-type HdWarehouseYear) */
  GByteArray **pending; /* [shard] rows that wait */
  guint *n_pending;
  HdPeriod extent;
  guint64 n_rows;
  double fraction, share; /* done before this dataset, and what of it all this one is */
  double part; /* of this dataset, 0 to 1 */
} Loading;

/* A year of the source: the latest, and what was shown before. */
typedef struct
{
  HdPeriod days;
  GPtrArray *latest; /* (element-type HdRows) */
  GPtrArray *past; /* (nullable) (element-type HdStorePast) */
} Year;

static void
year_clear (Year *year)
{
  g_clear_pointer (&year->latest, g_ptr_array_unref);
  g_clear_pointer (&year->past, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Year, year_clear)

static int
year_of (HdDay day)
{
  int year, month, day_of_month;

  hd_day_to_ymd (day, &year, &month, &day_of_month);
  return year;
}

static HdWarehouseClient *
shard_at (const HdWarehouseLoad *load, guint index)
{
  return g_ptr_array_index (load->shards, index);
}

static void
report (const Loading *loading, gboolean is_done)
{
  HdWarehouseProgress progress
      = { loading->dataset, loading->n_rows,
          loading->fraction + loading->share * (is_done ? 1 : loading->part), is_done };

  if (loading->load->progress != NULL)
    loading->load->progress (&progress, loading->load->user_data);
}

static gboolean
flush (Loading *loading, gboolean is_past, guint shard, GError **error)
{
  g_autofree char *table = hd_warehouse_tables_name (&loading->tables, is_past, TRUE);
  g_autofree char *sql = g_strdup_printf ("INSERT INTO %s FORMAT RowBinary", table);
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (loading->pending[shard]);

  loading->pending[shard] = g_byte_array_new ();
  loading->n_pending[shard] = 0;
  if (g_bytes_get_size (body) > 0
      && !hd_warehouse_client_run (shard_at (loading->load, shard), sql, body,
                                   loading->tables.cancellable, error))
    return FALSE;
  report (loading, FALSE);
  return TRUE;
}

static void
append_number (GByteArray *bytes, guint64 number, guint n_bytes)
{
  guint64 little = GUINT64_TO_LE (number);

  g_byte_array_append (bytes, (const guint8 *)&little, n_bytes);
}

/* What goes to one place and not to the other, so that a year can be told without being sent. */
typedef struct
{
  Loading *loading;
  gboolean is_past;
  int year;
  HdPeriod days;
  guint *n_rows; /* [shard] */
  crypto_generichash_state *digest; /* (nullable): only this is wanted */
  GByteArray *bytes; /* that wait for it */
} Sink;

static void
append_row (GByteArray *bytes,
            int year,
            const HdRows *rows,
            guint row,
            guint16 *const *numbers,
            const gint64 *known_until)
{
  append_number (bytes, (guint64)year, sizeof (guint16));
  append_number (bytes, (guint64)rows->day[row], sizeof (gint32));
  for (guint index = 0; index < hd_structure_get_n_dimensions (rows->structure); index++)
    append_number (bytes, numbers[index][rows->codes[index][row]], sizeof (guint16));
  for (guint index = 0; index < hd_structure_get_n_measures (rows->structure); index++)
    {
      gboolean is_missing = hd_rows_is_missing (rows, index, row);

      append_number (bytes, is_missing ? 1 : 0, 1);
      if (!is_missing)
        append_number (bytes, (guint64)rows->values[index][row].i, sizeof (HdNumber));
    }
  append_number (bytes, rows->status[row], 1);
  append_number (bytes, (guint64)rows->known_from[row], sizeof (gint64));
  if (known_until != NULL)
    append_number (bytes, (guint64)known_until[row], sizeof (gint64));
}

/* (transfer full): [dimension][code of the rows] → number. */
static guint16 **
find_numbers (Loading *loading, const HdRows *rows)
{
  guint n_dimensions = hd_structure_get_n_dimensions (rows->structure);
  guint16 **numbers = g_new0 (guint16 *, n_dimensions + 1);

  for (guint index = 0; index < n_dimensions; index++)
    {
      HdCodeList *list = hd_structure_get_dimension (rows->structure, index)->codes;
      guint n_codes = hd_code_list_get_n (list);

      numbers[index] = g_new (guint16, n_codes + 1);
      for (guint code = 0; code < n_codes; code++)
        numbers[index][code] = hd_warehouse_codes_ensure (
            loading->codes, index, hd_code_list_get (list, (HdCode)code)->id);
    }
  return numbers;
}

static void
update_digest (Sink *sink)
{
  crypto_generichash_update (sink->digest, sink->bytes->data, sink->bytes->len);
  g_byte_array_set_size (sink->bytes, 0);
}

/* Days are dealt out in turn, so that each server has its share of any span. */
static gboolean
take_rows (Sink *sink, const HdRows *rows, const gint64 *known_until, GError **error)
{
  Loading *loading = sink->loading;
  guint16 **numbers = find_numbers (loading, rows);
  gboolean is_ok = TRUE;

  for (guint row = 0; is_ok && row < rows->n_rows; row++)
    {
      guint shard = (guint)(rows->day[row] - G_MININT16) % loading->load->shards->len;
      GByteArray *bytes = sink->digest != NULL ? sink->bytes : loading->pending[shard];

      if (rows->day[row] < sink->days.first || rows->day[row] > sink->days.last)
        continue;
      append_row (bytes, sink->year, rows, row, numbers, known_until);
      if (sink->digest == NULL)
        {
          sink->n_rows[shard]++;
          loading->n_rows++;
          if (++loading->n_pending[shard] >= ROWS_PER_INSERT)
            is_ok = flush (loading, sink->is_past, shard, error);
        }
      else if (bytes->len >= DIGEST_BYTES)
        update_digest (sink);
    }
  g_strfreev ((char **)numbers);
  return is_ok;
}

/* All rows of one of the two tables. */
static gboolean
take_year (Sink *sink, const Year *year, GError **error)
{
  const GPtrArray *parts = sink->is_past ? year->past : year->latest;

  for (guint index = 0; parts != NULL && index < parts->len; index++)
    {
      const HdStorePast *past = sink->is_past ? g_ptr_array_index (parts, index) : NULL;
      const HdRows *rows = past != NULL ? past->rows : g_ptr_array_index (parts, index);

      if (!take_rows (sink, rows, past != NULL ? past->known_until : NULL, error))
        return FALSE;
    }
  return TRUE;
}

static guint64
digest_year (Loading *loading, const Year *year, int number)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  crypto_generichash_state state;
  guint8 sum[crypto_generichash_BYTES_MIN];
  guint64 digest;

  crypto_generichash_init (&state, NULL, 0, sizeof sum);
  for (int is_past = FALSE; is_past <= TRUE; is_past++)
    {
      Sink sink = { loading, is_past, number, year->days, NULL, &state, bytes };

      take_year (&sink, year, NULL); /* cannot fail: nothing is sent */
      update_digest (&sink);
    }
  crypto_generichash_final (&state, sum, sizeof sum);
  memcpy (&digest, sum, sizeof digest);
  digest = GUINT64_FROM_LE (digest);
  return digest != 0 ? digest : 1;
}

static gboolean
send_year (Loading *loading, const Year *year, HdWarehouseYear *changed, GError **error)
{
  guint n_shards = loading->load->shards->len;

  for (int is_past = FALSE; is_past <= TRUE; is_past++)
    {
      Sink sink = { loading, is_past, changed->year, year->days, g_new0 (guint, n_shards) };

      changed->n_rows[is_past] = sink.n_rows;
      if (!take_year (&sink, year, error))
        return FALSE;
      for (guint shard = 0; shard < n_shards; shard++)
        if (!flush (loading, is_past, shard, error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
read_year (const Loading *loading, Year *year, GError **error)
{
  const HdCubeSource *source = loading->load->source;

  year->latest = source->funcs->load (source->data, loading->dataset, year->days.first,
                                      year->days.last, 0, error);
  if (year->latest != NULL && source->funcs->load_past != NULL)
    year->past = source->funcs->load_past (source->data, loading->dataset, year->days.first,
                                           year->days.last, error);
  return year->latest != NULL && (year->past != NULL || source->funcs->load_past == NULL);
}

/* A year at a time, so that a national dataset never lies in memory whole; sent is what changed. */
static gboolean
send_years (Loading *loading, GError **error)
{
  HdPeriod extent = loading->extent;
  HdPeriod days = hd_period_containing (extent.first, HD_GRAIN_YEAR, HD_MONTH_START_CIVIL);

  for (; days.first <= extent.last; days = hd_period_shift (days, 1))
    {
      g_auto (Year) year = { .days = days };
      HdWarehouseYear changed = { .year = year_of (days.first) };
      const guint64 *known = g_hash_table_lookup (loading->known, GINT_TO_POINTER (changed.year));
      gboolean is_changed;

      loading->part
          = CLAMP ((double)(days.first - extent.first) / (extent.last - extent.first + 1), 0, 1);
      if (!read_year (loading, &year, error))
        return FALSE;
      changed.digest = digest_year (loading, &year, changed.year);
      is_changed = known == NULL || *known != changed.digest;
      g_hash_table_remove (loading->known, GINT_TO_POINTER (changed.year));
      if (is_changed)
        {
          gboolean is_ok = send_year (loading, &year, &changed, error);

          g_array_append_val (loading->changed, changed);
          if (!is_ok)
            return FALSE;
        }
      if (g_cancellable_set_error_if_cancelled (loading->tables.cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* Years that the source has no more, unless this machine let go of them: then the warehouse keeps them. */
static void
note_years_gone (Loading *loading, HdDay horizon)
{
  GHashTableIter iter;
  gpointer key, digest;

  g_hash_table_iter_init (&iter, loading->known);
  while (g_hash_table_iter_next (&iter, &key, &digest))
    {
      HdWarehouseYear gone = { .year = GPOINTER_TO_INT (key) };
      gboolean is_kept = horizon != HD_DAY_NONE && gone.year < year_of (horizon);

      if (gone.year != 0 && *(const guint64 *)digest != 0 && !is_kept)
        g_array_append_val (loading->changed, gone);
    }
}

static gboolean
note_load (const Loading *loading, HdPeriod extent, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO %s.LOADS VALUES ('%s', %" G_GINT64_FORMAT ", %" G_GUINT64_FORMAT ", %d, %d)",
      loading->tables.database, loading->dataset, g_get_real_time (), loading->n_rows, extent.first,
      extent.last);

  for (guint shard = 0; shard < loading->load->shards->len; shard++)
    if (!hd_warehouse_client_run (shard_at (loading->load, shard), sql, NULL,
                                  loading->tables.cancellable, error))
      return FALSE;
  return TRUE;
}

/* The first day there is, which may be of years that this machine let go of. */
static gboolean
find_first_day (const Loading *loading, HdDay *first, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT toInt32(min(DAY)) FROM %s.%s",
                                          loading->tables.database, loading->dataset);
  g_autoptr (HdWarehouseAnswer) answer = hd_warehouse_client_ask (
      shard_at (loading->load, 0), sql, loading->tables.cancellable, error);
  const guint8 *row = answer != NULL ? hd_warehouse_answer_next (answer, 4, error) : NULL;
  gint32 day;

  if (row == NULL)
    return FALSE;
  memcpy (&day, row, sizeof day);
  *first = MIN (*first, GINT32_FROM_LE (day));
  return TRUE;
}

/* Codes before rows: rows whose numbers nobody knows would be lost. Every server has all codes. */
static gboolean
write_codes (const Loading *loading, GError **error)
{
  HdStructure *structure = loading->tables.structure;

  for (guint shard = 0; shard < loading->load->shards->len; shard++)
    {
      HdWarehouseClient *client = shard_at (loading->load, shard);
      g_autoptr (HdWarehouseCodes) own
          = hd_warehouse_codes_read (client, structure, loading->tables.cancellable, error);

      if (own == NULL)
        return FALSE;
      for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
        for (guint number = 0; number < hd_warehouse_codes_get_n (loading->codes, index); number++)
          hd_warehouse_codes_ensure (own, index,
                                     hd_warehouse_codes_get_id (loading->codes, index, number));
      if (!hd_warehouse_codes_write (own, client, loading->tables.cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* Tables of another shape, or of an older program, are made anew; not when that would lose years that only
 * they have. */
static gboolean
mind_shape (Loading *loading, HdDay horizon, GError **error)
{
  const guint64 *shape = g_hash_table_lookup (loading->known, GINT_TO_POINTER (0));
  HdPeriod nothing = hd_period_span (0, -1);

  if (shape != NULL && *shape == hd_warehouse_tables_digest_shape (&loading->tables))
    return TRUE;
  if (horizon != HD_DAY_NONE)
    {
      g_set_error (error, HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_SERVER,
                   "%s: its tables have to be made anew, but this machine does not keep all years: "
                   "load it from one that does",
                   loading->dataset);
      return FALSE;
    }
  g_hash_table_remove_all (loading->known);
  return note_load (loading, nothing, error) && hd_warehouse_tables_renew (&loading->tables, error);
}

static gboolean
load_rows (Loading *loading, GError **error)
{
  const HdCubeSource *source = loading->load->source;
  HdDay horizon = source->funcs->get_horizon != NULL
                      ? source->funcs->get_horizon (source->data, loading->dataset)
                      : HD_DAY_NONE;
  const HdWarehouseTables *tables = &loading->tables;
  HdPeriod extent = loading->extent;

  loading->codes = hd_warehouse_codes_read (shard_at (loading->load, 0), tables->structure,
                                            tables->cancellable, error);
  loading->known = hd_warehouse_tables_read_years (tables, error);
  if (loading->codes == NULL || loading->known == NULL || !mind_shape (loading, horizon, error)
      || !hd_warehouse_tables_open_new (tables, error) || !send_years (loading, error))
    return FALSE;
  note_years_gone (loading, horizon);
  if (!write_codes (loading, error)
      || !hd_warehouse_tables_replace (tables, loading->changed, error)
      || !hd_warehouse_tables_drop_new (tables, error)
      || (horizon != HD_DAY_NONE && !find_first_day (loading, &extent.first, error))
      || (loading->changed->len > 0 && !note_load (loading, extent, error)))
    return FALSE;
  report (loading, TRUE);
  return TRUE;
}

static gboolean
load_dataset (const HdWarehouseLoad *load,
              HdStructure *structure,
              double fraction,
              double share,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree GByteArray **pending = g_new0 (GByteArray *, load->shards->len);
  g_autofree guint *n_pending = g_new0 (guint, load->shards->len);
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (HdWarehouseYear));
  g_autoptr (GError) local_error = NULL;
  Loading loading = { .load = load,
                      .tables = { load->shards, load->cluster,
                                  hd_warehouse_client_get_database (shard_at (load, 0)), structure,
                                  cancellable },
                      .dataset = hd_structure_get_id (structure),
                      .changed = changed,
                      .pending = pending,
                      .n_pending = n_pending,
                      .fraction = fraction,
                      .share = share };
  gboolean is_ok;

  g_array_set_clear_func (changed, (GDestroyNotify)hd_warehouse_year_clear);
  if (!load->source->funcs->get_extent (load->source->data, loading.dataset, &loading.extent,
                                        &local_error))
    {
      if (local_error == NULL)
        return TRUE; /* it has no rows */
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!hd_warehouse_tables_check (&loading.tables, error))
    return FALSE;
  for (guint shard = 0; shard < load->shards->len; shard++)
    pending[shard] = g_byte_array_new ();
  is_ok = load_rows (&loading, error);
  for (guint shard = 0; shard < load->shards->len; shard++)
    g_byte_array_unref (pending[shard]);
  g_clear_pointer (&loading.codes, hd_warehouse_codes_unref);
  g_clear_pointer (&loading.known, g_hash_table_unref);
  return is_ok;
}

gboolean
hd_warehouse_load (const HdWarehouseLoad *load, GCancellable *cancellable, GError **error)
{
  g_autoptr (HdStructures) structures
      = load->source->funcs->get_structures (load->source->data, error);
  double share;

  g_assert (load->shards->len == 1 || load->cluster != NULL);
  if (structures == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_NOT_LOADED,
                             "there is nothing to load from: sync first");
      return FALSE;
    }
  if (!hd_warehouse_tables_create_common (load->shards, cancellable, error))
    return FALSE;
  share = 1.0 / hd_structures_get_n (structures);
  for (guint index = 0; index < hd_structures_get_n (structures); index++)
    {
      HdStructure *structure = hd_structures_get (structures, index);

      if (load->datasets != NULL
          && !g_strv_contains (load->datasets, hd_structure_get_id (structure)))
        continue;
      if (!load_dataset (load, structure, index * share, share, cancellable, error))
        return FALSE;
    }
  return TRUE;
}
