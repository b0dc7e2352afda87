/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys of an SDMX-JSON dataset: "0:3:1", one part a dimension.
 */

#pragma once

#include "hd-sdmx-json-layout.h"

G_BEGIN_DECLS

/* The key of the observation being read, as codes of the layout's structure. */
typedef struct
{
  const HdSdmxJsonLayout *layout;
  GArray *dimensions; /* what is known of each, as in the layout */
  gboolean is_delete; /* an empty part stands for everything */
  HdCode *codes;
  HdDay day;
  gboolean is_off; /* "~": a dimension is switched off, so this is no observation */
} HdSdmxJsonKey;

/* The layout is bound to its structure already. */
void hd_sdmx_json_key_init (HdSdmxJsonKey *key, const HdSdmxJsonLayout *layout, gboolean is_delete);
void hd_sdmx_json_key_clear (HdSdmxJsonKey *key);

/* Reads the parts of one level; those of the other levels stay. */
gboolean hd_sdmx_json_key_read (HdSdmxJsonKey *key,
                                HdSdmxLevel level,
                                const char *text,
                                const HdJsonNode *at,
                                GError **error);
/* The dimensions of the level of the dataset have one value, the first. */
gboolean hd_sdmx_json_key_read_dataset (HdSdmxJsonKey *key, const HdJsonNode *at, GError **error);
/* The dimensions of that level stand for everything. */
void hd_sdmx_json_key_free_level (HdSdmxJsonKey *key, HdSdmxLevel level);
/* A key of a group of dimensions: parts of every level, the empty ones free: HD_CODE_NONE in `codes`, which
 * has one for each dimension of the structure, HD_DAY_NONE in `day`. */
gboolean hd_sdmx_json_key_read_group (HdSdmxJsonKey *key,
                                      const char *text,
                                      const HdJsonNode *at,
                                      HdCode *codes,
                                      HdDay *day,
                                      GError **error);

G_END_DECLS
