/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeps the session's engine as the settings want it, and the screen as the engine is.
 */

#include "config.h"

#include "hd-engine-link.h"

#include "hd-settings.h"
#include "hd-warehouse-engine.h"

/* Several keys that change together are one change. */
#define APPLY_MS 50
/* A warehouse that failed is tried again, unseen. */
#define PROBE_S 60

struct _HdEngineLink
{
  GObject parent_instance;

  HdSession *session;
  HdContext *context;
  HdEngineChoice *choice; /* (nullable): NULL before the start */
  /* utf8 → day + 1, a pointer: horizons that were met at each place. The session remembers answers, and
   * shows them again without asking. */
  GHashTable *horizons;
  guint64 generation; /* of the store whose structures the warehouse engine has */
  guint apply_id, probe_id;
};

G_DEFINE_FINAL_TYPE (HdEngineLink, hd_engine_link, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (transfer full) (nullable): NULL when the key is empty. */
static char *
get_text (const char *key)
{
  g_autofree char *text = g_settings_get_string (hd_settings_get (), key);

  g_strstrip (text);
  return text[0] != '\0' ? g_steal_pointer (&text) : NULL;
}

/* (transfer full) (nullable): the file that the key names, read; NULL without error when it names none. */
static char *
get_secret (const char *key, GError **error)
{
  g_autofree char *path = get_text (key);

  return path != NULL ? hd_warehouse_read_secret (path, error) : NULL;
}

static HdWarehouseClient *
connect_client (const char *url, GError **error)
{
  g_autofree char *user = get_text ("warehouse-user");
  g_autofree char *ca_file = get_text ("warehouse-ca-file");
  g_autofree char *database = get_text ("warehouse-database");
  g_autofree char *password = NULL, *token = NULL;
  g_autoptr (GError) local_error = NULL;
  HdWarehouseOptions options
      = { .url = url,
          .user = user,
          .ca_file = ca_file,
          .database = database,
          .timeout_s = (guint)g_settings_get_int (hd_settings_get (), "warehouse-timeout") };

  password = get_secret ("warehouse-password-file", &local_error);
  if (local_error == NULL)
    token = get_secret ("warehouse-token-file", &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  options.password = password;
  options.token = token;
  return hd_warehouse_client_new (&options, error);
}

static void
apply (HdEngineLink *self)
{
  g_autofree char *url = get_text ("warehouse-url");
  g_autofree char *engine = g_settings_get_string (hd_settings_get (), "engine");
  gboolean is_preferred = g_str_equal (engine, "warehouse");
  HdStructures *structures = hd_session_get_structures (self->session);
  g_autoptr (HdEngineStatus) status = hd_engine_choice_get_status (self->choice);
  g_autoptr (HdWarehouseClient) client = NULL;
  g_autoptr (HdEngine) warehouse = NULL;
  g_autoptr (GError) error = NULL;
  const char *host = url;

  self->generation = hd_store_get_generation (hd_session_get_store (self->session));
  if (url == NULL || structures == NULL)
    {
      if (status->host != NULL)
        hd_engine_choice_set_warehouse (self->choice, NULL, NULL, FALSE, NULL);
      return;
    }
  client = connect_client (url, &error);
  if (client != NULL)
    {
      warehouse
          = hd_warehouse_engine_new (client, structures, hd_session_get_catalog (self->session));
      host = hd_warehouse_client_get_host (client);
    }
  hd_engine_choice_set_warehouse (self->choice, warehouse, host, is_preferred, error);
}

static gboolean
apply_cb (gpointer user_data)
{
  HdEngineLink *self = user_data;

  self->apply_id = 0;
  apply (self);
  return G_SOURCE_REMOVE;
}

static void
settings_changed_cb (GSettings *settings, const char *key, HdEngineLink *self)
{
  if (self->choice != NULL && self->apply_id == 0
      && (g_str_equal (key, "engine") || g_str_has_prefix (key, "warehouse-")))
    self->apply_id = g_timeout_add (APPLY_MS, apply_cb, self);
}

/* The warehouse engine reads with the structures of the store. */
static void
data_changed_cb (HdSession *session, HdEngineLink *self)
{
  if (self->choice != NULL && self->apply_id == 0
      && self->generation != hd_store_get_generation (hd_session_get_store (session)))
    self->apply_id = g_timeout_add (APPLY_MS, apply_cb, self);
}

static void
context_changed_cb (HdContext *context, HdEngineLink *self)
{
  if (self->choice == NULL)
    return;
  hd_engine_choice_begin_round (self->choice);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
probe_cb (gpointer user_data)
{
  hd_engine_choice_probe (((HdEngineLink *)user_data)->choice);
  return G_SOURCE_CONTINUE;
}

/* (transfer full): of what is looked at. */
static char *
name_place (HdEngineLink *self)
{
  return hd_scope_to_string (hd_context_get_scope (self->context));
}

static void
choice_changed_cb (HdEngineChoice *choice, gboolean ask_again, HdEngineLink *self)
{
  g_autoptr (HdEngineStatus) status = hd_engine_choice_get_status (choice);
  gboolean has_failed = status->state == HD_ENGINE_STATE_FAILED;

  if (has_failed && self->probe_id == 0)
    self->probe_id = g_timeout_add_seconds (PROBE_S, probe_cb, self);
  else if (!has_failed)
    g_clear_handle_id (&self->probe_id, g_source_remove);
  if (ask_again)
    g_hash_table_remove_all (self->horizons);
  if (status->horizon != HD_DAY_NONE)
    g_hash_table_replace (self->horizons, name_place (self), GINT_TO_POINTER (status->horizon + 1));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (ask_again)
    hd_session_reload (self->session);
}

static void
hd_engine_link_dispose (GObject *object)
{
  HdEngineLink *self = HD_ENGINE_LINK (object);

  g_clear_handle_id (&self->apply_id, g_source_remove);
  g_clear_handle_id (&self->probe_id, g_source_remove);
  g_clear_object (&self->choice);
  g_clear_object (&self->session);
  g_clear_object (&self->context);
  g_clear_pointer (&self->horizons, g_hash_table_unref);

  G_OBJECT_CLASS (hd_engine_link_parent_class)->dispose (object);
}

static void
hd_engine_link_class_init (HdEngineLinkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hd_engine_link_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HD_TYPE_ENGINE_LINK, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hd_engine_link_init (HdEngineLink *self)
{
  self->horizons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

HdEngineLink *
hd_engine_link_new (HdSession *session, HdContext *context)
{
  HdEngineLink *self = g_object_new (HD_TYPE_ENGINE_LINK, NULL);

  self->session = g_object_ref (session);
  self->context = g_object_ref (context);
  g_signal_connect_object (hd_settings_get (), "changed", G_CALLBACK (settings_changed_cb), self,
                           0);
  g_signal_connect_object (session, "data-changed", G_CALLBACK (data_changed_cb), self, 0);
  g_signal_connect_object (context, "changed", G_CALLBACK (context_changed_cb), self, 0);
  return self;
}

void
hd_engine_link_start (HdEngineLink *self)
{
  if (self->choice != NULL)
    return;
  self->choice = g_object_ref (HD_ENGINE_CHOICE (hd_session_get_engine (self->session)));
  g_signal_connect_object (self->choice, "changed", G_CALLBACK (choice_changed_cb), self, 0);
  apply (self);
}

HdEngineStatus *
hd_engine_link_get_status (HdEngineLink *self)
{
  g_autofree char *place = NULL;
  HdEngineStatus *status;
  gpointer horizon;

  if (self->choice == NULL)
    return NULL;
  status = hd_engine_choice_get_status (self->choice);
  place = name_place (self);
  horizon = g_hash_table_lookup (self->horizons, place);
  if (status->horizon == HD_DAY_NONE && horizon != NULL)
    status->horizon = GPOINTER_TO_INT (horizon) - 1;
  return status;
}

void
hd_engine_link_retry (HdEngineLink *self)
{
  /* The password's or the authority's file may be another one by now. */
  if (self->choice != NULL)
    apply (self);
}
