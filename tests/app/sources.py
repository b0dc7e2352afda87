# SPDX-License-Identifier: GPL-3.0-or-later
"""A feed server is set in the preferences as a person would: what is wrong with a line is said at the line and
not taken; with authority, certificate, key and scope its figures come, and come again when the server says that
they changed."""

import json
import os
import signal
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "e2e")]
import authority  # noqa: E402
import desk  # noqa: E402
from desk import check, says, wait_for  # noqa: E402
from engines_settings import KEYFILE, set_settings  # noqa: E402
from preferences_steps import ESCAPE, field, open_page, write  # noqa: E402

F5 = 0xFFC2
ADDRESS, SCOPE, CA = "^Address", "^Units whose figures may come", "^File with the certificate authority"
CERT, KEY = "^File with our own certificate", "^File with its key"
TOKEN = "^File with the access token, instead"


def last_day():
    known = json.loads(desk.run("status", "--json"))
    return next(one["last"] for one in known if one["dataset"] == "REVENUE")


def regions():
    return [row[0] for row in desk.query("revenue.collected", "--by", "unit:region")]


def test_rows(app, url, pki, token):
    """Each wrong, and then right."""
    cert, key = pki.issue("laptop", "laptop")
    other_key = pki.issue("other", "other")[1]
    past = pki.issue("past", "laptop", last="20210101000000Z")[0]
    locked = key + ".locked"
    pki.run("rsa", "-in", key, "-aes128", "-passout", "pass:secret", "-out", locked)
    if not open_page(app, "Sources"):
        return
    for row, wrong, fault, right in (
            (ADDRESS, "nonsense", "that is no address of a server", url),
            (SCOPE, "KV03 NOWHERE", None, "KV03"),
            (CA, key, "there is no certificate in it", pki.file),
            (TOKEN, os.devnull, "its first line is empty", token),
            (CERT, "/nowhere", "that file cannot be read", cert),
            (CERT, past, "the certificate has run out", cert),
            (CERT, key, "there is no certificate in it", cert),
            (KEY, pki.file, "there is no key in it", key),
            (KEY, locked, "the key in it is locked by a passphrase", key),
            (KEY, other_key, "certificate and key do not belong together", key)):
        if fault is not None:
            write(app, row, wrong)
            check(f"{row}: what is wrong is said at the row", bool(wait_for(lambda: field(app, row + ".*" + fault), 10)))
        write(app, row, right)
        check(f"{row}: nothing is wrong", bool(wait_for(lambda: not field(app, row + ".*" + (fault or "no such unit")), 10)))
    another = pki.issue("another", "laptop")[0]
    write(app, CERT, another)
    check("a certificate that the key is not of is said at the key",
          bool(wait_for(lambda: field(app, KEY + ".*certificate and key do not belong together"), 10)))
    write(app, CERT, cert)
    check("until it is the right one again", bool(wait_for(lambda: not field(app, KEY + ".*do not belong"), 10)))
    desk.press(ESCAPE)


def test_server(app, server, url, pki, token):
    test_rows(app, url, pki, token)
    # They may have come by themselves while the rest was being written.
    desk.press("Ctrl", ord("r"))
    check("the figures come, or have come", bool(says(app, "figures? changed|Nothing new", 60)))
    check("of the region alone that the token yields, and the scope lets come", regions() == ["KV03"], regions())
    before = last_day()
    server.send_signal(signal.SIGUSR1)
    check("the server says that they changed, and they come by themselves", bool(wait_for(lambda: last_day() > before, 90)),
          f"{before} {last_day()}")
    open_page(app, "Sources")
    write(app, SCOPE, "KV03 NOWHERE")
    check("a unit that there is not is said at the row", bool(wait_for(lambda: field(app, SCOPE + ".*there is no such unit"), 10)))


def main():
    if authority.find() is None:
        print("1..0 # SKIP openssl is not installed")
        return
    pki = authority.Authority(os.path.join(desk.SCRATCH, "pki"))
    cert, key = pki.issue("server", "127.0.0.1")
    tokens, token = (os.path.join(desk.SCRATCH, name) for name in ("tokens", "token"))
    for path, text in ((tokens, '[{"token": "three", "units": ["KV03"]}]'), (token, "three")):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    server = subprocess.Popen(
        [os.path.join(desk.PROGRAMS, "haidang-central"), "--listen", "127.0.0.1:0", "--scale", "small", "--tls-cert", cert,
         "--tls-key", key, "--tls-client-ca", pki.file, "--token-file", tokens], stdout=subprocess.PIPE, text=True)
    try:
        url = server.stdout.readline().strip()
        # Nobody shows notifications in the session of a test, which is a warning.
        set_settings(sync_minutes=60)
        with open(KEYFILE, "a", encoding="utf-8") as file:
            file.write("notify-sync=false\n")
        desk.walk_program(lambda app: test_server(app, server, url, pki, token), "en", GSETTINGS_BACKEND="keyfile")
    finally:
        server.terminate()
        server.wait()
    desk.done_testing()


main()
