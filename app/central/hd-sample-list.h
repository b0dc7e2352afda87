/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's code lists: codes with names, parents, weights for drawing, and places.
 */

#pragma once

#include "hd-period.h"
#include "hd-sample-random.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;
  char *vi, *en;
  char *parent; /* (nullable) */
  double weight; /* how often the sample draws it; 0 never */
  double lower, upper; /* minutes of a duration class; NAN when it is none */
  HdDay valid_from, valid_to; /* HD_DAY_NONE: open */
  char *place; /* (nullable): the customs office of a port or gate, for scopes */
} HdSampleCode;

typedef struct
{
  char *id;
  char *vi, *en;
  GPtrArray *codes; /* (element-type HdSampleCode) */
  GHashTable *by_id; /* id → index + 1 */
  double relative_width; /* of duration classes; 0 when it is no such list */
  HdDist *dist; /* by weight; made by hd_sample_list_seal() */
} HdSampleList;

#define HD_SAMPLE_NO_CODE G_MAXUINT16

HdSampleList *hd_sample_list_new (const char *id, const char *vi, const char *en);
void hd_sample_list_free (HdSampleList *list);
/* The new code, whose further fields may be set until the list is sealed. */
HdSampleCode *hd_sample_list_add (HdSampleList *list,
                                  const char *id,
                                  const char *vi,
                                  const char *en,
                                  const char *parent,
                                  double weight);
void hd_sample_list_seal (HdSampleList *list);
const HdSampleCode *hd_sample_list_get (const HdSampleList *list, guint code);
/* HD_SAMPLE_NO_CODE when there is none. */
guint16 hd_sample_list_find (const HdSampleList *list, const char *id);
/* The class that holds `minutes`. */
guint16 hd_sample_list_class (const HdSampleList *list, double minutes);

G_END_DECLS
