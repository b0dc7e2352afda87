/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has to hold of every screen and window, measured over the widgets themselves.
 */

#undef G_DISABLE_ASSERT

#include "widget-checks.h"

#include <math.h>
#include <stdio.h>

#include "hd-page.h"
#include "hd-palette.h"
#include "hd-text-color.h"
#include "hd-tile.h"
#include "hd-widgets.h"
#include "widget-picture.h"

/* WCAG 2.2: 2.5.8 (AA) targets, 1.4.3 text, 1.4.11 what is no text. */
#define TARGET_PX 24
#define ICON_FRAME_PX 2
#define TEXT_CONTRAST 4.5
#define MARK_CONTRAST 3.0

typedef void (*Visit) (GtkWidget *widget, gpointer user_data);

static void
walk (GtkWidget *widget, Visit visit, gpointer user_data)
{
  if (!gtk_widget_get_mapped (widget) || gtk_widget_get_opacity (widget) <= 0
      || (GTK_IS_NATIVE (widget) && gtk_widget_get_parent (widget) != NULL))
    return;
  visit (widget, user_data);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    walk (child, visit, user_data);
}

typedef struct
{
  GtkWidget *root;
  const char *where;
  int width_px;
  guint n_faults;
} Check;

static char *
name_of (GtkWidget *widget)
{
  const char *text = GTK_IS_LABEL (widget)    ? gtk_label_get_text (GTK_LABEL (widget))
                     : GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget))
                                              : NULL;
  const char *tooltip = hd_widgets_get_tooltip (widget);

  return g_strdup_printf ("%s “%s”", G_OBJECT_TYPE_NAME (widget),
                          text != NULL      ? text
                          : tooltip != NULL ? tooltip
                                            : "");
}

/* Whether a person can bring it into view by scrolling sideways. */
static gboolean
scrolls_sideways (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (GTK_IS_SCROLLED_WINDOW (widget))
      {
        GtkPolicyType policy;

        gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (widget), &policy, NULL);
        if (policy != GTK_POLICY_NEVER)
          return TRUE;
      }
  return FALSE;
}

static void
check_sides (GtkWidget *widget, gpointer user_data)
{
  Check *check = user_data;
  g_autofree char *name = NULL;
  graphene_rect_t bounds;

  /* The window has its shadow round it, and a bar to scroll with lies over what it scrolls. */
  if (widget == check->root || gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLBAR) != NULL)
    return;
  if (!gtk_widget_compute_bounds (widget, check->root, &bounds) || bounds.size.width <= 0
      || (bounds.origin.x >= -1
          && bounds.origin.x + bounds.size.width <= (float)check->width_px + 1)
      || scrolls_sideways (widget) || GTK_IS_POPOVER (widget))
    return;
  name = name_of (widget);
  printf ("# %s: %s lies from %.0f to %.0f of %d px\n", check->where, name, bounds.origin.x,
          bounds.origin.x + bounds.size.width, check->width_px);
  check->n_faults++;
}

static int
least_width (GtkWidget *widget)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

/* The smallest part that alone is about as wide. (transfer none) */
static GtkWidget *
find_widest (GtkWidget *widget, int width_px)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child) && !GTK_IS_NATIVE (child) && least_width (child) > width_px)
      return find_widest (child, width_px);
  return widget;
}

guint
widget_checks_least (GtkWidget *window, int width_px, const char *where)
{
  graphene_rect_t bounds;
  GtkWidget *widest = window;
  g_autofree char *name = NULL;
  int least = least_width (window);

  /* Without the shadow round it. */
  if (gtk_widget_compute_bounds (window, window, &bounds))
    least -= (int)bounds.size.width - gtk_widget_get_width (window);
  if (least <= width_px)
    return 0;
  widest = find_widest (window, width_px * 7 / 8);
  name = name_of (widest);
  printf ("# %s: wants %d of %d px, for %s in %s\n", where, least, width_px, name,
          G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widest)));
  return 1;
}

guint
widget_checks_width (GtkWidget *window, int width_px, const char *where)
{
  Check check = { window, where, width_px, 0 };

  walk (window, check_sides, &check);
  return check.n_faults;
}

static gboolean
is_target (GtkWidget *widget)
{
  if (!gtk_widget_is_sensitive (widget) || !gtk_widget_get_can_target (widget))
    return FALSE;
  /* A menu button's target is the button within. */
  return GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_SWITCH (widget)
         || GTK_IS_EDITABLE (widget) || HD_IS_TILE (widget)
         || (GTK_IS_LIST_BOX_ROW (widget)
             && gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (widget)));
}

static void
check_target (GtkWidget *widget, gpointer user_data)
{
  Check *check = user_data;
  g_autofree char *name = NULL;
  graphene_rect_t bounds;

  /* The letters within an entry, not the entry; what an answer has just put there has no place before the next
   * frame. */
  if (!is_target (widget) || GTK_IS_TEXT (widget)
      || (gtk_widget_get_width (widget) == 0 && gtk_widget_get_height (widget) == 0)
      || !gtk_widget_compute_bounds (widget, widget, &bounds)
      || (bounds.size.width >= TARGET_PX && bounds.size.height >= TARGET_PX))
    return;
  name = name_of (widget);
  printf ("# %s: %s in %s is %.0f × %.0f px\n", check->where, name,
          G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)), bounds.size.width,
          bounds.size.height);
  check->n_faults++;
}

guint
widget_checks_targets (GtkWidget *root, const char *where)
{
  Check check = { root, where, 0, 0 };

  walk (root, check_target, &check);
  return check.n_faults;
}

/* Screens and commands that some button or menu shown leads to. */
static void
collect_from_menu (GMenuModel *model, GHashTable *reached)
{
  for (int item = 0; model != NULL && item < g_menu_model_get_n_items (model); item++)
    {
      g_autofree char *action = NULL;
      g_autoptr (GVariant) target
          = g_menu_model_get_item_attribute_value (model, item, G_MENU_ATTRIBUTE_TARGET, NULL);
      const char *const links[] = { G_MENU_LINK_SECTION, G_MENU_LINK_SUBMENU };

      g_menu_model_get_item_attribute (model, item, G_MENU_ATTRIBUTE_ACTION, "s", &action);
      if (action != NULL && target != NULL && g_variant_is_of_type (target, G_VARIANT_TYPE_STRING))
        g_hash_table_add (reached,
                          g_strconcat (action, " ", g_variant_get_string (target, NULL), NULL));
      if (action != NULL)
        g_hash_table_add (reached, g_steal_pointer (&action));
      for (guint link = 0; link < G_N_ELEMENTS (links); link++)
        {
          g_autoptr (GMenuModel) inner = g_menu_model_get_item_link (model, item, links[link]);

          collect_from_menu (inner, reached);
        }
    }
}

static void
collect_reached (GtkWidget *widget, gpointer user_data)
{
  GHashTable *reached = user_data;
  const char *action;
  GVariant *target;

  if (GTK_IS_MENU_BUTTON (widget))
    collect_from_menu (hd_widgets_get_menu (GTK_MENU_BUTTON (widget)), reached);
  if (!GTK_IS_ACTIONABLE (widget))
    return;
  action = gtk_actionable_get_action_name (GTK_ACTIONABLE (widget));
  target = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (widget));
  if (action == NULL)
    return;
  g_hash_table_add (reached, g_strdup (action));
  if (target != NULL && g_variant_is_of_type (target, G_VARIANT_TYPE_STRING))
    g_hash_table_add (reached,
                      g_strconcat (action, " ", g_variant_get_string (target, NULL), NULL));
}

guint
widget_checks_reach (GtkWidget *window, const char *where)
{
  static const char *const commands[]
      = { "win.undo",       "win.redo",        "win.refresh",       "win.connect",
          "win.copy-state", "win.forecast",    "win.meeting",       "win.shortcuts",
          "app.about",      "app.preferences", "win.forecast-again" };
  g_autoptr (GHashTable) reached = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_faults = 0;

  walk (window, collect_reached, reached);
  for (guint index = 0; index < hd_n_pages; index++)
    {
      g_autofree char *page = g_strconcat ("win.page ", hd_pages[index]->id, NULL);

      if (!g_hash_table_contains (reached, page))
        n_faults += printf ("# %s: no way to the screen %s\n", where, hd_pages[index]->id) > 0;
    }
  for (guint index = 0; index < G_N_ELEMENTS (commands); index++)
    if (!g_hash_table_contains (reached, commands[index]))
      n_faults += printf ("# %s: no way to %s\n", where, commands[index]) > 0;
  return n_faults;
}

/* What is painted, to find the ground that words stand on. */
typedef struct
{
  Check check;
  WidgetPicture painted;
} Picture;

/* The colour that most of an area has, but for what of it lies in `hole` (nullable). */
static gboolean
find_ground (const WidgetPicture *picture,
             const graphene_rect_t *area,
             const graphene_rect_t *hole,
             HdColour *ground)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  int left = MAX ((int)area->origin.x, 0), top = MAX ((int)area->origin.y, 0);
  int right = MIN ((int)(area->origin.x + area->size.width), picture->width);
  int bottom = MIN ((int)(area->origin.y + area->size.height), picture->height);
  guint best = 0;

  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++)
      {
        guint32 pixel = ((guint32 *)(gpointer)picture->pixels)[y * picture->width + x];
        gpointer key = GUINT_TO_POINTER (pixel | 0x80000000u);
        guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key)) + 1;

        if (hole != NULL
            && graphene_rect_contains_point (hole, &GRAPHENE_POINT_INIT (x + 0.5f, y + 0.5f)))
          continue;
        g_hash_table_insert (counts, key, GUINT_TO_POINTER (count));
        if (count <= best)
          continue;
        best = count;
        *ground = widget_picture_get (picture, x, y);
      }
  return best > 0;
}

/* What of the widget is on the screen. */
static gboolean
find_shown (GtkWidget *widget, GtkWidget *root, graphene_rect_t *shown)
{
  if (!gtk_widget_compute_bounds (widget, root, shown))
    return FALSE;
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      graphene_rect_t view;

      if (GTK_IS_SCROLLED_WINDOW (widget)
          && (!gtk_widget_compute_bounds (widget, root, &view)
              || !graphene_rect_intersection (shown, &view, shown)))
        return FALSE;
    }
  return TRUE;
}

static double
opacity_of (GtkWidget *widget)
{
  double opacity = 1;

  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    opacity *= gtk_widget_get_opacity (widget);
  return opacity;
}

static void
check_contrast (GtkWidget *widget, gpointer user_data)
{
  Picture *picture = user_data;
  gboolean is_text = GTK_IS_LABEL (widget);
  double least = is_text ? TEXT_CONTRAST : MARK_CONTRAST;
  g_autofree char *name = NULL;
  g_autofree char *ink_hex = NULL;
  g_autofree char *ground_hex = NULL;
  graphene_rect_t shown, around, inside;
  HdColour ground, ink;
  GdkRGBA colour;
  double contrast;

  /* What cannot be used need not be read (1.4.3). */
  if ((!is_text && !GTK_IS_IMAGE (widget)) || !gtk_widget_is_sensitive (widget)
      || (is_text && gtk_label_get_text (GTK_LABEL (widget))[0] == '\0')
      || !find_shown (widget, picture->check.root, &shown))
    return;
  /* Words cover less than what they stand on; a filled icon may cover more: it stands on what is around it. */
  around = shown;
  if (!is_text)
    graphene_rect_inset (&around, -ICON_FRAME_PX, -ICON_FRAME_PX);
  if (!graphene_rect_intersection (
          &around,
          &GRAPHENE_RECT_INIT (0, 0, (float)picture->painted.width, (float)picture->painted.height),
          &inside)
      /* Of a sliver at the edge of the window, most is the edge: a person scrolls to read it. */
      || inside.size.height * 2 < (float)gtk_widget_get_height (widget)
      || !find_ground (&picture->painted, &inside, is_text ? NULL : &shown, &ground))
    return;
  hd_text_color_get (widget, &colour);
  ink = hd_colour_mix (ground, (HdColour){ colour.red, colour.green, colour.blue },
                       colour.alpha * opacity_of (widget));
  contrast = hd_colour_contrast (ink, ground);
  if (contrast >= least)
    return;
  name = name_of (widget);
  ink_hex = hd_colour_to_hex (ink);
  ground_hex = hd_colour_to_hex (ground);
  printf ("# %s: %s has %.2f : 1, wanted %.1f (%s on %s)\n", picture->check.where, name, contrast,
          least, ink_hex, ground_hex);
  picture->check.n_faults++;
}

guint
widget_checks_contrast (GtkWidget *root, const char *where)
{
  Picture picture = { .check = { root, where, 0, 0 } };

  if (!widget_picture_take (&picture.painted, root))
    return printf ("# %s: is not painted\n", where) > 0;
  walk (root, check_contrast, &picture);
  widget_picture_clear (&picture.painted);
  return picture.check.n_faults;
}
