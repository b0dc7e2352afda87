/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loads our certificate and key, and proves that they belong together.
 *
 * GIO does not compare them: a server would be the first to notice, and what it says is no help. So we shake
 * hands with ourselves, over a pair of sockets: whoever has another key cannot sign for the certificate. That
 * needs no more than GIO, whatever library is behind it and whatever kind of key it is.
 */

#include "config.h"

#include "hd-feed-identity.h"

#include <string.h>
#include <sys/socket.h>

#include "hd-feed-error.h"
#include "hd-small-file.h"

/* A handshake within a process takes milliseconds. */
#define HANDSHAKE_TIMEOUT_S 5
#define MAX_BYTES (1u << 20)

typedef struct
{
  const char *file, *key_file;
  HdFeedIdentityFault fault;
  GError **error;
} Loading;

static GTlsCertificate *
fail (Loading *loading, HdFeedIdentityFault fault, const char *file, const char *text)
{
  loading->fault = fault;
  g_set_error (loading->error, HD_FEED_ERROR, HD_FEED_ERROR_TLS, "%s: %s", file, text);
  return NULL;
}

static gboolean
has_locked_key (const char *file)
{
  g_autofree char *text = NULL;

  /* PKCS#8, and what OpenSSL wrote before it. */
  return hd_small_file_read (file, MAX_BYTES, &text, NULL, NULL)
         && (strstr (text, "BEGIN ENCRYPTED PRIVATE KEY") != NULL
             || strstr (text, "Proc-Type: 4,ENCRYPTED") != NULL);
}

static GTlsCertificate *
fail_without_key (Loading *loading, const char *file)
{
  return has_locked_key (file)
             ? fail (loading, HD_FEED_IDENTITY_LOCKED_KEY, file,
                     "the private key in it is locked by a passphrase: give one that is not")
             : fail (loading, HD_FEED_IDENTITY_NO_KEY, file, "there is no private key in it");
}

static gboolean
is_in_time (Loading *loading, GTlsCertificate *certificate)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) first = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr (GDateTime) last = g_tls_certificate_get_not_valid_after (certificate);
  gboolean is_late = last != NULL && g_date_time_compare (now, last) > 0;
  gboolean is_early = !is_late && first != NULL && g_date_time_compare (now, first) < 0;
  g_autofree char *day = NULL;
  g_autofree char *text = NULL;

  if (!is_late && !is_early)
    return TRUE;
  day = g_date_time_format (is_late ? last : first, "%Y-%m-%d");
  text = g_strdup_printf (is_late ? "our certificate ran out on %s"
                                  : "by this machine's clock our certificate begins only on %s",
                          day);
  fail (loading, is_late ? HD_FEED_IDENTITY_EXPIRED : HD_FEED_IDENTITY_EARLY, loading->file, text);
  return FALSE;
}

/* (transfer full) (nullable): with its key. */
static GTlsCertificate *
load_files (Loading *loading)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  const char *key_file = loading->key_file != NULL ? loading->key_file : loading->file;
  g_autofree char *key = NULL;

  if (hd_small_file_is_special (loading->file) || hd_small_file_is_special (key_file))
    return fail (loading, HD_FEED_IDENTITY_UNREADABLE,
                 hd_small_file_is_special (key_file) ? key_file : loading->file,
                 "is no plain file");
  certificate = g_tls_certificate_new_from_file (loading->file, &problem);
  if (problem != NULL && problem->domain == G_FILE_ERROR)
    return fail (loading, HD_FEED_IDENTITY_UNREADABLE, loading->file, problem->message);
  if (certificate == NULL && loading->key_file == NULL && has_locked_key (loading->file))
    return fail_without_key (loading, loading->file);
  if (certificate == NULL)
    return fail (loading, HD_FEED_IDENTITY_NO_CERTIFICATE, loading->file,
                 "there is no certificate in it");
  if (!is_in_time (loading, certificate))
    return NULL;
  if (loading->key_file != NULL)
    {
      g_clear_object (&certificate);
      certificate = g_tls_certificate_new_from_files (loading->file, loading->key_file, &problem);
    }
  if (problem != NULL && problem->domain == G_FILE_ERROR)
    return fail (loading, HD_FEED_IDENTITY_UNREADABLE, key_file, problem->message);
  if (certificate != NULL)
    g_object_get (certificate, "private-key-pem", &key, NULL);
  return key != NULL ? g_steal_pointer (&certificate) : fail_without_key (loading, key_file);
}

/* (transfer full) (nullable): takes `file` over. */
static GIOStream *
make_stream (int file)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (file, NULL);

  if (socket == NULL)
    return NULL;
  g_socket_set_timeout (socket, HANDSHAKE_TIMEOUT_S);
  return G_IO_STREAM (g_socket_connection_factory_create_connection (socket));
}

static gpointer
serve_thread (gpointer server)
{
  gboolean is_ok = g_tls_connection_handshake (server, NULL, NULL);

  /* The other side waits no longer. */
  if (!is_ok)
    g_io_stream_close (server, NULL, NULL);
  return GINT_TO_POINTER (is_ok);
}

/* It is about the key; who signed the certificate and for whom is the server's question. */
static gboolean
accept_cb (GTlsConnection *client,
           GTlsCertificate *certificate,
           GTlsCertificateFlags flags,
           gpointer user_data)
{
  return TRUE;
}

static gboolean
belong_together (GTlsCertificate *certificate)
{
  int files[2] = { -1, -1 };
  g_autoptr (GIOStream) ours = NULL, theirs = NULL, server = NULL, client = NULL;
  GThread *serving;
  gboolean is_ok;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, files) != 0)
    return TRUE; /* nothing is known against it */
  ours = make_stream (files[0]);
  theirs = make_stream (files[1]);
  if (ours != NULL && theirs != NULL)
    {
      server = g_tls_server_connection_new (ours, certificate, NULL);
      client = g_tls_client_connection_new (theirs, NULL, NULL);
    }
  if (server == NULL || client == NULL)
    return TRUE;
  g_signal_connect (client, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  serving = g_thread_new ("handshake", serve_thread, server);
  is_ok = g_tls_connection_handshake (G_TLS_CONNECTION (client), NULL, NULL);
  g_io_stream_close (theirs, NULL, NULL);
  g_thread_join (serving);
  return is_ok;
}

GTlsCertificate *
hd_feed_identity_load (const char *file,
                       const char *key_file,
                       HdFeedIdentityFault *fault,
                       GError **error)
{
  Loading loading = { .file = file, .key_file = key_file, .error = error };
  g_autoptr (GTlsCertificate) certificate = NULL;

  g_return_val_if_fail (file != NULL, NULL);
  certificate = load_files (&loading);
  if (certificate != NULL && !belong_together (certificate))
    {
      g_autofree char *text = g_strdup_printf ("it is not the private key of %s", file);

      g_clear_object (&certificate);
      fail (&loading, HD_FEED_IDENTITY_OTHER_KEY, key_file != NULL ? key_file : file, text);
    }
  if (fault != NULL)
    *fault = loading.fault;
  return g_steal_pointer (&certificate);
}
