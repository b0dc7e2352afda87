/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Statements to a ClickHouse server over HTTP, and what it answers, as it comes.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HD_WAREHOUSE_ERROR (hd_warehouse_error_quark ())
typedef enum
{
  HD_WAREHOUSE_ERROR_ADDRESS, /* no http or https URL */
  HD_WAREHOUSE_ERROR_NETWORK, /* could not connect, or the connection broke */
  HD_WAREHOUSE_ERROR_TLS, /* the certificate is not to be trusted */
  HD_WAREHOUSE_ERROR_REFUSED, /* the user, password or token is wrong, or may not do this */
  HD_WAREHOUSE_ERROR_TIMEOUT, /* no answer in the time given */
  HD_WAREHOUSE_ERROR_SHARD, /* the server answers, but a part of its cluster does not */
  HD_WAREHOUSE_ERROR_NOT_LOADED, /* it has no such table */
  HD_WAREHOUSE_ERROR_SERVER, /* it said no; its words are in the message */
  HD_WAREHOUSE_ERROR_BAD_ANSWER, /* what came is not what was asked for, or not whole */
  HD_WAREHOUSE_ERROR_NOT_KEPT, /* asked what was known earlier, of a warehouse that was loaded without */
} HdWarehouseError;
GQuark hd_warehouse_error_quark (void);

typedef struct
{
  const char *url; /* "https://warehouse.customs.example:8443" */
  const char *user, *password; /* (nullable) */
  const char
      *token; /* (nullable): sent as a bearer token instead, for a gateway before the servers */
  const char *ca_file; /* (nullable): certificates to trust instead of the system's */
  const char *database; /* (nullable): "haidang" */
  guint timeout_s; /* for a whole answer; 0: half a minute */
} HdWarehouseOptions;

/* (transfer full): the first line of a file with a password or a token. */
char *hd_warehouse_read_secret (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Immutable, atomically counted: for any thread. */
typedef struct _HdWarehouseClient HdWarehouseClient;

HdWarehouseClient *hd_warehouse_client_new (const HdWarehouseOptions *options,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
HdWarehouseClient *hd_warehouse_client_ref (HdWarehouseClient *self);
void hd_warehouse_client_unref (HdWarehouseClient *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdWarehouseClient, hd_warehouse_client_unref)

const char *hd_warehouse_client_get_host (const HdWarehouseClient *self);
const char *hd_warehouse_client_get_database (const HdWarehouseClient *self);

/* An identifier that may stand in SQL as it is: capitals, digits and _, a letter first, 64 at most. Nothing
 * else than such names and numbers is ever put into a statement, so there is nothing to quote. */
gboolean hd_warehouse_is_name (const char *name);

/* Blocks; no answer is expected. `body` (nullable) is the data of an INSERT. */
gboolean hd_warehouse_client_run (HdWarehouseClient *self,
                                  const char *sql,
                                  GBytes *body,
                                  GCancellable *cancellable,
                                  GError **error);

/* An answer in ClickHouse's RowBinary, read as it comes. Belongs to one thread. */
typedef struct _HdWarehouseAnswer HdWarehouseAnswer;

/* `sql` without its FORMAT. The server is told to add up everything before it answers, so that an error is a
 * status and never ends a table early; an answer that was cut on the way is found by its checksum. When
 * cancelled, the server is told to stop too. */
HdWarehouseAnswer *hd_warehouse_client_ask (HdWarehouseClient *self,
                                            const char *sql,
                                            GCancellable *cancellable,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_warehouse_answer_free (HdWarehouseAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdWarehouseAnswer, hd_warehouse_answer_free)

/* The next row's first `n_bytes`, 0 at the end of all rows; then what follows them. (transfer none), good
 * until the next call. NULL with an error, or without one at the end. */
const guint8 *hd_warehouse_answer_next (HdWarehouseAnswer *answer, gsize n_bytes, GError **error);
guint64 hd_warehouse_answer_get_n_bytes (const HdWarehouseAnswer *answer);

G_END_DECLS
