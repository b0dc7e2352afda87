/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How each language writes numbers. Scale words are here and not in po/, for a Vietnamese briefing
 * must be made right on an English machine, where no translation is loaded.
 */

#include "config.h"

#include "hd-number-format.h"

static const HdNumberLocale vietnamese = {
  .id = "vi",
  .decimal = ",",
  .group = ".",
  .minus = "\u2212",
  .percent = "\u202f%",
  .missing = "\u2014",
  .thousand = "nghìn",
  .million = "triệu",
  .billion = "tỷ",
  .trillion = "nghìn tỷ",
};

static const HdNumberLocale english = {
  .id = "en",
  .decimal = ".",
  .group = ",",
  .minus = "\u2212",
  .percent = "\u202f%",
  .missing = "\u2014",
  .thousand = "thousand",
  .million = "million",
  .billion = "billion",
  .trillion = "trillion",
};

const HdNumberLocale *
hd_number_locale_get (const char *lang)
{
  return lang != NULL && g_str_has_prefix (lang, "vi") ? &vietnamese : &english;
}
