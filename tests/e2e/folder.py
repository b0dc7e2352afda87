# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies two datasets of a feed server into a folder of files, as an office would drop them there."""

import json
import pathlib
import sys

from sdmx import DATA_CSV, STRUCTURE_JSON, fetch

base, folder = sys.argv[1], pathlib.Path(sys.argv[2])
chosen = sys.argv[3:]
message = json.loads(fetch(f"{base}/structure/dataflow/*/*/+?references=all", STRUCTURE_JSON))
flows = [flow for flow in message["data"]["dataflows"] if flow["id"] in chosen]
message["data"]["dataflows"] = flows
kept = [
    one
    for one in message["data"]["dataStructures"]
    if any(f":{one['id']}(" in flow["structure"] for flow in flows)
]
message["data"]["dataStructures"] = kept
folder.mkdir(parents=True, exist_ok=True)
(folder / "structure.json").write_text(json.dumps(message, ensure_ascii=False), "utf-8")
for flow in flows:
    path = f"{base}/data/dataflow/{flow['agencyID']}/{flow['id']}/{flow['version']}/*"
    (folder / f"{flow['id']}.csv").write_text(fetch(path, DATA_CSV), "utf-8")
