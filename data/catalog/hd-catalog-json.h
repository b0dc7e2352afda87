/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads one entry of a catalogue file, member by member, with errors that say where.
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The error is sticky: after the first, every getter gives its empty value, and `error` is asked once
 * at the end. So a reader is a plain list of members. */
typedef struct
{
  JsonObject *object; /* (transfer none) */
  const char *where; /* "kpis.json: revenue.collected" */
  GError *error;
} HdJsonEntry;

/* Begins `node`, which errors call `where` (borrowed); what is no object is an error from the start. */
HdJsonEntry hd_json_enter (JsonNode *node, const char *where) G_GNUC_WARN_UNUSED_RESULT;
/* Ends `inner`: its error, if it has one, becomes that of `outer`. */
void hd_json_leave (HdJsonEntry *inner, HdJsonEntry *outer);

void hd_json_fail (HdJsonEntry *entry, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Refuses members that are not in the NULL-ended list: a misspelt one must not pass unseen. */
void hd_json_check_members (HdJsonEntry *entry, const char *const *known);

/* (transfer full): required. */
char *hd_json_string (HdJsonEntry *entry, const char *member);
/* (transfer full) (nullable): NULL when absent. */
char *hd_json_optional_string (HdJsonEntry *entry, const char *member);
/* (transfer full): an array of strings, or one string; empty when absent. */
char **hd_json_strings (HdJsonEntry *entry, const char *member);
double hd_json_number (HdJsonEntry *entry, const char *member, double fallback);
gboolean hd_json_boolean (HdJsonEntry *entry, const char *member);
/* {"vi": …, "en": …}, both required and not empty. (transfer full) */
void hd_json_names (HdJsonEntry *entry, const char *member, char **vi, char **en);
/* (transfer none) (nullable): required array or object. */
JsonArray *hd_json_array (HdJsonEntry *entry, const char *member);
JsonObject *hd_json_object (HdJsonEntry *entry, const char *member);
/* The place of `text` in the NULL-ended list `words`; fails when it is not there. */
int hd_json_choice (HdJsonEntry *entry, const char *member, const char *const *words);

G_END_DECLS
