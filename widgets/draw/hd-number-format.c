/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes numbers in the reader's way; no locale of the C library is asked, so that a Vietnamese
 * briefing can be made on an English machine.
 */

#include "config.h"

#include "hd-number-format.h"

#include <math.h>
#include <string.h>

#define NO_BREAK_SPACE "\u00a0"

static const HdNumberLocale *
locale_or_english (const HdNumberLocale *locale)
{
  return locale != NULL ? locale : hd_number_locale_get (NULL);
}

/* Puts a group mark between every three digits of `digits`. */
static void
append_grouped (GString *text, const char *digits, gsize n_digits, const char *group)
{
  for (gsize digit = 0; digit < n_digits; digit++)
    {
      if (digit > 0 && (n_digits - digit) % 3 == 0)
        g_string_append (text, group);
      g_string_append_c (text, digits[digit]);
    }
}

/* The magnitude of a scaled value; `is_zero` says that nothing but zeros was written. */
static char *
magnitude (const HdNumberFormat *format, double value, gboolean *is_zero)
{
  const HdNumberLocale *locale = locale_or_english (format->locale);
  double divisor = format->divisor > 0 ? format->divisor : 1;
  g_autofree char *digits = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  char printf_format[16];
  gsize whole;

  digits = g_malloc (400);
  g_snprintf (printf_format, sizeof printf_format, "%%.%df", CLAMP (format->decimals, 0, 9));
  g_ascii_formatd (digits, 400, printf_format, fabs (value) / divisor);
  whole = strcspn (digits, ".");
  append_grouped (text, digits, whole, locale->group);
  if (digits[whole] == '.')
    g_string_append_printf (text, "%s%s", locale->decimal, digits + whole + 1);
  *is_zero = strspn (digits, "0.") == strlen (digits);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
format_with_sign (const HdNumberFormat *format, double value, gboolean show_plus)
{
  const HdNumberLocale *locale = locale_or_english (format->locale);
  g_autofree char *digits = NULL;
  const char *sign = "";
  gboolean is_zero;

  if (isnan (value))
    return g_strdup (locale->missing);
  if (isinf (value))
    return g_strconcat (value < 0 ? locale->minus : show_plus ? "+" : "", "∞", NULL);
  digits = magnitude (format, value, &is_zero);
  if (!is_zero && value < 0)
    sign = locale->minus;
  else if (!is_zero && show_plus)
    sign = "+";
  return g_strconcat (sign, digits, format->is_percent ? locale->percent : "", NULL);
}

/* The scale word for `divisor`. */
static const char *
scale_word (const HdNumberLocale *locale, double divisor)
{
  if (divisor >= 1e12)
    return locale->trillion;
  if (divisor >= 1e9)
    return locale->billion;
  if (divisor >= 1e6)
    return locale->million;
  if (divisor >= 1e3)
    return locale->thousand;
  return "";
}

/* 1.842 tỷ and 3.120 tỷ are said so; from five thousand tỷ on people say nghìn tỷ. */
static double
money_divisor (double max_abs)
{
  if (max_abs >= 5e12)
    return 1e12;
  if (max_abs >= 1e9)
    return 1e9;
  if (max_abs >= 1e6)
    return 1e6;
  return 1;
}

static double
count_divisor (double max_abs)
{
  if (max_abs >= 1e6)
    return 1e6;
  if (max_abs >= 1e5)
    return 1e3;
  return 1;
}

static int
decimals_for (HdNumberKind kind, double divisor, double max_scaled)
{
  if (kind == HD_NUMBER_COUNT && divisor <= 1)
    return 0;
  /* "3,06 triệu": of a few millions one decimal would hide too much. */
  if (kind == HD_NUMBER_COUNT && divisor >= 1e6 && max_scaled < 10)
    return 2;
  if (kind == HD_NUMBER_MONEY && divisor <= 1)
    return 0;
  if (max_scaled >= 1000)
    return 0;
  if (max_scaled < 1 && max_scaled > 0)
    return 2;
  return 1;
}

HdNumberFormat
hd_number_format_choose (const HdNumberLocale *locale,
                         HdNumberKind kind,
                         const char *unit_word,
                         double max_abs)
{
  HdNumberFormat format = { .locale = locale_or_english (locale), .divisor = 1 };
  const char *word = unit_word != NULL ? unit_word : "";

  max_abs = isfinite (max_abs) ? fabs (max_abs) : 0;
  if (kind == HD_NUMBER_MONEY)
    format.divisor = money_divisor (max_abs);
  else if (kind == HD_NUMBER_COUNT)
    format.divisor = count_divisor (max_abs);
  format.is_percent = kind == HD_NUMBER_PERCENT;
  format.scale_word = scale_word (format.locale, format.divisor);
  format.decimals = decimals_for (kind, format.divisor, max_abs / format.divisor);
  if (format.is_percent)
    g_strlcpy (format.unit, "%", sizeof format.unit);
  else
    g_snprintf (format.unit, sizeof format.unit, "%s%s%s", format.scale_word,
                *format.scale_word != '\0' && *word != '\0' ? " " : "", word);
  return format;
}

HdNumberFormat
hd_number_format_plain (const HdNumberLocale *locale, int decimals)
{
  return (HdNumberFormat){
    .locale = locale_or_english (locale),
    .divisor = 1,
    .decimals = decimals,
    .scale_word = "",
  };
}

char *
hd_number_format (const HdNumberFormat *format, double value)
{
  return format_with_sign (format, value, FALSE);
}

char *
hd_number_format_signed (const HdNumberFormat *format, double value)
{
  return format_with_sign (format, value, TRUE);
}

char *
hd_number_format_full (const HdNumberFormat *format, double value)
{
  g_autofree char *number = format_with_sign (format, value, FALSE);

  if (isnan (value) || format->is_percent || *format->unit == '\0')
    return g_steal_pointer (&number);
  return g_strconcat (number, NO_BREAK_SPACE, format->unit, NULL);
}

char *
hd_number_format_exact (const HdNumberLocale *locale, gint64 value)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *digits = NULL;

  locale = locale_or_english (locale);
  if (value == G_MININT64)
    return g_strdup (locale->missing);
  digits = g_strdup_printf ("%" G_GUINT64_FORMAT, (guint64)ABS (value));
  if (value < 0)
    g_string_append (text, locale->minus);
  append_grouped (text, digits, strlen (digits), locale->group);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
