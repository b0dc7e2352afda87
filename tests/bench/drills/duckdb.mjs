// SPDX-License-Identifier: GPL-3.0-or-later
// The drills in DuckDB, in process, on two threads: one JSON line each, with its answer.
//
// node duckdb.mjs CSV-FOLDER DATABASE DRILLS.json RUNS, with DUCKDB_MODULES the node_modules that has
// @duckdb/node-api. The database is made of the CSV files when it is not there.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { performance } from "node:perf_hooks";

const require = createRequire(path.join(process.env.DUCKDB_MODULES, "x.js"));
const { DuckDBInstance } = require("@duckdb/node-api");
const [folder, database, drillsFile, runs] = process.argv.slice(2);
const isNew = !fs.existsSync(database);
const instance = await DuckDBInstance.create(database, { threads: "2" });
const db = await instance.connect();

if (isNew) {
  const started = performance.now();
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".csv"))) {
    const name = path.basename(file, ".csv");
    const text = name === "units" || name === "durations" ? "" : ", types = {'day': 'DATE'}";
    // Codes such as 01 are no numbers: columns of codes come before the measures, which are all integers.
    const sample = `select * from read_csv('${folder}/${file}', header = true, all_varchar = true) limit 0`;
    const columns = (await db.runAndReadAll(sample)).columnNames();
    const codes = columns.filter((column) =>
      ["UNIT", "TAX", "FLOW", "HS", "LANE", "REGIME", "TRANSPORT", "STAGE", "DURATION", "PROFILE",
        "METHOD", "ROUTE", "GOODS", "unit", "region", "department", "duration"].includes(column));
    const types = codes.map((column) => `'${column}': 'VARCHAR'`);
    if (text !== "") types.push("'day': 'DATE'");
    await db.run(`create table ${name} as select * from read_csv('${folder}/${file}', header = true,` +
      ` types = {${types.join(", ")}})`);
  }
  await db.run("checkpoint");
  console.error(`DuckDB: import ${((performance.now() - started) / 1000).toFixed(1)} s, file ` +
    `${fs.statSync(database).size} bytes`);
}
for (const drill of JSON.parse(fs.readFileSync(drillsFile))) {
  const sql = drill.sql.replaceAll("{month}", "date_trunc('month', day)")
    .replaceAll("{quarter}", "date_trunc('quarter', day)");
  const times = [];
  let rows = [];
  let usage = process.cpuUsage();
  for (let run = 0; run <= Number(runs); run++) {
    if (run === 1) usage = process.cpuUsage(); // of all threads; the first run fills the caches
    const started = performance.now();
    const reader = await db.runAndReadAll(sql);
    if (run > 0) times.push(performance.now() - started);
    rows = reader.getRows();
  }
  usage = process.cpuUsage(usage);
  times.sort((a, b) => a - b);
  const cells = rows.map((row) => row.map((cell) => (cell === null ? null : cell.toString())));
  console.log(JSON.stringify({
    name: drill.name, median_ms: times[times.length >> 1],
    p99_ms: times[Math.floor(0.99 * (times.length - 1))], cpu_ms: (usage.user + usage.system) / 1000 / times.length,
    peak_mb: process.resourceUsage().maxRSS / 1024, rows: cells,
  }));
}
