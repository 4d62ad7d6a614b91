/** What holds in every scenario file, whatever it asks: arms differ by the taper alone, and a fork is only a shortcut. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { catalog } from "../../cli/catalog.ts";
import { trainedTasks } from "../../models/catalog.ts";
import type { Arms } from "../../sim/arms.ts";
import { parseScenario } from "../../sim/scenario.ts";
import type { Row } from "../../sim/record.ts";
import { armsOfFile, column, ofArm, playAll } from "../support/play.ts";

const files = readdirSync("scenarios").filter((file) => file.endsWith(".yaml"));
const read = (path: string) => readFileSync(path, "utf8");

/** Every column of every table of an arm. */
const ofTables = (rows: Record<string, Row[]>, arm: string) =>
  Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, ofArm(list, arm)]));
const apart = ({ arms }: Arms): Promise<Record<string, Row[]>> => playAll({ arms, forkEpoch: 0 });

describe.each(files)("scenarios/%s", (file) => {
  const path = `scenarios/${file}`;
  const { task, tempo, blockTime } = parseScenario(read(path), path, catalog, read).scenario;
  /** A dozen epochs, of real training four. */
  const epochs = trainedTasks.some(({ kind }) => kind === task.kind) ? 4 : 12;
  const seconds = (many: number) => `${many * tempo * blockTime} s`;
  // The twin is what keeps the subsidy, also where the file lays more upon it.
  const armsWith = (taper: string) =>
    armsOfFile(path, [`duration=${seconds(epochs)}`, `taper=${taper}`, "twin={taper: {kind: never}}"], catalog, {
      backend: "wasm",
    });

  it("gives equal arms without a taper, though each is played on its own", async () => {
    const rows = await apart(armsWith("{kind: never}"));
    expect(column(rows, "keep", "epoch")).toHaveLength(epochs);
    expect(ofTables(rows, "keep")).toEqual(ofTables(rows, "cut"));
  });

  it("gives the same arms forked where the subsidy ends as each played on its own, and these differ from there on", async () => {
    const half = epochs / 2;
    const arms = armsWith(`{kind: step, at: ${seconds(half)}, floor: 0.1}`);
    expect(arms.forkEpoch).toBe(half);
    const [forked, own] = [await playAll(arms), await apart(arms)];
    for (const arm of ["cut", "keep"]) expect(ofTables(forked, arm)).toEqual(ofTables(own, arm));
    const [cut, keep] = ["cut", "keep"].map((arm) => ofArm(own["epochs"]!, arm));
    expect(cut!.slice(0, half)).toEqual(keep!.slice(0, half));
    expect(cut![half]).not.toEqual(keep![half]);
  });
});
