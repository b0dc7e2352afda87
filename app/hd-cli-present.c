/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What app/present needs, from the command line: `render`, `brief`, `forecast`.
 */

#include "config.h"

#include "hd-cli-present.h"

#include "hd-cli-error.h"
#include "hd-feed-notes.h"

#include <string.h>

/* Takes one step of the drill path for each code of `where` ("unit=KV03"). */
static HdScope *
add_where (HdScope *scope, const char *where, GError **error)
{
  const char *equals = strchr (where, '=');
  g_autofree char *dimension = NULL;

  if (equals == NULL || equals == where || equals[1] == '\0' || strchr (equals, '+') != NULL)
    {
      g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX,
                   "cannot read --where \"%s\"; write it as DIM=CODE, one code", where);
      return NULL;
    }
  dimension = g_ascii_strdown (where, equals - where);
  return hd_scope_with_step (scope, dimension, equals + 1);
}

static void
replace (HdScope **scope, HdScope *changed)
{
  hd_scope_unref (*scope);
  *scope = changed;
}

/* (transfer full) (nullable) */
static HdScope *
make_scope (const HdCli *cli, const char *page, const HdCliQueryOptions *options, GError **error)
{
  g_autoptr (HdScope) scope = hd_scope_new (page);
  g_autoptr (HdQuery) words = hd_query_new ("check");

  /* The query's setters know the grammar; the scope keeps the same words. */
  if ((options->from != NULL && !hd_query_set_from (words, options->from, error))
      || (options->to != NULL && !hd_query_set_to (words, options->to, error))
      || (options->map != NULL && !hd_query_set_map (words, options->map, error))
      || (options->compare != NULL && !hd_query_set_compare (words, options->compare, error)))
    return NULL;
  for (guint index = 0; options->where != NULL && options->where[index] != NULL; index++)
    {
      HdScope *narrower = add_where (scope, options->where[index], error);

      if (narrower == NULL)
        return NULL;
      replace (&scope, narrower);
    }
  if (options->from != NULL || options->to != NULL)
    replace (&scope, hd_scope_with_time (scope, options->from, options->to));
  if (options->compare != NULL)
    replace (&scope, hd_scope_with_compare (scope, options->compare));
  if (words->map != 0)
    replace (&scope, hd_scope_with_map (scope, words->map));
  if (cli->as_of != 0)
    replace (&scope, hd_scope_with_as_of (scope, cli->as_of));
  return g_steal_pointer (&scope);
}

gboolean
hd_cli_present_fill (HdCliPresent *self,
                     HdCli *cli,
                     const char *page,
                     const HdCliQueryOptions *options,
                     int *status)
{
  g_autoptr (GError) error = NULL;
  int own_status = HD_EXIT_DONE;
  HdEngine *engine = hd_cli_get_engine (cli, &own_status);

  if (engine == NULL)
    {
      if (status != NULL)
        *status = own_status;
      return FALSE;
    }
  self->scope = make_scope (cli, page, options, &error);
  if (self->scope != NULL)
    self->structures = hd_store_get_structures (cli->store, &error);
  if (self->structures == NULL && error == NULL)
    g_set_error (&error, HD_QUERY_ERROR, HD_QUERY_ERROR_NO_DATA, "%s", cli->store_dir);
  if (error != NULL)
    {
      if (status != NULL)
        *status = hd_cli_error (error);
      return FALSE;
    }
  g_free (self->view);
  self->view = hd_feed_notes_get_scope (cli->store);
  self->present = (HdPresent){
    .engine = engine,
    .store = cli->store,
    .catalog = cli->catalog,
    .structures = self->structures,
    .scope = self->scope,
    .lang = cli->lang,
    .view = self->view,
    .now = hd_cli_now (),
  };
  return TRUE;
}

void
hd_cli_present_clear (HdCliPresent *self)
{
  g_clear_pointer (&self->structures, hd_structures_unref);
  g_clear_pointer (&self->scope, hd_scope_unref);
  g_clear_pointer (&self->view, g_free);
}
