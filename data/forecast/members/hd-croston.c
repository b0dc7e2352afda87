/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Demand that comes now and then: how much at a time, and how often.
 */

#include "config.h"

#include "hd-croston.h"

#include <math.h>

HdCroston
hd_croston_new (HdCrostonKind kind, double size_weight, double pace_weight)
{
  return (HdCroston){ kind, size_weight, pace_weight, NAN, NAN, NAN, 1 };
}

static void
advance_interval (HdCroston *croston, gboolean is_demand)
{
  if (!is_demand)
    {
      croston->since++;
      return;
    }
  if (isnan (croston->interval))
    croston->interval = croston->since;
  else
    croston->interval += croston->pace_weight * (croston->since - croston->interval);
  croston->since = 1;
}

static void
advance_chance (HdCroston *croston, gboolean is_demand)
{
  if (isnan (croston->chance))
    croston->chance = is_demand ? 1 / croston->since : NAN;
  else
    croston->chance += croston->pace_weight * (is_demand - croston->chance);
  croston->since = is_demand ? 1 : croston->since + 1;
}

void
hd_croston_advance (HdCroston *croston, double value)
{
  gboolean is_demand = value > 0;

  if (isnan (value))
    return;
  if (is_demand)
    croston->size = isnan (croston->size)
                        ? value
                        : croston->size + croston->size_weight * (value - croston->size);
  if (croston->kind == HD_CROSTON_SBA)
    advance_interval (croston, is_demand);
  else
    advance_chance (croston, is_demand);
}

double
hd_croston_chance (const HdCroston *croston)
{
  if (isnan (croston->size))
    return 0;
  return croston->kind == HD_CROSTON_SBA ? 1 / croston->interval : croston->chance;
}

double
hd_croston_size (const HdCroston *croston)
{
  if (isnan (croston->size))
    return 0;
  /* 1/p of a smoothed p is too large by about this much on average. */
  return croston->kind == HD_CROSTON_SBA ? (1 - croston->pace_weight / 2) * croston->size
                                         : croston->size;
}

double
hd_croston_expect (const HdCroston *croston)
{
  return hd_croston_chance (croston) * hd_croston_size (croston);
}
