/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Notes pinned to marks: a ring on the mark's corner, and the words beside it where there is room for them. The
 * words are in what is told of the mark too, so nothing is lost where there is none.
 */

#include "config.h"

#include "hd-layout.h"

#include <math.h>

#define RING_PX 7
#define TEXT_PART 0.5 /* of the chart's width at most */

/* Right of the mark, left of it, over it and under it: where words cover nothing that is said. */
static gboolean
try_beside (HdChartLayout *layout, const char *note, HdRect mark)
{
  const struct
  {
    double x, y, anchor_x, anchor_y;
  } places[] = {
    { mark.x + mark.width + RING_PX, mark.y, 0, 0.5 },
    { mark.x - 3, mark.y, 1, 0.5 },
    { mark.x + mark.width / 2, mark.y - RING_PX, 0.5, 1 },
    { mark.x + mark.width / 2, mark.y + mark.height + 3, 0.5, 0 },
  };

  for (guint place = 0; place < G_N_ELEMENTS (places); place++)
    {
      PangoLayout *text
          = hd_text_new (layout, HD_TEXT_SMALL, note, MAX (layout->width * TEXT_PART, 40));

      if (hd_text_try (layout, text, HD_ROLE_FOCUS,
                       hd_text_box (text, places[place].x, places[place].y, places[place].anchor_x,
                                    places[place].anchor_y)))
        {
          hd_ink_get (layout, layout->inks->len - 1)->has_halo = TRUE;
          return TRUE;
        }
    }
  return FALSE;
}

void
hd_annotations_draw (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;

  for (guint index = 0; index < spec->n_annotations; index++)
    {
      const HdAnnotation *annotation = &spec->annotations[index];
      int found
          = hd_chart_layout_find_mark (layout, (int)annotation->series, (int)annotation->category);
      HdRect rect;

      if (found < 0)
        continue;
      rect = hd_chart_layout_get_mark (layout, (guint)found)->rect;
      hd_ink_glyph (layout, HD_ROLE_FOCUS, HD_GLYPH_RING,
                    (HdPoint){ CLAMP (rect.x + rect.width, RING_PX / 2.0 + 1,
                                      layout->width - RING_PX / 2.0 - 1),
                               MAX (rect.y, RING_PX / 2.0 + 1) },
                    RING_PX);
      try_beside (layout, annotation->text, rect);
    }
}
