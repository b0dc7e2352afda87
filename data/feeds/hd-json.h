/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A JSON text as a tree in one arena: exact numbers, places for errors, bounds before memory is taken.
 *
 * json-glib would read the same, but turns whole numbers beyond 64 bits into other ones silently,
 * recurses as deep as the sender likes, and is ten times slower.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HD_JSON_MAX_LENGTH (256u * 1024 * 1024)
#define HD_JSON_MAX_DEPTH 64
#define HD_JSON_MAX_NODES (16u * 1024 * 1024)

typedef enum
{
  HD_JSON_NULL,
  HD_JSON_FALSE,
  HD_JSON_TRUE,
  HD_JSON_NUMBER,
  HD_JSON_STRING,
  HD_JSON_ARRAY,
  HD_JSON_OBJECT,
} HdJsonKind;

/* Lives as long as its HdJson. */
typedef struct _HdJsonNode HdJsonNode;
struct _HdJsonNode
{
  HdJsonKind kind;
  guint n_children;
  const char *key; /* of a member of an object; else NULL */
  const char *text; /* a string, decoded and NUL-terminated; a number as written, not terminated */
  gsize length; /* of the text */
  const HdJsonNode *first; /* child */
  const HdJsonNode *next; /* sibling */
  gsize offset; /* of its first byte in the message */
};

typedef struct _HdJson HdJson;

HdJson *hd_json_parse (const char *text, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_json_free (HdJson *json);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdJson, hd_json_free)

const HdJsonNode *hd_json_get_root (const HdJson *json);
/* (nullable): all of these take NULL and give NULL, so that calls can be chained. */
const HdJsonNode *hd_json_get (const HdJsonNode *object, const char *key);
const HdJsonNode *hd_json_get_kind (const HdJsonNode *object, const char *key, HdJsonKind kind);
const char *hd_json_get_string (const HdJsonNode *object, const char *key);
const HdJsonNode *hd_json_first (const HdJsonNode *node);
gboolean hd_json_is (const HdJsonNode *node, HdJsonKind kind);
/* (transfer container): the children, for access by index; never NULL. */
GPtrArray *hd_json_children (const HdJsonNode *node);

/* Sets HD_FEED_ERROR `code`, with "line L, column C: " of `node` before the message. */
void hd_json_error (const HdJson *json,
                    const HdJsonNode *node,
                    int code,
                    GError **error,
                    const char *format,
                    ...) G_GNUC_PRINTF (5, 6);

G_END_DECLS
