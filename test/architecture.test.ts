import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { describe, expect, it, test } from "vitest";
import { economy } from "../sim/catalog.ts";
import { importsOf, sourcesOf, type Import } from "./support/imports.ts";
import { SMALL } from "./support/play.ts";

/** Packages that run in a browser and keep no state: all that sim/ may use. */
const browserSafe = ["zod", "yaml", "mathjs", "seedrandom", "openskill", "@noble/hashes"];
const tensors = ["@tensorflow", "webgpu"];
const slots = Object.keys(economy);
const folders = ["sim", "models", "reports", "cli", "web", "bench"];

const isFile = (what: string) => folders.includes(what.split("/")[0]!);
const isOf = (what: string, packages: readonly string[]) =>
  packages.some((p) => what === p || what.startsWith(`${p}/`));
const below = (what: string, ...places: readonly string[]) =>
  places.some((place) => what === place || (place.endsWith("/") && what.startsWith(place)));

/** Why an import crosses a border; undefined where it does not.   core <- data, slots <- engine <- models, reports <- cli, web */
function crossing({ file, what, typeOnly }: Import): string | undefined {
  const [top, part] = file.split("/") as [string, string];
  if (isOf(what, tensors) && top !== "models" && top !== "bench") return "only models/ knows the tensor library";
  if (top === "sim") return inSim(part, what, typeOnly);
  if (top === "models") return isFile(what) && !below(what, "sim/", "models/") ? "models/ knows only sim/" : undefined;
  if (top === "reports") return inReports(file, what);
  if (top === "web") {
    if (what.startsWith("node:")) return "web/ runs in a browser";
    return isFile(what) && !below(what, "sim/", "reports/", "web/") ? "web/ knows only sim/ and reports/" : undefined;
  }
  return below(what, "web/") || (top === "cli" && below(what, "bench/"))
    ? `nothing of ${what} is for ${top}/`
    : undefined;
}

function inSim(part: string, what: string, typeOnly: boolean): string | undefined {
  if (!isFile(what)) return isOf(what, browserSafe) ? undefined : `sim/ may use ${browserSafe.join(", ")}`;
  if (!what.startsWith("sim/")) return "sim/ is below all other folders";
  if (part === "core") return below(what, "sim/core/") ? undefined : "sim/core/ knows nothing but itself";
  if (part === "data" || part === "theory")
    return below(what, "sim/core/", `sim/${part}/`) ? undefined : `sim/${part}/ knows only sim/core/`;
  if (part === "dtao") return below(what, "sim/core/", "sim/dtao/") ? undefined : "sim/dtao/ knows only sim/core/";
  if (part === "units.ts" || part === "quantity.ts")
    return below(what, "sim/quantity.ts") ? undefined : `sim/${part} is read by every rule and knows none`;
  if (part === "subnet") return inSubnet(what, typeOnly);
  if (!slots.includes(part)) return undefined; // the engine knows all of sim/
  if (below(what, "sim/core/", "sim/data/", "sim/dtao/", "sim/theory/", "sim/units.ts", `sim/${part}/`))
    return undefined;
  const isContract = slots.some((slot) => what === `sim/${slot}/contract.ts`);
  if (isContract) return typeOnly ? undefined : "of another slot only the types of its contract may come in";
  return "a slot knows core, data, dtao, theory, units and itself; what it needs of the rest comes in its input";
}

/** Rules of the network modelled that no scenario chooses: the engine uses them, slots do not. */
function inSubnet(what: string, typeOnly: boolean): string | undefined {
  if (below(what, "sim/core/", "sim/units.ts", "sim/subnet/")) return undefined;
  if (slots.some((slot) => what === `sim/${slot}/contract.ts`))
    return typeOnly ? undefined : "of a slot only the types of its contract may come in";
  return "sim/subnet/ knows core, units and itself";
}

function inReports(file: string, what: string): string | undefined {
  if (what.startsWith("node:"))
    return file === "reports/render/png.ts" ? undefined : "a report is a function of records alone";
  if (!isFile(what)) return undefined;
  const allowed = below(what, "reports/", "sim/core/", "sim/theory/", "sim/record.ts", "sim/manifest.ts");
  return allowed ? undefined : "reports/ knows records: of sim/ only core/, theory/, record.ts and manifest.ts";
}

const message = (from: Import, why: string) => `${from.file}:${from.line}: imports ${from.what}; ${why}`;

describe("imports", () => {
  it("point one way: core <- data, slots <- engine <- models, reports <- cli, web", () => {
    const all = sourcesOf(...folders).flatMap((file) => importsOf(file));
    expect(all.length).toBeGreaterThan(300);
    const crossed = all.flatMap((one) => {
      const why = crossing(one);
      return why === undefined ? [] : [message(one, why)];
    });
    expect(crossed).toEqual([]);
  });

  test.each<[string, string, boolean]>([
    ["sim/core/matrix.ts", 'import { price } from "../price/index.ts";', true],
    ["sim/core/random.ts", 'import seedrandom from "seedrandom";', false],
    ["sim/data/hardware.ts", 'import { fraction } from "../units.ts";', true],
    ["sim/theory/drift.ts", 'import type { World } from "../world.ts";', true],
    ["sim/price/pool.ts", 'import {\n  worth,\n} from "../demand/value.ts";', true],
    ["sim/price/pool.ts", 'import type { Worth } from "../demand/value.ts";', true],
    ["sim/price/pool.ts", 'import type { Demand } from "../demand/contract.ts";', false],
    ["sim/price/pool.ts", 'import { type Demand, type Wanted } from "../demand/contract.ts";', false],
    ["sim/price/pool.ts", 'import { type Demand, wanted } from "../demand/contract.ts";', true],
    ["sim/price/pool.ts", 'import { genesis } from "../world.ts";', true],
    ["sim/subnet/take.ts", 'import { sum } from "../core/matrix.ts";', false],
    ["sim/subnet/mechanisms.ts", 'import type { ConsensusResult } from "../consensus/contract.ts";', false],
    ["sim/subnet/mechanisms.ts", 'import { splitEmission } from "../consensus/payout.ts";', true],
    ["sim/subnet/mechanisms.ts", 'import type { World } from "../world.ts";', true],
    ["sim/consensus/yuma.ts", 'import { maxUpscale } from "../subnet/submission.ts";', true],
    ["sim/run.ts", 'import { readFileSync } from "node:fs";', true],
    ["sim/run.ts", 'const tf = await import("@tensorflow/tfjs-core");', true],
    ["sim/run.ts", 'import { main } from "../cli/taper.ts";', true],
    ["sim/run.ts", 'import "left-pad";', true],
    ["models/learner.ts", 'import { verdictOf } from "../reports/verdict.ts";', true],
    ["models/learner.ts", 'export { run } from "../sim/run.ts";', false],
    ["reports/verdict.ts", 'import { run } from "../sim/run.ts";', true],
    ["reports/verdict.ts", 'import { join } from "node:path";', true],
    ["reports/metrics/gini.ts", 'import { sum } from "../../sim/core/matrix.ts";', false],
    ["cli/main.ts", 'import * as tf from "@tensorflow/tfjs-core";', true],
    ["cli/main.ts", 'import { digits } from "../models/tasks/digits.ts";', false],
    ["web/page.ts", 'import { digits } from "../models/tasks/digits.ts";', true],
  ])("%s may not say everything: %s", (file, line, crosses) => {
    const found = importsOf(file, `\n${line}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]!.line).toBe(2);
    expect(crossing(found[0]!) !== undefined).toBe(crosses);
  });

  it("name file, line and what crossed", () => {
    const [one] = importsOf("sim/core/matrix.ts", '\n\nimport { price } from "../price/index.ts";');
    expect(message(one!, crossing(one!)!)).toBe(
      "sim/core/matrix.ts:3: imports sim/price/index.ts; sim/core/ knows nothing but itself",
    );
  });
});

describe("sim/", () => {
  const entry = ["arms", "catalog", "scenario", "run", "record", "schedule/rows", "schedule/schedule"].map(
    (file) => `export * from "./sim/${file}.ts";`,
  );

  it("bundles for a browser, without a module of Node, and runs where there is nothing of Node", async () => {
    const { outputFiles, metafile, warnings } = await build({
      stdin: { contents: entry.join("\n"), resolveDir: process.cwd(), loader: "ts" },
      bundle: true,
      write: false,
      format: "iife",
      globalName: "taper",
      platform: "browser",
      target: "es2022",
      logLevel: "silent",
      metafile: true,
    });
    expect(warnings).toEqual([]);
    const packages = Object.keys(metafile.inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
    expect(packages.filter((name) => name !== undefined && /tensorflow|duckdb|yargs|canvas/.test(name))).toEqual([]);
    const text = readFileSync(SMALL, "utf8");
    const page = createContext({ text, TextEncoder, TextDecoder });
    runInContext(outputFiles[0]!.text, page);
    const quality = await (runInContext(
      `(async () => {
        const { parseScenario, armsOf, economy, begin, run } = taper;
        const arms = armsOf(parseScenario(text, "small.yaml", economy, () => "", ["duration=4 weeks", "taper.at=2 weeks"]), economy);
        const seen = [];
        for await (const { rows } of run(arms, await begin(arms))) seen.push(rows.epochs[0].meanQuality);
        return JSON.stringify([typeof process, typeof require, seen]);
      })()`,
      page,
    ) as Promise<string>);
    const [process_, require_, seen] = JSON.parse(quality) as [string, string, number[]];
    expect([process_, require_, seen.length]).toEqual(["undefined", "undefined", 2 + 2 * 2]);
    for (const q of seen) expect(q).toBeGreaterThan(0.5);
  });
});

describe("files", () => {
  test.each(["sim", "models", "reports", "cli"])("of %s/ have at most 300 lines", (top) => {
    const lengths = sourcesOf(top).map(
      (file) => [readFileSync(file, "utf8").trimEnd().split("\n").length, file] as const,
    );
    expect(lengths.length).toBeGreaterThan(10);
    const long = lengths.filter(([lines]) => lines > 300).map(([lines, file]) => `${file} has ${lines} lines`);
    expect(long).toEqual([]);
  });
});
