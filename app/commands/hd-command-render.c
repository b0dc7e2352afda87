/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang render`: any chart, map or sheet of the application into a file.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-briefing.h"
#include "hd-cli-error.h"
#include "hd-cli-present.h"
#include "hd-guard.h"
#include "hd-map-figures.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#define MAX_SIZE 20000

typedef struct
{
  HdCliQueryOptions query;
  char *out, *size, *scheme, *kpi, *layer, *colour;
} Options;

static void
options_clear (Options *options)
{
  hd_cli_query_options_clear (&options->query);
  g_free (options->out);
  g_free (options->size);
  g_free (options->scheme);
  g_free (options->kpi);
  g_free (options->layer);
  g_free (options->colour);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
read_size (const char *text, HdRenderTarget *target)
{
  int width, height, used = 0;

  if (sscanf (text, "%dx%d%n", &width, &height, &used) != 2 || text[used] != '\0' || width < 16
      || height < 16 || width > MAX_SIZE || height > MAX_SIZE)
    return FALSE;
  target->width = width;
  target->height = height;
  return TRUE;
}

static gboolean
read_scheme (const char *text, HdRenderTarget *target)
{
  static const struct
  {
    const char *name;
    HdScheme scheme;
  } schemes[] = {
    { "light", HD_SCHEME_LIGHT },
    { "dark", HD_SCHEME_DARK },
    { "print", HD_SCHEME_PRINT },
    { "high-contrast", HD_SCHEME_HIGH_CONTRAST },
    { "high-contrast-dark", HD_SCHEME_HIGH_CONTRAST_DARK },
  };

  for (guint index = 0; index < G_N_ELEMENTS (schemes); index++)
    if (strcmp (schemes[index].name, text) == 0)
      {
        target->scheme = schemes[index].scheme;
        return TRUE;
      }
  return FALSE;
}

/* FALSE after the one line of an error was written. */
static gboolean
read_target (const Options *options, HdRenderTarget *target)
{
  *target = (HdRenderTarget){ .width = 1280, .height = 800, .scheme = HD_SCHEME_LIGHT };
  if (options->out == NULL)
    hd_cli_usage (_ ("into which file"), "--out", _ ("give --out FILE.png, .svg or .pdf"));
  else if (options->size != NULL && !read_size (options->size, target))
    hd_cli_usage (_ ("this is no size"), options->size,
                  _ ("write it as 1280x800, each from 16 to 20000"));
  else if (options->scheme != NULL && !read_scheme (options->scheme, target))
    hd_cli_usage (_ ("there is no such scheme"), options->scheme,
                  _ ("give --scheme light, dark or print"));
  else
    return TRUE;
  return FALSE;
}

static int
unknown_chart (const char *name)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_sheets;
  const HdSheet *sheets = hd_sheets_get (&n_sheets);

  for (guint index = 0; index < hd_present_n_charts; index++)
    g_string_append_printf (names, "%s ", hd_present_charts[index].name);
  for (guint index = 0; index < n_sheets; index++)
    g_string_append_printf (names, "%s ", sheets[index].id);
  g_strchomp (names->str);
  return hd_cli_usage (_ ("there is no such chart"), name, names->str);
}

/* A sheet is its own page; a chart is of the screen on which it is drawn first, or of any. */
static gboolean
render (const HdPresent *present,
        const HdPresentChart *chart,
        const HdSheet *sheet,
        const HdRenderTarget *target,
        const char *path,
        GError **error)
{
  if (chart != NULL)
    {
      g_autoptr (HdChartSpec) spec = hd_present_make_chart (chart, present, error);

      return spec != NULL && hd_render_spec (spec, target, path, error);
    }
  else
    {
      g_autoptr (HdSheetPage) page = hd_sheet_make (sheet, present, error);

      return page != NULL && hd_render_sheet (page, target, path, error);
    }
}

/* What the map page lets a person choose. FALSE after the one line of an error was written. */
static gboolean
check_map (const Options *options, HdCli *cli)
{
  if (options->layer != NULL
      && g_strcmp0 (hd_map_kind_find (options->layer)->id, options->layer) != 0)
    hd_cli_usage (_ ("there is no such layer"), options->layer,
                  "--layer units|provinces34|provinces63|gates|partners");
  else if (options->colour != NULL && !g_str_equal (options->colour, "change")
           && !g_str_equal (options->colour, "value") && !g_str_equal (options->colour, "plan"))
    hd_cli_usage (_ ("there is no such colouring"), options->colour, "--colour change|value|plan");
  else
    return TRUE;
  return FALSE;
}

/* (transfer full) */
static HdScope *
map_scope (const Options *options, const HdScope *scope)
{
  g_autoptr (HdScope) of_layer = hd_scope_with_layer (scope, options->layer);
  g_autoptr (HdScope) coloured = hd_scope_with_colour (
      of_layer, g_strcmp0 (options->colour, "change") == 0 ? NULL : options->colour);

  return options->kpi != NULL ? hd_scope_with_step (coloured, "kpi", options->kpi)
                              : g_steal_pointer (&coloured);
}

static gboolean
has_map_options (const Options *options)
{
  return options->kpi != NULL || options->layer != NULL || options->colour != NULL;
}

static gboolean
guard (const HdCli *cli, const char *path, GError **error)
{
  const char *ending = strrchr (path, '.');

  return hd_guard_export (cli->store, ending != NULL ? ending + 1 : "", path, cli->reason, error);
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_auto (HdCliPresent) present = { 0 };
  GOptionEntry entries[HD_CLI_N_QUERY_ENTRIES + 7] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options.out, N_ ("The file to write"),
      "FILE.png|.svg|.pdf" },
    { "size", 0, 0, G_OPTION_ARG_STRING, &options.size, N_ ("In logical pixels"), "1280x800" },
    { "scheme", 0, 0, G_OPTION_ARG_STRING, &options.scheme, N_ ("The colours"),
      "light|dark|print" },
    { "kpi", 0, 0, G_OPTION_ARG_STRING, &options.kpi, N_ ("Map: which figure"), "KPI" },
    { "layer", 0, 0, G_OPTION_ARG_STRING, &options.layer, N_ ("Map: of which places"),
      "units|provinces34|provinces63|gates|partners" },
    { "colour", 0, 0, G_OPTION_ARG_STRING, &options.colour, N_ ("Map: coloured by what"),
      "change|value|plan" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (HdScope) scope = NULL;
  const HdPresentChart *chart;
  const HdSheet *sheet;
  HdRenderTarget target;
  int status = HD_EXIT_DONE;

  hd_cli_query_entries (&options.query, entries + 6);
  if (!hd_cli_parse (cli, entries, &argc, &argv, 1, 1))
    return HD_EXIT_USAGE;
  chart = hd_present_find_chart (argv[1]);
  sheet = chart == NULL ? hd_sheet_find (argv[1]) : NULL;
  if (chart == NULL && sheet == NULL)
    return unknown_chart (argv[1]);
  if (!read_target (&options, &target) || !check_map (&options, cli))
    return HD_EXIT_USAGE;
  if (chart != NULL && has_map_options (&options))
    {
      if (!g_str_has_prefix (chart->name, "map"))
        return hd_cli_usage (_ ("this chart has no such choice"), chart->name,
                             _ ("--kpi, --layer and --colour are of the chart map"));
      chart = hd_present_find_chart ("map");
    }
  cli->writes_out = TRUE;
  if (!hd_cli_present_fill (&present, cli, sheet != NULL ? sheet->id : "morning", &options.query,
                            &status))
    return status;
  if (has_map_options (&options))
    {
      scope = map_scope (&options, present.present.scope);
      present.present.scope = scope;
    }
  if (options.kpi != NULL && hd_catalog_find_kpi (cli->catalog, options.kpi) == NULL)
    return hd_cli_usage (_ ("there is no such figure"), options.kpi, _ ("see haidang kpis"));
  if (!guard (cli, options.out, &error)
      || !render (&present.present, chart, sheet, &target, options.out, &error))
    return hd_cli_error (error);
  return HD_EXIT_DONE;
}

const HdCommand hd_command_render = {
  .name = "render",
  .arguments = "CHART",
  .summary = N_ ("Draw a chart, map or sheet into a PNG, SVG or PDF file"),
  .details = N_ ("Example: haidang render revenue-cumulative --out revenue.svg --size 1280x800"),
  .run = run,
};
