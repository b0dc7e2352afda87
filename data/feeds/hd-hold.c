/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of a message was not believable, so that it is held for a person's yes.
 */

#include "config.h"

#include "hd-hold.h"

/* Kind, dataset, changed, known, bound, measure, unit, value known, value told. */
#define FORMAT "(usttumsmsdd)"

void
hd_hold_free (HdHold *hold)
{
  g_free (hold->dataset);
  g_free (hold->measure);
  g_free (hold->unit);
  g_free (hold);
}

char *
hd_hold_describe (const HdHold *hold)
{
  switch (hold->kind)
    {
    case HD_HOLD_SHRINK:
      return g_strdup_printf ("%s: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                              " rows would go, more than %u %%",
                              hold->dataset, hold->n_changed, hold->n_known, hold->bound);
    case HD_HOLD_GROWTH:
      return g_strdup_printf ("%s: %" G_GUINT64_FORMAT
                              " rows would come or change where there are %" G_GUINT64_FORMAT
                              ", more than %u %%",
                              hold->dataset, hold->n_changed, hold->n_known, hold->bound);
    case HD_HOLD_LEAP:
    case HD_HOLD_N_KINDS:
    default:
      return g_strdup_printf ("%s: %s%s%s would leap from %.4g to %.4g (of %" G_GUINT64_FORMAT
                              " values), more than %u times",
                              hold->dataset, hold->measure, hold->unit == NULL ? "" : " of ",
                              hold->unit == NULL ? "" : hold->unit, hold->known, hold->told,
                              hold->n_changed, hold->bound);
    }
}

char *
hd_hold_print (const HdHold *hold)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (
      g_variant_new (FORMAT, (guint)hold->kind, hold->dataset, hold->n_changed, hold->n_known,
                     hold->bound, hold->measure, hold->unit, hold->known, hold->told));

  return g_variant_print (value, FALSE);
}

HdHold *
hd_hold_parse (const char *text)
{
  g_autoptr (GVariant) value = g_variant_parse (G_VARIANT_TYPE (FORMAT), text, NULL, NULL, NULL);
  g_autoptr (HdHold) hold = NULL;
  guint kind;

  if (value == NULL)
    return NULL;
  hold = g_new0 (HdHold, 1);
  g_variant_get (value, FORMAT, &kind, &hold->dataset, &hold->n_changed, &hold->n_known,
                 &hold->bound, &hold->measure, &hold->unit, &hold->known, &hold->told);
  hold->kind = (HdHoldKind)kind;
  if (kind >= HD_HOLD_N_KINDS || (kind == HD_HOLD_LEAP && hold->measure == NULL))
    return NULL;
  return g_steal_pointer (&hold);
}
