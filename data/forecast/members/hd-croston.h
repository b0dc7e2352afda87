/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Demand that comes now and then: how much at a time, and how often.
 *
 * Croston: Forecasting and stock control for intermittent demands (1972), with Syntetos and Boylan's
 * correction of its bias (2005); Teunter, Syntetos and Babai: Intermittent demand, linking forecasting to
 * inventory obsolescence (2011), whose chance of a demand also falls while none comes.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  HD_CROSTON_SBA, /* smooths the interval between demands, when one comes */
  HD_CROSTON_TSB, /* smooths the chance of a demand, each time */
} HdCrostonKind;

/* Plain data: copied to be advanced. */
typedef struct
{
  HdCrostonKind kind;
  double size_weight; /* alpha */
  double pace_weight; /* of the interval or chance; beta of TSB */
  double size; /* z: of a demand, when one comes; NAN before the first */
  double interval; /* p: mean steps from one demand to the next */
  double chance; /* of a demand at the next step */
  double since; /* steps since the last demand, this one included */
} HdCroston;

/* Before the first value. */
HdCroston hd_croston_new (HdCrostonKind kind, double size_weight, double pace_weight);
/* `value` is at least 0; NAN goes by without a trace. */
void hd_croston_advance (HdCroston *croston, double value);
/* Of the next value; 0 before the first demand. */
double hd_croston_expect (const HdCroston *croston);
/* The chance that the next value is a demand, and its mean size then; their product is the mean. */
double hd_croston_chance (const HdCroston *croston);
double hd_croston_size (const HdCroston *croston);

G_END_DECLS
