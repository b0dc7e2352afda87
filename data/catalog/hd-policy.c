/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Policy files: several, all of which have to agree.
 */

#include "config.h"

#include "hd-policy.h"

#include <string.h>

#include "hd-catalog-json.h"

#define SYSTEM_FILE "/etc/haidang/policy.json"
/* No policy is longer; what is cannot be one. */
#define MAX_BYTES (1024u * 1024)

G_DEFINE_QUARK (hd_policy_error_quark, hd_policy_error)

/* One file. Lists that are absent are NULL. */
typedef struct
{
  char *path;
  char **sources, **exports, **confidential_units, **ask_reason;
  char *ca_file;
  gboolean sealed, audit;
} Rules;

struct _HdPolicy
{
  GPtrArray *rules; /* (element-type Rules) */
};

static void
rules_free (gpointer data)
{
  Rules *rules = data;

  g_free (rules->path);
  g_strfreev (rules->sources);
  g_strfreev (rules->exports);
  g_strfreev (rules->confidential_units);
  g_strfreev (rules->ask_reason);
  g_free (rules->ca_file);
  g_free (rules);
}

void
hd_policy_free (HdPolicy *policy)
{
  g_ptr_array_unref (policy->rules);
  g_free (policy);
}

/* (transfer full) (nullable): every word of the list has to be one of `known` (nullable: any). */
static char **
read_list (HdJsonEntry *entry, const char *member, const char *const *known)
{
  g_auto (GStrv) words = NULL;

  if (entry->error != NULL || !json_object_has_member (entry->object, member))
    return NULL;
  words = hd_json_strings (entry, member);
  for (guint index = 0; known != NULL && words != NULL && words[index] != NULL; index++)
    if (!g_strv_contains (known, words[index]))
      hd_json_fail (entry, "%s: there is no \"%s\"", member, words[index]);
  return g_steal_pointer (&words);
}

static void
read_rules (Rules *rules, HdJsonEntry *entry)
{
  static const char *const members[] = { "sources",    "ca_file", "exports", "confidential_units",
                                         "ask_reason", "sealed",  "audit",   NULL };
  static const char *const formats[] = { "png", "svg", "pdf", "csv", "xlsx", "package", NULL };
  static const char *const doings[] = { "export", "view", NULL };

  hd_json_check_members (entry, members);
  rules->sources = read_list (entry, "sources", NULL);
  rules->exports = read_list (entry, "exports", formats);
  rules->confidential_units = read_list (entry, "confidential_units", NULL);
  rules->ask_reason = read_list (entry, "ask_reason", doings);
  rules->ca_file = hd_json_optional_string (entry, "ca_file");
  rules->sealed = hd_json_boolean (entry, "sealed");
  rules->audit = hd_json_boolean (entry, "audit");
}

static gboolean
parse (Rules *rules, const char *text, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) problem = NULL;
  HdJsonEntry entry = { .where = rules->path };
  JsonNode *root;

  if (length <= MAX_BYTES && json_parser_load_from_data (parser, text, (gssize)length, &problem))
    {
      root = json_parser_get_root (parser);
      if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
        {
          entry.object = json_node_get_object (root);
          read_rules (rules, &entry);
          if (entry.error == NULL)
            return TRUE;
        }
    }
  if (entry.error != NULL)
    g_set_error_literal (error, HD_POLICY_ERROR, HD_POLICY_ERROR_BROKEN, entry.error->message);
  else
    g_set_error (error, HD_POLICY_ERROR, HD_POLICY_ERROR_BROKEN, "%s: %s", rules->path,
                 problem != NULL ? problem->message : "not a policy");
  g_clear_error (&entry.error);
  return FALSE;
}

/* FALSE when there is a file that cannot be understood. */
static gboolean
add_file (HdPolicy *policy, const char *path, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *text = NULL;
  gsize length;
  Rules *rules;

  if (!g_file_get_contents (path, &text, &length, &problem))
    {
      if (g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_set_error_literal (error, HD_POLICY_ERROR, HD_POLICY_ERROR_BROKEN, problem->message);
      return FALSE;
    }
  rules = g_new0 (Rules, 1);
  rules->path = g_strdup (path);
  g_ptr_array_add (policy->rules, rules);
  return parse (rules, text, length, error);
}

HdPolicy *
hd_policy_load_files (const char *const *paths, GError **error)
{
  g_autoptr (HdPolicy) policy = g_new0 (HdPolicy, 1);

  policy->rules = g_ptr_array_new_with_free_func (rules_free);
  for (guint index = 0; paths[index] != NULL; index++)
    if (!add_file (policy, paths[index], error))
      return NULL;
  return g_steal_pointer (&policy);
}

HdPolicy *
hd_policy_load (GError **error)
{
  const char *more = g_getenv ("HAIDANG_POLICY");
  const char *const paths[] = { SYSTEM_FILE, more != NULL && *more != '\0' ? more : NULL, NULL };

  return hd_policy_load_files (paths, error);
}

static gboolean
forbid (const Rules *rules, const char *what, GError **error)
{
  g_set_error (error, HD_POLICY_ERROR, HD_POLICY_ERROR_FORBIDDEN, "%s: %s", rules->path, what);
  return FALSE;
}

/* A source is an address or the beginning of one: its host never continues into another name. */
static gboolean
is_below (const char *url, const char *source)
{
  gsize length = strlen (source);

  return length > 0 && strncmp (url, source, length) == 0
         && (source[length - 1] == '/' || strchr ("/?", url[length]) != NULL);
}

gboolean
hd_policy_check_source (const HdPolicy *policy, const char *url, GError **error)
{
  for (guint index = 0; index < policy->rules->len; index++)
    {
      const Rules *rules = g_ptr_array_index (policy->rules, index);
      gboolean is_allowed = rules->sources == NULL;

      for (guint source = 0; !is_allowed && rules->sources[source] != NULL; source++)
        is_allowed = is_below (url, rules->sources[source]);
      if (!is_allowed)
        return forbid (rules, url, error);
    }
  return TRUE;
}

gboolean
hd_policy_check_export (const HdPolicy *policy, const char *format, GError **error)
{
  for (guint index = 0; index < policy->rules->len; index++)
    {
      const Rules *rules = g_ptr_array_index (policy->rules, index);

      if (rules->exports != NULL && !g_strv_contains ((const char *const *)rules->exports, format))
        return forbid (rules, format, error);
    }
  return TRUE;
}

gboolean
hd_policy_check_sealed (const HdPolicy *policy, gboolean is_sealed, GError **error)
{
  for (guint index = 0; !is_sealed && index < policy->rules->len; index++)
    {
      const Rules *rules = g_ptr_array_index (policy->rules, index);

      if (rules->sealed)
        return forbid (rules, "the store lies open", error);
    }
  return TRUE;
}

gboolean
hd_policy_check_reason (const HdPolicy *policy,
                        const char *what,
                        const char *reason,
                        GError **error)
{
  for (guint index = 0; index < policy->rules->len; index++)
    {
      const Rules *rules = g_ptr_array_index (policy->rules, index);

      if (rules->ask_reason == NULL
          || !g_strv_contains ((const char *const *)rules->ask_reason, what)
          || (reason != NULL && *reason != '\0'))
        continue;
      g_set_error (error, HD_POLICY_ERROR, HD_POLICY_ERROR_NO_REASON, "%s: %s", rules->path, what);
      return FALSE;
    }
  return TRUE;
}

const char *
hd_policy_get_ca_file (const HdPolicy *policy)
{
  for (guint index = 0; index < policy->rules->len; index++)
    {
      const Rules *rules = g_ptr_array_index (policy->rules, index);

      if (rules->ca_file != NULL)
        return rules->ca_file;
    }
  return NULL;
}

gboolean
hd_policy_is_confidential (const HdPolicy *policy, const char *unit)
{
  for (guint index = 0; index < policy->rules->len; index++)
    {
      const Rules *rules = g_ptr_array_index (policy->rules, index);

      if (rules->confidential_units != NULL
          && g_strv_contains ((const char *const *)rules->confidential_units, unit))
        return TRUE;
    }
  return FALSE;
}

gboolean
hd_policy_has_confidential (const HdPolicy *policy)
{
  gboolean has_confidential = FALSE;

  for (guint index = 0; index < policy->rules->len; index++)
    {
      const Rules *rules = g_ptr_array_index (policy->rules, index);

      has_confidential |= rules->confidential_units != NULL && rules->confidential_units[0] != NULL;
    }
  return has_confidential;
}

gboolean
hd_policy_needs_audit (const HdPolicy *policy)
{
  gboolean needs_audit = FALSE;

  for (guint index = 0; index < policy->rules->len; index++)
    needs_audit |= ((const Rules *)g_ptr_array_index (policy->rules, index))->audit;
  return needs_audit;
}
