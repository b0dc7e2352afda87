/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The strip of variances: two cumulative curves never show how far apart they are, so it is drawn.
 */

#include "config.h"

#include "hd-strip.h"

#include <math.h>

/* The strip takes this part of the height, within these bounds. */
#define STRIP_PART 0.2
#define STRIP_MIN_PX 34
#define STRIP_MAX_PX 70
#define STRIP_BAR_MAX_PX 36
/* What is left for the plot must still show a shape. */
#define PLOT_MIN_PX 64

double
hd_strip_height (const HdChartLayout *layout, double plot_height)
{
  double height = CLAMP (plot_height * STRIP_PART, STRIP_MIN_PX, STRIP_MAX_PX);

  return layout->spec->strip != NULL && plot_height - height >= PLOT_MIN_PX ? height : 0;
}

/* Room above and below zero for whichever signs there are; a one-sided strip uses all its height. */
static HdScale
scale_of (const HdChartLayout *layout, HdRect strip)
{
  const HdChartSpec *spec = layout->spec;
  double line = hd_text_line_height (layout, HD_TEXT_SMALL);
  double reach = 0;
  double zero = strip.y + strip.height / 2;
  double room = strip.height / 2 - line;
  gboolean has_up = FALSE, has_down = FALSE;

  for (guint category = 0; category < spec->n_categories; category++)
    if (isfinite (spec->strip[category]))
      {
        reach = MAX (reach, fabs (spec->strip[category]));
        has_up |= spec->strip[category] > 0;
        has_down |= spec->strip[category] < 0;
      }
  if (has_up != has_down)
    {
      zero = has_up ? strip.y + strip.height - 2 : strip.y + 2;
      room = strip.height - 2 - line;
    }
  return (HdScale){ 0, reach > 0 ? reach : 1, zero, zero - MAX (room, 4) };
}

/* One bar for each finite value, over the time since the one before. */
static void
draw_bars (HdChartLayout *layout,
           const HdScale *scale,
           double (*x_of) (const HdChartLayout *layout, guint category))
{
  const HdChartSpec *spec = layout->spec;
  double zero = scale->start;
  double start = layout->plot.x;

  for (guint category = 0; category < spec->n_categories; category++)
    {
      double value = spec->strip[category];
      double end = x_of (layout, category);
      HdPointStatus status = value < 0 ? HD_STATUS_WORSE : HD_STATUS_BETTER;
      gboolean is_span = spec->axis == HD_AXIS_DAYS;
      double slot = is_span ? end - start : layout->plot.width / spec->n_categories;
      double width = CLAMP (slot * 0.6, 1, STRIP_BAR_MAX_PX);
      /* A day's figure is that of the time since the one before; a category's is its own. */
      double middle = is_span ? (start + end) / 2 : end;
      double y;
      g_autofree char *text = NULL;
      PangoLayout *label;

      if (!isfinite (value))
        continue;
      if (spec->strip_status != NULL)
        status = spec->strip_status[category];
      y = hd_scale_px (scale, value);
      hd_ink_rect (
          layout, hd_role_of_status (status, HD_ROLE_NEUTRAL), HD_STYLE_FILL,
          (HdRect){ round (middle - width / 2), MIN (y, zero), round (width), fabs (zero - y) });
      text = hd_number_format_signed (&spec->strip_format, value);
      label = hd_text_new (layout, HD_TEXT_SMALL, text, 0);
      hd_text_try (layout, label, HD_ROLE_TEXT_DIM,
                   hd_text_box (label, middle, y, 0.5, value < 0 ? 0 : 1));
      start = end;
    }
}

void
hd_strip_draw (HdChartLayout *layout,
               HdRect strip,
               double (*x_of) (const HdChartLayout *layout, guint category))
{
  const HdChartSpec *spec = layout->spec;
  HdScale scale = scale_of (layout, strip);
  double zero = scale.start;
  PangoLayout *label;
  HdRect box;

  draw_bars (layout, &scale, x_of);
  hd_ink_rule (layout, HD_ROLE_AXIS, (HdPoint){ strip.x, zero },
               (HdPoint){ strip.x + strip.width, zero });
  if (spec->strip_label == NULL)
    return;
  label = hd_text_new (layout, HD_TEXT_LABEL, spec->strip_label, 0);
  box = hd_text_box (label, strip.x + strip.width + 4, zero, 0, 0.5);
  if (box.x + box.width > layout->width)
    box = hd_text_box (label, strip.x - 6, zero, 1, 0.5);
  hd_text_try (layout, label, HD_ROLE_TEXT_DIM, box);
}
