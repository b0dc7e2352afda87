/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every palette is measured: contrast of text and marks, and what colour-blind readers see.
 */

#undef G_DISABLE_ASSERT

#include "hd-palette.h"

#define TEXT_CONTRAST 4.5
#define MARK_CONTRAST 3.0
/* CIEDE2000. Two areas that far apart are told apart at a glance; steps of a scale are read in order, with a
 * key, and need less. */
#define FAR_APART 10
#define STEP_APART 6

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

/* Pairs of L*a*b* and their distances, from table 1 of Sharma, Wu and Dalal 2005: blues, greys, hues on both
 * sides of zero, and pairs near black. */
static void
test_distance (void)
{
  static const double pairs[][7] = {
    { 50.0000, 2.6772, -79.7751, 50.0000, 0.0000, -82.7485, 2.0425 },
    { 50.0000, 3.1571, -77.2803, 50.0000, 0.0000, -82.7485, 2.8615 },
    { 50.0000, -1.3802, -84.2814, 50.0000, 0.0000, -82.7485, 1.0000 },
    { 50.0000, 0.0000, 0.0000, 50.0000, -1.0000, 2.0000, 2.3669 },
    { 50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0009, 7.1792 },
    { 50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0011, 7.2195 },
    { 50.0000, 2.5000, 0.0000, 73.0000, 25.0000, -18.0000, 27.1492 },
    { 50.0000, 2.5000, 0.0000, 61.0000, -5.0000, 29.0000, 22.8977 },
    { 50.0000, 2.5000, 0.0000, 56.0000, -27.0000, -3.0000, 31.9030 },
    { 50.0000, 2.5000, 0.0000, 58.0000, 24.0000, 15.0000, 19.4535 },
    { 60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644 },
    { 63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.2630 },
    { 22.7233, 20.0904, -46.6940, 23.0331, 14.9730, -42.5619, 2.0373 },
    { 2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082 },
  };

  for (guint pair = 0; pair < G_N_ELEMENTS (pairs); pair++)
    {
      const double *row = pairs[pair];

      g_assert_cmpfloat_with_epsilon (hd_colour_distance_lab (row, row + 3), row[6], 5e-5);
      g_assert_cmpfloat_with_epsilon (hd_colour_distance_lab (row + 3, row), row[6], 5e-5);
    }
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

/* What carries a value by its place or its length, on the card and beside the track of a bullet. The steps of
 * a scale are no marks of their own: they are areas whose place says which, told apart below, and whatever is
 * written on them reads. Fans have edges in the colour of a forecast. */
static void
test_marks (void)
{
  static const HdRole roles[] = {
    HD_ROLE_ACTUAL,   HD_ROLE_PREVIOUS, HD_ROLE_PREVIOUS_EDGE, HD_ROLE_PLAN,
    HD_ROLE_FORECAST, HD_ROLE_BETTER,   HD_ROLE_WORSE,         HD_ROLE_NEUTRAL,
    HD_ROLE_MARKER,   HD_ROLE_FOCUS,    HD_ROLE_FRESH,         HD_ROLE_AXIS,
    HD_ROLE_REEF,     HD_ROLE_PART_1,   HD_ROLE_PART_2,        HD_ROLE_PART_3,
    HD_ROLE_PART_4,   HD_ROLE_PART_5,   HD_ROLE_LANE_GREEN,    HD_ROLE_LANE_YELLOW,
    HD_ROLE_LANE_RED, HD_ROLE_MAP_1,    HD_ROLE_MAP_5,         HD_ROLE_HEAT_5,
  };
  double least = G_MAXDOUBLE;

  for (HdScheme scheme = 0; scheme < HD_N_SCHEMES; scheme++)
    for (guint role = 0; role < G_N_ELEMENTS (roles); role++)
      {
        const HdPalette *palette = hd_palette_get (scheme);

        assert_contrast (palette, roles[role], HD_ROLE_CARD, MARK_CONTRAST);
        least = MIN (least, hd_colour_contrast (palette->colours[roles[role]],
                                                palette->colours[HD_ROLE_CARD]));
      }
  g_test_message ("the faintest mark has %.2f : 1", least);
}

static double
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
  return distance;
}

/* Colours that stand side by side and mean different things. Better and neutral are not among them: their
 * glyphs, a triangle and a square, tell them apart where colour does not. */
static void
test_colour_blind (void)
{
  static const HdRole pairs[][2] = {
    { HD_ROLE_BETTER, HD_ROLE_WORSE },
    { HD_ROLE_WORSE, HD_ROLE_NEUTRAL },
    { HD_ROLE_MARKER, HD_ROLE_ACTUAL },
    { HD_ROLE_MARKER, HD_ROLE_WORSE },
    { HD_ROLE_MARKER, HD_ROLE_BETTER },
    { HD_ROLE_LANE_GREEN, HD_ROLE_LANE_RED },
    { HD_ROLE_LANE_GREEN, HD_ROLE_LANE_YELLOW },
    { HD_ROLE_LANE_YELLOW, HD_ROLE_LANE_RED },
    { HD_ROLE_MAP_1, HD_ROLE_MAP_5 },
    { HD_ROLE_MAP_2, HD_ROLE_MAP_4 },
    { HD_ROLE_ACTUAL, HD_ROLE_PREVIOUS },
    { HD_ROLE_ACTUAL, HD_ROLE_WORSE },
  };

  for (guint pair = 0; pair < G_N_ELEMENTS (pairs); pair++)
    {
      double least = G_MAXDOUBLE;

      for (HdScheme scheme = 0; scheme < HD_N_SCHEMES; scheme++)
        for (HdVision vision = 0; vision < HD_N_VISIONS; vision++)
          least = MIN (least, assert_apart (hd_palette_get (scheme), pairs[pair][0], pairs[pair][1],
                                            vision, FAR_APART));
      g_test_message ("%s and %s are never nearer than %.1f", hd_role_get_name (pairs[pair][0]),
                      hd_role_get_name (pairs[pair][1]), least);
    }
}

/* Parts of a whole lie beside each other in any order. */
static void
test_parts (void)
{
  double least = G_MAXDOUBLE;

  for (HdScheme scheme = 0; scheme < HD_N_SCHEMES; scheme++)
    for (HdVision vision = 0; vision < HD_N_VISIONS; vision++)
      for (HdRole part = HD_ROLE_PART_1; part <= HD_ROLE_PART_5; part++)
        for (HdRole other = HD_ROLE_PART_1; other < part; other++)
          least
              = MIN (least, assert_apart (hd_palette_get (scheme), part, other, vision, FAR_APART));
  g_test_message ("two parts are never nearer than %.1f", least);
}

static void
test_steps (void)
{
  double least = G_MAXDOUBLE;

  for (HdScheme scheme = 0; scheme < HD_N_SCHEMES; scheme++)
    for (HdVision vision = 0; vision < HD_N_VISIONS; vision++)
      for (guint step = 0; step < 4; step++)
        {
          const HdPalette *palette = hd_palette_get (scheme);

          least = MIN (least, assert_apart (palette, HD_ROLE_MAP_1 + step, HD_ROLE_MAP_2 + step,
                                            vision, STEP_APART));
          least = MIN (least, assert_apart (palette, HD_ROLE_HEAT_1 + step, HD_ROLE_HEAT_2 + step,
                                            vision, STEP_APART));
        }
  g_test_message ("neighbouring steps are never nearer than %.1f", least);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/palette/known-values", test_known_values);
  g_test_add_func ("/draw/palette/distance", test_distance);
  g_test_add_func ("/draw/palette/text", test_text);
  g_test_add_func ("/draw/palette/map-text", test_map_text);
  g_test_add_func ("/draw/palette/text-on-marks", test_text_on_marks);
  g_test_add_func ("/draw/palette/marks", test_marks);
  g_test_add_func ("/draw/palette/colour-blind", test_colour_blind);
  g_test_add_func ("/draw/palette/parts", test_parts);
  g_test_add_func ("/draw/palette/steps", test_steps);
  return g_test_run ();
}
