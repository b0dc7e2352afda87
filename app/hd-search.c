/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finds screens, units, figures, datasets and tariff chapters by a few letters, with or without diacritics.
 */

#include "config.h"

#include "hd-search.h"

#include <string.h>

/* Scores: lower is better. A word that begins with the letters comes before one that holds them. */
#define SCORE_INITIALS 6
#define SCORE_IS_CODE 8
#define SCORE_WITHIN_WORD 10
#define SCORE_PER_KIND 1

/* Below the nation: departments, now regions. */
#define REGION_LEVEL 1

/* A longer list is of things, not of kinds of things. */
#define MAX_CODES 400

struct _HdSearch
{
  GPtrArray *entries; /* (element-type HdFound) */
};

typedef struct
{
  const HdFound *found;
  int score;
} Match;

static void
found_free (HdFound *found)
{
  g_free (found->id);
  g_free (found->name);
  g_free (found->dimension);
  g_free (found->folded);
  g_free (found->initials);
  g_free (found->dataset);
  g_free (found);
}

char *
hd_search_fold (const char *text)
{
  g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_NFD);
  GString *folded = g_string_new (NULL);

  for (const char *cursor = decomposed; cursor != NULL && *cursor != '\0';
       cursor = g_utf8_next_char (cursor))
    {
      gunichar letter = g_unichar_tolower (g_utf8_get_char (cursor));

      if (g_unichar_ismark (letter))
        continue;
      /* The barred d is a letter of its own and does not decompose. */
      if (letter == 0x0111)
        letter = 'd';
      if (!g_unichar_isalnum (letter))
        letter = ' ';
      g_string_append_unichar (folded, letter);
    }
  return g_string_free (folded, FALSE);
}

/* "thue nhap khau" becomes "tnk". (transfer full) */
static char *
initials_of (const char *folded)
{
  GString *initials = g_string_new (NULL);

  for (const char *cursor = folded; *cursor != '\0'; cursor++)
    if (*cursor != ' ' && (cursor == folded || cursor[-1] == ' '))
      g_string_append_c (initials, *cursor);
  return g_string_free (initials, FALSE);
}

static HdFound *
add (HdSearch *search, HdFoundKind kind, const char *id, const char *name)
{
  HdFound *found = g_new0 (HdFound, 1);
  g_autofree char *all = g_strconcat (name, " ", id, NULL);
  g_autofree char *folded = hd_search_fold (name);

  found->kind = kind;
  found->id = g_strdup (id);
  found->name = g_strdup (name);
  found->folded = hd_search_fold (all);
  found->initials = initials_of (folded);
  g_ptr_array_add (search->entries, found);
  return found;
}

static void
add_codes (HdSearch *search,
           HdStructures *structures,
           const char *hierarchy_id,
           HdFoundKind kind,
           const char *lang)
{
  HdHierarchy *hierarchy = hd_structures_find_hierarchy (structures, hierarchy_id);
  HdCodeList *list;

  if (hierarchy == NULL)
    return;
  list = hd_hierarchy_get_list (hierarchy);
  for (guint code = 0; code < hd_code_list_get_n (list); code++)
    if (hd_hierarchy_has (hierarchy, (HdCode)code))
      add (search, kind, hd_code_list_get (list, (HdCode)code)->id,
           hd_code_list_name (list, (HdCode)code, lang))
          ->level
          = hd_hierarchy_level_of (hierarchy, (HdCode)code);
}

/* HD_CODE_NONE: no office of the former unit is under anything at that level now. */
static HdCode
find_successor (HdHierarchy *former, HdHierarchy *today, HdCode unit)
{
  g_autoptr (GArray) offices = hd_hierarchy_children (former, unit);

  for (guint index = 0; index < offices->len; index++)
    {
      HdCode office = g_array_index (offices, guint16, index);
      HdCode successor = hd_hierarchy_has (today, office)
                             ? hd_hierarchy_at_level (today, office, REGION_LEVEL)
                             : HD_CODE_NONE;

      if (successor != HD_CODE_NONE && successor != office)
        return successor;
    }
  return HD_CODE_NONE;
}

/* People go on calling a region by the city of the department that it was: "hai phong" is Region III. */
static void
add_former_units (HdSearch *search, HdStructures *structures, const char *lang)
{
  HdHierarchy *former = hd_structures_find_hierarchy (structures, "MAP2024");
  HdHierarchy *today = hd_structures_find_hierarchy (structures, "MAP2025");
  HdCodeList *list;

  if (former == NULL || today == NULL)
    return;
  list = hd_hierarchy_get_list (former);
  for (guint code = 0; code < hd_code_list_get_n (list); code++)
    {
      HdCode successor;
      g_autofree char *name = NULL;

      if (!hd_hierarchy_has (former, (HdCode)code) || hd_hierarchy_has (today, (HdCode)code)
          || hd_hierarchy_level_of (former, (HdCode)code) != REGION_LEVEL)
        continue;
      successor = find_successor (former, today, (HdCode)code);
      if (successor == HD_CODE_NONE)
        continue;
      name = g_strdup_printf ("%s (%s)", hd_code_list_name (list, successor, lang),
                              hd_code_list_name (list, (HdCode)code, lang));
      add (search, HD_FOUND_UNIT, hd_code_list_get (list, successor)->id, name)->level
          = REGION_LEVEL;
    }
}

/* Lanes, taxes, goods … of all datasets, each once. Units and the tariff have their own trees, and nobody
 * looks for an hour of the week by its name. */
static void
add_dimension (HdSearch *search,
               const char *dataset,
               const HdDimension *dimension,
               const char *lang,
               GHashTable *seen)
{
  static const char *const left_out[] = { "UNIT", "HS", "HOUR", NULL };
  g_autofree char *id = g_ascii_strdown (dimension->id, -1);

  if (dimension->codes == NULL || g_strv_contains (left_out, dimension->id)
      || hd_code_list_get_n (dimension->codes) > MAX_CODES)
    return;
  for (guint code = 0; code < hd_code_list_get_n (dimension->codes); code++)
    {
      const char *code_id = hd_code_list_get (dimension->codes, (HdCode)code)->id;
      HdFound *found;

      if (!g_hash_table_add (seen, g_strconcat (id, "=", code_id, NULL)))
        continue;
      found = add (search, HD_FOUND_CODE, code_id,
                   hd_code_list_name (dimension->codes, (HdCode)code, lang));
      found->dimension = g_strdup (id);
      found->dataset = g_strdup (dataset);
    }
}

static void
add_dimensions (HdSearch *search, HdStructures *structures, const char *lang)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint index = 0; index < hd_structures_get_n (structures); index++)
    {
      const HdStructure *structure = hd_structures_get (structures, index);

      for (guint dimension = 0; dimension < hd_structure_get_n_dimensions (structure); dimension++)
        add_dimension (search, hd_structure_get_id (structure),
                       hd_structure_get_dimension (structure, dimension), lang, seen);
    }
}

HdSearch *
hd_search_new (HdCatalog *catalog, HdStructures *structures, const char *lang)
{
  HdSearch *search = g_new0 (HdSearch, 1);
  gboolean is_vi = g_str_equal (lang, "vi");

  search->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)found_free);
  if (structures != NULL)
    {
      add_codes (search, structures, "MAP2025", HD_FOUND_UNIT, lang);
      add_former_units (search, structures, lang);
    }
  for (guint index = 0; index < hd_catalog_get_n_kpis (catalog); index++)
    {
      const HdKpi *kpi = hd_catalog_get_kpi (catalog, index);

      add (search, HD_FOUND_KPI, kpi->id, hd_kpi_name (kpi, lang))->dataset
          = g_strdup (kpi->dataset);
    }
  for (guint index = 0; index < hd_catalog_get_n_datasets (catalog); index++)
    {
      const HdDataset *dataset = hd_catalog_get_dataset (catalog, index);

      add (search, HD_FOUND_DATASET, dataset->id, is_vi ? dataset->name_vi : dataset->name_en);
    }
  if (structures != NULL)
    {
      add_codes (search, structures, "HS", HD_FOUND_CHAPTER, lang);
      add_dimensions (search, structures, lang);
    }
  return search;
}

void
hd_search_free (HdSearch *search)
{
  g_ptr_array_unref (search->entries);
  g_free (search);
}

void
hd_search_add_screen (HdSearch *search, const char *id, const char *title)
{
  add (search, HD_FOUND_SCREEN, id, title);
}

/* -1: no match. */
static int
score_word (const HdFound *found, const char *word)
{
  const char *folded = found->folded;
  const char *at = strstr (folded, word);
  int best = -1;

  for (; at != NULL; at = strstr (at + 1, word))
    {
      if (at == folded || at[-1] == ' ')
        return 0;
      best = SCORE_WITHIN_WORD;
    }
  /* One letter would be the initial of everything. */
  if (word[1] != '\0' && strstr (found->initials, word) != NULL)
    best = SCORE_INITIALS;
  return best;
}

/* FALSE: a word is missing. */
static gboolean
score_entry (const HdFound *found, char **words, int *total)
{
  *total = (int)found->kind * SCORE_PER_KIND;
  for (guint index = 0; words[index] != NULL; index++)
    {
      int score;

      if (words[index][0] == '\0')
        continue;
      score = score_word (found, words[index]);
      if (score < 0)
        return FALSE;
      *total += score;
      if (g_ascii_strcasecmp (words[index], found->id) == 0)
        *total -= SCORE_IS_CODE;
    }
  return TRUE;
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  const Match *left = a, *right = b;

  if (left->score != right->score)
    return left->score - right->score;
  if (left->found->level != right->found->level)
    return (int)left->found->level - (int)right->found->level;
  return (int)strlen (left->found->name) - (int)strlen (right->found->name);
}

GPtrArray *
hd_search_find (const HdSearch *search, const char *text, guint limit)
{
  g_autofree char *folded = hd_search_fold (text);
  g_auto (GStrv) words = g_strsplit (g_strstrip (folded), " ", -1);
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (Match));
  GPtrArray *found = g_ptr_array_new ();

  if (folded[0] == '\0')
    return found;
  for (guint index = 0; index < search->entries->len; index++)
    {
      Match match = { g_ptr_array_index (search->entries, index), 0 };

      if (score_entry (match.found, words, &match.score))
        g_array_append_val (matches, match);
    }
  g_array_sort (matches, compare_matches);
  for (guint index = 0; index < MIN (matches->len, limit); index++)
    g_ptr_array_add (found, (gpointer)g_array_index (matches, Match, index).found);
  return found;
}

/* The evidence screen on one dataset: another dataset's steps would stand in the way. */
static HdScope *
evidence_of (const HdScope *scope, const char *dataset)
{
  g_autoptr (HdScope) page = hd_scope_with_page (scope, "evidence");
  g_autoptr (HdScope) whole = hd_scope_without_steps (page);

  return dataset != NULL ? hd_scope_with_step (whole, "dataset", dataset) : hd_scope_ref (whole);
}

/* The screen that tells of a dimension, when the present one has nothing that it narrows. (nullable) */
static const char *
page_of_dimension (const char *dimension)
{
  static const struct
  {
    const char *dimension, *page;
  } pages[] = {
    { "tax", "revenue" },         { "lane", "clearance" },   { "regime", "clearance" },
    { "transport", "clearance" }, { "stage", "clearance" },  { "goods", "violations" },
    { "method", "violations" },   { "route", "violations" },
  };

  for (guint index = 0; index < G_N_ELEMENTS (pages); index++)
    if (g_str_equal (pages[index].dimension, dimension))
      return pages[index].page;
  return NULL;
}

static HdScope *
scope_of_code (const HdFound *found, const HdScope *scope)
{
  const char *page = page_of_dimension (found->dimension);
  g_autoptr (HdScope) there
      = page != NULL ? hd_scope_with_page (scope, page) : evidence_of (scope, found->dataset);
  g_autoptr (HdScope) open = hd_scope_without_dimension (there, found->dimension);

  return hd_scope_with_step (open, found->dimension, found->id);
}

HdScope *
hd_search_scope (const HdFound *found, const HdScope *scope)
{
  g_autoptr (HdScope) page = NULL;
  g_autoptr (HdScope) open = NULL;
  const char *dimension = found->kind == HD_FOUND_UNIT ? "unit" : "hs";

  switch (found->kind)
    {
    case HD_FOUND_SCREEN:
      return hd_scope_with_page (scope, found->id);
    case HD_FOUND_UNIT:
    case HD_FOUND_CHAPTER:
      /* The screen stays, unless it has nothing that a unit narrows. */
      page = hd_scope_with_page (scope, g_str_equal (scope->page, "evidence")
                                                || g_str_equal (scope->page, "morning")
                                            ? "revenue"
                                            : scope->page);
      /* The office found need not lie in the region that the path names. */
      open = hd_scope_without_dimension (page, dimension);
      return hd_scope_with_step (open, dimension, found->id);
    case HD_FOUND_KPI:
      /* The forecast desk takes any figure; else its dataset tells of it. */
      if (g_str_equal (scope->page, "forecast"))
        return hd_scope_with_step (scope, "kpi", found->id);
      page = evidence_of (scope, found->dataset);
      return hd_scope_with_step (page, "kpi", found->id);
    case HD_FOUND_CODE:
      return scope_of_code (found, scope);
    case HD_FOUND_DATASET:
    default:
      return evidence_of (scope, found->id);
    }
}
