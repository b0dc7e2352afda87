// SPDX-License-Identifier: GPL-3.0-or-later
//
// DuckDB's COPY of an SDMX-CSV file into a database file, to hold `haidang import` against:
// node duckdb-copy.mjs FILE.csv OUT.duckdb. Two threads. Prints the number of rows.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(process.env.DUCKDB_MODULES ?? 'node_modules', 'x.js'));
let DuckDBInstance;
try {
  ({ DuckDBInstance } = require('@duckdb/node-api'));
} catch {
  console.error('DuckDB is not there: npm install @duckdb/node-api, and name its node_modules in DUCKDB_MODULES');
  process.exit(77);
}
const [, , csv, out] = process.argv;
const text = ['STRUCTURE', 'STRUCTURE_ID', 'ACTION', 'OBS_STATUS'];
const types = { TIME_PERIOD: 'DATE', EXTRACTED_AT: 'TIMESTAMPTZ' };
const head = Buffer.alloc(65536);
fs.readSync(fs.openSync(csv), head, 0, head.length, 0);
const lines = head.toString('utf8').split('\n');
const sample = lines[1].split(',');
const columns = lines[0].split(',').map((id, at) =>
  `"${id}" ` + (types[id] ?? (!text.includes(id) && /^-?\d+$/.test(sample[at]) && at > 7 ? 'BIGINT' : 'VARCHAR')));

for (const file of [out, out + '.wal']) fs.rmSync(file, { force: true });
const connection = await (await DuckDBInstance.create(out, { threads: '2' })).connect();
await connection.run(`CREATE TABLE observations (${columns.join(', ')})`);
await connection.run(`COPY observations FROM '${csv}' (HEADER)`);
await connection.run('CHECKPOINT');
const [[count]] = await (await connection.run('SELECT count(*) FROM observations')).getRows();
console.log(String(count));
