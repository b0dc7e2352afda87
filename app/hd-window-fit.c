/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a window of some width shows in its header, where the screens are chosen, and how large its text is.
 *
 * Nothing in the header is shortened while something less needed can go: screens move under "More", the entry
 * becomes a button, the age of the figures loses its words, and at last the screens move to the bottom.
 */

#include "config.h"

#include "hd-engine-bar.h"
#include "hd-hold-bar.h"
#include "hd-path-bar.h"
#include "hd-widgets.h"
#include "hd-window-private.h"

/* These widths are for text of FONT_PX. */
#define SEARCH_MIN_PX 620
#define BUTTONS_MIN_PX 320
#define FONT_PX 13.0

/* A wall or a very large monitor is looked at from further away. */
#define LARGE_FROM_PX 2400
#define HUGE_FROM_PX 3200

#define SLACK_PX 12
#define FIND_PX 34
#define FRESH_PADDING_PX 18

#define FRESH_CHARS 14
#define FRESH_SMALL_CHARS 4

/* What the header has room for. */
struct _HdHeaderRoom
{
  guint n_named; /* screens */
  gboolean has_entry; /* else a button that opens it */
  gboolean has_words; /* around the age of the figures */
};

/* From what is liked best to what fits at last. */
static const HdHeaderRoom rooms[] = {
  { .n_named = 7, .has_entry = TRUE, .has_words = TRUE },
  { .n_named = 6, .has_entry = TRUE, .has_words = TRUE },
  { .n_named = 5, .has_entry = TRUE, .has_words = TRUE },
  { .n_named = 5, .has_entry = FALSE, .has_words = TRUE },
  { .n_named = 5, .has_entry = FALSE, .has_words = FALSE },
};

/* The screens are at the bottom. */
static const HdHeaderRoom narrow = { .has_entry = TRUE, .has_words = TRUE };
static const HdHeaderRoom phone = { .has_entry = FALSE, .has_words = FALSE };

static int
natural_px (GtkWidget *widget)
{
  int natural = 0;

  if (gtk_widget_get_visible (widget))
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static int
least_px (GtkWidget *widget)
{
  int least = 0;

  if (gtk_widget_get_visible (widget))
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

/* What words took last, in a label's font of then. */
typedef struct
{
  char *text;
  guint serial; /* of the label's Pango context */
  int width;
} Words;

static void
words_free (gpointer data)
{
  Words *words = data;

  g_free (words->text);
  g_free (words);
}

/* Asked for with each new size of the window, of words that seldom change. */
static int
words_px (GtkWidget *label, const char *text)
{
  guint serial = pango_context_get_serial (gtk_widget_get_pango_context (label));
  Words *words = g_object_get_data (G_OBJECT (label), "hd-words");
  g_autoptr (PangoLayout) layout = NULL;

  if (words != NULL && words->serial == serial && g_str_equal (words->text, text))
    return words->width;
  layout = gtk_widget_create_pango_layout (label, text);
  words = g_new (Words, 1);
  *words = (Words){ g_strdup (text), serial, 0 };
  pango_layout_get_pixel_size (layout, &words->width, NULL);
  g_object_set_data_full (G_OBJECT (label), "hd-words", words, words_free);
  return words->width;
}

/* The menu, the window's own buttons and the gaps; measured once, so that what is chosen does not depend on what
 * was chosen before. A header with a title in its middle would naturally have both its sides as wide as the wider,
 * so that only its least width is a sum. */
static int
measure_rest (HdWindow *self, double scale)
{
  if (self->header_rest_px <= 0)
    {
      self->header_rest_px = least_px (self->header) - least_px (self->switcher)
                             - least_px (self->search) - least_px (self->find_button)
                             - least_px (self->fresh);
      self->entry_px = natural_px (self->search) / scale;
    }
  return self->header_rest_px;
}

/* The first `n_named` screens and "More". */
static int
measure_screens (HdWindow *self, guint n_named)
{
  GtkWidget *first = gtk_widget_get_first_child (self->switcher);
  GtkWidget *more = gtk_widget_get_last_child (self->switcher);
  GtkWidget *words = gtk_button_get_child (GTK_BUTTON (first));
  int padding = natural_px (first) - words_px (words, gtk_label_get_text (GTK_LABEL (words)));
  int width = natural_px (more);

  for (GtkWidget *button = first; button != more && n_named-- > 0;
       button = gtk_widget_get_next_sibling (button))
    {
      words = gtk_button_get_child (GTK_BUTTON (button));
      width += words_px (words, gtk_label_get_text (GTK_LABEL (words))) + padding
               + gtk_box_get_spacing (GTK_BOX (self->switcher));
    }
  return width;
}

static gboolean
has_room (HdWindow *self, const HdHeaderRoom *room, double width_px, double scale)
{
  const char *age = room->has_words ? self->fresh_text : self->fresh_moment;
  double needed = measure_rest (self, scale)
                  + (room->n_named > 0 ? measure_screens (self, room->n_named) : 0)
                  + words_px (GTK_WIDGET (self->fresh_label), age != NULL ? age : "")
                  + FRESH_PADDING_PX + (room->has_entry ? self->entry_px * scale : FIND_PX);

  return needed + SLACK_PX <= width_px;
}

static void
fit_switchers (HdWindow *self, gboolean is_narrow, gboolean has_buttons)
{
  GtkWidget *few = gtk_widget_get_first_child (self->bottom_switcher);

  gtk_widget_set_visible (self->bottom_switcher, is_narrow);
  gtk_widget_set_visible (self->switcher, !is_narrow);
  gtk_widget_set_visible (few, has_buttons);
  gtk_widget_set_visible (gtk_widget_get_next_sibling (few), !has_buttons);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->sides), is_narrow
                                                                    ? GTK_ORIENTATION_VERTICAL
                                                                    : GTK_ORIENTATION_HORIZONTAL);
}

/* Where there is no room for the entry it takes that of the freshness while something is looked for. */
static void
fit_ends (HdWindow *self, gboolean has_entry, gboolean has_words)
{
  gboolean is_finding
      = (gtk_widget_get_state_flags (self->search) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
  gboolean is_open = !self->is_locked;

  gtk_widget_set_visible (self->search, is_open && (has_entry || is_finding));
  gtk_widget_set_visible (self->find_button, is_open && !has_entry && !is_finding);
  gtk_widget_set_visible (self->fresh, is_open && (has_entry || !is_finding));
  if (self->has_short_age == !has_words)
    return;
  self->has_short_age = !has_words;
  gtk_label_set_width_chars (self->fresh_label, has_words ? FRESH_CHARS : FRESH_SMALL_CHARS);
  hd_window_update_fresh (self);
}

static void
set_class (HdWindow *self, const char *name, gboolean is_set)
{
  if (is_set)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

static void
fit_classes (HdWindow *self, gboolean is_small, int width_px)
{
  set_class (self, "large", width_px >= LARGE_FROM_PX && width_px < HUGE_FROM_PX);
  set_class (self, "huge", width_px >= HUGE_FROM_PX);
  if (self->is_small == is_small)
    return;
  self->is_small = is_small;
  set_class (self, "small", is_small);
  hd_path_bar_set_small (HD_PATH_BAR (self->path_bar), is_small);
  hd_engine_bar_set_small (HD_ENGINE_BAR (self->engine_bar), is_small);
  hd_hold_bar_set_small (HD_HOLD_BAR (self->hold_bar), is_small);
}

/* What changes while sizes are given is taken up by some of the parents only. */
static gboolean
share_again_cb (GtkWidget *header, GdkFrameClock *clock, gpointer data)
{
  HdWindow *self = data;

  gtk_widget_queue_resize (self->switcher);
  gtk_widget_queue_resize (self->menu_button);
  gtk_widget_queue_resize (self->fresh);
  return G_SOURCE_REMOVE;
}

void
hd_window_fit (HdWindow *self, int width_px)
{
  double scale = MAX (hd_widgets_get_font_px (GTK_WIDGET (self)) / FONT_PX, 1);
  gboolean is_small = width_px < SEARCH_MIN_PX * scale;
  const HdHeaderRoom *room = NULL, *shown;

  for (guint index = 0; room == NULL && index < G_N_ELEMENTS (rooms); index++)
    if (has_room (self, &rooms[index], width_px, scale))
      room = &rooms[index];
  shown = room != NULL ? room : is_small ? &phone : &narrow;
  fit_classes (self, is_small, width_px);
  fit_switchers (self, room == NULL, width_px >= BUTTONS_MIN_PX * scale);
  fit_ends (self, shown->has_entry, shown->has_words);
  /* Sides that are not as wide as each other would else share what the middle leaves before they need it. */
  gtk_label_set_ellipsize (self->fresh_label, has_room (self, shown, width_px, scale)
                                                  ? PANGO_ELLIPSIZE_NONE
                                                  : PANGO_ELLIPSIZE_END);
  if (room == self->room)
    return;
  self->room = room;
  if (room != NULL)
    hd_window_name_screens (self, room->n_named);
  gtk_widget_add_tick_callback (self->header, share_again_cb, self, NULL);
}
