/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures that two systems tell of the same thing, each by its own count.
 */

#include "config.h"

#include "hd-present-twins.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-present-ask.h"
#include "hd-present-runs.h"

/* Of two systems, or of two books of one system. */
static const struct
{
  const char *left, *right;
} twins[] = {
  { "clearance.declarations", "clearance.cleared" },
  { "clearance.declarations", "clearance.registered_by_hour" },
  { "revenue.refunded", "refund.amount" },
};

static void
twin_free (HdPresentTwin *twin)
{
  g_free (twin->about);
  g_free (twin->sides);
  g_free (twin->left_text);
  g_free (twin->right_text);
  g_free (twin->difference);
  g_free (twin);
}

/* `kpi` in the scope; up to `until` unless that is 0. NAN: none. `last`: the last day that it tells of. */
static double
ask_until (const HdPresent *present, const HdKpi *kpi, HdDay until, HdDay *last)
{
  g_autoptr (HdQuery) query
      = hd_scope_query (present->scope, present->catalog, kpi->id, NULL, NULL);
  g_autoptr (HdFrame) frame = NULL;

  if (query == NULL)
    return NAN;
  if (until != 0)
    {
      g_autofree char *day
          = hd_period_to_string (hd_period_containing (until, HD_GRAIN_DAY, HD_MONTH_START_CIVIL));

      if (!hd_query_set_to (query, day, NULL))
        return NAN;
    }
  frame = hd_engine_query (present->engine, query, present->cancellable, NULL);
  if (frame == NULL || hd_frame_get_n_rows (frame) == 0)
    return NAN;
  if (last != NULL)
    *last = hd_frame_get_span (frame).last;
  return hd_frame_get_double (frame, 0, hd_present_columns (frame, kpi).value);
}

static void
set_words (HdPresentTwin *twin, const HdPresent *present)
{
  const HdDataset *left = hd_catalog_find_dataset (present->catalog, twin->left->dataset);
  const HdDataset *right = hd_catalog_find_dataset (present->catalog, twin->right->dataset);
  double largest = fmax (fabs (twin->left_value), fabs (twin->right_value));
  HdNumberFormat format = hd_present_format (present, twin->left, largest);
  g_autofree char *day
      = hd_present_period (hd_period_containing (twin->until, HD_GRAIN_DAY, HD_MONTH_START_CIVIL));

  /* Translators: a figure, and the last day that two systems have both told of. */
  twin->about = g_strdup_printf (_ ("%s, to %s"), hd_kpi_name (twin->left, present->lang), day);
  twin->sides = g_strdup_printf ("%s – %s", hd_dataset_name (left, present->lang),
                                 hd_dataset_name (right, present->lang));
  twin->left_text = hd_number_format_full (&format, twin->left_value);
  twin->right_text = hd_number_format_full (&format, twin->right_value);
  if (!twin->agree)
    twin->difference
        = hd_present_difference_text (present, twin->left, twin->right_value - twin->left_value);
}

/* One book may be further on than the other: both are held against each other up to the day that both have. */
static HdPresentTwin *
make_twin (const HdPresent *present, const HdKpi *left, const HdKpi *right)
{
  HdDay left_last = 0, right_last = 0;
  double left_value = ask_until (present, left, 0, &left_last);
  double right_value = ask_until (present, right, 0, &right_last);
  HdPresentTwin *twin;

  if (left_last > right_last && !isnan (right_value))
    left_value = ask_until (present, left, right_last, NULL);
  else if (right_last > left_last && !isnan (left_value))
    right_value = ask_until (present, right, left_last, NULL);
  if (isnan (left_value) || isnan (right_value))
    return NULL;
  twin = g_new0 (HdPresentTwin, 1);
  twin->left = left;
  twin->right = right;
  twin->until = MIN (left_last, right_last);
  twin->left_value = left_value;
  twin->right_value = right_value;
  twin->agree = left_value == right_value;
  set_words (twin, present);
  return twin;
}

GPtrArray *
hd_present_twins (const HdPresent *present, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)twin_free);

  for (guint index = 0; index < G_N_ELEMENTS (twins); index++)
    {
      HdPresentTwin *twin
          = make_twin (present, hd_catalog_find_kpi (present->catalog, twins[index].left),
                       hd_catalog_find_kpi (present->catalog, twins[index].right));

      if (g_cancellable_set_error_if_cancelled (present->cancellable, error))
        {
          g_clear_pointer (&twin, twin_free);
          return NULL;
        }
      if (twin != NULL)
        g_ptr_array_add (found, twin);
    }
  return g_steal_pointer (&found);
}
