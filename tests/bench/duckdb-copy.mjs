// SPDX-License-Identifier: GPL-3.0-or-later
//
// DuckDB's COPY of an SDMX-CSV file into a database file, to hold `haidang import` against:
// node duckdb-copy.mjs FILE.csv OUT.duckdb, run where @duckdb/node-api is installed. Two threads.
import fs from 'fs';

const { DuckDBInstance } = await import('@duckdb/node-api').catch(() => {
  console.log('DuckDB is not there: npm install @duckdb/node-api in the folder where this runs');
  process.exit(77);
});
const [, , csv, out] = process.argv;
const text = ['STRUCTURE', 'STRUCTURE_ID', 'ACTION', 'OBS_STATUS'];
const types = { TIME_PERIOD: 'DATE', EXTRACTED_AT: 'TIMESTAMPTZ' };
const lines = fs.readFileSync(csv, 'utf8').slice(0, 65536).split('\n');
const sample = lines[1].split(',');
const columns = lines[0].split(',').map((id, at) =>
  `"${id}" ` + (types[id] ?? (!text.includes(id) && /^-?\d+$/.test(sample[at]) && at > 7 ? 'BIGINT' : 'VARCHAR')));

for (const file of [out, out + '.wal']) fs.rmSync(file, { force: true });
const start = process.hrtime.bigint();
const connection = await (await DuckDBInstance.create(out, { threads: '2' })).connect();
await connection.run(`CREATE TABLE observations (${columns.join(', ')})`);
await connection.run(`COPY observations FROM '${csv}' (HEADER)`);
await connection.run('CHECKPOINT');
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
const [[count]] = await (await connection.run('SELECT count(*) FROM observations')).getRows();
const bytes = fs.statSync(out).size;
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
console.log(`${count} rows, ${seconds.toFixed(2)} s (${((userCPUTime + systemCPUTime) / 1e6).toFixed(2)} s CPU), `
  + `${(Number(count) / seconds / 1e6).toFixed(2)} M rows/s, ${(bytes / Number(count)).toFixed(2)} bytes a row, `
  + `peak ${(maxRSS / 1024).toFixed(0)} MB`);
