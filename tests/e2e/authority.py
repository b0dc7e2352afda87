# SPDX-License-Identifier: GPL-3.0-or-later
"""A certificate authority of its own, for tests: good, expired and somebody else's certificates."""

import os
import shutil
import subprocess

CONFIG = """[ca]
default_ca = own
[own]
dir = {dir}
database = {dir}/index
serial = {dir}/serial
new_certs_dir = {dir}
certificate = {dir}/ca.pem
private_key = {dir}/ca.key
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
"""


def find():
    return shutil.which("openssl")


class Authority:
    def __init__(self, folder):
        self.dir = folder
        self.file = os.path.join(folder, "ca.pem")
        os.mkdir(folder)
        for name, text in (("index", ""), ("serial", "01\n"), ("config", CONFIG.format(dir=folder))):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        self.run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj",
                 "/CN=Test authority", "-keyout", os.path.join(folder, "ca.key"), "-out", self.file)

    @staticmethod
    def run(*arguments):
        subprocess.run([find(), *arguments], check=True, capture_output=True)

    def issue(self, name, host, first="20200101000000Z", last="20491231000000Z"):
        """(certificate file, key file) for `host`, an address or a name."""
        base = os.path.join(self.dir, name)
        kind = "IP" if host.replace(".", "").isdigit() else "DNS"
        self.run("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={host}", "-addext",
                 f"subjectAltName={kind}:{host}", "-keyout", f"{base}.key", "-out", f"{base}.csr")
        self.run("ca", "-batch", "-config", os.path.join(self.dir, "config"), "-startdate", first,
                 "-enddate", last, "-in", f"{base}.csr", "-out", f"{base}.pem")
        return f"{base}.pem", f"{base}.key"
