/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Policy files: several, all of which have to agree.
 */

#include "config.h"

#include "hd-policy-private.h"

#include "hd-catalog-json.h"
#include "hd-small-file.h"

#define SYSTEM_FILE "/etc/haidang/policy.json"
/* No policy is longer; what is cannot be one. */
#define MAX_BYTES (1024u * 1024)
#define MAX_COUNT 1000000u

G_DEFINE_QUARK (hd_policy_error_quark, hd_policy_error)

const char *const hd_policy_members[] = { "sources",
                                          "ca_file",
                                          "scope",
                                          "exports",
                                          "confidential_units",
                                          "ask_reason",
                                          "query_is_export",
                                          "retention_years",
                                          "lock_after_s",
                                          "sealed",
                                          "no_keyring",
                                          "audit",
                                          NULL };

static void
rules_free (gpointer data)
{
  HdPolicyRules *rules = data;

  g_free (rules->path);
  g_strfreev (rules->sources);
  g_strfreev (rules->scope);
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

/* A whole number from `least` on; 0 when absent. */
static guint
read_count (HdJsonEntry *entry, const char *member, guint least)
{
  double number = hd_json_number (entry, member, 0);

  if (entry->error != NULL || !json_object_has_member (entry->object, member))
    return 0;
  if (number >= least && number <= MAX_COUNT && number == (double)(guint)number)
    return (guint)number;
  hd_json_fail (entry, "\"%s\" is no whole number from %u to %u", member, least, MAX_COUNT);
  return 0;
}

static void
read_rules (HdPolicyRules *rules, HdJsonEntry *entry)
{
  static const char *const formats[] = { "png", "svg", "pdf", "csv", "xlsx", "package", NULL };
  static const char *const doings[] = { "export", "view", NULL };

  hd_json_check_members (entry, hd_policy_members);
  rules->sources = read_list (entry, "sources", NULL);
  rules->scope = read_list (entry, "scope", NULL);
  rules->exports = read_list (entry, "exports", formats);
  rules->confidential_units = read_list (entry, "confidential_units", NULL);
  rules->ask_reason = read_list (entry, "ask_reason", doings);
  rules->ca_file = hd_json_optional_string (entry, "ca_file");
  rules->retention_years = read_count (entry, "retention_years", 1);
  rules->lock_after_s = read_count (entry, "lock_after_s", 1);
  rules->sealed = hd_json_boolean (entry, "sealed");
  rules->no_keyring = hd_json_boolean (entry, "no_keyring");
  rules->query_is_export = hd_json_boolean (entry, "query_is_export");
  rules->audit = hd_json_boolean (entry, "audit");
  if (entry->error == NULL && rules->scope != NULL && rules->scope[0] == NULL)
    hd_json_fail (entry, "\"scope\" names no unit");
}

static gboolean
parse (HdPolicyRules *rules, const char *text, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) problem = NULL;
  HdJsonEntry entry = { .where = rules->path };
  JsonNode *root;

  if (!g_utf8_validate_len (text, length, NULL))
    problem = g_error_new_literal (HD_POLICY_ERROR, HD_POLICY_ERROR_BROKEN, "not UTF-8 text");
  else if (json_parser_load_from_data (parser, text, (gssize)length, &problem))
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
  HdPolicyRules *rules;

  if (!hd_small_file_read (path, MAX_BYTES, &text, &length, &problem))
    {
      if (g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_set_error_literal (error, HD_POLICY_ERROR, HD_POLICY_ERROR_BROKEN, problem->message);
      return FALSE;
    }
  rules = g_new0 (HdPolicyRules, 1);
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
