/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The chart by keyboard, by screen reader, and at its end.
 */

#undef G_DISABLE_ASSERT

#include "hd-chart-mark.h"
#include "hd-chart-table.h"
#include "hd-chart.h"
#include "hd-map.h"
#include "hd-painter.h"
#include "hd-test-window.h"

static HdChartSpec *
make_bars (guint count)
{
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_BARS, "Revenue by region", "tỷ đồng · 2026");
  g_autofree double *values = g_new0 (double, count);

  for (guint index = 0; index < count; index++)
    {
      g_autofree char *code = g_strdup_printf ("unit=KV%02u", index + 1);
      g_autofree char *label = g_strdup_printf ("Region %u", index + 1);

      hd_chart_spec_add_category (spec, code, label);
      values[index] = 100.0 - index;
    }
  hd_chart_spec_add_series (spec, "actual", "Collected", HD_NOTATION_ACTUAL, values);
  return spec;
}

static HdChartSpec *
make_line (guint count)
{
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_LINE, "Revenue by day", "tỷ đồng");
  g_autofree double *values = g_new0 (double, count);

  for (guint index = 0; index < count; index++)
    {
      g_autofree char *label = g_strdup_printf ("Day %u", index + 1);

      hd_chart_spec_add_day (spec, NULL, label, 20000 + (gint32)index);
      values[index] = index;
    }
  hd_chart_spec_add_series (spec, "actual", "Collected", HD_NOTATION_ACTUAL, values);
  return spec;
}

static guint
count_items (GtkWidget *chart)
{
  guint count = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (chart); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count += HD_IS_CHART_MARK (child);
  return count;
}

static int
focused_mark (GtkWidget *window)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  return HD_IS_CHART_MARK (focus) ? hd_chart_mark_get_index (HD_CHART_MARK (focus)) : -1;
}

static void
move (GtkWidget *chart, int step)
{
  g_signal_emit_by_name (chart, "move-cursor", step);
}

static void
test_accessible (void)
{
  g_autoptr (HdChartSpec) spec = make_bars (5);
  GtkWidget *chart = hd_chart_new ();
  GtkWidget *decoration = hd_chart_new_decoration ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *window, *item;

  gtk_widget_set_vexpand (chart, TRUE);
  gtk_box_append (GTK_BOX (box), chart);
  gtk_box_append (GTK_BOX (box), decoration);
  hd_chart_set_spec (HD_CHART (chart), spec);
  hd_chart_set_spec (HD_CHART (decoration), spec);
  window = hd_test_window_new (box, 500, 400);

  gtk_test_accessible_assert_role (chart, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_LABEL, "Revenue by region");
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (chart),
                                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
  gtk_test_accessible_assert_role (decoration, GTK_ACCESSIBLE_ROLE_PRESENTATION);
  g_assert_false (gtk_widget_get_focusable (decoration));
  g_assert_cmpuint (count_items (decoration), ==, 0);

  g_assert_cmpuint (count_items (chart), ==, 5);
  item = gtk_widget_get_first_child (chart);
  gtk_test_accessible_assert_role (item, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  g_assert_true (
      gtk_test_accessible_has_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL));
  gtk_test_accessible_assert_relation (item, GTK_ACCESSIBLE_RELATION_POS_IN_SET, 1);
  gtk_test_accessible_assert_relation (item, GTK_ACCESSIBLE_RELATION_SET_SIZE, 5);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_keyboard_walk (void)
{
  g_autoptr (HdChartSpec) spec = make_bars (5);
  GtkWidget *chart = hd_chart_new ();
  GtkWidget *window;

  hd_chart_set_spec (HD_CHART (chart), spec);
  window = hd_test_window_new (chart, 500, 400);
  gtk_widget_grab_focus (chart);
  move (chart, -G_MAXINT16);
  g_assert_cmpint (focused_mark (window), ==, 0);
  move (chart, 1);
  move (chart, 1);
  g_assert_cmpint (focused_mark (window), ==, 2);
  move (chart, -1);
  g_assert_cmpint (focused_mark (window), ==, 1);
  move (chart, G_MAXINT16);
  g_assert_cmpint (focused_mark (window), ==, 4);
  move (chart, 1);
  g_assert_cmpint (focused_mark (window), ==, 4);
  move (chart, -G_MAXINT16);
  g_assert_cmpint (focused_mark (window), ==, 0);
  g_assert_cmpint (hd_chart_get_cursor (HD_CHART (chart)), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A thousand points share three items; each step gives the focus to another of them. */
static void
test_roving_items (void)
{
  g_autoptr (HdChartSpec) spec = make_line (1000);
  GtkWidget *chart = hd_chart_new ();
  GtkWidget *window, *before;

  hd_chart_set_spec (HD_CHART (chart), spec);
  window = hd_test_window_new (chart, 500, 300);
  g_assert_cmpuint (count_items (chart), ==, 3);
  gtk_widget_grab_focus (chart);
  move (chart, 1);
  before = gtk_window_get_focus (GTK_WINDOW (window));
  move (chart, 1);
  g_assert_true (before != gtk_window_get_focus (GTK_WINDOW (window)));
  g_assert_cmpint (focused_mark (window), ==, 1);
  move (chart, G_MAXINT16);
  g_assert_cmpint (focused_mark (window), ==, 999);
  gtk_window_destroy (GTK_WINDOW (window));
}

typedef struct
{
  char *code;
  int category;
  guint count;
} Activated;

static void
activated_cb (HdChart *chart, const char *code, int series, int category, Activated *seen)
{
  g_free (seen->code);
  seen->code = g_strdup (code);
  seen->category = category;
  seen->count++;
}

static void
test_activate (void)
{
  g_autoptr (HdChartSpec) spec = make_bars (5);
  GtkWidget *chart = hd_chart_new ();
  Activated seen = { 0 };
  GtkWidget *window, *item;

  g_signal_connect (chart, "activated", G_CALLBACK (activated_cb), &seen);
  hd_chart_set_spec (HD_CHART (chart), spec);
  window = hd_test_window_new (chart, 500, 400);
  gtk_widget_grab_focus (chart);
  move (chart, 1);
  move (chart, 1);
  gtk_widget_activate_action (chart, "chart.activate", NULL);
  g_assert_cmpstr (seen.code, ==, "unit=KV02");
  g_assert_cmpint (seen.category, ==, 1);

  item = gtk_widget_get_first_child (chart);
  gtk_widget_activate_action (item, "mark.activate", NULL);
  g_assert_cmpstr (seen.code, ==, "unit=KV01");
  g_assert_cmpuint (seen.count, ==, 2);
  hd_chart_activate_mark (HD_CHART (chart), -1);
  hd_chart_activate_mark (HD_CHART (chart), 99);
  g_assert_cmpuint (seen.count, ==, 2);
  gtk_window_destroy (GTK_WINDOW (window));
  g_free (seen.code);
}

static HdChartSpec *
make_months (guint count)
{
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_LINE, "Revenue by month", "tỷ đồng");
  g_autofree double *values = g_new0 (double, count);

  for (guint index = 0; index < count; index++)
    {
      g_autofree char *code = g_strdup_printf ("time=2026-%02u", index + 1);
      g_autofree char *label = g_strdup_printf ("%u/2026", index + 1);

      hd_chart_spec_add_day (spec, code, label, 20454 + 30 * (gint32)index);
      values[index] = index + 1;
    }
  hd_chart_spec_add_series (spec, "actual", "Collected", HD_NOTATION_ACTUAL, values);
  return spec;
}

typedef struct
{
  char *command, *code;
  char *from, *to;
} Asked;

static void
command_cb (HdChart *chart,
            const char *command,
            const char *code,
            int series,
            int category,
            Asked *asked)
{
  g_free (asked->command);
  g_free (asked->code);
  asked->command = g_strdup (command);
  asked->code = g_strdup (code);
}

static void
period_cb (HdChart *chart, const char *from, const char *to, Asked *asked)
{
  g_free (asked->from);
  g_free (asked->to);
  asked->from = g_strdup (from);
  asked->to = g_strdup (to);
}

static void
asked_clear (Asked *asked)
{
  g_free (asked->command);
  g_free (asked->code);
  g_free (asked->from);
  g_free (asked->to);
}

/* Shift and the arrows; the forecast's months, which have no code, cannot be chosen. */
static void
test_choose_period (void)
{
  g_autoptr (HdChartSpec) spec = make_months (8);
  GtkWidget *chart = hd_chart_new ();
  Asked asked = { 0 };
  HdChart *self = HD_CHART (chart);
  GtkWidget *window;

  hd_chart_spec_lengthen (spec, "9/2026", 20454 + 240);
  g_signal_connect (chart, "period-chosen", G_CALLBACK (period_cb), &asked);
  hd_chart_set_spec (self, spec);
  window = hd_test_window_new (chart, 500, 300);
  hd_chart_set_cursor (self, 2);
  hd_chart_extend_selection (self, 1);
  hd_chart_extend_selection (self, 1);
  g_assert_cmpint (focused_mark (window), ==, 4);
  hd_test_wait (chart);
  gtk_widget_activate_action (chart, "chart.activate", NULL);
  g_assert_cmpstr (asked.from, ==, "2026-03");
  g_assert_cmpstr (asked.to, ==, "2026-05");

  hd_chart_set_cursor (self, 7);
  hd_chart_extend_selection (self, 1);
  hd_chart_extend_selection (self, -1);
  gtk_widget_activate_action (chart, "chart.activate", NULL);
  g_assert_cmpstr (asked.from, ==, "2026-07");
  g_assert_cmpstr (asked.to, ==, "2026-08");
  gtk_window_destroy (GTK_WINDOW (window));
  asked_clear (&asked);
}

static void
test_commands (void)
{
  g_autoptr (HdChartSpec) spec = make_bars (5);
  GtkWidget *chart = hd_chart_new ();
  g_autoptr (GMenu) places = g_menu_new ();
  Asked asked = { 0 };
  GtkWidget *window;

  g_menu_append (places, "Revenue", "chart.command::open:revenue");
  g_signal_connect (chart, "command", G_CALLBACK (command_cb), &asked);
  hd_chart_set_places (HD_CHART (chart), G_MENU_MODEL (places));
  hd_chart_set_spec (HD_CHART (chart), spec);
  window = hd_test_window_new (chart, 500, 400);
  hd_chart_set_cursor (HD_CHART (chart), 3);
  gtk_widget_activate_action (chart, "chart.command", "s", "annotate");
  g_assert_cmpstr (asked.command, ==, "annotate");
  g_assert_cmpstr (asked.code, ==, "unit=KV04");
  gtk_window_destroy (GTK_WINDOW (window));
  asked_clear (&asked);
}

/* A region pointed at in the bars is pointed at in the other bars, a month in the months around it. */
static void
test_link (void)
{
  g_autoptr (HdChartSpec) bars = make_bars (5);
  g_autoptr (HdChartSpec) few = make_bars (2);
  g_autoptr (HdChartSpec) months = make_months (8);
  g_autoptr (HdChartLink) link = hd_chart_link_new ();
  HdChartSpec *specs[] = { bars, few, months };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  HdChart *charts[3];
  GtkWidget *window;

  for (guint index = 0; index < G_N_ELEMENTS (charts); index++)
    {
      charts[index] = HD_CHART (hd_chart_new ());
      gtk_widget_set_vexpand (GTK_WIDGET (charts[index]), TRUE);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (charts[index]));
      hd_chart_set_spec (charts[index], specs[index]);
      hd_chart_set_link (charts[index], link);
    }
  window = hd_test_window_new (box, 500, 700);
  hd_chart_link_point (link, NULL, "unit=KV02", HD_CHART_LINK_NO_DAY);
  g_assert_cmpint (hd_chart_get_linked (charts[0]), ==, 1);
  g_assert_cmpint (hd_chart_get_linked (charts[1]), ==, 1);
  g_assert_cmpint (hd_chart_get_linked (charts[2]), ==, -1);
  hd_chart_link_point (link, NULL, "unit=KV05", HD_CHART_LINK_NO_DAY);
  g_assert_cmpint (hd_chart_get_linked (charts[1]), ==, -1);
  /* A day within the third month. */
  hd_chart_link_point (link, NULL, NULL, 20454 + 75);
  g_assert_cmpint (hd_chart_get_linked (charts[0]), ==, -1);
  g_assert_cmpint (hd_chart_get_linked (charts[2]), ==, 2);
  /* What a chart points at itself is not shown there twice. */
  hd_chart_link_point (link, charts[2], NULL, 20454 + 10);
  g_assert_cmpint (hd_chart_get_linked (charts[2]), ==, -1);
  /* Before and after the axis there is nothing. */
  hd_chart_link_point (link, NULL, NULL, 20454 - 1);
  g_assert_cmpint (hd_chart_get_linked (charts[2]), ==, -1);
  hd_chart_link_point (link, NULL, NULL, 20454 + 240);
  g_assert_cmpint (hd_chart_get_linked (charts[2]), ==, -1);
  hd_chart_link_brush (link, NULL, 20454, 20454 + 60);
  hd_test_wait (GTK_WIDGET (charts[2]));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_new_spec (void)
{
  g_autoptr (HdChartSpec) many = make_bars (20);
  g_autoptr (HdChartSpec) few = make_bars (2);
  GtkWidget *chart = hd_chart_new ();
  GtkWidget *window;

  hd_chart_set_spec (HD_CHART (chart), many);
  window = hd_test_window_new (chart, 500, 600);
  gtk_widget_grab_focus (chart);
  move (chart, G_MAXINT16);
  /* The mark in focus goes away with the picture; nothing may point at it any more. */
  hd_chart_set_spec (HD_CHART (chart), few);
  hd_test_wait (chart);
  g_assert_cmpuint (count_items (chart), ==, 2);
  g_assert_cmpint (hd_chart_get_cursor (HD_CHART (chart)), <, 2);
  hd_chart_set_spec (HD_CHART (chart), NULL);
  hd_test_wait (chart);
  g_assert_cmpint (hd_chart_get_cursor (HD_CHART (chart)), ==, -1);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_every_kind (void)
{
  for (guint kind = 0; kind < HD_N_CHART_KINDS; kind++)
    {
      g_autoptr (HdChartSpec) spec = NULL;
      GtkWidget *chart = hd_chart_new ();
      GtkWidget *window;

      /* A map wants geometry, which tests of the painters have. */
      if (kind == HD_CHART_MAP)
        {
          g_object_ref_sink (chart);
          g_object_unref (chart);
          continue;
        }
      spec = make_bars (6);
      spec->kind = (HdChartKind)kind;
      hd_chart_set_spec (HD_CHART (chart), spec);
      window = hd_test_window_new (chart, 400, 300);
      move (chart, 1);
      hd_test_wait (chart);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

static void
test_table (void)
{
  g_autoptr (HdChartSpec) spec = make_bars (3);
  GtkWidget *table = hd_chart_table_new (spec, "more");
  g_autofree char *csv = hd_chart_table_to_csv (spec);
  GtkListBoxRow *row;

  g_object_ref_sink (table);
  gtk_test_accessible_assert_property (table, GTK_ACCESSIBLE_PROPERTY_LABEL, "Revenue by region");
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (table), 3);
  g_assert_nonnull (row);
  g_assert_true (
      gtk_test_accessible_has_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL));
  g_assert_null (gtk_list_box_get_row_at_index (GTK_LIST_BOX (table), 4));
  g_assert_cmpstr (csv, ==,
                   "code,label,\"Collected\"\n"
                   "\"unit=KV01\",\"Region 1\",100\n"
                   "\"unit=KV02\",\"Region 2\",99\n"
                   "\"unit=KV03\",\"Region 3\",98\n");
  g_object_unref (table);
}

static void
test_finalize (void)
{
  g_autoptr (HdChartSpec) spec = make_bars (5);
  GtkWidget *chart = hd_chart_new ();
  GtkWidget *map = hd_map_new ();

  hd_chart_set_spec (HD_CHART (chart), spec);
  g_object_ref_sink (chart);
  g_assert_finalize_object (chart);
  g_object_ref_sink (map);
  g_assert_finalize_object (map);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/widgets/chart/accessible", test_accessible);
  g_test_add_func ("/widgets/chart/keyboard-walk", test_keyboard_walk);
  g_test_add_func ("/widgets/chart/roving-items", test_roving_items);
  g_test_add_func ("/widgets/chart/activate", test_activate);
  g_test_add_func ("/widgets/chart/choose-period", test_choose_period);
  g_test_add_func ("/widgets/chart/commands", test_commands);
  g_test_add_func ("/widgets/chart/link", test_link);
  g_test_add_func ("/widgets/chart/new-spec", test_new_spec);
  g_test_add_func ("/widgets/chart/every-kind", test_every_kind);
  g_test_add_func ("/widgets/chart/table", test_table);
  g_test_add_func ("/widgets/chart/finalize", test_finalize);
  return g_test_run ();
}
