/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sheet of the briefing: sentences, tiles and charts on one page, for PDF, PNG and SVG.
 *
 * It is made of what the screens show, by the same functions and painters, so that paper and screen
 * cannot differ. Making asks the engine; drawing only draws.
 */

#pragma once

#include <cairo.h>

#include "hd-palette.h"
#include "hd-present.h"

G_BEGIN_DECLS

/* Logical pixels of a sheet: A4 landscape. Whoever draws it scales. */
#define HD_SHEET_WIDTH 1120.0
#define HD_SHEET_HEIGHT 792.0

/* Where a chart stands, in twelfths of the space below the headings. */
typedef struct
{
  const char *chart; /* of hd_present_charts[]; NULL ends the list */
  guint8 column, row, width, height;
} HdSheetCell;

typedef struct
{
  const char *id; /* a screen's: "morning" */
  const char *title; /* msgid */
  gboolean has_sentences, has_tiles, has_items;
  HdSheetCell cells[8];
} HdSheet;

const HdSheet *hd_sheets_get (guint *n_sheets);
const HdSheet *hd_sheet_find (const char *id); /* (nullable) */

/* A sheet with its answers. */
typedef struct _HdSheetPage HdSheetPage;

/* A chart without an answer says why in its place; only cancelling and a failing store are errors. */
HdSheetPage *hd_sheet_make (const HdSheet *sheet,
                            const HdPresent *present,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_sheet_page_free (HdSheetPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdSheetPage, hd_sheet_page_free)

/* `number` of `n_pages` stands in the foot; n_pages 0: no foot. Sizes in logical pixels. */
typedef struct
{
  const HdPalette *palette;
  double width, height;
  guint number, n_pages;
} HdSheetTarget;

void hd_sheet_draw (cairo_t *cr, const HdSheetPage *page, const HdSheetTarget *target);

G_END_DECLS
