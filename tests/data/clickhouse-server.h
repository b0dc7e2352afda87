/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ClickHouse servers on loopback, for tests: one, or several as shards of one cluster.
 */

#pragma once

#include "hd-warehouse-client.h"

G_BEGIN_DECLS

#define CLICKHOUSE_CLUSTER "shards"
#define CLICKHOUSE_USER "leader"
#define CLICKHOUSE_PASSWORD "seven-thirty"

typedef struct
{
  char *dir;
  GPid pid; /* 0: stopped */
  guint16 http_port, tcp_port;
} ClickhouseServer;

/* (nullable): NULL where clickhouse-server is not installed; the test is then to be skipped, and is told so.
 * (transfer full) (element-type ClickhouseServer), each a shard, answering. */
GPtrArray *clickhouse_servers_start (guint n_servers);
/* The test fails when it does not end within some seconds. */
void clickhouse_server_stop (ClickhouseServer *server);
/* A client of the database `database`, with the right password. */
HdWarehouseClient *clickhouse_server_connect (const ClickhouseServer *server, const char *database);

G_END_DECLS
