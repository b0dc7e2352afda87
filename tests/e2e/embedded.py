#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Today's ClickHouse, where its library is to be had (libchdb.so, named by HAIDANG_CHDB): the engine that
servers of today have, with a front of a few lines over HTTP in place of theirs. What is tried by it is the
dialect, every statement that the program writes; not the HTTP of a server.

embedded LIBRARY FOLDER: prints its address, and answers until its standard input ends."""

import ctypes
import http.server
import os
import subprocess
import sys
import tempfile
import threading
import urllib.parse


def find():
    """The library, or None."""
    path = os.environ.get("HAIDANG_CHDB")
    return path if path and os.path.exists(path) else None


class Library:
    def __init__(self, path, folder):
        self.code = ctypes.CDLL(path)
        self.lock = threading.Lock()
        for name, result, arguments in (
                ("chdb_connect", ctypes.POINTER(ctypes.c_void_p),
                 [ctypes.c_int, ctypes.POINTER(ctypes.c_char_p)]),
                ("chdb_query_n", ctypes.c_void_p,
                 [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t]),
                ("chdb_result_buffer", ctypes.c_void_p, [ctypes.c_void_p]),
                ("chdb_result_length", ctypes.c_size_t, [ctypes.c_void_p]),
                ("chdb_result_error", ctypes.c_char_p, [ctypes.c_void_p]),
                ("chdb_destroy_query_result", None, [ctypes.c_void_p])):
            function = getattr(self.code, name)
            function.restype, function.argtypes = result, arguments
        words = (ctypes.c_char_p * 2)(b"clickhouse", f"--path={folder}".encode())
        self.connection = self.code.chdb_connect(2, words)[0]

    def ask(self, sql):
        """The answer and None, or None and what is wrong."""
        with self.lock:
            result = self.code.chdb_query_n(self.connection, sql, len(sql), b"RowBinary", 9)
            problem = self.code.chdb_result_error(result)
            answer = None if problem else ctypes.string_at(self.code.chdb_result_buffer(result),
                                                           self.code.chdb_result_length(result))
            self.code.chdb_destroy_query_result(result)
            return answer, problem

    def insert(self, sql, data):
        """Data behind a statement are cut at white space here, as they are not over HTTP: by a file."""
        table = sql.removeprefix("INSERT INTO ").removesuffix(" FORMAT RowBinary")
        database, name = table.split(".")
        columns, problem = self.ask(f"SELECT concat(name, ' ', type) FROM system.columns WHERE database = "
                                    f"'{database}' AND table = '{name}' ORDER BY position "
                                    f"FORMAT TSVRaw".encode())
        if problem is not None:
            return None, problem
        with tempfile.NamedTemporaryFile() as file:
            file.write(data)
            file.flush()
            structure = columns.decode().strip().replace("\n", ", ")
            return self.ask(f"INSERT INTO {table} SELECT * FROM file('{file.name}', 'RowBinary', "
                            f"'{structure}')".encode())


def serve(path, folder):
    library = Library(path, folder)
    library.ask(b"SET max_query_size = 16777216")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query).get("query")
            answer, problem = library.insert(asked[0], body) if asked and body \
                else library.ask(asked[0].encode() if asked else body)
            self.send_response(200 if problem is None else 500)
            self.send_header("Content-Length", str(len(problem or answer)))
            self.end_headers()
            self.wfile.write(problem or answer)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    sys.stdin.read()
    os._exit(0)  # the library has threads of its own


class Embedded:
    """In a program of its own, as what a test would use of clickhouse.Shards."""

    def __init__(self):
        self.dir = tempfile.TemporaryDirectory()
        self.program = subprocess.Popen([sys.executable, os.path.abspath(__file__), find(),
                                         os.path.join(self.dir.name, "data")],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.urls = [self.program.stdout.readline().strip()]

    def close(self):
        self.program.stdin.close()
        self.program.wait()
        self.dir.cleanup()


if __name__ == "__main__":
    serve(*sys.argv[1:])
