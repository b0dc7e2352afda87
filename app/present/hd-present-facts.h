/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is told of one thing, line by line: a name and words.
 */

#pragma once

#include "hd-present.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  char *text;
  gboolean is_command; /* to be typed as it stands */
} HdPresentFact;
void hd_present_fact_free (HdPresentFact *fact);

/* (element-type HdPresentFact), empty. (transfer full) */
GPtrArray *hd_present_facts_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* Takes `text`; nothing is added when it is NULL or empty. */
void hd_present_facts_take (GPtrArray *facts, const char *name, char *text);
void hd_present_facts_take_command (GPtrArray *facts, const char *name, char *text);

G_END_DECLS
