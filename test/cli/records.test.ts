import { appendFile, mkdtemp, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { csvLines, frameOfCsv } from "../../cli/records/csv.ts";
import { openDatabase } from "../../cli/records/duckdb.ts";
import { openRecords, type Marks } from "../../cli/records/files.ts";
import { readRun } from "../../cli/records/read.ts";
import { frameOf } from "../../sim/memoryRecorder.ts";
import { flows, tables, type Batch, type Row, type Rows } from "../../sim/record.ts";
import { begin, run } from "../../sim/run.ts";
import { invented, manifest, zeros } from "../reports/synthetic.ts";
import { armsOfFile, SMALL } from "../support/play.ts";

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), "taper-records-"));

const days = 210;
const epochs: Rows[] = [];
invented({ days, each: (rows) => epochs.push(rows) });

async function play(dir: string, from: number, to: number, resumeFrom?: Marks, every = 8): Promise<Marks | undefined> {
  const files = await openRecords(dir, { shardEpochs: 6, ...(resumeFrom === undefined ? {} : { resumeFrom }) });
  let marks = resumeFrom;
  for (let epoch = from; epoch < to; epoch++) {
    await files.write(epochs[epoch]!);
    if ((epoch + 1) % every === 0) marks = await files.flush();
  }
  await files.close();
  return marks;
}

/** Every file below a folder with its bytes. */
async function contents(dir: string): Promise<Record<string, string>> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const pairs = files.map(
    async (file) => [file.slice(dir.length + 1), (await readFile(file)).toString("base64")] as const,
  );
  return Object.fromEntries((await Promise.all(pairs)).sort());
}

describe("recorder", () => {
  test("a run that is killed and resumed leaves the same bytes", async () => {
    const [whole, broken] = [await folder(), await folder()];
    await play(whole, 0, epochs.length);
    let at = 0;
    let marks: Marks | undefined;
    for (const stop of [3, 11, 12, 21, 29]) {
      // Stopped after epoch `stop`, long past the last flush; what that left behind has to go.
      marks = await play(broken, at, stop, marks);
      await appendFile(join(broken, "records", "epochs.csv"), "cut,99,0,half a li");
      await writeFile(join(broken, "records", "miners", "cut-000099.parquet.tmp"), "half");
      at = marks === undefined ? 0 : 8 * Math.floor(stop / 8);
    }
    await play(broken, at, epochs.length, marks);
    const [expected, found] = [await contents(whole), await contents(broken)];
    expect(Object.keys(found)).toEqual(Object.keys(expected));
    expect(found).toEqual(expected);
    expect(Object.keys(expected)).toContain(join("records", "miners", "keep-000006.parquet"));
  });

  test("a run that writes on while it flushes leaves the same bytes, and marks that do not count what came later", async () => {
    const [waited, overlapped] = [await folder(), await folder()];
    await play(waited, 0, 24);
    const files = await openRecords(overlapped, { shardEpochs: 6 });
    let flushed: Promise<Marks> | undefined;
    for (let epoch = 0; epoch < 20; epoch++) {
      await files.write(epochs[epoch]!);
      if ((epoch + 1) % 8 !== 0) continue;
      await flushed;
      flushed = files.flush();
    }
    const marks = await flushed;
    await files.close();
    await play(overlapped, 16, 24, marks);
    expect(await contents(overlapped)).toEqual(await contents(waited));
  });

  test("what is read equals what was written, missing numbers and all", async () => {
    const dir = await folder();
    await play(dir, 0, epochs.length);
    await writeFile(join(dir, "manifest.json"), JSON.stringify(manifest({ days })));
    const read = await readRun(dir);
    expect(read.manifest).toEqual(manifest({ days }));
    for (const table of tables) {
      const rows = epochs.flatMap((more) => more[table.name]!);
      const inOrder =
        table.store === "csv" ? rows : ["cut", "keep"].flatMap((arm) => rows.filter((row) => row["arm"] === arm));
      expect(read.frames[table.name], table.name).toEqual(frameOf(table, inOrder));
    }
  });

  test("awkward numbers and texts come back as they were", async () => {
    const dir = await folder();
    const files = await openRecords(dir);
    const awkward = [
      0.1 + 0.2,
      -0,
      5e-324,
      1.7976931348623157e308,
      1 / 3,
      123456789012345680000,
      NaN,
      -1e-7,
      2 ** 53 - 1,
    ];
    const texts = ['a "b"', "a,b", "line\nbreak", "", "it's", "ü→", "__proto__", "constructor", "null"];
    const rows: Record<string, Row[]> = Object.fromEntries(tables.map(({ name }) => [name, []]));
    awkward.forEach((amount, k) => {
      rows["flows"]!.push({ ...zeros("flows"), arm: "cut", epoch: k, from: texts[k]!, amount });
      rows["operators"]!.push({
        ...zeros("operators"),
        arm: "cut",
        epoch: k,
        id: texts[k]!,
        tokens: amount,
        served: 4294967295,
      });
    });
    await files.write(rows);
    await files.close();
    await writeFile(join(dir, "manifest.json"), JSON.stringify(manifest()));
    const { frames } = await readRun(dir, { tables: ["flows", "operators"] });
    expect([...(frames["flows"]!.columns["amount"] as Float64Array)]).toEqual(awkward);
    expect(frames["flows"]!.columns["from"]).toEqual(texts);
    expect([...(frames["operators"]!.columns["tokens"] as Float64Array)]).toEqual(awkward);
    expect(frames["operators"]!.columns["id"]).toEqual(texts);
    expect((frames["operators"]!.columns["served"] as Float64Array)[0]).toBe(4294967295);
  });

  test("a column of one value comes back as it was", async () => {
    const dir = await folder();
    const files = await openRecords(dir);
    const same = [0.1 + 0.2, -0, 0, 5e-324, -1.7976931348623157e308, 123456789012345680000, NaN, 1 / 3];
    for (const [epoch, tokens] of same.entries()) {
      const row = { ...zeros("operators"), arm: "cut", epoch, id: "it's", group: "", tokens, served: 4294967295 };
      await files.write({ operators: [row, row, row] });
      await files.flush();
    }
    await files.close();
    await writeFile(join(dir, "manifest.json"), JSON.stringify(manifest()));
    const { columns } = (await readRun(dir, { tables: ["operators"] })).frames["operators"]!;
    expect([...(columns["tokens"] as Float64Array)]).toEqual(same.flatMap((value) => [value, value, value]));
    expect(new Set(columns["id"] as string[])).toEqual(new Set(["it's"]));
    expect(new Set(columns["group"] as string[])).toEqual(new Set([""]));
    expect(new Set(columns["served"] as Float64Array)).toEqual(new Set([4294967295]));
  });

  test("a later column that the shards lack is left out where it is named so, and refused elsewhere", async () => {
    const dir = await folder();
    const files = await openRecords(dir);
    await files.write({ operators: [{ ...zeros("operators"), arm: "cut", id: "m0", hours: 3 }] });
    await files.close();
    await writeFile(join(dir, "manifest.json"), JSON.stringify(manifest()));
    const shards = join(dir, "records", "operators");
    const [shard] = (await readdir(shards)).map((name) => join(shards, name));
    const later = { operators: ["capacity"] };
    const read = async () => (await readRun(dir, { tables: ["operators"], later })).frames["operators"]!.columns;
    expect([...((await read())["capacity"] as Float64Array)]).toEqual([0]);
    const database = await openDatabase();
    await database.connection.run(
      `COPY (SELECT * EXCLUDE (capacity) FROM '${shard}') TO '${shard}.less' (FORMAT parquet)`,
    );
    database.close();
    await rename(`${shard}.less`, shard!);
    expect(await read()).not.toHaveProperty("capacity");
    expect([...((await read())["hours"] as Float64Array)]).toEqual([3]);
    await expect(readRun(dir, { tables: ["operators"] })).rejects.toThrow(/capacity/);
  });

  test("batches and rows give the same bytes", async () => {
    const [byBatch, byRow] = [await folder(), await folder()];
    const files = await Promise.all([byBatch, byRow].map((dir) => openRecords(dir, { shardEpochs: 3 })));
    const arms = armsOfFile(SMALL, ["duration=8 weeks", "taper.at=4 weeks"]);
    for await (const { tables, rows } of run(arms, await begin(arms))) {
      await files[0]!.write(tables);
      await files[1]!.write(rows);
    }
    for (const file of files) await file.close();
    const expected = await contents(byRow);
    expect(Object.keys(expected)).toContain(join("records", "miners", "keep-000003.parquet"));
    expect(await contents(byBatch)).toEqual(expected);
  });

  test("a row that lacks a column or has another type is refused", async () => {
    const files = await openRecords(await folder());
    const bad = { ...zeros("epochs"), arm: "cut", day: "monday" };
    await expect(files.write({ epochs: [bad] })).rejects.toThrow('record: epochs.day is "monday"; expected a number');
    const { id: _, ...lacking } = { ...zeros("miners"), arm: "cut" } as Record<string, string | number>;
    await expect(files.write({ miners: [lacking] })).rejects.toThrow("record: miners.id is missing; expected a text");
    const { arm, epoch, subnet, ...columns } = { ...zeros("miners"), arm: "cut", epoch: 0, subnet: 0 };
    const batch = { arm, epoch, subnet, places: Int32Array.of(0, 1), columns };
    const write = (wrong: Batch["columns"]) =>
      files.write({ miners: [{ ...batch, columns: { ...columns, ...wrong } }] });
    await expect(write({ id: 3 })).rejects.toThrow("record: miners.id is 3; expected a text");
    await expect(write({ id: Int32Array.of(4, 5) })).rejects.toThrow("record: miners.id is 4; expected a text");
    const texts = { codes: Int32Array.of(1, 0), texts: ["a", "b"] };
    await expect(write({ uid: texts })).rejects.toThrow('record: miners.uid is "b"; expected a number');
    await expect(write({ uid: "a" })).rejects.toThrow('record: miners.uid is "a"; expected a number');
  });

  test("records that hold less than the checkpoint says cannot be resumed", async () => {
    const dir = await folder();
    const marks = await play(dir, 0, 8);
    await writeFile(join(dir, "records", "epochs.csv"), "arm\n");
    await expect(openRecords(dir, { resumeFrom: marks! })).rejects.toThrow(
      /epochs\.csv: has 4 bytes; resuming the run needs/,
    );
  });
});

describe("CSV", () => {
  test("a last line that was cut off is left out", () => {
    const header = flows.columns.map(({ name }) => name).join(",");
    const line = csvLines(flows, [{ ...zeros("flows"), arm: "cut", amount: 0.5 }]);
    const frame = frameOfCsv("flows.csv", flows, `${header}\n${line}cut,1,0,us`);
    expect(frame.length).toBe(1);
    expect(frame.columns["amount"]).toEqual(Float64Array.of(0.5));
  });

  test("a file of other columns is refused, saying where", () => {
    expect(() => frameOfCsv("flows.csv", flows, "arm,epoch\ncut,1\n")).toThrow(
      'flows.csv:1: no column "subnet"; found arm, epoch',
    );
    const header = flows.columns.map(({ name }) => name).join(",");
    expect(() => frameOfCsv("flows.csv", flows, `${header}\ncut,1\n`)).toThrow(
      "flows.csv:2: 2 cells; the header has 8",
    );
  });
});
