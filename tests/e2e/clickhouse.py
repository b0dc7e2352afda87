# SPDX-License-Identifier: GPL-3.0-or-later
"""ClickHouse servers on loopback, as shards of one cluster, for tests."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

CLUSTER = "shards"
USERS = """<yandex><profiles><default><max_threads>2</max_threads></default></profiles>
<users><default><password></password><networks><ip>127.0.0.1</ip></networks>
<profile>default</profile><quota>default</quota></default></users>
<quotas><default></default></quotas></yandex>"""


def find():
    """The program, or None where it is not installed."""
    return shutil.which("clickhouse-server") or shutil.which("clickhouse-server", path="/usr/sbin")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Shards:
    def __init__(self, count):
        self.dir = tempfile.TemporaryDirectory()
        self.ports = [(free_port(), free_port()) for _ in range(count)]
        self.urls = [f"http://127.0.0.1:{http}" for http, _ in self.ports]
        self.servers = [self.start(number) for number in range(count)]
        for url in self.urls:
            self.wait_for(url)

    def start(self, number):
        folder = os.path.join(self.dir.name, str(number))
        os.mkdir(folder)
        shards = "".join(f"<shard><replica><host>127.0.0.1</host><port>{tcp}</port></replica></shard>"
                         for _, tcp in self.ports)
        http, tcp = self.ports[number]
        config = f"""<yandex><logger><level>warning</level><log>{folder}/log</log>
<errorlog>{folder}/errors</errorlog></logger><http_port>{http}</http_port><tcp_port>{tcp}</tcp_port>
<listen_host>127.0.0.1</listen_host><path>{folder}/data/</path><tmp_path>{folder}/tmp/</tmp_path>
<users_config>{folder}/users.xml</users_config><default_profile>default</default_profile>
<default_database>default</default_database><mark_cache_size>67108864</mark_cache_size>
<remote_servers><{CLUSTER}>{shards}</{CLUSTER}></remote_servers></yandex>"""
        for name, text in (("config.xml", config), ("users.xml", USERS)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        return subprocess.Popen([find(), f"--config-file={folder}/config.xml"], cwd=folder,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @staticmethod
    def wait_for(url):
        for _ in range(300):
            try:
                with urllib.request.urlopen(url, timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise RuntimeError(f"clickhouse-server at {url} did not start")

    def close(self):
        for server in self.servers:
            server.kill()
            server.wait()
        self.dir.cleanup()
