/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command line of haidang-central.
 */

#include "config.h"

#include "hd-central-options.h"

#include <string.h>

#define DEFAULT_SEED 1

static gboolean
read_scale (const char *text, HdScale *scale, GError **error)
{
  static const char *const names[] = { "small", "demo", "national" };

  for (guint index = 0; index < G_N_ELEMENTS (names); index++)
    if (strcmp (names[index], text) == 0)
      {
        *scale = index;
        return TRUE;
      }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "--scale %s: there are small, demo and national", text);
  return FALSE;
}

/* "127.0.0.1:8080", "[::1]:0" or a port alone. */
static gboolean
read_listen (HdCentralOptions *options, const char *text, GError **error)
{
  const char *colon = strrchr (text, ':');
  guint64 port;

  if (!g_ascii_string_to_unsigned (colon != NULL ? colon + 1 : text, 10, 0, 65535, &port, NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--listen %s: give an address and a port, as in 127.0.0.1:8080", text);
      return FALSE;
    }
  options->port = (guint16)port;
  if (colon != NULL)
    options->host
        = g_strndup (text + (*text == '['), (gsize)(colon - text) - 2 * (gsize)(*text == '['));
  return TRUE;
}

static gboolean
read_today (HdCentralOptions *options, const char *text, GError **error)
{
  HdPeriod period;
  int year, month, day;

  if (text == NULL)
    {
      options->today = hd_day_from_unix_ict (g_get_real_time () / G_USEC_PER_SEC);
      return TRUE;
    }
  if (!hd_period_parse (text, 1, &period, NULL) || period.grain != HD_GRAIN_DAY)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--today %s: give a day, as in 2026-03-31", text);
      return FALSE;
    }
  hd_day_to_ymd (period.first, &year, &month, &day);
  if (year < HD_SAMPLE_FIRST_YEAR + 11 || year >= HD_SAMPLE_FIRST_YEAR + HD_SAMPLE_N_YEARS - 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--today %s: the sample knows %d to %d", text, HD_SAMPLE_FIRST_YEAR + 11,
                   HD_SAMPLE_FIRST_YEAR + HD_SAMPLE_N_YEARS - 2);
      return FALSE;
    }
  options->today = period.first;
  return TRUE;
}

static gboolean
check_tls (const HdCentralOptions *options, GError **error)
{
  if ((options->tls_cert == NULL) == (options->tls_key == NULL)
      && (options->tls_client_ca == NULL || options->tls_cert != NULL))
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       "--tls-cert and --tls-key go together, and --tls-client-ca needs them");
  return FALSE;
}

HdCentralOptions *
hd_central_options_parse (int argc, char **argv, GError **error)
{
  g_autoptr (HdCentralOptions) options = g_new0 (HdCentralOptions, 1);
  g_autofree char *listen_on = NULL, *scale = NULL, *today = NULL;
  gint64 seed = DEFAULT_SEED;
  GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &listen_on, "Where to listen; port 0 is a free one",
      "127.0.0.1:PORT" },
    { "port-file", 0, 0, G_OPTION_ARG_FILENAME, &options->port_file, "Write the port there", "F" },
    { "scale", 0, 0, G_OPTION_ARG_STRING, &scale, "How much data", "small|demo|national" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Another sample for another number", "N" },
    { "today", 0, 0, G_OPTION_ARG_STRING, &today, "The server's day", "DATE" },
    { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &options->token_file, "Who may ask for what",
      "F" },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &options->tls_cert, "Certificate, PEM", "F" },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &options->tls_key, "Its key, PEM", "F" },
    { "tls-client-ca", 0, 0, G_OPTION_ARG_FILENAME, &options->tls_client_ca,
      "Let in only whom this authority has signed, PEM", "F" },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->faults, "Misbehave", "FAULT[:RATE]" },
    { "day-every", 0, 0, G_OPTION_ARG_INT, &options->day_every_s,
      "A day passes so often; SIGUSR1 lets one pass, too", "SECONDS" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options->data_dir, "Serve the SDMX-CSV there too",
      "DIR" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  options->scale = HD_SCALE_SMALL;
  g_option_context_set_summary (
      context, "The reference feed server of Hải Đăng: SDMX over HTTP, from sample and real data.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error)
      || (scale != NULL && !read_scale (scale, &options->scale, error))
      || (listen_on != NULL && !read_listen (options, listen_on, error))
      || !read_today (options, today, error) || !check_tls (options, error))
    return NULL;
  if (argc > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "%s: no such argument", argv[1]);
      return NULL;
    }
  options->seed = (guint64)seed;
  if (options->host == NULL)
    options->host = g_strdup ("127.0.0.1");
  return g_steal_pointer (&options);
}

void
hd_central_options_free (HdCentralOptions *options)
{
  g_free (options->host);
  g_free (options->port_file);
  g_free (options->token_file);
  g_free (options->tls_cert);
  g_free (options->tls_key);
  g_free (options->tls_client_ca);
  g_free (options->data_dir);
  g_strfreev (options->faults);
  g_free (options);
}
