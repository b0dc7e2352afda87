/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sentences put together from a translated template and the numbers that go into it.
 */

#pragma once

#include "hd-present-frame.h"

G_BEGIN_DECLS

/* A number for a template. */
typedef struct
{
  char *text; /* (transfer full): taken by hd_present_add_sentence() */
  const char *page; /* (nullable): the screen that shows where it comes from */
  HdPointStatus status;
} HdPresentWord;

/* "Revenue reached {0}, {1} of the plan." becomes runs; a language may reorder the numbers. The scope's
 * steps and time go into every link. */
void hd_present_add_sentence (GPtrArray *runs,
                              const HdPresent *present,
                              const char *template,
                              HdPresentWord *words,
                              guint n_words);
GPtrArray *hd_present_runs_new (void);

/* The value of `kpi` in the frame's row, with its unit: "398,6 nghìn tỷ đồng". (transfer full) */
char *hd_present_cell_text (const HdPresent *present,
                            const HdKpi *kpi,
                            const HdFrame *frame,
                            guint row,
                            int column);
/* The same for a change, with its sign. Differences of percentages are points. (transfer full) */
char *hd_present_difference_text (const HdPresent *present, const HdKpi *kpi, double difference);
/* The scope on another screen, as text. (transfer full) */
char *hd_present_link (const HdPresent *present, const char *page);
/* The same, narrowed by one more step. (transfer full) */
char *hd_present_link_step (const HdPresent *present,
                            const char *page,
                            const char *dimension,
                            const char *code);

G_END_DECLS
