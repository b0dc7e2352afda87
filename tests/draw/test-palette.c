/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every palette is measured: contrast of text and marks, and what colour-blind readers see.
 */

#undef G_DISABLE_ASSERT

#include "hd-palette.h"

#define TEXT_CONTRAST 4.5
#define MARK_CONTRAST 3.0
/* Two areas that far apart in Lab are told apart at a glance; 2.3 is just noticeable. */
#define FAR_APART 20

static void
assert_contrast (const HdPalette *palette, HdRole role, HdRole ground, double least)
{
  double contrast = hd_colour_contrast (palette->colours[role], palette->colours[ground]);

  if (contrast < least)
    {
      g_test_message ("%s: %s on %s is %.2f, wanted %.1f", palette->name, hd_role_get_name (role),
                      hd_role_get_name (ground), contrast, least);
      g_test_fail ();
    }
}

static void
test_known_values (void)
{
  HdColour black = { 0, 0, 0 };
  HdColour white = { 1, 1, 1 };
  g_autofree char *hex = hd_colour_to_hex ((HdColour){ 36 / 255.0, 50 / 255.0, 63 / 255.0 });

  g_assert_cmpfloat_with_epsilon (hd_colour_contrast (black, white), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (hd_colour_distance (black, white), 100, 0.1);
  g_assert_cmpstr (hex, ==, "#24323f");
}

static void
test_text (void)
{
  static const HdRole roles[] = { HD_ROLE_TEXT,  HD_ROLE_TEXT_DIM, HD_ROLE_BETTER,
                                  HD_ROLE_WORSE, HD_ROLE_NEUTRAL,  HD_ROLE_FOCUS };

  for (HdScheme scheme = 0; scheme < HD_N_SCHEMES; scheme++)
    for (guint role = 0; role < G_N_ELEMENTS (roles); role++)
      {
        assert_contrast (hd_palette_get (scheme), roles[role], HD_ROLE_CARD, TEXT_CONTRAST);
        assert_contrast (hd_palette_get (scheme), roles[role], HD_ROLE_GROUND, TEXT_CONTRAST);
      }
}

static void
test_map_text (void)
{
  static const HdRole grounds[] = { HD_ROLE_SEA, HD_ROLE_LAND };

  for (HdScheme scheme = 0; scheme < HD_N_SCHEMES; scheme++)
    for (guint ground = 0; ground < G_N_ELEMENTS (grounds); ground++)
      {
        const HdPalette *palette = hd_palette_get (scheme);

        assert_contrast (palette, HD_ROLE_MAP_TEXT, grounds[ground], TEXT_CONTRAST);
        assert_contrast (palette, HD_ROLE_TEXT_DIM, grounds[ground], TEXT_CONTRAST);
        assert_contrast (palette, HD_ROLE_REEF, grounds[ground], MARK_CONTRAST);
      }
}

/* Text upon a filled mark takes the better of two inks: that one must read. */
static void
test_text_on_marks (void)
{
  for (HdScheme scheme = 0; scheme < HD_N_SCHEMES; scheme++)
    for (HdRole role = 0; role < HD_N_ROLES; role++)
      {
        const HdPalette *palette = hd_palette_get (scheme);
        gboolean is_filled = (role >= HD_ROLE_MAP_1 && role <= HD_ROLE_MAP_5)
                             || role >= HD_ROLE_PART_1 || role == HD_ROLE_ACTUAL;
        double light
            = hd_colour_contrast (palette->colours[HD_ROLE_ON_DARK], palette->colours[role]);
        double dark
            = hd_colour_contrast (palette->colours[HD_ROLE_ON_LIGHT], palette->colours[role]);

        if (is_filled && MAX (light, dark) < TEXT_CONTRAST)
          {
            g_test_message ("%s: no text reads on %s (%.2f)", palette->name,
                            hd_role_get_name (role), MAX (light, dark));
            g_test_fail ();
          }
      }
}

static void
test_marks (void)
{
  static const HdRole roles[] = {
    HD_ROLE_ACTUAL, HD_ROLE_PREVIOUS_EDGE, HD_ROLE_PLAN,        HD_ROLE_FORECAST, HD_ROLE_FRESH,
    HD_ROLE_AXIS,   HD_ROLE_LANE_GREEN,    HD_ROLE_LANE_YELLOW, HD_ROLE_LANE_RED, HD_ROLE_FOCUS,
  };

  for (HdScheme scheme = 0; scheme < HD_N_SCHEMES; scheme++)
    for (guint role = 0; role < G_N_ELEMENTS (roles); role++)
      assert_contrast (hd_palette_get (scheme), roles[role], HD_ROLE_CARD, MARK_CONTRAST);
}

static void
assert_apart (const HdPalette *palette, HdRole a, HdRole b, HdVision vision, double least)
{
  double distance = hd_colour_distance (hd_colour_simulate (palette->colours[a], vision),
                                        hd_colour_simulate (palette->colours[b], vision));

  if (distance < least)
    {
      g_test_message ("%s: %s and %s are %.1f apart in vision %d, wanted %.0f", palette->name,
                      hd_role_get_name (a), hd_role_get_name (b), distance, vision, least);
      g_test_fail ();
    }
}

static void
test_colour_blind (void)
{
  static const HdRole pairs[][2] = {
    { HD_ROLE_BETTER, HD_ROLE_WORSE },
    { HD_ROLE_LANE_GREEN, HD_ROLE_LANE_RED },
    { HD_ROLE_LANE_GREEN, HD_ROLE_LANE_YELLOW },
    { HD_ROLE_LANE_YELLOW, HD_ROLE_LANE_RED },
    { HD_ROLE_MAP_1, HD_ROLE_MAP_5 },
    { HD_ROLE_MAP_2, HD_ROLE_MAP_4 },
    { HD_ROLE_ACTUAL, HD_ROLE_PREVIOUS },
  };
  double least = G_MAXDOUBLE;

  for (HdScheme scheme = 0; scheme < HD_N_SCHEMES; scheme++)
    for (HdVision vision = 0; vision < HD_N_VISIONS; vision++)
      for (guint pair = 0; pair < G_N_ELEMENTS (pairs); pair++)
        {
          const HdPalette *palette = hd_palette_get (scheme);
          double distance
              = hd_colour_distance (hd_colour_simulate (palette->colours[pairs[pair][0]], vision),
                                    hd_colour_simulate (palette->colours[pairs[pair][1]], vision));

          if (pair == 0)
            least = MIN (least, distance);
          assert_apart (palette, pairs[pair][0], pairs[pair][1], vision, FAR_APART);
        }
  g_test_message ("better and worse are never nearer than %.1f", least);
}

/* Neighbouring steps of a scale need less: they are read in order, and labelled. */
static void
test_steps (void)
{
  for (HdScheme scheme = 0; scheme < HD_N_SCHEMES; scheme++)
    for (HdVision vision = 0; vision < HD_N_VISIONS; vision++)
      for (guint step = 0; step < 4; step++)
        {
          assert_apart (hd_palette_get (scheme), HD_ROLE_MAP_1 + step, HD_ROLE_MAP_2 + step, vision,
                        10);
          assert_apart (hd_palette_get (scheme), HD_ROLE_HEAT_1 + step, HD_ROLE_HEAT_2 + step,
                        vision, 7);
        }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/palette/known-values", test_known_values);
  g_test_add_func ("/draw/palette/text", test_text);
  g_test_add_func ("/draw/palette/map-text", test_map_text);
  g_test_add_func ("/draw/palette/text-on-marks", test_text_on_marks);
  g_test_add_func ("/draw/palette/marks", test_marks);
  g_test_add_func ("/draw/palette/colour-blind", test_colour_blind);
  g_test_add_func ("/draw/palette/steps", test_steps);
  return g_test_run ();
}
