/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is pointed at in one chart of a screen, for the others to show it too.
 */

#include "config.h"

#include "hd-chart-link.h"

struct _HdChartLink
{
  GObject parent_instance;

  gconstpointer source; /* told apart only, never followed */
  char *code;
  gint32 day;
  gint32 brush_first, brush_last;
};

G_DEFINE_FINAL_TYPE (HdChartLink, hd_chart_link, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
hd_chart_link_finalize (GObject *object)
{
  g_free (HD_CHART_LINK (object)->code);

  G_OBJECT_CLASS (hd_chart_link_parent_class)->finalize (object);
}

static void
hd_chart_link_class_init (HdChartLinkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hd_chart_link_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HD_TYPE_CHART_LINK, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
hd_chart_link_init (HdChartLink *self)
{
  self->day = HD_CHART_LINK_NO_DAY;
  self->brush_last = -1;
}

HdChartLink *
hd_chart_link_new (void)
{
  return g_object_new (HD_TYPE_CHART_LINK, NULL);
}

void
hd_chart_link_point (HdChartLink *self, gconstpointer source, const char *code, gint32 day)
{
  g_return_if_fail (HD_IS_CHART_LINK (self));

  if (self->day == day && g_strcmp0 (self->code, code) == 0)
    return;
  g_free (self->code);
  self->code = g_strdup (code);
  self->day = day;
  self->source = source;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
hd_chart_link_brush (HdChartLink *self, gconstpointer source, gint32 first_day, gint32 last_day)
{
  g_return_if_fail (HD_IS_CHART_LINK (self));

  if (self->brush_first == first_day && self->brush_last == last_day)
    return;
  self->brush_first = first_day;
  self->brush_last = last_day;
  self->source = source;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gconstpointer
hd_chart_link_get_source (HdChartLink *self)
{
  return self->source;
}

const char *
hd_chart_link_get_code (HdChartLink *self)
{
  return self->code;
}

gint32
hd_chart_link_get_day (HdChartLink *self)
{
  return self->day;
}

gboolean
hd_chart_link_get_brush (HdChartLink *self, gint32 *first_day, gint32 *last_day)
{
  *first_day = self->brush_first;
  *last_day = self->brush_last;
  return self->brush_last >= self->brush_first;
}
