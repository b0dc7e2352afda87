/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Arithmetic on colours: mixing, contrast, distance, and what colour-blind readers see.
 */

#include "config.h"

#include "hd-palette.h"

#include <math.h>

typedef struct
{
  double component[3];
} Triple;

static double
to_linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
from_linear (double light)
{
  light = CLAMP (light, 0, 1);
  return light <= 0.0031308 ? light * 12.92 : 1.055 * pow (light, 1 / 2.4) - 0.055;
}

static Triple
multiply (const double matrix[9], Triple vector)
{
  Triple product;

  for (guint row = 0; row < 3; row++)
    product.component[row] = matrix[3 * row] * vector.component[0]
                             + matrix[3 * row + 1] * vector.component[1]
                             + matrix[3 * row + 2] * vector.component[2];
  return product;
}

static Triple
linear_triple (HdColour colour)
{
  return (Triple){ { to_linear (colour.red), to_linear (colour.green), to_linear (colour.blue) } };
}

static double
luminance (HdColour colour)
{
  Triple light = linear_triple (colour);

  return 0.2126 * light.component[0] + 0.7152 * light.component[1] + 0.0722 * light.component[2];
}

static double
lab_curve (double ratio)
{
  return ratio > 0.008856 ? cbrt (ratio) : 7.787 * ratio + 16.0 / 116;
}

static Triple
to_lab (HdColour colour)
{
  static const double rgb_to_xyz[9] = {
    0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522,
    0.0721750, 0.0193339, 0.1191920, 0.9503041,
  };
  Triple xyz = multiply (rgb_to_xyz, linear_triple (colour));
  double x = lab_curve (xyz.component[0] / 0.95047);
  double y = lab_curve (xyz.component[1]);
  double z = lab_curve (xyz.component[2] / 1.08883);

  return (Triple){ { 116 * y - 16, 500 * (x - y), 200 * (y - z) } };
}

char *
hd_colour_to_hex (HdColour colour)
{
  return g_strdup_printf ("#%02x%02x%02x", (guint)round (CLAMP (colour.red, 0, 1) * 255),
                          (guint)round (CLAMP (colour.green, 0, 1) * 255),
                          (guint)round (CLAMP (colour.blue, 0, 1) * 255));
}

HdColour
hd_colour_mix (HdColour a, HdColour b, double amount)
{
  return (HdColour){
    a.red + (b.red - a.red) * amount,
    a.green + (b.green - a.green) * amount,
    a.blue + (b.blue - a.blue) * amount,
  };
}

double
hd_colour_contrast (HdColour a, HdColour b)
{
  double light = luminance (a);
  double dark = luminance (b);

  return (MAX (light, dark) + 0.05) / (MIN (light, dark) + 0.05);
}

/* Degrees from 0 to 360; 0 for a grey, which has no hue. */
static double
hue_of (double a, double b)
{
  double hue = a == 0 && b == 0 ? 0 : atan2 (b, a) * 180 / G_PI;

  return hue < 0 ? hue + 360 : hue;
}

static double
cos_degrees (double angle)
{
  return cos (angle * G_PI / 180);
}

/* C. J. Luo, G. Cui and B. Rigg 2001, as G. Sharma, W. Wu and E. N. Dalal 2005 write it out; the numbers of
 * their equations stand beside the lines. All weights are one. */
double
hd_colour_distance_lab (const double first[3], const double second[3])
{
  const double power = pow (25, 7);
  double chroma = (hypot (first[1], first[2]) + hypot (second[1], second[2])) / 2; /* 3 */
  double grow = 1.5 - 0.5 * sqrt (pow (chroma, 7) / (pow (chroma, 7) + power)); /* 1 + G, 4 */
  double chroma_1 = hypot (first[1] * grow, first[2]); /* 6 */
  double chroma_2 = hypot (second[1] * grow, second[2]);
  double hue_1 = hue_of (first[1] * grow, first[2]); /* 7 */
  double hue_2 = hue_of (second[1] * grow, second[2]);
  gboolean has_hues = chroma_1 * chroma_2 > 0;
  double turn = has_hues ? hue_2 - hue_1 : 0; /* 10 */
  double mean_hue = has_hues ? (hue_1 + hue_2) / 2 : hue_1 + hue_2; /* 14 */
  double mean_light = (first[0] + second[0]) / 2; /* 12 */
  double mean_chroma = (chroma_1 + chroma_2) / 2; /* 13 */
  double light, hue, weave, rotation;

  if (has_hues && fabs (hue_1 - hue_2) > 180)
    {
      turn += turn > 0 ? -360 : 360;
      mean_hue += hue_1 + hue_2 < 360 ? 180 : -180;
    }
  weave = 1 - 0.17 * cos_degrees (mean_hue - 30) + 0.24 * cos_degrees (2 * mean_hue)
          + 0.32 * cos_degrees (3 * mean_hue + 6) - 0.20 * cos_degrees (4 * mean_hue - 63); /* 15 */
  rotation = -sin (G_PI / 3 * exp (-pow ((mean_hue - 275) / 25, 2))) * 2
             * sqrt (pow (mean_chroma, 7) / (pow (mean_chroma, 7) + power)); /* 16, 17, 21 */
  light
      = (second[0] - first[0])
        / (1 + 0.015 * pow (mean_light - 50, 2) / sqrt (20 + pow (mean_light - 50, 2))); /* 8, 18 */
  chroma = (chroma_2 - chroma_1) / (1 + 0.045 * mean_chroma); /* 9, 19 */
  hue = 2 * sqrt (chroma_1 * chroma_2) * sin (turn / 2 * G_PI / 180)
        / (1 + 0.015 * mean_chroma * weave); /* 11, 20 */
  return sqrt (light * light + chroma * chroma + hue * hue + rotation * chroma * hue); /* 22 */
}

double
hd_colour_distance (HdColour a, HdColour b)
{
  Triple first = to_lab (a);
  Triple second = to_lab (b);

  return hd_colour_distance_lab (first.component, second.component);
}

/* Machado, Oliveira and Fernandes 2009, severity 1.0, applied in linear light. */
HdColour
hd_colour_simulate (HdColour colour, HdVision vision)
{
  static const double matrices[HD_N_VISIONS][9] = {
    [HD_VISION_NORMAL] = { 1, 0, 0, 0, 1, 0, 0, 0, 1 },
    [HD_VISION_PROTANOPIA] = { 0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216,
                               -0.003882, -0.048116, 1.051998 },
    [HD_VISION_DEUTERANOPIA] = { 0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413,
                                 -0.011820, 0.042940, 0.968881 },
    [HD_VISION_TRITANOPIA] = { 1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602,
                               0.004733, 0.691367, 0.303900 },
  };
  Triple seen;

  g_return_val_if_fail (vision < HD_N_VISIONS, colour);
  seen = multiply (matrices[vision], linear_triple (colour));
  return (HdColour){
    from_linear (seen.component[0]),
    from_linear (seen.component[1]),
    from_linear (seen.component[2]),
  };
}
