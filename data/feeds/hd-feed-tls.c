/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who a feed server is: certificates, and clear words where they do not do.
 */

#include "config.h"

#include "hd-feed-tls.h"

#include "hd-feed-error.h"
#include "hd-small-file.h"

/* (transfer full) (nullable): of the authorities in the file. */
static GTlsDatabase *
load_authorities (const char *ca_file, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *path = g_canonicalize_filename (ca_file, NULL);
  g_autoptr (GTlsDatabase) database
      = hd_small_file_is_special (path) ? NULL : g_tls_file_database_new (path, &local_error);
  GList *certificates
      = database == NULL ? NULL : g_tls_certificate_list_new_from_file (path, &local_error);

  g_list_free_full (certificates, g_object_unref);
  /* A file without a certificate in it would be a database that trusts nobody. */
  if (database != NULL && certificates != NULL)
    return g_steal_pointer (&database);
  /* What the library says of that names the file again. */
  g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_TLS, "%s: %s", ca_file,
               g_file_test (ca_file, G_FILE_TEST_IS_REGULAR) || local_error == NULL
                   ? "there is no certificate in it"
                   : local_error->message);
  return NULL;
}

gboolean
hd_feed_tls_check_authority (const char *ca_file, GError **error)
{
  g_autoptr (GTlsDatabase) database = load_authorities (ca_file, error);

  return database != NULL;
}

gboolean
hd_feed_tls_pin (SoupSession *session, const char *ca_file, GError **error)
{
  g_autoptr (GTlsDatabase) database = load_authorities (ca_file, error);

  if (database != NULL)
    soup_session_set_tls_database (session, database);
  return database != NULL;
}

static char *
describe_date (GTlsCertificate *certificate, const char *text, gboolean is_end)
{
  g_autoptr (GDateTime) date = certificate == NULL ? NULL
                               : is_end ? g_tls_certificate_get_not_valid_after (certificate)
                                        : g_tls_certificate_get_not_valid_before (certificate);
  g_autofree char *day = date == NULL ? g_strdup ("?") : g_date_time_format (date, "%Y-%m-%d");

  return g_strdup_printf ("%s %s", text, day);
}

char *
hd_feed_tls_describe (SoupMessage *message, const GError *error)
{
  GTlsCertificateFlags flags = soup_message_get_tls_peer_certificate_errors (message);
  GTlsCertificate *certificate = soup_message_get_tls_peer_certificate (message);
  const char *host = g_uri_get_host (soup_message_get_uri (message));

  if ((flags & G_TLS_CERTIFICATE_EXPIRED) != 0)
    return describe_date (certificate, "the server's certificate ran out on", TRUE);
  if ((flags & G_TLS_CERTIFICATE_NOT_ACTIVATED) != 0)
    return describe_date (certificate,
                          "by this machine's clock the server's certificate begins only on", FALSE);
  if ((flags & G_TLS_CERTIFICATE_REVOKED) != 0)
    return g_strdup ("the server's certificate was revoked");
  if ((flags & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0)
    return g_strdup_printf ("the server's certificate is not for %s", host);
  if ((flags & G_TLS_CERTIFICATE_UNKNOWN_CA) != 0)
    return g_strdup ("no authority that is trusted has signed the server's certificate");
  if ((flags & G_TLS_CERTIFICATE_INSECURE) != 0)
    return g_strdup ("the server's certificate is of a kind that is not safe any more");
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED))
    return g_strdup ("the server asks for a certificate of ours");
  return g_strdup (error->message);
}
