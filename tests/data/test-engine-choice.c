/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * This machine and a warehouse behind one engine: who answers, what is told, and that nobody waits in vain.
 * Both are played here: each answers with its name when it is let.
 */

#undef G_DISABLE_ASSERT

#include "hd-engine-choice.h"
#include "hd-warehouse-client.h"

#define SHORT_MS 30
/* Never waited out when all is well. */
#define LONG_MS 20000

#define PLAYER_TYPE (player_get_type ())
G_DECLARE_FINAL_TYPE (Player, player, PLAYER, ENGINE, GObject)

struct _Player
{
  GObject parent_instance;

  const char *name;
  GMutex lock;
  GCond cond;
  gboolean is_held; /* it does not answer before it is let */
  HdDay horizon;
  int code; /* of HD_WAREHOUSE_ERROR; -1: it answers */
  gboolean is_refusing; /* with HD_QUERY_ERROR_NOT_ADDABLE */
  guint n_asked;
};

static void player_iface_init (HdEngineInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (Player,
                               player,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HD_TYPE_ENGINE, player_iface_init))

static void
player_wake_cb (GCancellable *cancellable, Player *self)
{
  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

static HdFrame *
player_query (HdEngine *engine, const HdQuery *query, GCancellable *cancellable, GError **error)
{
  Player *self = (Player *)engine;
  HdFrameBuilder *builder;
  gulong handler = 0;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (player_wake_cb), self, NULL);
  g_mutex_lock (&self->lock);
  self->n_asked++;
  while (self->is_held && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);
  g_cancellable_disconnect (cancellable, handler);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (self->is_refusing)
    g_set_error_literal (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NOT_ADDABLE, "it cannot be added");
  else if (self->code >= 0)
    g_set_error_literal (error, HD_WAREHOUSE_ERROR, self->code, "it is out of order");
  if (self->is_refusing || self->code >= 0)
    return NULL;
  builder = hd_frame_builder_new ();
  hd_frame_builder_set_engine (builder, self->name, self->horizon);
  return hd_frame_builder_finish (builder);
}

static const char *
player_get_name (HdEngine *engine)
{
  return ((Player *)engine)->name;
}

static void
player_iface_init (HdEngineInterface *iface)
{
  iface->get_name = player_get_name;
  iface->query = player_query;
}

static void
player_class_init (PlayerClass *klass)
{
}

static void
player_init (Player *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->horizon = HD_DAY_NONE;
  self->code = -1;
}

static Player *
player_new (const char *name)
{
  Player *self = g_object_new (PLAYER_TYPE, NULL);

  self->name = name;
  return self;
}

static void
player_hold (Player *self, gboolean is_held)
{
  g_mutex_lock (&self->lock);
  self->is_held = is_held;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

/* Until it was asked so often. */
static void
player_wait_asked (Player *self, guint n_asked)
{
  g_mutex_lock (&self->lock);
  while (self->n_asked < n_asked)
    {
      g_mutex_unlock (&self->lock);
      g_thread_yield ();
      g_mutex_lock (&self->lock);
    }
  g_mutex_unlock (&self->lock);
}

typedef struct
{
  Player *local, *warehouse;
  HdEngineChoice *choice;
  guint n_changed, n_ask_again;
} Stage;

static void
changed_cb (HdEngineChoice *choice, gboolean ask_again, Stage *stage)
{
  stage->n_changed++;
  stage->n_ask_again += ask_again;
}

static void
stage_init (Stage *stage, gboolean is_preferred, guint patience_ms)
{
  *stage = (Stage){ player_new ("local"), player_new ("warehouse.example"), NULL, 0, 0 };
  stage->choice = hd_engine_choice_new (HD_ENGINE (stage->local));
  hd_engine_choice_set_patience (stage->choice, patience_ms);
  hd_engine_choice_set_warehouse (stage->choice, HD_ENGINE (stage->warehouse),
                                  stage->warehouse->name, is_preferred, NULL);
  g_signal_connect (stage->choice, "changed", G_CALLBACK (changed_cb), stage);
}

static void
stage_clear (Stage *stage)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_handlers_disconnect_by_data (stage->choice, stage);
  g_object_unref (stage->choice);
  g_object_unref (stage->local);
  g_object_unref (stage->warehouse);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stage, stage_clear)

static void
assert_answers (Stage *stage, const char *text, const char *engine)
{
  g_autoptr (HdQuery) query = hd_query_parse (text, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HdFrame) frame = hd_engine_query (HD_ENGINE (stage->choice), query, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (hd_frame_get_engine (frame), ==, engine);
}

static void
assert_state (Stage *stage, HdEngineState state)
{
  g_autoptr (HdEngineStatus) status = hd_engine_choice_get_status (stage->choice);

  g_assert_cmpint (status->state, ==, state);
  g_assert_cmpint (status->problem != NULL, ==, state == HD_ENGINE_STATE_FAILED);
}

static void
wait_for_changes (Stage *stage, guint n_ask_again)
{
  while (stage->n_ask_again < n_ask_again)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_fine (void)
{
  g_auto (Stage) stage = { 0 };

  stage_init (&stage, TRUE, LONG_MS);
  assert_answers (&stage, "revenue.collected", "warehouse.example");
  /* At hand in this round, asked for again in the next. */
  assert_answers (&stage, "revenue.collected", "warehouse.example");
  g_assert_cmpuint (stage.warehouse->n_asked, ==, 1);
  hd_engine_choice_begin_round (stage.choice);
  assert_answers (&stage, "revenue.collected", "warehouse.example");
  g_assert_cmpuint (stage.warehouse->n_asked, ==, 2);
  g_assert_cmpuint (stage.local->n_asked, ==, 0);
  assert_state (&stage, HD_ENGINE_STATE_FINE);
  g_assert_cmpstr (hd_engine_get_name (HD_ENGINE (stage.choice)), ==, "warehouse.example");
}

/* Every way in which it can fail: this machine answers, and the warehouse is left alone until it is said. */
static void
test_failed (void)
{
  for (int code = HD_WAREHOUSE_ERROR_ADDRESS; code <= HD_WAREHOUSE_ERROR_BAD_ANSWER; code++)
    {
      g_auto (Stage) stage = { 0 };
      g_autoptr (HdEngineStatus) status = NULL;

      stage_init (&stage, TRUE, LONG_MS);
      wait_for_changes (&stage, 1);
      stage.warehouse->code = code;
      assert_answers (&stage, "revenue.collected", "local");
      assert_answers (&stage, "debt.total", "local");
      g_assert_cmpuint (stage.warehouse->n_asked, ==, 1);
      status = hd_engine_choice_get_status (stage.choice);
      g_assert_error (status->problem, HD_WAREHOUSE_ERROR, code);
      g_assert_cmpstr (status->host, ==, "warehouse.example");
      g_assert_true (status->is_preferred);
      wait_for_changes (&stage, 2);
      g_assert_cmpstr (hd_engine_get_name (HD_ENGINE (stage.choice)), ==, "local");
      stage.warehouse->code = -1;
      assert_answers (&stage, "revenue.collected", "local");
      hd_engine_choice_retry (stage.choice);
      assert_answers (&stage, "revenue.collected", "warehouse.example");
      wait_for_changes (&stage, 3);
    }
}

/* What it does not keep is no failure of it; a question at fault is told as one. */
static void
test_refused_question (void)
{
  g_auto (Stage) stage = { 0 };
  g_autoptr (HdQuery) query = hd_query_parse ("revenue.collected", NULL);
  g_autoptr (GError) error = NULL;

  stage_init (&stage, TRUE, LONG_MS);
  stage.warehouse->code = HD_WAREHOUSE_ERROR_NOT_KEPT;
  assert_answers (&stage, "revenue.collected", "local");
  assert_state (&stage, HD_ENGINE_STATE_FINE);
  stage.warehouse->is_refusing = TRUE;
  g_assert_null (hd_engine_query (HD_ENGINE (stage.choice), query, NULL, &error));
  g_assert_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NOT_ADDABLE);
  assert_state (&stage, HD_ENGINE_STATE_FINE);
}

/* This machine answers at once; the late answer is at hand when it is told. */
static void
test_slow (void)
{
  g_auto (Stage) stage = { 0 };

  stage_init (&stage, TRUE, SHORT_MS);
  wait_for_changes (&stage, 1);
  player_hold (stage.warehouse, TRUE);
  assert_answers (&stage, "revenue.collected", "local");
  assert_state (&stage, HD_ENGINE_STATE_WAITING);
  /* The same again is not asked twice. */
  assert_answers (&stage, "revenue.collected", "local");
  g_assert_cmpuint (stage.warehouse->n_asked, ==, 1);
  player_hold (stage.warehouse, FALSE);
  wait_for_changes (&stage, 2);
  assert_answers (&stage, "revenue.collected", "warehouse.example");
  g_assert_cmpuint (stage.warehouse->n_asked, ==, 1);
  assert_state (&stage, HD_ENGINE_STATE_FINE);
}

/* Slow, and then it fails: the answers on show are this machine's already, and it is said why. */
static void
test_slow_failure (void)
{
  g_auto (Stage) stage = { 0 };

  stage_init (&stage, TRUE, SHORT_MS);
  wait_for_changes (&stage, 1);
  player_hold (stage.warehouse, TRUE);
  stage.warehouse->code = HD_WAREHOUSE_ERROR_TIMEOUT;
  assert_answers (&stage, "revenue.collected", "local");
  player_hold (stage.warehouse, FALSE);
  wait_for_changes (&stage, 2);
  assert_state (&stage, HD_ENGINE_STATE_FAILED);
  assert_answers (&stage, "revenue.collected", "local");
}

/* Who looks at something else does not load the warehouse with what nobody waits for. */
static void
test_round_ends (void)
{
  g_auto (Stage) stage = { 0 };

  stage_init (&stage, TRUE, SHORT_MS);
  player_hold (stage.warehouse, TRUE);
  assert_answers (&stage, "revenue.collected", "local");
  hd_engine_choice_begin_round (stage.choice);
  assert_state (&stage, HD_ENGINE_STATE_FINE);
  player_hold (stage.warehouse, FALSE);
  assert_answers (&stage, "debt.total", "warehouse.example");
}

typedef struct
{
  Stage *stage;
  GCancellable *cancellable;
} Asking;

static gpointer
ask_thread (gpointer data)
{
  const Asking *asking = data;
  g_autoptr (HdQuery) query = hd_query_parse ("revenue.collected", NULL);
  g_autoptr (GError) error = NULL;
  HdFrame *frame
      = hd_engine_query (HD_ENGINE (asking->stage->choice), query, asking->cancellable, &error);

  g_assert_null (frame);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return NULL;
}

static void
test_cancelled (void)
{
  g_auto (Stage) stage = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Asking asking = { &stage, cancellable };
  GThread *thread;

  stage_init (&stage, TRUE, LONG_MS);
  player_hold (stage.warehouse, TRUE);
  thread = g_thread_new ("asker", ask_thread, &asking);
  player_wait_asked (stage.warehouse, 1);
  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
  assert_state (&stage, HD_ENGINE_STATE_FINE);
  g_assert_cmpuint (stage.local->n_asked, ==, 0);
}

/* This machine is preferred: only what lies before its horizon is fetched. */
static void
test_detail_on_demand (void)
{
  g_auto (Stage) stage = { 0 };
  g_autoptr (HdEngineStatus) status = NULL;

  stage_init (&stage, FALSE, LONG_MS);
  assert_answers (&stage, "revenue.collected", "local");
  g_assert_cmpuint (stage.warehouse->n_asked, ==, 0);
  stage.local->horizon = 18262; /* 2020-01-01 */
  assert_answers (&stage, "debt.total", "warehouse.example");
  status = hd_engine_choice_get_status (stage.choice);
  g_assert_cmpint (status->horizon, ==, HD_DAY_NONE);
  /* It is away: what is here is shown, and that it is not whole. */
  stage.warehouse->code = HD_WAREHOUSE_ERROR_NETWORK;
  assert_answers (&stage, "trade.imports", "local");
  g_clear_pointer (&status, hd_engine_status_free);
  status = hd_engine_choice_get_status (stage.choice);
  g_assert_cmpint (status->horizon, ==, 18262);
  g_assert_cmpint (status->state, ==, HD_ENGINE_STATE_FAILED);
  hd_engine_choice_begin_round (stage.choice);
  g_clear_pointer (&status, hd_engine_status_free);
  status = hd_engine_choice_get_status (stage.choice);
  g_assert_cmpint (status->horizon, ==, HD_DAY_NONE);
}

/* It comes back by itself; as long as it does not, nothing moves on the screen. */
static void
test_probe (void)
{
  g_auto (Stage) stage = { 0 };

  stage_init (&stage, TRUE, LONG_MS);
  wait_for_changes (&stage, 1);
  stage.warehouse->code = HD_WAREHOUSE_ERROR_SHARD;
  assert_answers (&stage, "revenue.collected", "local");
  wait_for_changes (&stage, 2);
  hd_engine_choice_probe (stage.choice);
  player_wait_asked (stage.warehouse, 2);
  assert_state (&stage, HD_ENGINE_STATE_FAILED);
  stage.warehouse->code = -1;
  hd_engine_choice_probe (stage.choice);
  wait_for_changes (&stage, 3);
  assert_state (&stage, HD_ENGINE_STATE_FINE);
  assert_answers (&stage, "revenue.collected", "warehouse.example");
}

static void
test_no_warehouse (void)
{
  g_auto (Stage) stage = { 0 };
  g_autoptr (GError) problem
      = g_error_new_literal (HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_ADDRESS, "no address");

  stage_init (&stage, TRUE, LONG_MS);
  hd_engine_choice_set_warehouse (stage.choice, NULL, NULL, TRUE, NULL);
  assert_answers (&stage, "revenue.collected", "local");
  assert_state (&stage, HD_ENGINE_STATE_FINE);
  hd_engine_choice_set_warehouse (stage.choice, NULL, "nowhere", TRUE, problem);
  assert_answers (&stage, "revenue.collected", "local");
  assert_state (&stage, HD_ENGINE_STATE_FAILED);
  hd_engine_choice_retry (stage.choice);
  assert_state (&stage, HD_ENGINE_STATE_FAILED);
  g_assert_cmpuint (stage.warehouse->n_asked, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/engine-choice/fine", test_fine);
  g_test_add_func ("/data/engine-choice/failed", test_failed);
  g_test_add_func ("/data/engine-choice/refused-question", test_refused_question);
  g_test_add_func ("/data/engine-choice/slow", test_slow);
  g_test_add_func ("/data/engine-choice/slow-failure", test_slow_failure);
  g_test_add_func ("/data/engine-choice/round-ends", test_round_ends);
  g_test_add_func ("/data/engine-choice/cancelled", test_cancelled);
  g_test_add_func ("/data/engine-choice/detail-on-demand", test_detail_on_demand);
  g_test_add_func ("/data/engine-choice/probe", test_probe);
  g_test_add_func ("/data/engine-choice/no-warehouse", test_no_warehouse);
  return g_test_run ();
}
