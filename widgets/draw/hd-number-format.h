/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers as people write them: 1.234,5 and 1,234.5, in units chosen once for a whole chart.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a language writes numbers. All strings are UTF-8 and static. */
typedef struct
{
  const char *id; /* "vi", "en" */
  const char *decimal;
  const char *group;
  const char *minus; /* U+2212 */
  const char *percent; /* a narrow no-break space and the sign */
  const char *missing; /* an em dash: never "0" */
  /* Words for 10^3, 10^6, 10^9, 10^12. In Vietnamese: nghìn, triệu, tỷ, nghìn tỷ. */
  const char *thousand, *million, *billion, *trillion;
} HdNumberLocale;

/* "vi…" is Vietnamese; all else, and NULL, is English. (transfer none) */
const HdNumberLocale *hd_number_locale_get (const char *lang);

/* What a number counts decides which scale words are natural for it. */
typedef enum
{
  HD_NUMBER_COUNT, /* declarations, cases: plain up to 99 999 */
  HD_NUMBER_MONEY, /* đồng, won, dollars: always scaled */
  HD_NUMBER_PERCENT, /* the value is already in per cent */
  HD_NUMBER_MEASURE, /* hours, days, points: one decimal, never scaled */
} HdNumberKind;

/* One way of writing every number of a chart. A value: copy it freely. */
typedef struct
{
  const HdNumberLocale *locale; /* NULL is English */
  double divisor; /* 1, 1e3, 1e6, 1e9 or 1e12; 0 means 1 */
  int decimals;
  gboolean is_percent; /* the sign follows each number */
  const char *scale_word; /* "nghìn tỷ", or "" */
  char unit[48]; /* "nghìn tỷ đồng", "vụ", "%": what the caption says */
} HdNumberFormat;

/* The format in which values as large as `max_abs` read best. `unit_word` ("đồng", "vụ") is nullable. */
HdNumberFormat hd_number_format_choose (const HdNumberLocale *locale,
                                        HdNumberKind kind,
                                        const char *unit_word,
                                        double max_abs);
/* A format with `decimals` and no scale. */
HdNumberFormat hd_number_format_plain (const HdNumberLocale *locale, int decimals);

/* All (transfer full). NAN gives the em dash; never "-0". */
char *hd_number_format (const HdNumberFormat *format, double value);
/* "+4,1", "−12", "0". */
char *hd_number_format_signed (const HdNumberFormat *format, double value);
/* With the scale and the unit: "398,6 nghìn tỷ đồng". */
char *hd_number_format_full (const HdNumberFormat *format, double value);
/* Every digit, grouped: "1.234.567.890". G_MININT64 is missing. */
char *hd_number_format_exact (const HdNumberLocale *locale, gint64 value);

G_END_DECLS
