/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "Did you mean": the nearest of the names that there are.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _HdCubeSuggest HdCubeSuggest;

/* The names most like `wanted`, by edits, prefix and part; offer every name, then finish. */
HdCubeSuggest *hd_cube_suggest_new (const char *wanted);
/* `label` (nullable) is compared too, and shown beside the id. */
void hd_cube_suggest_offer (HdCubeSuggest *suggest, const char *id, const char *label);
/* (transfer full): "; did you mean KV02 (…), KV03 (…)?", or "" when nothing is near. Frees it. */
char *hd_cube_suggest_finish (HdCubeSuggest *suggest);

G_END_DECLS
