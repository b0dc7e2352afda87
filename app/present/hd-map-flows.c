/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goods to and from trade partners, as flows on a map of the world.
 */

#include "config.h"

#include "hd-map-flows.h"

#include <glib/gi18n.h>

#include "hd-present-ask.h"
#include "hd-present-frame.h"

#define HOME "VN"
#define IMPORTS "NK"
#define N_FLOWS 16

static int
compare_flows (gconstpointer a, gconstpointer b)
{
  double first = ((const HdMapFlow *)a)->value;
  double second = ((const HdMapFlow *)b)->value;

  return (first < second) - (first > second);
}

static void
add_flow (GArray *flows,
          const HdPresent *present,
          const HdMapSpec *map,
          const HdFrame *frame,
          guint row,
          int column)
{
  int home = hd_geo_layer_find (map->units, HOME);
  int partner = hd_geo_layer_find (map->units, hd_frame_get_code (frame, row, 0));
  HdMapFlow flow = { .value = hd_frame_get_double (frame, row, column) };

  if (home < 0 || partner < 0 || !(flow.value > 0))
    return;
  flow.is_inbound = g_strcmp0 (hd_frame_get_code (frame, row, 1), IMPORTS) == 0;
  flow.from = map->units->shapes[flow.is_inbound ? partner : home].label;
  flow.to = map->units->shapes[flow.is_inbound ? home : partner].label;
  flow.name = (char *)hd_frame_get_name (frame, row, 0, present->lang);
  g_array_append_val (flows, flow);
}

void
hd_map_add_flows (const HdPresent *present, const HdKpi *kpi, HdChartSpec *spec)
{
  g_autoptr (HdScope) scope = hd_scope_without_dimension (present->scope, "partner");
  g_autoptr (GArray) flows = g_array_new (FALSE, TRUE, sizeof (HdMapFlow));
  g_autoptr (HdQuery) query = NULL;
  g_autoptr (HdFrame) frame = NULL;
  HdPresent whole = *present;

  whole.scope = scope;
  if (!hd_kpi_has_dimension (kpi, "flow"))
    return;
  query = hd_present_query (&whole, kpi->id, "partner,flow", NULL);
  frame
      = query != NULL ? hd_engine_query (present->engine, query, present->cancellable, NULL) : NULL;
  if (frame == NULL)
    return;
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    if (hd_frame_get_code (frame, row, 0) != NULL)
      add_flow (flows, present, spec->map, frame, row, hd_present_columns (frame, kpi).value);
  g_array_sort (flows, compare_flows);
  hd_map_spec_name_flows (spec->map, _ ("exports"), _ ("imports"));
  for (guint flow = 0; flow < MIN (flows->len, N_FLOWS); flow++)
    hd_map_spec_add_flow (spec->map, &g_array_index (flows, HdMapFlow, flow));
}
