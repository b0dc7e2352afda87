/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the keys and arrays of an SDMX-JSON data message mean: its structure part, 2.x and 1.0.
 */

#pragma once

#include "hd-json.h"
#include "hd-sdmx-text.h"

G_BEGIN_DECLS

#define HD_SDMX_JSON_MAX_COMPONENTS 64

/* Where a component's value is written. */
typedef enum
{
  HD_SDMX_LEVEL_DATASET,
  HD_SDMX_LEVEL_SERIES,
  HD_SDMX_LEVEL_OBSERVATION,
  HD_SDMX_LEVEL_GROUP, /* of dimensions: attributes only */
  HD_SDMX_N_LEVELS,
} HdSdmxLevel;

typedef struct
{
  const HdJsonNode *node;
  const char *id;
  HdSdmxLevel level;
  guint place; /* among its kind at its level */
  GPtrArray
      *values; /* (element-type HdJsonNode): an element is an index into these, if there are any */
  gboolean is_time;
  int index; /* dimension or measure of the structure; -1: none */
} HdSdmxJsonComponent;

typedef struct
{
  const HdJson *json;
  const HdJsonNode *node; /* the structure object */
  HdSdmxReference reference;
  const char *reference_type; /* "dataflow", "datastructure", "dataprovision" */
  GArray *dimensions; /* (element-type HdSdmxJsonComponent) of every level */
  GArray *measures;
  GArray *attributes; /* of every level */
  guint n_dimensions[HD_SDMX_N_LEVELS];
  HdStructure *structure; /* the dataset that it is read against */
} HdSdmxJsonLayout;

/* `dataset` may have the link to the dataflow that `node` lacks. */
HdSdmxJsonLayout *hd_sdmx_json_layout_new (const HdJson *json,
                                           const HdJsonNode *node,
                                           const HdJsonNode *dataset,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_sdmx_json_layout_free (HdSdmxJsonLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdSdmxJsonLayout, hd_sdmx_json_layout_free)

/* The structure that the message itself carries, with the codes that occur in it. */
HdStructure *
hd_sdmx_json_layout_make_structure (const HdSdmxJsonLayout *layout) G_GNUC_WARN_UNUSED_RESULT;
/* Reads against `structure` from now on: every dimension of it must be there, unless `is_delete`. */
gboolean hd_sdmx_json_layout_bind (HdSdmxJsonLayout *layout,
                                   HdStructure *structure,
                                   gboolean is_delete,
                                   GError **error);
/* The attribute of that id at that level; NULL when there is none. */
const HdSdmxJsonComponent *
hd_sdmx_json_layout_attribute (const HdSdmxJsonLayout *layout, const char *id, HdSdmxLevel level);
/* The text of element `node` of a component: itself, or of the value that it is an index of; of several
 * the first. FALSE when there is nothing there. */
gboolean hd_sdmx_json_resolve (const HdSdmxJsonComponent *component,
                               const HdJsonNode *node,
                               const char **text,
                               gsize *length);
/* The id of a value, or what stands in its place. (nullable) */
const char *hd_sdmx_json_value_id (const HdJsonNode *value);

G_END_DECLS
