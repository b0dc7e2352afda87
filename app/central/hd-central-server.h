/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The HTTP server: routes, content negotiation, conditions, tokens.
 */

#pragma once

#include "hd-central-options.h"

G_BEGIN_DECLS

typedef struct _HdCentralServer HdCentralServer;

HdCentralServer *hd_central_server_new (const HdCentralOptions *options,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_central_server_free (HdCentralServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCentralServer, hd_central_server_free)
/* "http://127.0.0.1:41231" */
/* The server's day passes: data grow by it, and all who listen are told. */
gboolean hd_central_server_next_day (HdCentralServer *server, GError **error);
const char *hd_central_server_get_url (HdCentralServer *server);
guint16 hd_central_server_get_port (HdCentralServer *server);

G_END_DECLS
