/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pieces of which all SDMX-JSON messages of the server are made.
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void hd_central_add_string (JsonBuilder *builder, const char *member, const char *value);
/* `name` and `names` in vi and en. */
void hd_central_add_names (JsonBuilder *builder, const char *vi, const char *en);
/* A machine-readable annotation: its value stands as value and as text. */
void hd_central_add_annotation (JsonBuilder *builder, const char *type, const char *value);
void hd_central_add_note (JsonBuilder *builder, const char *vi, const char *en);
/* The member `meta` of a message. */
void hd_central_add_meta (JsonBuilder *builder,
                          const char *schema,
                          const char *id,
                          const char *prepared,
                          gboolean is_test);
/* (transfer full): urn:sdmx:org.sdmx.infomodel.CLASS=AGENCY:ID(1.0.0).ITEM */
char *hd_central_urn (const char *class_name, const char *agency, const char *id, const char *item);
/* (transfer full): RFC 3339 in Vietnam's time. */
char *hd_central_time_text (gint64 unix_s);
GBytes *hd_central_builder_to_bytes (JsonBuilder *builder);

G_END_DECLS
