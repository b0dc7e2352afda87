/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One mark of a chart as a screen reader and the focus see it: an unpainted item placed over the mark.
 *
 * A chart of a thousand points has three of these, not a thousand: the one in focus, and the next ones
 * to be given it, so that each arrow key sends a focus event with a new name.
 */

#include "config.h"

#include "hd-chart-mark.h"

struct _HdChartMark
{
  GtkWidget parent_instance;
  int index;
};

G_DEFINE_FINAL_TYPE (HdChartMark, hd_chart_mark, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
activate_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_ACTIVATED], 0);
}

static void
hd_chart_mark_class_init (HdChartMarkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", HD_TYPE_CHART_MARK, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* Without parameters, so that assistive technology is offered it. */
  gtk_widget_class_install_action (widget_class, "mark.activate", NULL, activate_cb);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_set_css_name (widget_class, "mark");
}

static void
hd_chart_mark_init (HdChartMark *self)
{
  self->index = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
hd_chart_mark_new (void)
{
  return g_object_new (HD_TYPE_CHART_MARK, NULL);
}

int
hd_chart_mark_get_index (HdChartMark *self)
{
  g_return_val_if_fail (HD_IS_CHART_MARK (self), -1);

  return self->index;
}

void
hd_chart_mark_set (HdChartMark *self, int index, int count, const char *label)
{
  g_return_if_fail (HD_IS_CHART_MARK (self));

  self->index = index;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_POS_IN_SET,
                                  index + 1, GTK_ACCESSIBLE_RELATION_SET_SIZE, count, -1);
}
