# SPDX-License-Identifier: GPL-3.0-or-later
"""A warehouse that is out of order in a way of one's choice, for tests of what the screen says then."""

import http.server
import threading

# What ClickHouse says, by its own numbers.
ANSWERS = {
    "refused": (401, "Code: 516. DB::Exception: leader: Authentication failed"),
    "shard": (500, "Code: 279. DB::NetException: All connection tries failed"),
    "empty": (404, "Code: 81. DB::Exception: Database haidang doesn't exist"),
    "full": (500, "Code: 241. DB::Exception: Memory limit exceeded"),
}


class Warehouse:
    def __init__(self):
        self.mode = "refused"
        self.released = threading.Event()
        self.asked = 0
        warehouse = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                warehouse.asked += 1
                mode = warehouse.mode
                if mode == "slow":
                    warehouse.released.wait()
                    return
                if mode == "cut":
                    self.send_response(200)
                    self.send_header("Content-Length", "8")
                    self.end_headers()
                    self.wfile.write(b"cut")
                    self.close_connection = True
                    return
                status, text = ANSWERS[mode]
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()
