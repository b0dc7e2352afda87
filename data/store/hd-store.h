/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The offline store: what each source system said, and since when it was known.
 *
 * A store is a folder with one SQLite file (WAL). Observations are bitemporal: every version of an
 * observation has a `known_from` (the source's EXTRACTED_AT, else the message's `prepared`), and is
 * superseded by the version with the next `known_from`. Current versions lie in one set of column
 * segments a dataset and year (or month), superseded ones in another, so that the latest answer never pays for
 * history and as-of is a filter. Applying the same message twice therefore changes nothing, and
 * messages may arrive in any order.
 */

#pragma once

#include <gio/gio.h>

#include "hd-rows.h"

G_BEGIN_DECLS

#define HD_STORE_ERROR (hd_store_error_quark ())
typedef enum
{
  HD_STORE_ERROR_NOT_A_STORE, /* there is something else at that place */
  HD_STORE_ERROR_NOT_FOUND, /* no store there, and creating was not asked for */
  HD_STORE_ERROR_VERSION, /* written by a newer program */
  HD_STORE_ERROR_OLD_VERSION, /* by one so old that it has to be opened for writing first */
  HD_STORE_ERROR_DAMAGED, /* a checksum or a count does not match */
  HD_STORE_ERROR_LOCKED, /* another process is writing */
  HD_STORE_ERROR_IO, /* disk full, read-only, failing */
  HD_STORE_ERROR_NO_DATASET, /* neither the structure nor what is stored knows it */
  HD_STORE_ERROR_SEALED, /* its passphrase was not given */
  HD_STORE_ERROR_WRONG_PASSPHRASE, /* another was */
  HD_STORE_ERROR_NOT_SEALED, /* a passphrase was given, and the store lies open */
  HD_STORE_ERROR_NOT_IN_PIECES, /* a message says something twice, or deletes, over its length */
  HD_STORE_ERROR_BAD_MESSAGE, /* a row without a day or a code where only a deletion may leave one out */
} HdStoreError;
GQuark hd_store_error_quark (void);

typedef enum
{
  HD_STORE_READ = 0,
  HD_STORE_WRITE = 1 << 0,
  HD_STORE_CREATE = 1 << 1, /* with WRITE: make it when it is not there */
} HdStoreFlags;

#define HD_TYPE_STORE (hd_store_get_type ())
G_DECLARE_FINAL_TYPE (HdStore, hd_store, HD, STORE, GObject)

/* Thread-safe. Reads and writes have a connection each, so that a sync never holds up a screen. */
HdStore *
hd_store_open (const char *dir, HdStoreFlags flags, GError **error) G_GNUC_WARN_UNUSED_RESULT;
const char *hd_store_get_dir (HdStore *self);
gboolean hd_store_is_writable (HdStore *self);

/* Sealing. With a passphrase set, stores that are made are sealed, and only sealed stores open; without
 * one, only those that lie open do. A sealed store is encrypted on the disk, all of it (hd-seal-vfs.h); its
 * key is wrapped by the passphrase (hd-store-vault.h). */

/* For all stores of this process that are opened from now on; NULL: none. */
void hd_store_set_passphrase (const char *passphrase);
/* For the store of `dir` alone, until hd_store_lock(); proves the passphrase even where it is open already.
 * Takes a tenth of a second or so. HD_STORE_ERROR_WRONG_PASSPHRASE. */
gboolean hd_store_unlock (const char *dir, const char *passphrase, GError **error);
/* Forgets the store's key, and the passphrase of hd_store_set_passphrase() with it. Objects that have the
 * store open keep their own copy of the key until they are gone. */
void hd_store_lock (const char *dir);
gboolean hd_store_is_sealed (HdStore *self);
/* Whether there is a sealed store in `dir`, which nobody has to have opened. */
gboolean hd_store_is_sealed_at (const char *dir);
/* (transfer full) (nullable): what tells the key file of `dir` from any other, also from the one that another
 * passphrase of the same store makes; nothing secret. NULL where there is none, or a damaged one. */
char *hd_store_get_key_name (const char *dir);
/* Seals a store that lies open; HD_STORE_ERROR_LOCKED while anybody has it open. Interrupted, it has to be run again;
 * what lay open before may still be found on the disk, as after any deletion. */
gboolean hd_store_seal (const char *dir, GError **error);
/* From the passphrase that is set to another, which is set then. */
gboolean hd_store_change_passphrase (const char *dir, const char *passphrase, GError **error);

/* The structure message as it came. Segments hold codes by id through a dictionary of their own, so code
 * lists may grow, shrink, reorder and be renamed, and measures come and go. A dataset whose dimensions
 * changed cannot be read any more: its rows are dropped in the same transaction, its status says 0 rows,
 * and the next sync has to fetch it whole. */
gboolean hd_store_set_structure_message (HdStore *self, GBytes *json, GError **error);
/* (transfer full) (nullable): as it came; NULL without error when none was stored yet. */
GBytes *hd_store_get_structure_message (HdStore *self, GError **error);
/* (transfer full) (nullable): NULL without error when none was stored yet. */
HdStructures *hd_store_get_structures (HdStore *self, GError **error);
/* Grows with every write that changes an answer (rows, structures), by any process; cheap to ask. */
guint64 hd_store_get_generation (HdStore *self);

/* Where a message came from, kept as evidence. */
typedef struct
{
  const char *url; /* or file name */
  const char *etag; /* (nullable) verbatim */
  const char *sha256; /* of the decoded body, hex */
  gint64 prepared; /* sender's clock */
  gint64 received; /* our clock */
  guint64 n_bytes; /* as transferred */
} HdReceipt;

/* Counted in observations, by what the latest answer shows before and after the message. */
typedef struct
{
  guint64 added;
  guint64 replaced;
  guint64 deleted;
  guint64 unchanged;
} HdApplyResult;

/* One message, one transaction: it is in, whole, or nothing changed. */
gboolean hd_store_apply (HdStore *self,
                         const HdMessage *message,
                         const HdReceipt *receipt,
                         HdApplyResult *result,
                         GError **error);

/* A message that is too long to be held, one transaction all the same: what is pushed is taken in as soon
 * as it is much. All from one thread, which nobody else's write can interrupt. */
typedef struct _HdStoreIntake HdStoreIntake;

/* `in_one_piece`: hold everything until the end, whatever it takes. */
HdStoreIntake *hd_store_intake_new (HdStore *self,
                                    gint64 prepared,
                                    gboolean in_one_piece,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Rolls back what was not finished. */
void hd_store_intake_free (HdStoreIntake *intake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdStoreIntake, hd_store_intake_free)
/* Looks at what a message has changed before it is in for good; FALSE with an error rolls it back. */
typedef gboolean (*HdApplyCheck) (const HdApplyResult *result, gpointer user_data, GError **error);
void hd_store_intake_set_check (HdStoreIntake *intake, HdApplyCheck check, gpointer user_data);
/* HD_STORE_ERROR_NOT_IN_PIECES: begin again, in one piece. */
gboolean hd_store_intake_push (HdStoreIntake *intake, HdRows *rows, GError **error);
/* What goes in with the message, or not at all. The structure before any rows. */
gboolean
hd_store_intake_set_structure_message (HdStoreIntake *intake, GBytes *json, GError **error);
gboolean hd_store_intake_set_feed_state (HdStoreIntake *intake,
                                         const char *feed,
                                         const char *key,
                                         const char *value,
                                         GError **error);
/* As hd_store_note_check(), of a feed that answered. */
gboolean hd_store_intake_note_check (HdStoreIntake *intake,
                                     const char *dataset,
                                     gint64 checked_at,
                                     GError **error);
gboolean hd_store_intake_finish (HdStoreIntake *intake,
                                 const HdReceipt *receipt,
                                 HdApplyResult *result,
                                 GError **error);

/* Rows of `dataset` visible at `as_of` (0: the latest) whose day lies within first..last, one HdRows a
 * partition (a year, or a month of a long one), time ascending within each. (transfer full) (element-type HdRows). Decoded partitions
 * of the latest are cached under a byte budget. */
GPtrArray *hd_store_load (HdStore *self,
                          const char *dataset,
                          HdDay first,
                          HdDay last,
                          gint64 as_of,
                          GError **error);

typedef struct
{
  char *dataset;
  guint64 n_rows; /* current observations */
  guint64 n_history; /* superseded versions kept */
  HdPeriod first, last; /* of the data; meaningless when n_rows is 0 */
  gint64 vintage; /* newest known_from */
  gint64 extracted_at; /* newest EXTRACTED_AT or prepared */
  gint64 checked_at; /* when the feed last answered, changed or not; 0 never */
  guint64 n_bytes; /* of segments on disk */
  char *last_error; /* (nullable): the last failed sync's one line */
} HdStoreDatasetStatus;
void hd_store_dataset_status_free (HdStoreDatasetStatus *status);
/* (transfer full) (element-type HdStoreDatasetStatus), by dataset id. */
GPtrArray *hd_store_get_status (HdStore *self, GError **error);

/* The feed of `dataset` was asked at `checked_at` (unix seconds, our clock). With `problem` NULL it
 * answered, changed or not: checked_at is kept and last_error cleared. Else last_error becomes `problem`
 * and checked_at stays. */
gboolean hd_store_note_check (HdStore *self,
                              const char *dataset,
                              gint64 checked_at,
                              const char *problem,
                              GError **error);
/* Before a full fetch of `dataset`: drops the partitions that are damaged, if any, so that the
 * messages which follow can fill them again; what is sound stays. */
gboolean hd_store_mend (HdStore *self, const char *dataset, GError **error);

/* A feed's memory between syncs: a small JSON-free string map a (server, key). */
gboolean hd_store_set_feed_state (HdStore *self,
                                  const char *feed,
                                  const char *key,
                                  const char *value,
                                  GError **error);
char *hd_store_get_feed_state (HdStore *self, const char *feed, const char *key, GError **error);

/* Messages received, newest first. (transfer full) (element-type HdStoreMessage) */
typedef struct
{
  gint64 id;
  char *dataset;
  char *url, *etag, *sha256;
  gint64 prepared, received;
  guint64 n_bytes, added, replaced, deleted;
} HdStoreMessage;
void hd_store_message_free (HdStoreMessage *message);
GPtrArray *hd_store_get_messages (HdStore *self, const char *dataset, guint limit, GError **error);

/* A message that was refused, kept for the auditor; never applied. */
gboolean hd_store_quarantine (HdStore *self,
                              const HdReceipt *receipt,
                              const char *dataset,
                              const char *reason,
                              GBytes *body,
                              GError **error);

/* What mends a database that is broken as such: nothing that is put into it does. */
#define HD_STORE_MEND_WHOLE                                                                        \
  "run haidang restore with a backup and --replace, or move the store away and run haidang sync"
/* Checks every segment's checksum, counts and order, and every table against its sum. (transfer full) (element-type utf8) one line a fault, with what mends it;
 * empty when clean. */
GPtrArray *hd_store_verify (HdStore *self, GCancellable *cancellable, GError **error);

/* Small derived results (forecasts, snapshots) kept with the generation that was asked for before the rows
 * were read which they were computed from: a sync meanwhile makes them stale, as it should. */
gboolean hd_store_put_derived (HdStore *self,
                               const char *key,
                               guint64 generation,
                               GBytes *value,
                               GError **error);
/* (nullable): NULL when absent or older than the present generation (unless `stale_ok`). */
GBytes *hd_store_get_derived (HdStore *self, const char *key, gboolean stale_ok, GError **error);

G_END_DECLS
