/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pieces of which all SDMX-JSON messages of the server are made.
 */

#include "config.h"

#include "hd-central-json.h"

void
hd_central_add_string (JsonBuilder *builder, const char *member, const char *value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, value);
}

static void
add_texts (JsonBuilder *builder, const char *member, const char *vi, const char *en)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_object (builder);
  hd_central_add_string (builder, "vi", vi);
  hd_central_add_string (builder, "en", en);
  json_builder_end_object (builder);
}

void
hd_central_add_names (JsonBuilder *builder, const char *vi, const char *en)
{
  hd_central_add_string (builder, "name", vi);
  add_texts (builder, "names", vi, en);
}

void
hd_central_add_annotation (JsonBuilder *builder, const char *type, const char *value)
{
  json_builder_begin_object (builder);
  hd_central_add_string (builder, "id", type);
  hd_central_add_string (builder, "type", type);
  hd_central_add_string (builder, "value", value);
  json_builder_end_object (builder);
}

void
hd_central_add_note (JsonBuilder *builder, const char *vi, const char *en)
{
  json_builder_begin_object (builder);
  hd_central_add_string (builder, "id", "NOTE");
  hd_central_add_string (builder, "type", "NOTE");
  hd_central_add_string (builder, "text", vi);
  add_texts (builder, "texts", vi, en);
  json_builder_end_object (builder);
}

void
hd_central_add_meta (JsonBuilder *builder,
                     const char *schema,
                     const char *id,
                     const char *prepared,
                     gboolean is_test)
{
  json_builder_set_member_name (builder, "meta");
  json_builder_begin_object (builder);
  hd_central_add_string (builder, "schema", schema);
  hd_central_add_string (builder, "id", id);
  json_builder_set_member_name (builder, "test");
  json_builder_add_boolean_value (builder, is_test);
  hd_central_add_string (builder, "prepared", prepared);
  json_builder_set_member_name (builder, "contentLanguages");
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, "vi");
  json_builder_add_string_value (builder, "en");
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "sender");
  json_builder_begin_object (builder);
  hd_central_add_string (builder, "id", "HD");
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

char *
hd_central_urn (const char *class_name, const char *agency, const char *id, const char *item)
{
  return g_strdup_printf ("urn:sdmx:org.sdmx.infomodel.%s=%s:%s(1.0.0)%s%s", class_name, agency, id,
                          item != NULL ? "." : "", item != NULL ? item : "");
}

char *
hd_central_time_text (gint64 unix_s)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_s + 7 * 3600);

  return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%S+07:00");
}

GBytes *
hd_central_builder_to_bytes (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  gsize length;
  char *text;

  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, &length);
  return g_bytes_new_take (text, length);
}
