/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a mark of a chart to the one cell that it shows: its question, its evidence code, its notes.
 */

#pragma once

#include "hd-present.h"

G_BEGIN_DECLS

/* Which mark: as the signals of a chart name it. */
typedef struct
{
  const HdPresentChart *chart;
  const HdChartSpec *spec;
  const char *code; /* (nullable): a whole filter, "unit=KV02", "time=2026-03" */
  int series, category;
} HdPresentMark;

/* The question whose one row is that number. NULL where the mark is no cell: a rest, a forecast, a step of a
 * bridge. `year`: what "this year" is. (transfer full) (nullable) */
HdQuery *hd_present_cell_query (const HdPresentMark *mark,
                                const HdScope *scope,
                                const HdCatalog *catalog,
                                int year) G_GNUC_WARN_UNUSED_RESULT;

/* What a note is pinned to. (transfer full) */
char *hd_present_cell_key (const HdQuery *query);

/* The command that gives the number again, from what was known at `as_of`:
 * "haidang query revenue.collected --where unit=KV02 --from 2026 --as-of 2026-11-22T00:30:00Z". (transfer full) */
char *hd_present_cell_command (const HdQuery *query, gint64 as_of);

/* Adds the notes that are pinned to cells of `spec`: present->notes has them by the text of the cell's question,
 * with as-of left out: what is said of a figure stays with it when it is revised. */
void
hd_present_add_notes (HdChartSpec *spec, const HdPresentChart *chart, const HdPresent *present);
/* The year that "this year" means: of the newest figures in `store`. */
int hd_present_this_year (HdStore *store, gint64 now);

G_END_DECLS
