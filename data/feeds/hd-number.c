/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads numbers as feeds write them, exactly or not at all.
 */

#include "config.h"

#include "hd-number.h"

#include <math.h>
#include <string.h>

/* Powers of ten up to here, and whole numbers below 2^53, are exact doubles, so that one division or
 * multiplication rounds once and gives the nearest double (Clinger 1990). */
static const double exact_powers[]
    = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

#define MAX_EXACT_MANTISSA (G_GUINT64_CONSTANT (1) << 53)
/* Digits that always fit 64 bits. */
#define MAX_FAST_DIGITS 18
/* Longer than any double needs; a longer run of digits is refused, not rounded by us. */
#define MAX_DOUBLE_LENGTH 400

static inline gboolean
is_digit (char character)
{
  return (guchar)(character - '0') < 10;
}

HdNumberResult
hd_number_parse_int64 (const char *text, gsize length, char decimal, gint64 *value)
{
  const char *end = text + length;
  gboolean is_negative = FALSE;
  guint64 total = 0;

  if (text < end && (*text == '-' || *text == '+'))
    is_negative = *text++ == '-';
  if (text == end || !is_digit (*text))
    return HD_NUMBER_SYNTAX;
  for (; text < end && is_digit (*text); text++)
    {
      guint digit = (guint)(*text - '0');

      if (total > ((guint64)G_MAXINT64 - digit) / 10)
        return HD_NUMBER_OVERFLOW;
      total = total * 10 + digit;
    }
  if (text < end && *text == decimal)
    {
      gboolean is_whole = TRUE;

      if (++text == end)
        return HD_NUMBER_SYNTAX;
      for (; text < end && is_digit (*text); text++)
        is_whole = is_whole && *text == '0';
      if (text == end && !is_whole)
        return HD_NUMBER_FRACTION;
    }
  if (text < end)
    return *text == 'e' || *text == 'E' ? HD_NUMBER_FRACTION : HD_NUMBER_SYNTAX;
  *value = is_negative ? -(gint64)total : (gint64)total;
  return HD_NUMBER_OK;
}

/* Checks the form, and gives mantissa and exponent when the digits fit 64 bits. */
static gboolean
scan_double (const char *text,
             const char *end,
             char decimal,
             guint64 *mantissa,
             int *exponent,
             gboolean *is_short)
{
  guint n_digits = 0;
  int scale = 0, written = 0;
  gboolean has_digits = FALSE;

  *mantissa = 0;
  for (gboolean in_fraction = FALSE; text < end; text++)
    {
      if (*text == decimal && !in_fraction)
        {
          in_fraction = TRUE;
          continue;
        }
      if (!is_digit (*text))
        break;
      has_digits = TRUE;
      if (n_digits > 0 || *text != '0')
        n_digits++;
      if (n_digits <= MAX_FAST_DIGITS)
        *mantissa = *mantissa * 10 + (guint)(*text - '0');
      scale -= in_fraction ? 1 : 0;
    }
  if (text < end && (*text == 'e' || *text == 'E'))
    {
      gboolean is_negative = FALSE;

      if (++text < end && (*text == '-' || *text == '+'))
        is_negative = *text++ == '-';
      if (text == end)
        return FALSE;
      for (; text < end && is_digit (*text); text++)
        written = MIN (written * 10 + (*text - '0'), 100000);
      written = is_negative ? -written : written;
    }
  *exponent = scale + written;
  *is_short = n_digits <= MAX_FAST_DIGITS;
  return has_digits && text == end;
}

HdNumberResult
hd_number_parse_double (const char *text, gsize length, char decimal, double *value)
{
  const char *end = text + length, *digits = text;
  gboolean is_negative = FALSE, is_short;
  char copy[MAX_DOUBLE_LENGTH + 1], *mark;
  guint64 mantissa;
  int exponent;

  if (digits < end && (*digits == '-' || *digits == '+'))
    is_negative = *digits++ == '-';
  if (length > MAX_DOUBLE_LENGTH
      || !scan_double (digits, end, decimal, &mantissa, &exponent, &is_short))
    return HD_NUMBER_SYNTAX;
  if (is_short && mantissa <= MAX_EXACT_MANTISSA
      && ABS (exponent) < (int)G_N_ELEMENTS (exact_powers))
    {
      double number = (double)mantissa;

      number = exponent < 0 ? number / exact_powers[-exponent] : number * exact_powers[exponent];
      *value = is_negative ? -number : number;
      return HD_NUMBER_OK;
    }
  memcpy (copy, text, length);
  copy[length] = '\0';
  mark = strchr (copy, decimal);
  if (mark != NULL)
    *mark = '.';
  *value = g_ascii_strtod (copy, NULL);
  return isfinite (*value) ? HD_NUMBER_OK : HD_NUMBER_OVERFLOW;
}

const char *
hd_number_describe (HdNumberResult result)
{
  switch (result)
    {
    case HD_NUMBER_OK:
      return "is a number";
    case HD_NUMBER_FRACTION:
      return "is not a whole number";
    case HD_NUMBER_OVERFLOW:
      return "is beyond 64 bits";
    case HD_NUMBER_SYNTAX:
    default:
      return "is not a number";
    }
}
