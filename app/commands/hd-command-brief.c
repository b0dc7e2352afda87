/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang brief`: the morning briefing as vector PDF, as a workbook or as PNG sheets.
 */

#include "config.h"

#include "hd-command.h"
#include "hd-command-brief.h"

#include "hd-briefing.h"
#include "hd-cli-error.h"
#include "hd-cli-present.h"
#include "hd-guard.h"
#include "hd-workbook.h"

#include <glib/gi18n.h>
#include <string.h>

#define HERE_PDF "haidang-briefing.pdf"
#define HERE_DIR "haidang-briefing"

static gboolean
write_sheets (const HdPresent *present, const char *dir, GError **error)
{
  g_auto (GStrv) paths = hd_briefing_write_png (present, dir, error);

  for (guint index = 0; paths != NULL && paths[index] != NULL; index++)
    g_print ("%s\n", paths[index]);
  return paths != NULL;
}

static gboolean
write_pdf (const HdPresent *present, const char *path, GError **error)
{
  if (!hd_briefing_write_pdf (present, path, error))
    return FALSE;
  g_print ("%s\n", path);
  return TRUE;
}

static gboolean
write_workbook (const HdPresent *present, const char *path, GError **error)
{
  if (!hd_workbook_write (present, path, error))
    return FALSE;
  g_print ("%s\n", path);
  return TRUE;
}

static int
write_brief (HdCli *cli, const HdPresent *present, const char *out)
{
  g_autoptr (GError) error = NULL;
  gboolean is_folder = g_str_has_suffix (out, "/") || g_file_test (out, G_FILE_TEST_IS_DIR);
  const char *format = is_folder ? "png" : g_str_has_suffix (out, ".xlsx") ? "xlsx" : "pdf";
  gboolean is_done;

  if (!hd_guard_export (cli->store, format, out, cli->reason, &error))
    return hd_cli_error (error);
  if (is_folder)
    is_done = write_sheets (present, out, &error);
  else if (g_str_has_suffix (out, ".xlsx"))
    is_done = write_workbook (present, out, &error);
  else
    is_done = write_pdf (present, out, &error);
  if (!is_done)
    return hd_cli_error (error);
  return HD_EXIT_DONE;
}

int
hd_command_brief_here (HdCli *cli)
{
  const HdCliQueryOptions options = { 0 };
  g_auto (HdCliPresent) present = { 0 };
  g_autoptr (GError) error = NULL;
  int status = HD_EXIT_DONE;

  if (!hd_cli_present_fill (&present, cli, "morning", &options, &status))
    return status;
  if (!write_pdf (&present.present, HERE_PDF, &error)
      || !write_sheets (&present.present, HERE_DIR, &error))
    return hd_cli_error (error);
  return HD_EXIT_DONE;
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_autofree char *out = NULL;
  g_auto (HdCliQueryOptions) options = { 0 };
  g_auto (HdCliPresent) present = { 0 };
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out,
      N_ ("The PDF file or workbook, or a folder for PNG sheets"), "FILE.pdf|FILE.xlsx|DIR/" },
    { "period", 0, 0, G_OPTION_ARG_STRING, &options.to, N_ ("As at the end of this period"),
      "PERIOD" },
    { "where", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.where, N_ ("Only this unit"),
      "unit=CODE" },
    { "map", 0, 0, G_OPTION_ARG_STRING, &options.map, N_ ("The organisation map"), "2024|2025" },
    G_OPTION_ENTRY_NULL,
  };
  int status = HD_EXIT_DONE;

  if (!hd_cli_parse (cli, entries, &argc, &argv, 0, 0))
    return HD_EXIT_USAGE;
  if (out == NULL)
    return hd_cli_usage (_ ("into which file"), "--out",
                         _ ("give --out FILE.pdf, FILE.xlsx or DIR/"));
  if (!g_str_has_suffix (out, ".pdf") && !g_str_has_suffix (out, ".xlsx")
      && !g_str_has_suffix (out, "/") && !g_file_test (out, G_FILE_TEST_IS_DIR))
    return hd_cli_usage (_ ("this ending is not known"), out,
                         _ ("give --out FILE.pdf, FILE.xlsx or DIR/"));
  cli->writes_out = TRUE;
  if (!hd_cli_present_fill (&present, cli, "morning", &options, &status))
    return status;
  return write_brief (cli, &present.present, out);
}

const HdCommand hd_command_brief = {
  .name = "brief",
  .summary = N_ ("The morning briefing as PDF, workbook or PNG sheets"),
  .details = N_ ("Example: haidang brief --out briefing.pdf"),
  .run = run,
};
