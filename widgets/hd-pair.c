/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two short texts, beside or below each other. The toolkit's box would cut both short, and a figure that is cut
 * short is another figure.
 *
 * Its children come from a template, in their order; a third would not be laid out.
 */

#include "config.h"

#include "hd-pair.h"

#define SPACING_PX 5

struct _HdPair
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (HdPair, hd_pair, GTK_TYPE_WIDGET)

typedef struct
{
  GtkWidget *widgets[2]; /* NULL: not shown */
  int least[2], wanted[2];
} Measures;

static void
take_measures (GtkWidget *pair, GtkOrientation orientation, Measures *measures)
{
  GtkWidget *child = gtk_widget_get_first_child (pair);

  *measures = (Measures){ 0 };
  for (guint index = 0; index < 2 && child != NULL; index++)
    {
      if (gtk_widget_should_layout (child))
        {
          measures->widgets[index] = child;
          gtk_widget_measure (child, orientation, -1, &measures->least[index],
                              &measures->wanted[index], NULL, NULL);
        }
      child = gtk_widget_get_next_sibling (child);
    }
}

static int
width_of_both (const Measures *widths)
{
  gboolean are_two = widths->widgets[0] != NULL && widths->widgets[1] != NULL;

  return widths->wanted[0] + widths->wanted[1] + (are_two ? SPACING_PX : 0);
}

static GtkSizeRequestMode
hd_pair_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
hd_pair_measure (GtkWidget *widget,
                 GtkOrientation orientation,
                 int for_size,
                 int *minimum,
                 int *natural,
                 int *minimum_baseline,
                 int *natural_baseline)
{
  Measures widths, heights;

  take_measures (widget, GTK_ORIENTATION_HORIZONTAL, &widths);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (widths.least[0], widths.least[1]);
      *natural = width_of_both (&widths);
      return;
    }
  take_measures (widget, GTK_ORIENTATION_VERTICAL, &heights);
  *natural = for_size < 0 || width_of_both (&widths) <= for_size
                 ? MAX (heights.wanted[0], heights.wanted[1])
                 : heights.wanted[0] + heights.wanted[1];
  *minimum = *natural;
}

static void
hd_pair_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gboolean is_mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean are_beside;
  Measures widths, heights;

  take_measures (widget, GTK_ORIENTATION_HORIZONTAL, &widths);
  take_measures (widget, GTK_ORIENTATION_VERTICAL, &heights);
  are_beside = width_of_both (&widths) <= width;
  for (guint index = 0; index < 2; index++)
    {
      GtkAllocation area
          = { 0, !are_beside && index == 1 ? heights.wanted[0] : 0,
              MAX (MIN (widths.wanted[index], width), widths.least[index]), heights.wanted[index] };

      if (widths.widgets[index] == NULL)
        continue;
      /* One alone stands where the first would. */
      if ((are_beside && index == 1 && widths.widgets[0] != NULL) != is_mirrored)
        area.x = width - area.width;
      gtk_widget_size_allocate (widths.widgets[index], &area, -1);
    }
}

static void
hd_pair_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (hd_pair_parent_class)->dispose (object);
}

static void
hd_pair_class_init (HdPairClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hd_pair_dispose;
  widget_class->get_request_mode = hd_pair_get_request_mode;
  widget_class->measure = hd_pair_measure;
  widget_class->size_allocate = hd_pair_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
hd_pair_init (HdPair *self)
{
}
