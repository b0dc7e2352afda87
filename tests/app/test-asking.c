/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A screen's newer question overtakes its older one: who answers is told to stop, and whatever the older still
 * brings is shown nowhere. The engine here answers when it is let, so nothing depends on how long things take.
 */

#undef G_DISABLE_ASSERT

#include <adwaita.h>

#include "fake-engine.h"
#include "hd-engine-choice.h"
#include "hd-page.h"

/* Never waited out when all is well. */
#define LONG_MS 100000

#define HELD_TYPE_ENGINE (held_engine_get_type ())
G_DECLARE_FINAL_TYPE (HeldEngine, held_engine, HELD, ENGINE, GObject)

/* Answers as another engine does, when it is let. */
struct _HeldEngine
{
  GObject parent_instance;

  HdEngine *inner;
  GMutex lock;
  GCond cond;
  gboolean is_held;
  guint n_asked, n_stopped;
};

static void held_engine_iface_init (HdEngineInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HeldEngine,
                               held_engine,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HD_TYPE_ENGINE, held_engine_iface_init))

static void
wake_cb (GCancellable *cancellable, HeldEngine *self)
{
  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

static HdFrame *
held_query (HdEngine *engine, const HdQuery *query, GCancellable *cancellable, GError **error)
{
  HeldEngine *self = HELD_ENGINE (engine);
  gulong handler = g_cancellable_connect (cancellable, G_CALLBACK (wake_cb), self, NULL);
  gboolean is_stopped;

  g_mutex_lock (&self->lock);
  self->n_asked++;
  g_main_context_wakeup (NULL);
  while (self->is_held && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->cond, &self->lock);
  is_stopped = g_cancellable_is_cancelled (cancellable);
  self->n_stopped += is_stopped;
  g_main_context_wakeup (NULL);
  g_mutex_unlock (&self->lock);
  g_cancellable_disconnect (cancellable, handler);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return hd_engine_query (self->inner, query, cancellable, error);
}

static const char *
held_get_name (HdEngine *engine)
{
  return "held";
}

static void
held_engine_iface_init (HdEngineInterface *iface)
{
  iface->query = held_query;
  iface->get_name = held_get_name;
}

static void
held_engine_finalize (GObject *object)
{
  HeldEngine *self = HELD_ENGINE (object);

  g_clear_object (&self->inner);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (held_engine_parent_class)->finalize (object);
}

static void
held_engine_class_init (HeldEngineClass *class)
{
  G_OBJECT_CLASS (class)->finalize = held_engine_finalize;
}

static void
held_engine_init (HeldEngine *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->is_held = TRUE;
}

static void
let_answer (HeldEngine *self)
{
  g_mutex_lock (&self->lock);
  self->is_held = FALSE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

/* Runs the main loop until the engine was asked, and told to stop, so often. */
static void
wait_for (HeldEngine *self, guint n_asked, guint n_stopped)
{
  gboolean is_so = FALSE;

  while (!is_so)
    {
      g_mutex_lock (&self->lock);
      is_so = self->n_asked >= n_asked && self->n_stopped >= n_stopped;
      g_mutex_unlock (&self->lock);
      if (!is_so)
        g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpuint (self->n_asked, ==, n_asked);
  g_assert_cmpuint (self->n_stopped, ==, n_stopped);
}

static const HdPageCard cards[] = { { "chart", "revenue-taxes", 12, 4, FALSE, NULL } };
static const HdPageInfo page_info = { "revenue", "Revenue", cards, G_N_ELEMENTS (cards), FALSE };

/* A window with a screen of one card. */
typedef struct
{
  FakePresent fake;
  HeldEngine *engine;
  HdSession *session;
  HdContext *context;
  GtkWidget *window, *page;
  guint n_painted;
} Setup;

static void
opened_cb (GObject *session, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hd_session_open_finish (HD_SESSION (session), result, &error));
  g_assert_no_error (error);
  *(gboolean *)user_data = TRUE;
}

static void
painted_cb (HdPage *page, Setup *setup)
{
  setup->n_painted++;
}

/* Some structures: without any, there is nothing to be asked. */
static void
fill_store (HdStore *store)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "sdmx",
                                                 "v3_json_structure_constructed-sample.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) message = g_file_load_bytes (file, NULL, NULL, &error);

  g_assert_no_error (error);
  hd_store_set_structure_message (store, message, &error);
  g_assert_no_error (error);
}

static void
setup_fill (Setup *setup, gconstpointer data)
{
  HdEngineChoice *choice;
  gboolean is_open = FALSE;

  fake_present_fill (&setup->fake, "revenue", 5);
  fill_store (setup->fake.present.store);
  setup->engine = g_object_new (HELD_TYPE_ENGINE, NULL);
  setup->engine->inner = g_object_ref (setup->fake.present.engine);
  setup->session = hd_session_new (setup->fake.dir);
  hd_session_open_async (setup->session, opened_cb, &is_open);
  while (!is_open)
    g_main_context_iteration (NULL, TRUE);
  choice = HD_ENGINE_CHOICE (hd_session_get_engine (setup->session));
  hd_engine_choice_set_patience (choice, LONG_MS);
  hd_engine_choice_set_warehouse (choice, HD_ENGINE (setup->engine), "held", TRUE, NULL);

  setup->context = hd_context_new (setup->fake.present.scope);
  setup->page = hd_page_new (&page_info, setup->session, setup->context);
  g_signal_connect (setup->page, "painted", G_CALLBACK (painted_cb), setup);
  setup->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (setup->window), setup->page);
  gtk_window_present (GTK_WINDOW (setup->window));
}

static void
setup_clear (Setup *setup, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (setup->window));
  g_clear_object (&setup->session);
  g_clear_object (&setup->context);
  g_clear_object (&setup->engine);
  fake_present_clear (&setup->fake);
}

/* (transfer full) (nullable): what is kept of the answer within `scope`. */
static gpointer
find_kept (Setup *setup, HdScope *scope)
{
  return hd_session_find_answer (setup->session, &hd_card_kind_find (cards[0].kind)->question,
                                 cards[0].argument, scope);
}

static HdScope *
step (Setup *setup, const char *flow)
{
  HdScope *scope = hd_scope_with_step (hd_context_get_scope (setup->context), "flow", flow);

  hd_context_go (setup->context, scope);
  hd_page_update (HD_PAGE (setup->page));
  return scope;
}

static void
test_newer_overtakes (Setup *setup, gconstpointer data)
{
  g_autoptr (HdScope) older = NULL;
  g_autoptr (HdScope) newer = NULL;
  g_autoptr (HdChartSpec) kept = NULL;
  guint n_painted = setup->n_painted;

  older = step (setup, "NK");
  wait_for (setup->engine, 1, 0);
  newer = step (setup, "XK");
  wait_for (setup->engine, 2, 1);
  g_assert_cmpuint (setup->n_painted, ==, n_painted);

  let_answer (setup->engine);
  while (setup->n_painted == n_painted)
    g_main_context_iteration (NULL, TRUE);
  kept = find_kept (setup, newer);
  g_assert_nonnull (kept);
  g_assert_null (find_kept (setup, older));
  g_assert_cmpuint (setup->engine->n_stopped, ==, 1);
  g_assert_nonnull (hd_page_find_card (HD_PAGE (setup->page), "chart"));
}

/* A screen that is left stops asking. */
static void
test_leaving_stops (Setup *setup, gconstpointer data)
{
  g_autoptr (HdScope) scope = NULL;

  while (!gtk_widget_get_mapped (setup->page))
    g_main_context_iteration (NULL, TRUE);
  scope = step (setup, "NK");
  wait_for (setup->engine, 1, 0);
  gtk_widget_set_visible (setup->page, FALSE);
  wait_for (setup->engine, 1, 1);
  g_assert_null (find_kept (setup, scope));
}

/* Deaf: told to stop, it answers all the same. */
static gpointer
ask_deaf (const HdPresent *present, const char *argument, GError **error)
{
  g_autoptr (HdQuery) query = hd_query_parse (argument, NULL);

  g_assert_null (hd_engine_query (present->engine, query, present->cancellable, NULL));
  return g_strdup ("an answer");
}

static gpointer
ref_text (gpointer answer)
{
  return g_strdup (answer);
}

static const HdQuestion deaf = { "deaf", ask_deaf, ref_text, g_free };

typedef struct
{
  gboolean is_done;
  GError *error;
  gpointer answer;
} Asked;

static void
asked_cb (GObject *session, GAsyncResult *result, gpointer user_data)
{
  Asked *asked = user_data;

  asked->answer = hd_session_ask_finish (HD_SESSION (session), result, &asked->error);
  asked->is_done = TRUE;
}

/* What an overtaken question answers all the same is dropped: neither shown nor kept. */
static void
test_late_answer (Setup *setup, gconstpointer data)
{
  static const char question[] = "revenue.collected";
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  HdScope *scope = hd_context_get_scope (setup->context);
  Asked asked = { FALSE };

  hd_session_ask_async (setup->session, &deaf, question, scope, FALSE, cancellable, asked_cb,
                        &asked);
  wait_for (setup->engine, 1, 0);
  g_cancellable_cancel (cancellable);
  while (!asked.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (asked.answer);
  g_assert_error (asked.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&asked.error);
  g_assert_null (hd_session_find_answer (setup->session, &deaf, question, scope));
}

int
main (int argc, char **argv)
{
  g_setenv ("GSETTINGS_SCHEMA_DIR", SCHEMA_DIR, FALSE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/app/asking/newer-overtakes", Setup, NULL, setup_fill, test_newer_overtakes,
              setup_clear);
  g_test_add ("/app/asking/leaving-stops", Setup, NULL, setup_fill, test_leaving_stops,
              setup_clear);
  g_test_add ("/app/asking/late-answer", Setup, NULL, setup_fill, test_late_answer, setup_clear);
  return g_test_run ();
}
