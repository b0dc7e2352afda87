/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of a message was not believable, so that it is held for a person's yes.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  HD_HOLD_SHRINK, /* rows would go */
  HD_HOLD_GROWTH, /* rows would come or change */
  HD_HOLD_LEAP, /* values would be of another magnitude */
  HD_HOLD_N_KINDS
} HdHoldKind;

typedef struct
{
  HdHoldKind kind;
  char *dataset;
  guint64
      n_changed; /* rows that would go, come or change; of a leap, the values that were compared */
  guint64 n_known; /* rows that are there */
  guint bound; /* per cent of them; of a leap, a factor */
  /* Of a leap: where, and the value in the middle with what the store has of the same. */
  char *measure; /* (nullable) */
  char *unit; /* (nullable): all of them */
  double known, told;
} HdHold;

void hd_hold_free (HdHold *hold);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdHold, hd_hold_free)

/* In plain English, for logs. (transfer full) */
char *hd_hold_describe (const HdHold *hold);
/* As a store keeps it. (transfer full) */
char *hd_hold_print (const HdHold *hold);
/* (transfer full) (nullable): NULL for what is none. */
HdHold *hd_hold_parse (const char *text);

G_END_DECLS
