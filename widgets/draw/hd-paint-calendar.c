/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The calendar heat map: a block a year, a column a week, a row a weekday.
 *
 * Five steps hold as equal numbers of days as ties allow, their bounds stand in the key. Weekends stand
 * apart, days off have an edge and their name, a day without a figure is hatched and no zero.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-painters.h"
#include "hd-ticks.h"
#include "hd-words.h"

#include <math.h>
#include <stdlib.h>

#define N_STEPS 5
#define N_WEEKDAYS 7
#define SATURDAY 5
#define MAX_WEEKS 54
#define WEEKEND_GAP_PX 2
#define MIN_CELL_PX 2

typedef struct
{
  double cell;
  double left; /* of the first week */
  double line; /* height of a small line */
  double block; /* height of a year with its month names */
  int first_year, last_year;
  gint32 last_day;
  double bounds[N_STEPS - 1];
  guint n_bounds;
} Calendar;

/* Monday is 0; 1970-01-01 was a Thursday. */
static int
weekday_of (gint32 day)
{
  return (int)(((gint64)day + 3) % 7 + 7) % 7;
}

/* Weeks since the one that holds 1 January. */
static int
week_of (gint32 day, int year)
{
  gint32 first = hd_ticks_day_from_ymd (year, 1, 1);

  return (day - first + weekday_of (first)) / 7;
}

static int
compare_doubles (const void *a, const void *b)
{
  double left = *(const double *)a;
  double right = *(const double *)b;

  return (left > right) - (left < right);
}

/* Bounds of five steps of equally many days; values that tie make fewer steps. */
static void
find_bounds (const HdChartSpec *spec, Calendar *self)
{
  g_autofree double *sorted = g_new (double, MAX (spec->n_categories, 1));
  guint n_values = 0;

  for (guint day = 0; day < spec->n_categories; day++)
    if (isfinite (hd_chart_spec_value (spec, 0, day)))
      sorted[n_values++] = hd_chart_spec_value (spec, 0, day);
  qsort (sorted, n_values, sizeof (double), compare_doubles);
  for (guint step = 1; step < N_STEPS && n_values > 1; step++)
    {
      double bound = sorted[MIN (step * n_values / N_STEPS, n_values - 1)];

      if (bound > sorted[0] && (self->n_bounds == 0 || bound > self->bounds[self->n_bounds - 1]))
        self->bounds[self->n_bounds++] = bound;
    }
}

static guint
step_of (const Calendar *self, double value)
{
  guint step = 0;

  while (step < self->n_bounds && value >= self->bounds[step])
    step++;
  return step;
}

/* The deepest colour is always in use, however few the steps are. */
static HdRole
role_of_step (const Calendar *self, guint step)
{
  return HD_ROLE_HEAT_1 + (N_STEPS - 1 - self->n_bounds) + step;
}

static HdRect
cell_rect (const HdChartLayout *layout, const Calendar *self, gint32 day, int year)
{
  int weekday = weekday_of (day);
  double top = layout->plot.y + self->line + self->block * (self->last_year - year);

  return (HdRect){ self->left + self->cell * week_of (day, year),
                   top + self->cell * weekday + (weekday >= SATURDAY ? WEEKEND_GAP_PX : 0),
                   self->cell, self->cell };
}

static void
draw_day (HdChartLayout *layout, const Calendar *self, guint category)
{
  const HdChartSpec *spec = layout->spec;
  const HdCategory *of_spec = &spec->categories[category];
  double value = hd_chart_spec_value (spec, 0, category);
  int year, month, day;
  HdRect cell, inner;

  hd_ticks_day_to_ymd (of_spec->day, &year, &month, &day);
  cell = cell_rect (layout, self, of_spec->day, year);
  inner = hd_rect_inset (cell, self->cell >= 6 ? 0.5 : 0.2);
  if (!isfinite (value))
    {
      hd_ink_rect (layout, HD_ROLE_AXIS, HD_STYLE_HATCH_BARE, inner);
      hd_ink_get (layout, hd_ink_rect (layout, HD_ROLE_RULE, HD_STYLE_STROKE, inner))->width = 0;
    }
  else if (hd_chart_spec_flags (spec, 0, category) & HD_POINT_PARTIAL)
    hd_ink_rect (layout, HD_ROLE_PREVIOUS_EDGE, HD_STYLE_HOLLOW, inner);
  else
    hd_ink_rect (layout, role_of_step (self, step_of (self, value)), HD_STYLE_FILL, inner);
  if (of_spec->flags & HD_POINT_HOLIDAY)
    hd_ink_get (layout, hd_ink_rect (layout, HD_ROLE_MARKER, HD_STYLE_STROKE,
                                     hd_rect_inset (inner, self->cell >= 8 ? 0.75 : 0)))
        ->width
        = self->cell >= 8 ? 1.5 : 1;
  hd_mark_add (layout, cell, 0, (int)category);
}

/* The step between two months: down the week in which one begins. */
static void
draw_month_edge (HdChartLayout *layout, const Calendar *self, int year, int month)
{
  gint32 first = hd_ticks_day_from_ymd (year, month, 1);
  HdRect cell = cell_rect (layout, self, first, year);
  HdRect monday = cell_rect (layout, self, first - weekday_of (first), year);
  double bottom = monday.y + N_WEEKDAYS * self->cell + WEEKEND_GAP_PX;

  hd_ink_path (layout, HD_ROLE_AXIS, HD_STYLE_STROKE, 0);
  if (weekday_of (first) > 0)
    {
      hd_ink_path_to (layout, cell.x + self->cell, monday.y);
      hd_ink_path_to (layout, cell.x + self->cell, cell.y);
    }
  hd_ink_path_to (layout, cell.x, cell.y);
  hd_ink_path_to (layout, cell.x, bottom);
}

static void
draw_months (HdChartLayout *layout, const Calendar *self, int year)
{
  double top = layout->plot.y + self->block * (self->last_year - year);

  for (int month = 1; month <= 12; month++)
    {
      g_autofree char *text = g_strdup_printf ("%d", month);
      gint32 first = hd_ticks_day_from_ymd (year, month, 1);
      /* Months that have not begun are not drawn. */
      gint32 next = hd_ticks_day_from_ymd (month == 12 ? year + 1 : year, month % 12 + 1, 1);
      double middle
          = self->left + self->cell * (week_of (first, year) + week_of (next - 1, year) + 1) / 2;
      PangoLayout *label;

      if (first > self->last_day)
        break;
      label = hd_text_new (layout, HD_TEXT_SMALL, text, 0);
      hd_text_try (layout, label, HD_ROLE_TEXT_DIM, hd_text_box (label, middle, top, 0.5, 0));
      if (month > 1)
        draw_month_edge (layout, self, year, month);
    }
}

/* The year and, where rows are tall enough, the weekdays. */
static void
draw_year_labels (HdChartLayout *layout, const Calendar *self, int year)
{
  const HdChartWords *words = layout->options.words;
  g_auto (GStrv) names = g_strsplit (
      hd_words_or (words != NULL ? words->weekdays : NULL, "Mo Tu We Th Fr Sa Su"), " ", -1);
  double top = layout->plot.y + self->block * (self->last_year - year);
  g_autofree char *text = g_strdup_printf ("%d", year);
  guint stride = self->cell >= self->line ? 1 : 2;

  hd_label (layout, HD_TEXT_BOLD, HD_ROLE_TEXT, text, (HdPoint){ layout->plot.x, top }, 0, 0);
  if (self->cell * stride < self->line)
    return;
  for (guint weekday = 0; weekday < N_WEEKDAYS && names[weekday] != NULL; weekday += stride)
    {
      PangoLayout *name = hd_text_new (layout, HD_TEXT_SMALL, names[weekday], 0);
      double middle = top + self->line + self->cell * (weekday + 0.5)
                      + (weekday >= SATURDAY ? WEEKEND_GAP_PX : 0);

      hd_text_try (layout, name, HD_ROLE_TEXT_DIM,
                   hd_text_box (name, self->left - 4, middle, 1, 0.5));
    }
}

/* The names of days off, under the week in which they begin. */
static void
draw_notes (HdChartLayout *layout, const Calendar *self)
{
  const HdChartSpec *spec = layout->spec;

  for (guint category = 0; category < spec->n_categories; category++)
    {
      const HdCategory *of_spec = &spec->categories[category];
      int year, month, day;
      PangoLayout *note;
      HdRect cell;

      if (of_spec->note == NULL || !(of_spec->flags & HD_POINT_HOLIDAY))
        continue;
      hd_ticks_day_to_ymd (of_spec->day, &year, &month, &day);
      cell = cell_rect (layout, self, of_spec->day - weekday_of (of_spec->day), year);
      note = hd_text_new (layout, HD_TEXT_SMALL, of_spec->note, layout->plot.width / 4);
      hd_text_try (
          layout, note, HD_ROLE_TEXT_DIM,
          hd_text_box (note, cell.x, cell.y + N_WEEKDAYS * self->cell + WEEKEND_GAP_PX + 1, 0, 0));
    }
}

/* Steps with their bounds between them, and what hatching means where there is some. */
static void
draw_key (HdChartLayout *layout, const Calendar *self, double top)
{
  const HdChartSpec *spec = layout->spec;
  double x = self->left;
  double swatch = 16;

  for (guint step = 0; step <= self->n_bounds; step++)
    {
      hd_ink_rect (layout, role_of_step (self, step), HD_STYLE_FILL,
                   (HdRect){ x, top + self->line / 2 - 4, swatch, 8 });
      x += swatch + 3;
      if (step < self->n_bounds)
        {
          gboolean is_last = step + 1 == self->n_bounds;
          g_autofree char *text = is_last
                                      ? hd_number_format_full (&spec->format, self->bounds[step])
                                      : hd_number_format (&spec->format, self->bounds[step]);
          PangoLayout *label = hd_text_new (layout, HD_TEXT_SMALL, text, 0);
          double width = hd_text_width (label);

          hd_text_try (layout, label, HD_ROLE_TEXT_DIM, hd_text_box (label, x, top, 0, 0));
          x += width + 4;
        }
    }
}

static void
plan (HdChartLayout *layout, Calendar *self)
{
  const HdChartSpec *spec = layout->spec;
  gint32 first = G_MAXINT32, last = G_MININT32;
  int month, day;
  double room;
  guint n_years;

  for (guint category = 0; category < spec->n_categories; category++)
    {
      first = MIN (first, spec->categories[category].day);
      last = MAX (last, spec->categories[category].day);
    }
  hd_ticks_day_to_ymd (first, &self->first_year, &month, &day);
  hd_ticks_day_to_ymd (last, &self->last_year, &month, &day);
  self->last_day = last;
  self->line = hd_text_line_height (layout, HD_TEXT_SMALL);
  self->left = layout->plot.x + hd_text_measure (layout, HD_TEXT_BOLD, "2026") + 6;
  n_years = (guint)(self->last_year - self->first_year + 1);
  room = (layout->plot.height - self->line - 6) / n_years - 2 * self->line - WEEKEND_GAP_PX - 4;
  self->cell = MAX (
      MIN ((layout->plot.x + layout->plot.width - self->left) / MAX_WEEKS, room / N_WEEKDAYS),
      MIN_CELL_PX);
  self->block = self->cell * N_WEEKDAYS + WEEKEND_GAP_PX + 2 * self->line + 4;
  find_bounds (spec, self);
}

/* Whole years that have room, the newest at the top. */
void
hd_calendar_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  Calendar self = { 0 };
  double min, max, bottom;

  if (!hd_chart_spec_range (spec, &min, &max) || spec->axis != HD_AXIS_DAYS)
    {
      hd_layout_say_missing (layout);
      return;
    }
  plan (layout, &self);
  bottom = layout->plot.y + layout->plot.height - self.line;
  while (self.first_year < self.last_year
         && layout->plot.y + self.block * (self.last_year - self.first_year + 1) > bottom)
    self.first_year++;
  for (int year = self.last_year; year >= self.first_year; year--)
    {
      draw_year_labels (layout, &self, year);
      draw_months (layout, &self, year);
    }
  for (guint category = 0; category < spec->n_categories; category++)
    if (spec->categories[category].day >= hd_ticks_day_from_ymd (self.first_year, 1, 1))
      draw_day (layout, &self, category);
  draw_notes (layout, &self);
  draw_key (layout, &self,
            MIN (layout->plot.y + self.block * (self.last_year - self.first_year + 1),
                 MAX (bottom, layout->plot.y)));
}

double
hd_calendar_height (const HdChartSpec *spec, double width, double font_px)
{
  double cell = MAX ((width - font_px * 3) / MAX_WEEKS, MIN_CELL_PX);
  int first = 0, last = 0, month, day;

  if (spec->n_categories > 0)
    {
      hd_ticks_day_to_ymd (spec->categories[0].day, &first, &month, &day);
      hd_ticks_day_to_ymd (spec->categories[spec->n_categories - 1].day, &last, &month, &day);
    }
  return (abs (last - first) + 1) * (cell * N_WEEKDAYS + font_px * 2.9 + 6) + font_px * 2;
}
