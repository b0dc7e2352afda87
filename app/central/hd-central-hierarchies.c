/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes code lists, and the hierarchies over them: both organisation maps, HS, and stages.
 */

#include "config.h"

#include "hd-central-hierarchies.h"

#include "hd-central-json.h"

#include <math.h>
#include <string.h>

#define N_LEVELS 3

/* Under which code another stands in a hierarchy, and at which level; NULL for a root; the code's own id
 * when it is not in the hierarchy. */
typedef const char *(*ParentFunc) (const HdSampleWorld *world, guint code, guint *level);

typedef struct
{
  const char *id, *list;
  const char *vi, *en;
  const char *valid_from, *valid_to; /* NULL: open */
  const char *levels[N_LEVELS][3]; /* id, vi, en */
  ParentFunc parent;
} Hierarchy;

static const char *
parent_in_2025 (const HdSampleWorld *world, guint code, guint *level)
{
  const HdSampleCode *unit = hd_sample_list_get (world->units, code);

  if (strlen (unit->id) == 2 && strcmp (unit->id, "VN") != 0)
    return unit->id;
  *level = code == 0 ? 0 : g_str_has_prefix (unit->id, "KV") ? 1 : 2;
  return unit->parent;
}

static const char *
parent_in_2024 (const HdSampleWorld *world, guint code, guint *level)
{
  const HdSampleCode *unit = hd_sample_list_get (world->units, code);
  int department = world->offices[code].department;

  if (g_str_has_prefix (unit->id, "KV"))
    return unit->id;
  *level = code == 0 ? 0 : strlen (unit->id) == 2 ? 1 : 2;
  if (*level == 2 && department >= 0)
    return world->departments->pdata[department];
  return unit->parent;
}

/* The code list's own parents. */
static const char *
parent_in_list (const HdSampleList *list, guint code, guint *level)
{
  const char *parent = hd_sample_list_get (list, code)->parent;

  *level = parent == NULL ? 0 : 1;
  return parent;
}

static const char *
parent_in_hs (const HdSampleWorld *world, guint code, guint *level)
{
  return parent_in_list (hd_sample_world_list (world, "HS"), code, level);
}

static const char *
parent_in_stages (const HdSampleWorld *world, guint code, guint *level)
{
  const HdSampleCode *stage = hd_sample_list_get (hd_sample_world_list (world, "STAGE"), code);

  /* The whole of clearance and of release are no parts, and are never added to them. */
  if (strcmp (stage->id, "CLEAR") == 0 || strcmp (stage->id, "RELEASE") == 0)
    return stage->id;
  return parent_in_list (hd_sample_world_list (world, "STAGE"), code, level);
}

static const Hierarchy HIERARCHIES[] = {
  { "MAP2024",
    "UNIT",
    "Tổ chức đến 14/3/2025",
    "Organisation to 14 March 2025",
    NULL,
    "2025-03-14",
    { { "nation", "Cả nước", "Nation" },
      { "department", "Cục hải quan", "Department" },
      { "office", "Chi cục", "Office" } },
    parent_in_2024 },
  { "MAP2025",
    "UNIT",
    "Tổ chức từ 15/3/2025",
    "Organisation from 15 March 2025",
    "2025-03-15",
    NULL,
    { { "nation", "Cả nước", "Nation" },
      { "region", "Chi cục khu vực", "Region" },
      { "office", "Hải quan cửa khẩu, ngoài cửa khẩu", "Office" } },
    parent_in_2025 },
  { "HS",
    "HS",
    "Danh mục HS",
    "Harmonized System",
    NULL,
    NULL,
    { { "section", "Phần", "Section" }, { "chapter", "Chương", "Chapter" } },
    parent_in_hs },
  { "STAGE",
    "STAGE",
    "Công đoạn theo bên phụ trách",
    "Stages by owner",
    NULL,
    NULL,
    { { "owner", "Bên phụ trách", "Owner" }, { "stage", "Công đoạn", "Stage" } },
    parent_in_stages },
};

static void
add_number_annotation (JsonBuilder *builder, const char *type, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isnan (value) && !isinf (value))
    hd_central_add_annotation (builder, type, g_ascii_dtostr (text, sizeof text, value));
}

static void
add_day_annotation (JsonBuilder *builder, const char *type, HdDay day)
{
  g_autofree char *text = NULL;

  if (day == HD_DAY_NONE)
    return;
  text = hd_period_to_string (hd_period_containing (day, HD_GRAIN_DAY, 1));
  hd_central_add_annotation (builder, type, text);
}

static void
add_code (JsonBuilder *builder, const HdSampleCode *code)
{
  json_builder_begin_object (builder);
  hd_central_add_string (builder, "id", code->id);
  hd_central_add_names (builder, code->vi, code->en);
  if (code->parent != NULL)
    hd_central_add_string (builder, "parent", code->parent);
  if (!isnan (code->lower) || code->valid_from != HD_DAY_NONE || code->valid_to != HD_DAY_NONE)
    {
      json_builder_set_member_name (builder, "annotations");
      json_builder_begin_array (builder);
      add_number_annotation (builder, "LOWER", code->lower);
      add_number_annotation (builder, "UPPER", code->upper);
      add_day_annotation (builder, "VALID_FROM", code->valid_from);
      add_day_annotation (builder, "VALID_TO", code->valid_to);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

void
hd_central_add_codelists (JsonBuilder *builder, GPtrArray *lists)
{
  json_builder_set_member_name (builder, "codelists");
  json_builder_begin_array (builder);
  for (guint index = 0; index < lists->len; index++)
    {
      const HdSampleList *list = lists->pdata[index];
      g_autofree char *id = g_strconcat ("CL_", list->id, NULL);

      json_builder_begin_object (builder);
      hd_central_add_string (builder, "id", id);
      hd_central_add_string (builder, "agencyID", "HD");
      hd_central_add_string (builder, "version", "1.0.0");
      hd_central_add_names (builder, list->vi, list->en);
      if (list->relative_width > 0)
        {
          json_builder_set_member_name (builder, "annotations");
          json_builder_begin_array (builder);
          add_number_annotation (builder, "RELATIVE_WIDTH", list->relative_width);
          json_builder_end_array (builder);
        }
      json_builder_set_member_name (builder, "codes");
      json_builder_begin_array (builder);
      for (guint code = 0; code < list->codes->len; code++)
        add_code (builder, hd_sample_list_get (list, code));
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* Writes the codes that stand under `parent` (NULL: the roots), and theirs under them. */
static void
add_children (JsonBuilder *builder,
              const HdSampleWorld *world,
              const Hierarchy *hierarchy,
              const char *parent)
{
  const HdSampleList *list = hd_sample_world_list (world, hierarchy->list);
  g_autofree char *list_id = g_strconcat ("CL_", list->id, NULL);

  for (guint code = 0; code < list->codes->len; code++)
    {
      const HdSampleCode *info = hd_sample_list_get (list, code);
      guint level = 0;
      const char *under = hierarchy->parent (world, code, &level);
      g_autofree char *urn = NULL;

      if (g_strcmp0 (under, parent) != 0 || g_strcmp0 (under, info->id) == 0)
        continue;
      urn = hd_central_urn ("codelist.Code", "HD", list_id, info->id);
      json_builder_begin_object (builder);
      hd_central_add_string (builder, "id", info->id);
      hd_central_add_string (builder, "code", urn);
      hd_central_add_string (builder, "level", hierarchy->levels[level][0]);
      if (level + 1 < N_LEVELS && hierarchy->levels[level + 1][0] != NULL)
        {
          json_builder_set_member_name (builder, "hierarchicalCodes");
          json_builder_begin_array (builder);
          add_children (builder, world, hierarchy, info->id);
          json_builder_end_array (builder);
        }
      json_builder_end_object (builder);
    }
}

static void
add_levels (JsonBuilder *builder, const Hierarchy *hierarchy, guint level)
{
  if (level >= N_LEVELS || hierarchy->levels[level][0] == NULL)
    return;
  json_builder_set_member_name (builder, "level");
  json_builder_begin_object (builder);
  hd_central_add_string (builder, "id", hierarchy->levels[level][0]);
  hd_central_add_names (builder, hierarchy->levels[level][1], hierarchy->levels[level][2]);
  add_levels (builder, hierarchy, level + 1);
  json_builder_end_object (builder);
}

void
hd_central_add_hierarchies (JsonBuilder *builder, const HdSampleWorld *world, GPtrArray *lists)
{
  json_builder_set_member_name (builder, "hierarchies");
  json_builder_begin_array (builder);
  for (guint index = 0; index < G_N_ELEMENTS (HIERARCHIES); index++)
    {
      const Hierarchy *hierarchy = &HIERARCHIES[index];

      if (!g_ptr_array_find (lists, hd_sample_world_list (world, hierarchy->list), NULL))
        continue;
      json_builder_begin_object (builder);
      hd_central_add_string (builder, "id", hierarchy->id);
      hd_central_add_string (builder, "agencyID", "HD");
      hd_central_add_string (builder, "version", "1.0.0");
      hd_central_add_names (builder, hierarchy->vi, hierarchy->en);
      if (hierarchy->valid_from != NULL)
        hd_central_add_string (builder, "validFrom", hierarchy->valid_from);
      if (hierarchy->valid_to != NULL)
        hd_central_add_string (builder, "validTo", hierarchy->valid_to);
      json_builder_set_member_name (builder, "hasFormalLevels");
      json_builder_add_boolean_value (builder, TRUE);
      add_levels (builder, hierarchy, 0);
      json_builder_set_member_name (builder, "hierarchicalCodes");
      json_builder_begin_array (builder);
      add_children (builder, world, hierarchy, NULL);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}
