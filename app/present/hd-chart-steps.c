/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A ladder of grades: a bar a thing, on one scale from nothing to the highest step.
 */

#include "config.h"

#include "hd-present-makers.h"

#include <math.h>

#include "hd-present-ask.h"
#include "hd-present-text.h"

/* The stages of the WCO's digital customs maturity model. */
#define N_STAGES 6

/* Steps climbed since: a grade has no per cent. */
static void
set_climbs (HdChartSpec *spec, const HdKpi *kpi, int base)
{
  for (guint row = 0; base >= 0 && row < spec->n_categories; row++)
    {
      double climb
          = hd_chart_spec_value (spec, 0, row) - hd_chart_spec_value (spec, (guint)base, row);

      if (!isnan (climb))
        hd_chart_spec_set_change (spec, row, climb, hd_present_status (kpi, climb), NULL);
    }
}

HdChartSpec *
hd_chart_make_steps (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, chart->kpis);
  HdChartSpec *spec = hd_chart_make_bars (chart, present, error);

  if (spec == NULL)
    return NULL;
  spec->scale_min = 0;
  spec->scale_max = N_STAGES;
  hd_chart_spec_set_change_format (
      spec, hd_number_format_plain (hd_number_locale_get (present->lang), 0));
  set_climbs (spec, kpi, hd_chart_spec_find_series (spec, HD_NOTATION_PREVIOUS));
  return spec;
}
