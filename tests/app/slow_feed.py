# SPDX-License-Identifier: GPL-3.0-or-later
"""The reference server behind a door: what is asked of a dataset can be held back as long as a test likes, or
refused."""

import http.client
import http.server
import os
import re
import subprocess
import threading
import urllib.parse

import desk

DATASET = re.compile("^/data/dataflow/[^/]+/([^/]+)/")
# What concerns one connection alone, and what is told anew when the body is sent whole.
OWN_HEADERS = {"connection", "transfer-encoding", "content-length", "keep-alive", "host"}


class SlowFeed:
    """`held`: datasets whose answers wait for release(); `refused`: those answered with status 500."""

    def __init__(self, *arguments, programs=desk.PROGRAMS):
        self.central = subprocess.Popen(
            [os.path.join(programs, "haidang-central"), "--listen", "127.0.0.1:0", "--scale", "small", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.behind = self.central.stdout.readline().strip()
        self.held, self.refused, self.waiting = set(), set(), []
        self.let_go = threading.Event()
        self.door = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.make_handler())
        self.url = f"http://127.0.0.1:{self.door.server_address[1]}"
        threading.Thread(target=self.door.serve_forever, daemon=True).start()

    def hold(self, *datasets):
        self.let_go.clear()
        self.waiting.clear()
        self.held = set(datasets)

    def release(self):
        self.held = set()
        self.let_go.set()

    def close(self):
        self.release()
        self.door.shutdown()
        self.door.server_close()
        self.central.terminate()
        self.central.wait()

    def fetch(self, path, headers):
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.behind).netloc)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.getheaders(), body

    def make_handler(feed):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self, status, headers, body):
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() not in OWN_HEADERS:
                        self.send_header(name, value)
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                found = DATASET.match(self.path)
                dataset = found.group(1) if found else None
                try:
                    if dataset in feed.held:
                        feed.waiting.append(dataset)
                        feed.let_go.wait()
                    if self.path.startswith("/events") or dataset in feed.refused:
                        self.answer(500 if dataset else 404, [], b"")
                        return
                    sent = {name: value for name, value in self.headers.items() if name.lower() not in OWN_HEADERS}
                    self.answer(*feed.fetch(self.path, sent))
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

        return Handler
