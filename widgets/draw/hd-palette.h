/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Colours by role, in four schemes: painters name a role and never a colour.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double red, green, blue; /* 0 to 1, sRGB */
} HdColour;

typedef enum
{
  /* Notation. */
  HD_ROLE_ACTUAL,
  HD_ROLE_PREVIOUS,
  HD_ROLE_PREVIOUS_EDGE, /* its lines and outlines: 3:1 on a card */
  HD_ROLE_PLAN, /* drawn as an outline or dashed */
  HD_ROLE_FORECAST, /* drawn hatched */
  HD_ROLE_FAN_OUTER, /* 95 % */
  HD_ROLE_FAN_INNER, /* 50 or 80 % */
  /* Status; each also has a glyph. */
  HD_ROLE_BETTER,
  HD_ROLE_WORSE,
  HD_ROLE_NEUTRAL,
  HD_ROLE_MARKER, /* where we should be */
  HD_ROLE_FOCUS,
  HD_ROLE_FRESH, /* a source that reported in time */
  /* Surfaces and text. */
  HD_ROLE_GROUND,
  HD_ROLE_CARD,
  HD_ROLE_RULE, /* grid lines, the rest of a bullet bar */
  HD_ROLE_AXIS,
  HD_ROLE_TEXT,
  HD_ROLE_TEXT_DIM,
  HD_ROLE_ON_DARK, /* text upon a filled mark: whichever of these two reads better there */
  HD_ROLE_ON_LIGHT,
  /* Map, worst to best. */
  HD_ROLE_MAP_1,
  HD_ROLE_MAP_2,
  HD_ROLE_MAP_3,
  HD_ROLE_MAP_4,
  HD_ROLE_MAP_5,
  HD_ROLE_MAP_MISSING,
  HD_ROLE_SEA,
  HD_ROLE_LAND,
  HD_ROLE_COAST,
  HD_ROLE_BORDER, /* between units */
  HD_ROLE_REEF,
  HD_ROLE_MAP_TEXT,
  /* Parts of a whole that are neither good nor bad. */
  HD_ROLE_PART_1,
  HD_ROLE_PART_2,
  HD_ROLE_PART_3,
  HD_ROLE_PART_4,
  HD_ROLE_PART_5,
  /* The three lanes: green, yellow, red. */
  HD_ROLE_LANE_GREEN,
  HD_ROLE_LANE_YELLOW,
  HD_ROLE_LANE_RED,
  /* Heat, from nothing to most. */
  HD_ROLE_HEAT_1,
  HD_ROLE_HEAT_2,
  HD_ROLE_HEAT_3,
  HD_ROLE_HEAT_4,
  HD_ROLE_HEAT_5,
  HD_N_ROLES
} HdRole;

typedef enum
{
  HD_SCHEME_LIGHT,
  HD_SCHEME_DARK,
  HD_SCHEME_HIGH_CONTRAST,
  HD_SCHEME_HIGH_CONTRAST_DARK,
  HD_SCHEME_PRINT, /* survives a monochrome printer: hatching stands for colour */
  HD_N_SCHEMES
} HdScheme;

/* Immutable and static; copy it to change a colour. */
typedef struct
{
  HdScheme scheme;
  const char *name;
  HdColour colours[HD_N_ROLES];
  double hairline; /* px */
  double line_scale; /* multiplies every line width */
  gboolean hatch_areas; /* map steps and lanes get hatching besides colour */
} HdPalette;

const HdPalette *hd_palette_get (HdScheme scheme);

/* "map-3" …; for tests and style sheets. */
const char *hd_role_get_name (HdRole role);
/* "#24323f". (transfer full) */
char *hd_colour_to_hex (HdColour colour);
/* A fraction `amount` of the way from `a` to `b`. */
HdColour hd_colour_mix (HdColour a, HdColour b, double amount);
/* Contrast ratio of WCAG 2.1, 1 to 21. */
double hd_colour_contrast (HdColour a, HdColour b);
/* CIEDE2000: 1 is just noticeable side by side, from 10 on two areas are told apart at a glance. */
double hd_colour_distance (HdColour a, HdColour b);
/* The same of two colours in CIE L*a*b*. */
double hd_colour_distance_lab (const double first[3], const double second[3]);

typedef enum
{
  HD_VISION_NORMAL,
  HD_VISION_PROTANOPIA,
  HD_VISION_DEUTERANOPIA,
  HD_VISION_TRITANOPIA,
  HD_N_VISIONS
} HdVision;

/* What a person with that vision sees (Machado, Oliveira and Fernandes 2009). */
HdColour hd_colour_simulate (HdColour colour, HdVision vision);

G_END_DECLS
