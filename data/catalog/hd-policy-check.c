/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What policy files allow: all of them have to.
 */

#include "config.h"

#include "hd-policy-private.h"

#include <string.h>

static gboolean
forbid (const HdPolicyRules *rules, const char *what, GError **error)
{
  g_set_error (error, HD_POLICY_ERROR, HD_POLICY_ERROR_FORBIDDEN, "%s: %s", rules->path, what);
  return FALSE;
}

/* A source is an address or the beginning of one: its host never continues into another name. The stroke that
 * it ends with may be missing from an address that is the source. */
static gboolean
is_below (const char *url, const char *source)
{
  gsize length = strlen (source);

  if (length > 0 && source[length - 1] == '/' && strlen (url) == length - 1)
    return strncmp (url, source, length - 1) == 0;
  return length > 0 && strncmp (url, source, length) == 0
         && (source[length - 1] == '/' || strchr ("/?", url[length]) != NULL);
}

gboolean
hd_policy_check_source (const HdPolicy *policy, const char *url, GError **error)
{
  for (guint index = 0; index < policy->rules->len; index++)
    {
      const HdPolicyRules *rules = g_ptr_array_index (policy->rules, index);
      gboolean is_allowed = rules->sources == NULL;

      for (guint source = 0; !is_allowed && rules->sources[source] != NULL; source++)
        is_allowed = is_below (url, rules->sources[source]);
      if (!is_allowed)
        return forbid (rules, url, error);
    }
  return TRUE;
}

const char *
hd_policy_get_only_source (const HdPolicy *policy)
{
  for (guint index = 0; index < policy->rules->len; index++)
    {
      const HdPolicyRules *rules = g_ptr_array_index (policy->rules, index);

      if (rules->sources != NULL && g_strv_length (rules->sources) == 1
          && hd_policy_check_source (policy, rules->sources[0], NULL))
        return rules->sources[0];
    }
  return NULL;
}

gboolean
hd_policy_check_export (const HdPolicy *policy, const char *format, GError **error)
{
  for (guint index = 0; index < policy->rules->len; index++)
    {
      const HdPolicyRules *rules = g_ptr_array_index (policy->rules, index);

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
      const HdPolicyRules *rules = g_ptr_array_index (policy->rules, index);

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
      const HdPolicyRules *rules = g_ptr_array_index (policy->rules, index);

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
      const HdPolicyRules *rules = g_ptr_array_index (policy->rules, index);

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
      const HdPolicyRules *rules = g_ptr_array_index (policy->rules, index);

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
      const HdPolicyRules *rules = g_ptr_array_index (policy->rules, index);

      has_confidential |= rules->confidential_units != NULL && rules->confidential_units[0] != NULL;
    }
  return has_confidential;
}

/* The whole number at `offset` of the rules, the least of those that are given. */
static guint
find_least (const HdPolicy *policy, gsize offset)
{
  guint least = 0;

  for (guint index = 0; index < policy->rules->len; index++)
    {
      guint number = G_STRUCT_MEMBER (guint, g_ptr_array_index (policy->rules, index), offset);

      if (number > 0 && (least == 0 || number < least))
        least = number;
    }
  return least;
}

static gboolean
is_any (const HdPolicy *policy, gsize offset)
{
  for (guint index = 0; index < policy->rules->len; index++)
    if (G_STRUCT_MEMBER (gboolean, g_ptr_array_index (policy->rules, index), offset))
      return TRUE;
  return FALSE;
}

guint
hd_policy_get_retention_years (const HdPolicy *policy)
{
  return find_least (policy, G_STRUCT_OFFSET (HdPolicyRules, retention_years));
}

guint
hd_policy_get_lock_after (const HdPolicy *policy)
{
  return find_least (policy, G_STRUCT_OFFSET (HdPolicyRules, lock_after_s));
}

gboolean
hd_policy_needs_audit (const HdPolicy *policy)
{
  return is_any (policy, G_STRUCT_OFFSET (HdPolicyRules, audit));
}

gboolean
hd_policy_needs_seal (const HdPolicy *policy)
{
  return is_any (policy, G_STRUCT_OFFSET (HdPolicyRules, sealed));
}

gboolean
hd_policy_allows_keyring (const HdPolicy *policy)
{
  return !is_any (policy, G_STRUCT_OFFSET (HdPolicyRules, no_keyring));
}

gboolean
hd_policy_query_is_export (const HdPolicy *policy)
{
  return is_any (policy, G_STRUCT_OFFSET (HdPolicyRules, query_is_export));
}

gboolean
hd_policy_check_retention (const HdPolicy *policy, guint n_years, GError **error)
{
  for (guint index = 0; index < policy->rules->len; index++)
    {
      const HdPolicyRules *rules = g_ptr_array_index (policy->rules, index);

      if (rules->retention_years > 0 && (n_years == 0 || n_years > rules->retention_years))
        {
          g_autofree char *most = g_strdup_printf ("retention_years %u", rules->retention_years);

          return forbid (rules, most, error);
        }
    }
  return TRUE;
}

/* Units of `scope` (nullable: all) that `rules` allow too. (transfer full) */
static char **
narrow (char **scope, const HdPolicyRules *rules)
{
  g_autoptr (GStrvBuilder) both = g_strv_builder_new ();

  for (guint unit = 0; rules->scope[unit] != NULL; unit++)
    if (scope == NULL || g_strv_contains ((const char *const *)scope, rules->scope[unit]))
      g_strv_builder_add (both, rules->scope[unit]);
  return g_strv_builder_end (both);
}

char **
hd_policy_get_scope (const HdPolicy *policy)
{
  g_auto (GStrv) scope = NULL;

  for (guint index = 0; index < policy->rules->len; index++)
    {
      const HdPolicyRules *rules = g_ptr_array_index (policy->rules, index);
      char **narrower = rules->scope != NULL ? narrow (scope, rules) : NULL;

      if (narrower == NULL)
        continue;
      g_strfreev (scope);
      scope = narrower;
    }
  return g_steal_pointer (&scope);
}

/* Is `unit` one of `units`, or below one? */
static gboolean
is_within (const char *unit, char **units, HdPolicyParent get_parent, gconstpointer tree)
{
  while (unit != NULL && !g_strv_contains ((const char *const *)units, unit))
    unit = get_parent != NULL ? get_parent (unit, tree) : NULL;
  return unit != NULL;
}

gboolean
hd_policy_check_scope (const HdPolicy *policy,
                       const char *const *scope,
                       HdPolicyParent get_parent,
                       gconstpointer tree,
                       GError **error)
{
  for (guint index = 0; index < policy->rules->len; index++)
    {
      const HdPolicyRules *rules = g_ptr_array_index (policy->rules, index);

      for (guint unit = 0; rules->scope != NULL && scope[unit] != NULL; unit++)
        if (!is_within (scope[unit], rules->scope, get_parent, tree))
          return forbid (rules, scope[unit], error);
    }
  return TRUE;
}

/* (transfer full) (nullable): what `rules` say of `member`; NULL where they say nothing. */
static char *
describe (const HdPolicyRules *rules, const char *member)
{
  const struct
  {
    const char *member;
    char **list;
    guint number;
    gboolean is_set;
  } all[] = {
    { "sources", rules->sources, 0, FALSE },
    { "scope", rules->scope, 0, FALSE },
    { "exports", rules->exports, 0, FALSE },
    { "confidential_units", rules->confidential_units, 0, FALSE },
    { "ask_reason", rules->ask_reason, 0, FALSE },
    { "retention_years", NULL, rules->retention_years, FALSE },
    { "lock_after_s", NULL, rules->lock_after_s, FALSE },
    { "sealed", NULL, 0, rules->sealed },
    { "no_keyring", NULL, 0, rules->no_keyring },
    { "query_is_export", NULL, 0, rules->query_is_export },
    { "audit", NULL, 0, rules->audit },
  };

  if (strcmp (member, "ca_file") == 0)
    return g_strdup (rules->ca_file);
  for (guint index = 0; index < G_N_ELEMENTS (all); index++)
    if (strcmp (all[index].member, member) == 0)
      return all[index].list != NULL ? g_strjoinv (" ", all[index].list)
             : all[index].number > 0 ? g_strdup_printf ("%u", all[index].number)
             : all[index].is_set     ? g_strdup ("true")
                                     : NULL;
  return NULL;
}

char *
hd_policy_describe (const HdPolicy *policy, const char *member)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint index = 0; index < policy->rules->len; index++)
    {
      g_autofree char *value = describe (g_ptr_array_index (policy->rules, index), member);

      if (value != NULL)
        g_string_append_printf (all, "%s%s", all->len > 0 ? "; " : "", value);
    }
  return all->len > 0 ? g_strdup (all->str) : NULL;
}

char *
hd_policy_who_says (const HdPolicy *policy, const char *member)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint index = 0; index < policy->rules->len; index++)
    {
      const HdPolicyRules *rules = g_ptr_array_index (policy->rules, index);
      g_autofree char *value = describe (rules, member);

      if (value != NULL)
        g_string_append_printf (all, "%s%s", all->len > 0 ? ", " : "", rules->path);
    }
  return all->len > 0 ? g_strdup (all->str) : NULL;
}

void
hd_policy_rule_free (HdPolicyRule *rule)
{
  g_free (rule->value);
  g_free (rule->path);
  g_free (rule);
}

GPtrArray *
hd_policy_list (const HdPolicy *policy)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_policy_rule_free);

  for (guint member = 0; hd_policy_members[member] != NULL; member++)
    for (guint index = 0; index < policy->rules->len; index++)
      {
        const HdPolicyRules *rules = g_ptr_array_index (policy->rules, index);
        char *value = describe (rules, hd_policy_members[member]);
        HdPolicyRule *rule;

        if (value == NULL)
          continue;
        rule = g_new0 (HdPolicyRule, 1);
        rule->name = hd_policy_members[member];
        rule->value = value;
        rule->path = g_strdup (rules->path);
        g_ptr_array_add (list, rule);
      }
  return list;
}
