/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON as it is written: straight into text, without a tree.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* json-glib would build the whole tree first and print 12.3 as 12.300000000000001. */
typedef struct _HdCliJson HdCliJson;

HdCliJson *hd_cli_json_new (void) G_GNUC_WARN_UNUSED_RESULT;
void hd_cli_json_free (HdCliJson *json);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCliJson, hd_cli_json_free)

/* `key` is NULL inside an array. */
void hd_cli_json_begin_object (HdCliJson *json, const char *key);
void hd_cli_json_end_object (HdCliJson *json);
void hd_cli_json_begin_array (HdCliJson *json, const char *key);
void hd_cli_json_end_array (HdCliJson *json);
/* A NULL string, a NAN or infinite double and HD_INT64_MISSING are null. */
void hd_cli_json_string (HdCliJson *json, const char *key, const char *value);
void hd_cli_json_int64 (HdCliJson *json, const char *key, gint64 value);
void hd_cli_json_double (HdCliJson *json, const char *key, double value);
void hd_cli_json_boolean (HdCliJson *json, const char *key, gboolean value);
void hd_cli_json_null (HdCliJson *json, const char *key);
/* RFC 3339; null for 0. */
void hd_cli_json_time (HdCliJson *json, const char *key, gint64 unix_s);
void hd_cli_json_strv (HdCliJson *json, const char *key, const char *const *values);
/* (transfer none) */
const char *hd_cli_json_get_text (HdCliJson *json);
/* Writes all to standard output, and a line end. */
void hd_cli_json_print (HdCliJson *json);

/* The shortest text that reads back to the same double, for JSON and CSV. */
void hd_cli_json_append_double (GString *text, double value);

G_END_DECLS
