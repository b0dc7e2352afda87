/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which engine answers: this machine's, or a warehouse with this machine behind it.
 *
 * - Preferred, the warehouse is asked first. What it does not answer within the patience is answered by this
 *   machine; when its answer comes after all, ::changed asks for the question again, and it is at hand.
 * - Otherwise this machine answers, and the warehouse is asked only for what lies before this machine's
 *   horizon (hd_frame_get_horizon()).
 * - A warehouse that fails is not asked again until hd_engine_choice_retry(): from then on every answer is of
 *   this machine, so that no screen mixes the two.
 */

#pragma once

#include "hd-engine.h"

G_BEGIN_DECLS

#define HD_TYPE_ENGINE_CHOICE (hd_engine_choice_get_type ())
G_DECLARE_FINAL_TYPE (HdEngineChoice, hd_engine_choice, HD, ENGINE_CHOICE, GObject)

typedef enum
{
  HD_ENGINE_STATE_FINE,
  HD_ENGINE_STATE_WAITING, /* the warehouse is slow: this machine's answers are shown until it comes */
  HD_ENGINE_STATE_FAILED, /* it failed, `problem` says how: this machine answers */
} HdEngineState;

/* How it stands at one moment. */
typedef struct
{
  HdEngineState state;
  char *host; /* (nullable): NULL when there is no warehouse */
  gboolean is_preferred; /* the warehouse answers, while it can */
  GError *problem; /* (nullable) */
  /* Something was asked in this round that lies before it, and answered without: HD_DAY_NONE, nothing. */
  HdDay horizon;
} HdEngineStatus;
void hd_engine_status_free (HdEngineStatus *status);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdEngineStatus, hd_engine_status_free)

/* An engine; every question is safe from any thread. ::changed (gboolean ask_again) is emitted on the main
 * context of its maker: the status is another one, and with `ask_again` answers may be too. */
HdEngineChoice *hd_engine_choice_new (HdEngine *local) G_GNUC_WARN_UNUSED_RESULT;
HdEngine *hd_engine_choice_get_local (HdEngineChoice *self); /* (transfer none) */
/* `warehouse` NULL with a `problem`: it is wanted, but cannot even be asked. Both NULL: none is wanted. */
void hd_engine_choice_set_warehouse (HdEngineChoice *self,
                                     HdEngine *warehouse,
                                     const char *host,
                                     gboolean is_preferred,
                                     const GError *problem);
/* How long a question waits for the warehouse before this machine answers it; 1.5 seconds. */
void hd_engine_choice_set_patience (HdEngineChoice *self, guint patience_ms);
/* Something else is looked at: questions that nobody waits for are stopped, the horizon is forgotten. */
void hd_engine_choice_begin_round (HdEngineChoice *self);
/* Forgets the failure: the next question goes to the warehouse again. */
void hd_engine_choice_retry (HdEngineChoice *self);
/* Asks the warehouse what it failed at once more, unseen: when it answers, that is a retry. */
void hd_engine_choice_probe (HdEngineChoice *self);
HdEngineStatus *hd_engine_choice_get_status (HdEngineChoice *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
