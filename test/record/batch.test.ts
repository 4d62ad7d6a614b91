import { describe, expect, test } from "vitest";
import { frameOf } from "../../sim/memoryRecorder.ts";
import { isBatch, rowsOf, type Batch, type Part } from "../../sim/record/batch.ts";
import { refuseGaps } from "../../sim/record/gaps.ts";
import { tables, type Table } from "../../sim/record.ts";
import { begin, run } from "../../sim/run.ts";
import { playFound } from "../support/found.ts";
import { armsOfFile, SMALL } from "../support/play.ts";

const tableOf = (name: string): Table => tables.find((table) => table.name === name)!;
const participants = ["miners", "validators", "operators", "audits"];

const short = armsOfFile(SMALL, ["duration=4 weeks", "taper.at=2 weeks"]);
const played: Readonly<Record<string, readonly Part[]>>[] = [];
for await (const epoch of run(short, await begin(short))) played.push(epoch.tables);

const batch: Batch = {
  arm: "cut",
  epoch: 7,
  subnet: 0,
  places: Int32Array.of(0, 2),
  columns: { id: { codes: Int32Array.of(1, 0, 0), texts: ["b", "a"] }, pay: Float64Array.of(1, NaN, 3), uid: 4 },
};

describe("a batch", () => {
  test("is rows of the places it names", () => {
    expect(rowsOf([batch, { arm: "keep" }])).toEqual([
      { arm: "cut", epoch: 7, subnet: 0, id: "a", pay: 1, uid: 4 },
      { arm: "cut", epoch: 7, subnet: 0, id: "b", pay: 3, uid: 4 },
      { arm: "keep" },
    ]);
  });

  test.each(participants)("of %s gives the frame that its rows give", (name) => {
    const parts = played.flatMap((epoch) => epoch[name]!);
    expect(parts.every(isBatch)).toBe(true);
    const rows = rowsOf(parts);
    expect(rows.length).toBeGreaterThan(parts.length);
    expect(frameOf(tableOf(name), parts)).toEqual(frameOf(tableOf(name), rows));
  });

  test("is shared by the arms that an epoch belongs to", () => {
    const [cut, keep] = played[0]!["miners"] as readonly Batch[];
    expect([cut!.arm, keep!.arm]).toEqual(["cut", "keep"]);
    expect(keep!.columns).toBe(cut!.columns);
    expect(played[0]!["epochs"]!.map((row) => row["arm"])).toEqual(["cut", "keep"]);
    expect(played.at(-1)!["miners"]!.map((part) => part["arm"])).toEqual(["keep"]);
  });
});

describe("a missing number", () => {
  const table: Table = {
    name: "miners",
    store: "parquet",
    meaning: "",
    columns: [
      { name: "id", type: "text", unit: "", meaning: "" },
      { name: "pay", type: "number", unit: "", meaning: "" },
      { name: "uid", type: "integer", unit: "", meaning: "" },
      { name: "belief", type: "number", unit: "", meaning: "", optional: true },
    ],
  };
  const refused = (columns: Batch["columns"]) => () =>
    refuseGaps(table, [{ ...batch, columns: { ...batch.columns, ...columns } }]);

  test("is refused, naming where it is, in a batch as in a row", () => {
    const message = "epoch 7, arm cut: pay of b in table miners is NaN; expected a finite number";
    expect(refused({ pay: Float64Array.of(1, 2, NaN) })).toThrow(message);
    expect(() => refuseGaps(table, [{ arm: "cut", epoch: 7, id: "b", pay: NaN, uid: 1 }])).toThrow(message);
    expect(refused({ uid: NaN })).toThrow("uid of a in table miners is NaN");
    expect(refused({ uid: "four" })).toThrow("uid of a in table miners is four");
    expect(refused({ pay: Float64Array.of(1, 2, Infinity) })).toThrow("pay of b in table miners is Infinity");
  });

  test("is let through where no row is, and in an optional column", () => {
    expect(refused({ pay: Float64Array.of(1, NaN, 3) })).not.toThrow();
    expect(refused({ belief: NaN })).not.toThrow();
  });

  test("of a table that nobody reads stops no run; reading the table does", async () => {
    const [epoch] = await playFound([], () => NaN);
    expect(epoch!.rows["flows"]!.length).toBeGreaterThan(0);
    expect(() => epoch!.rows["audits"]).toThrow(/^epoch 0, arm cut: found in table audits is NaN/);
  });
});
