# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands before a good feed server, and answers requests for data in as many bad ways as there are names.

    rogue.py URL-OF-THE-GOOD-SERVER

prints its own URL; behind URL/NAME stands the server that misbehaves in that way."""

import gzip
import http.server
import os
import socketserver
import sys
import time
import urllib.request

GOOD = sys.argv[1]
PATIENCE_S = 60 * int(os.environ.get("HAIDANG_TEST_SLOWNESS", "1"))


def repeat(handler, first, again, pause=0.1):
    handler.wfile.write(first)
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        handler.wfile.write(again)
        time.sleep(pause)


def say(handler, status, headers, body=b""):
    handler.wfile.write(f"HTTP/1.1 {status}\r\n".encode())
    for name, value in {"Content-Length": len(body), "Connection": "close", **headers}.items():
        handler.wfile.write(f"{name}: {value}\r\n".encode())
    handler.wfile.write(b"\r\n" + body)


def fetch(handler):
    """What the good server would have said: body and type."""
    path = "/" + handler.path.split("/", 2)[2]
    request = urllib.request.Request(GOOD + path, headers={"Accept": handler.headers["Accept"]})
    with urllib.request.urlopen(request) as answer:
        return answer.read(), answer.headers["Content-Type"]


def header_drip(handler):
    repeat(handler, b"HTTP/1.1 200 OK\r\nX-Drip: ", b"x")


def body_drip(handler):
    repeat(handler, b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"x")


def silence(handler):
    time.sleep(PATIENCE_S)


def many_headers(handler):
    repeat(handler, b"HTTP/1.1 200 OK\r\n", b"X-Header: and another\r\n" * 1000, 0)


def bomb(handler):
    member = gzip.compress(bytes(64 << 20))
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: gzip\r\n\r\n")
    while True:
        handler.wfile.write(member)


def unknown_encoding(handler):
    body, kind = fetch(handler)
    say(handler, "200 OK", {"Content-Type": kind, "Content-Encoding": "zstd"}, body)


def cut_gzip(handler):
    body, kind = fetch(handler)
    packed = gzip.compress(body)[:-5]
    say(handler, "200 OK", {"Content-Type": kind, "Content-Encoding": "gzip"}, packed)


def no_gzip_at_all(handler):
    body, kind = fetch(handler)
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"
                        b"Connection: close\r\n\r\n")


def other_host(handler):
    say(handler, "302 Found", {"Location": "http://elsewhere.example/data"})


def other_port(handler):
    say(handler, "307 Temporary Redirect", {"Location": GOOD + "/data"})


def circle(handler):
    say(handler, "302 Found", {"Location": handler.path})


def page(handler):
    say(handler, "200 OK", {"Content-Type": "text/html"}, b"<html>please log in</html>")


def good(handler):
    body, kind = fetch(handler)
    if not body:
        say(handler, "204 No Content", {})
        return
    say(handler, "200 OK", {"Content-Type": kind, "Content-Encoding": "gzip"}, gzip.compress(body))


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.split("/")[1]
        try:
            (globals()[name.replace("-", "_")] if "/data/" in self.path else good)(self)
        except OSError:
            pass
        self.close_connection = True

    def log_message(self, *unused):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


server = Server(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
server.serve_forever()
