/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ClickHouse servers on loopback, for tests: one, or several as shards of one cluster.
 */

#undef G_DISABLE_ASSERT

#include "clickhouse-server.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>

#define PROGRAM "clickhouse-server"
#define START_TRIES 300
#define STOP_TRIES 200
#define TRY_US 100000

/* A port that is free now. */
static guint16
find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_assert_cmpuint (port, >, 0);
  return port;
}

static void
write_file (const ClickhouseServer *server, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (server->dir, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
write_config (const ClickhouseServer *server, GPtrArray *servers)
{
  g_autoptr (GString) shards = g_string_new (NULL);
  g_autofree char *config = NULL;

  for (guint index = 0; index < servers->len; index++)
    {
      const ClickhouseServer *one = g_ptr_array_index (servers, index);

      g_string_append_printf (shards,
                              "<shard><replica><host>127.0.0.1</host><port>%u</port><user>%s</user>"
                              "<password>%s</password></replica></shard>",
                              one->tcp_port, CLICKHOUSE_USER, CLICKHOUSE_PASSWORD);
    }
  config = g_strdup_printf (
      "<yandex><logger><level>warning</level><log>%s/log</log><errorlog>%s/errors</errorlog>"
      "</logger><http_port>%u</http_port><tcp_port>%u</tcp_port>"
      "<listen_host>127.0.0.1</listen_host><path>%s/data/</path><tmp_path>%s/tmp/</tmp_path>"
      "<users_config>%s/users.xml</users_config><default_profile>default</default_profile>"
      "<default_database>default</default_database><mark_cache_size>16777216</mark_cache_size>"
      "<remote_servers><" CLICKHOUSE_CLUSTER ">%s</" CLICKHOUSE_CLUSTER "></remote_servers>"
      "</yandex>",
      server->dir, server->dir, server->http_port, server->tcp_port, server->dir, server->dir,
      server->dir, shards->str);
  write_file (server, "config.xml", config);
  write_file (server, "users.xml",
              "<yandex><profiles><default><max_threads>2</max_threads>"
              "<connect_timeout_with_failover_ms>1000</connect_timeout_with_failover_ms>"
              "</default></profiles>"
              "<users><" CLICKHOUSE_USER "><password>" CLICKHOUSE_PASSWORD "</password>"
              "<networks><ip>127.0.0.1</ip></networks><profile>default</profile>"
              "<quota>default</quota></" CLICKHOUSE_USER "></users>"
              "<quotas><default></default></quotas></yandex>");
}

static void
spawn (ClickhouseServer *server, const char *program)
{
  g_autofree char *option = g_strdup_printf ("--config-file=%s/config.xml", server->dir);
  char *argv[] = { (char *)program, option, NULL };
  g_autoptr (GError) error = NULL;

  g_spawn_async (server->dir, argv, NULL,
                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL
                     | G_SPAWN_STDERR_TO_DEV_NULL,
                 NULL, NULL, &server->pid, &error);
  g_assert_no_error (error);
}

HdWarehouseClient *
clickhouse_server_connect (const ClickhouseServer *server, const char *database)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", server->http_port);
  HdWarehouseOptions options = { .url = url,
                                 .user = CLICKHOUSE_USER,
                                 .password = CLICKHOUSE_PASSWORD,
                                 .database = database,
                                 .timeout_s = 20 };
  HdWarehouseClient *client = hd_warehouse_client_new (&options, NULL);

  g_assert_nonnull (client);
  return client;
}

static void
wait_for (const ClickhouseServer *server)
{
  g_autoptr (HdWarehouseClient) client = clickhouse_server_connect (server, "default");

  for (guint try = 0; try < START_TRIES; try++)
    {
      if (hd_warehouse_client_run (client, "SELECT 1", NULL, NULL, NULL))
        return;
      g_usleep (TRY_US);
    }
  g_error ("clickhouse-server did not start: see %s", server->dir);
}

void
clickhouse_server_stop (ClickhouseServer *server)
{
  if (server->pid == 0)
    return;
  kill (server->pid, SIGKILL);
  for (guint try = 0; try < STOP_TRIES && waitpid (server->pid, NULL, WNOHANG) == 0; try++)
    g_usleep (TRY_US);
  g_spawn_close_pid (server->pid);
  server->pid = 0;
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      if (g_file_test (below, G_FILE_TEST_IS_DIR) && !g_file_test (below, G_FILE_TEST_IS_SYMLINK))
        remove_all (below);
      else
        g_remove (below);
    }
  g_rmdir (path);
}

static void
server_free (ClickhouseServer *server)
{
  clickhouse_server_stop (server);
  remove_all (server->dir);
  g_free (server->dir);
  g_free (server);
}

GPtrArray *
clickhouse_servers_start (guint n_servers)
{
  g_autofree char *found = g_find_program_in_path (PROGRAM);
  g_autofree char *program
      = found != NULL ? g_steal_pointer (&found) : g_strdup ("/usr/sbin/" PROGRAM);
  GPtrArray *servers;

  if (!g_file_test (program, G_FILE_TEST_IS_EXECUTABLE))
    {
      g_test_skip ("clickhouse-server is not installed");
      return NULL;
    }
  servers = g_ptr_array_new_with_free_func ((GDestroyNotify)server_free);
  for (guint index = 0; index < n_servers; index++)
    {
      ClickhouseServer *server = g_new0 (ClickhouseServer, 1);

      server->dir = g_dir_make_tmp ("hd-clickhouse-XXXXXX", NULL);
      server->http_port = find_port ();
      server->tcp_port = find_port ();
      g_ptr_array_add (servers, server);
    }
  for (guint index = 0; index < n_servers; index++)
    {
      write_config (g_ptr_array_index (servers, index), servers);
      spawn (g_ptr_array_index (servers, index), program);
    }
  for (guint index = 0; index < n_servers; index++)
    wait_for (g_ptr_array_index (servers, index));
  return servers;
}
