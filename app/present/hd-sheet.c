/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of sheets, and the asking for one.
 */

#include "config.h"

#include "hd-sheet-private.h"

#include <glib/gi18n.h>

#include "hd-present-ask.h"
#include "hd-present-text.h"

static const HdSheet sheets[] = {
  { "morning",
    N_ ("This morning"),
    TRUE,
    TRUE,
    TRUE,
    { { "revenue-cumulative", 7, 0, 5, 7 }, { "revenue-months", 7, 7, 5, 5 } } },
  { "revenue",
    N_ ("Revenue"),
    FALSE,
    TRUE,
    FALSE,
    { { "map-units", 0, 0, 4, 6 },
      { "revenue-units", 0, 6, 4, 6 },
      { "revenue-cumulative", 4, 0, 5, 6 },
      { "revenue-probability", 9, 0, 3, 6 },
      { "revenue-bridge", 4, 6, 8, 6 } } },
  { "clearance",
    N_ ("Clearance"),
    FALSE,
    TRUE,
    FALSE,
    { { "clearance-percentiles", 0, 0, 4, 4 },
      { "clearance-within", 0, 4, 4, 3 },
      { "clearance-stages", 0, 7, 4, 5 },
      { "clearance-heatmap", 4, 0, 8, 5 },
      { "clearance-units", 4, 5, 4, 7 },
      { "map-clearance", 8, 5, 4, 7 } } },
  { "violations",
    N_ ("Risk and violations"),
    FALSE,
    TRUE,
    FALSE,
    { { "violations-trend", 0, 0, 8, 4 },
      { "risk-lanes", 8, 0, 4, 7 },
      { "violations-pareto", 0, 4, 4, 8 },
      { "violations-methods", 4, 4, 4, 4 },
      { "pca-yield", 4, 8, 4, 4 },
      { "risk-hits", 8, 7, 4, 5 } } },
  { "evidence",
    N_ ("Evidence"),
    FALSE,
    FALSE,
    FALSE,
    { { "evidence-first", 0, 0, 6, 9 },
      { "evidence-second", 6, 0, 6, 9 },
      { "system-health", 0, 9, 12, 3 } } },
};

const HdSheet *
hd_sheets_get (guint *n_sheets)
{
  *n_sheets = G_N_ELEMENTS (sheets);
  return sheets;
}

const HdSheet *
hd_sheet_find (const char *id)
{
  for (guint index = 0; index < G_N_ELEMENTS (sheets); index++)
    if (g_str_equal (sheets[index].id, id))
      return &sheets[index];
  return NULL;
}

/* What cannot be asked here is said in the chart's place; what breaks the whole sheet is not. */
static gboolean
is_fatal (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
         || (error->domain == HD_STORE_ERROR && error->code != HD_STORE_ERROR_NO_DATASET);
}

static gboolean
make_charts (HdSheetPage *page, const HdPresent *present, GError **error)
{
  for (guint index = 0; index < G_N_ELEMENTS (page->sheet->cells); index++)
    {
      const HdSheetCell *cell = &page->sheet->cells[index];
      const HdPresentChart *chart;
      g_autoptr (GError) own_error = NULL;

      if (cell->chart == NULL)
        break;
      chart = hd_present_find_chart (cell->chart);
      g_return_val_if_fail (chart != NULL, FALSE);
      page->specs[index] = hd_present_make_chart (chart, present, &own_error);
      if (page->specs[index] != NULL)
        continue;
      if (is_fatal (own_error))
        {
          g_propagate_error (error, g_steal_pointer (&own_error));
          return FALSE;
        }
      page->notes[index] = g_strdup (own_error->message);
    }
  return TRUE;
}

/* What the publishers say of their data ("dữ liệu mẫu") stands on every sheet, once each. */
static void
add_notes (HdSheetPage *page, const HdPresent *present)
{
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint index = 0; index < hd_structures_get_n (present->structures); index++)
    {
      const char *note
          = hd_structure_get_note (hd_structures_get (present->structures, index), present->lang);
      char *foot;

      if (note == NULL || !g_hash_table_add (said, (gpointer)note))
        continue;
      foot = g_strconcat (page->foot, " · ", note, NULL);
      g_free (page->foot);
      page->foot = foot;
    }
}

/* "Toàn quốc · năm 2026 đến 21/11", and from when the newest figure is. */
static gboolean
make_headings (HdSheetPage *page, const HdPresent *present, GError **error)
{
  g_autoptr (HdFrame) frame = hd_present_ask_total (present, "revenue.collected", error);
  g_autofree char *moment = NULL;
  g_autofree char *printed = NULL;

  if (frame == NULL)
    return FALSE;
  page->said = g_new0 (char *, 4);
  page->said[0] = hd_present_place (present);
  page->said[1] = hd_present_period (hd_frame_get_span (frame));
  page->said[2] = hd_present_extracted (hd_frame_get_vintage (frame));
  page->scope = g_strdup_printf ("%s · %s", page->said[0], page->said[1]);
  moment = hd_present_moment (hd_frame_get_vintage (frame));
  /* Translators: date and time to which the figures go. */
  page->freshness = g_strdup_printf (_ ("Data to %s"), moment);
  printed = hd_present_moment (present->now);
  /* Translators: when a sheet was made. */
  page->foot = g_strdup_printf (_ ("Hải Đăng · made %s · %s"), printed, page->freshness);
  add_notes (page, present);
  return TRUE;
}

HdSheetPage *
hd_sheet_make (const HdSheet *sheet, const HdPresent *present, GError **error)
{
  g_autoptr (HdSheetPage) page = g_new0 (HdSheetPage, 1);
  HdPresent beneath = *present;

  page->sheet = sheet;
  if (!make_headings (page, present, error))
    return NULL;
  beneath.said = (const char *const *)page->said;
  if (!make_charts (page, &beneath, error))
    return NULL;
  if (sheet->has_sentences)
    page->sentences = hd_present_sentences (present, sheet->id, error);
  if (sheet->has_sentences && page->sentences == NULL)
    return NULL;
  if (sheet->has_tiles)
    page->tiles = hd_present_tiles (present, sheet->id, error);
  if (sheet->has_tiles && page->tiles == NULL)
    return NULL;
  if (sheet->has_items)
    page->items = hd_present_items (present, error);
  if (sheet->has_items && page->items == NULL)
    return NULL;
  return g_steal_pointer (&page);
}

void
hd_sheet_page_free (HdSheetPage *page)
{
  for (guint index = 0; index < G_N_ELEMENTS (page->specs); index++)
    {
      g_clear_pointer (&page->specs[index], hd_chart_spec_unref);
      g_free (page->notes[index]);
    }
  g_clear_pointer (&page->sentences, g_ptr_array_unref);
  g_clear_pointer (&page->tiles, g_ptr_array_unref);
  g_clear_pointer (&page->items, g_ptr_array_unref);
  g_strfreev (page->said);
  g_free (page->scope);
  g_free (page->freshness);
  g_free (page->foot);
  g_free (page);
}
