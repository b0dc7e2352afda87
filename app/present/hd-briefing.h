/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The morning briefing: every sheet as one vector PDF, or as PNG pictures in a folder.
 */

#pragma once

#include "hd-sheet.h"

G_BEGIN_DECLS

#define HD_BRIEFING_ERROR (hd_briefing_error_quark ())
typedef enum
{
  HD_BRIEFING_ERROR_FORMAT, /* the file's ending is none that we write */
  HD_BRIEFING_ERROR_IO, /* the file could not be written; nothing of it is left */
} HdBriefingError;
GQuark hd_briefing_error_quark (void);

/* All sheets, A4 landscape, written whole or not at all. */
gboolean hd_briefing_write_pdf (const HdPresent *present, const char *path, GError **error);
/* NN-NAME.png a sheet into `dir`, made when absent. (transfer full): their paths. */
char **hd_briefing_write_png (const HdPresent *present,
                              const char *dir,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One chart or sheet into a file whose ending says how: .png, .svg, .pdf. */
typedef struct
{
  double width, height; /* logical px */
  double scale; /* PNG only: device pixels a logical one; 0 is 1 */
  HdScheme scheme;
} HdRenderTarget;

gboolean
hd_render_spec (HdChartSpec *spec, const HdRenderTarget *target, const char *path, GError **error);
gboolean hd_render_sheet (const HdSheetPage *page,
                          const HdRenderTarget *target,
                          const char *path,
                          GError **error);

G_END_DECLS
