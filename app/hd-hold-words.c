/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is held of a feed for a person's yes, in words.
 */

#include "config.h"

#include "hd-hold-words.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-number-format.h"

/* A number as large as it is: whole from a thousand on. (transfer full) */
static char *
write_value (const HdNumberLocale *locale, double value)
{
  double size = fabs (value);
  HdNumberFormat format = hd_number_format_plain (locale, size >= 1000 ? 0 : size >= 10 ? 1 : 3);

  return hd_number_format (&format, value);
}

/* "Collected", "Collected of Hải Phòng Port". (transfer full) */
static char *
name_place (const HdHold *hold, const HdStructure *structure, const char *lang)
{
  int measure = structure == NULL ? -1 : hd_structure_find_measure (structure, hold->measure);
  int units = structure == NULL ? -1 : hd_structure_find_dimension (structure, "UNIT");
  const HdMeasure *info = measure < 0 ? NULL : hd_structure_get_measure (structure, (guint)measure);
  const char *name = info == NULL               ? hold->measure
                     : g_str_equal (lang, "vi") ? info->name_vi
                                                : info->name_en;
  const char *unit = hold->unit;

  if (unit != NULL && units >= 0)
    {
      const HdCodeList *codes = hd_structure_get_dimension (structure, (guint)units)->codes;
      HdCode code = hd_code_list_find (codes, unit, -1);

      if (code != HD_CODE_NONE)
        unit = hd_code_list_name (codes, code, lang);
    }
  if (name == NULL)
    name = hold->measure;
  /* Translators: a measure, and the office that it is of. */
  return unit == NULL ? g_strdup (name) : g_strdup_printf (_ ("%s of %s"), name, unit);
}

static char *
describe_leap (const HdHold *hold,
               const char *dataset,
               const HdStructure *structure,
               const HdNumberLocale *locale,
               const char *lang)
{
  g_autofree char *place = name_place (hold, structure, lang);
  g_autofree char *known = write_value (locale, hold->known);
  g_autofree char *told = write_value (locale, hold->told);

  /* Translators: a dataset, a measure, two values, a factor. */
  return g_strdup_printf (
      _ ("“%s” has new figures that wait for your yes: %s would leap from about "
         "%s to %s, more than %u times."),
      dataset, place, known, told, hold->bound);
}

char *
hd_hold_words_describe (const HdHold *hold,
                        HdStore *store,
                        const HdCatalog *catalog,
                        const char *lang)
{
  const HdNumberLocale *locale = hd_number_locale_get (lang);
  const HdDataset *info = hd_catalog_find_dataset (catalog, hold->dataset);
  const char *dataset = info != NULL ? hd_dataset_name (info, lang) : hold->dataset;
  g_autoptr (HdStructures) structures = hd_store_get_structures (store, NULL);
  g_autofree char *changed = hd_number_format_exact (locale, (gint64)hold->n_changed);
  g_autofree char *known = hd_number_format_exact (locale, (gint64)hold->n_known);

  if (hold->kind == HD_HOLD_LEAP)
    return describe_leap (
        hold, dataset, structures == NULL ? NULL : hd_structures_find (structures, hold->dataset),
        locale, lang);
  if (hold->kind == HD_HOLD_GROWTH)
    /* Translators: a dataset, how many rows would change, how many there are, a bound. */
    return g_strdup_printf (_ ("“%s” has new figures that wait for your yes: %s rows would come or "
                               "change where there are %s, more than %u %%."),
                            dataset, changed, known, hold->bound);
  /* Translators: a dataset, how many rows would go, how many there are, a bound. */
  return g_strdup_printf (_ ("“%s” has new figures that wait for your yes: %s of its %s rows would "
                             "go, more than %u %%."),
                          dataset, changed, known, hold->bound);
}
