import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalog } from "../cli/catalog.ts";
import { ARMS } from "../sim/armNames.ts";
import { armsOf } from "../sim/arms.ts";
import { jsonSchema, parseScenario } from "../sim/scenario.ts";
import { column, playAll } from "./support/play.ts";

const folder = "scenarios";
const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
const read = (path: string) => readFileSync(path, "utf8");
const parse = (file: string, overrides: readonly string[] = []) =>
  parseScenario(read(join(folder, file)), join(folder, file), catalog, read, overrides);

describe.each(files)("scenarios/%s", (file) => {
  const comments = read(join(folder, file))
    .split("\n")
    .filter((line) => line.startsWith("#"));

  it("names a schema that is there", () => {
    const schema = comments.flatMap((line) => /^# yaml-language-server: \$schema=(\S+)$/.exec(line)?.[1] ?? []);
    expect(schema).toHaveLength(1);
    expect(existsSync(join(folder, dirname(file), schema[0]!))).toBe(true);
  });

  it("asks one question in its first line", () => {
    const [first] = comments.filter((line) => !line.includes("yaml-language-server"));
    expect(first).toMatch(/^# [A-Z][^?]*\?/);
    expect(parse(file).scenario.question).toMatch(/^[A-Z][^?]*\?$/);
  });

  it("is called as it is named", () => expect(`${parse(file).scenario.name}.yaml`).toBe(file));

  it("runs three epochs", async () => {
    const { tempo, blockTime } = parse(file).scenario;
    const arms = armsOf(parse(file, [`duration=${3 * tempo * blockTime} s`]), catalog, { backend: "wasm" }, ARMS);
    const rows = await playAll(arms);
    for (const { name: arm } of arms.arms) {
      expect(column(rows, arm, "epoch")).toEqual([0, 1, 2]);
      expect(Math.min(...column(rows, arm, "serving"))).toBeGreaterThan(0);
      for (const quality of column(rows, arm, "meanQuality")) expect(quality).toBeGreaterThan(0);
    }
  });
});

describe("scenarios/", () => {
  it("has files", () => expect(files).toEqual(expect.arrayContaining(["after-the-subsidy.yaml", "quick.yaml"])));

  it("holds the schema of the catalog; `taper list --schema scenarios/scenario.schema.json` writes it", () => {
    const written = JSON.parse(read(join(folder, "scenario.schema.json"))) as unknown;
    expect(written).toEqual(JSON.parse(JSON.stringify(jsonSchema(catalog))));
  });
});
