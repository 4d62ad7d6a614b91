import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectPrinted, type ExpectingFile, type Printed } from "../consensus/expected.ts";
import { bundle, folder, removeFolders, root, taper } from "../support/cli.ts";
import { taperHere } from "../support/inProcess.ts";
import { smallChain, smallPeerCase } from "../support/snapshots.ts";

let cli = "";
let place = "";
beforeAll(() => {
  cli = bundle();
  place = folder();
});
afterAll(removeFolders);

/** Runs the command on a file of the repository and reads what it printed. */
async function printed(file: string): Promise<{ steps: Printed[]; runs: Printed[] } & Printed> {
  const { code, out, err } = await taperHere("epoch", join(root, file), "--json");
  expect([code, err]).toEqual([0, ""]);
  expect(out.trimEnd()).not.toContain("\n");
  return JSON.parse(out) as never;
}

const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), "utf8"));

interface EpochsFile extends ExpectingFile {
  readonly name: string;
  readonly steps: readonly { readonly label?: string; readonly block: number; readonly expected: Printed }[];
}

const chainFiles = readdirSync(join(root, "test/vectors/consensus"))
  .map((name) => `test/vectors/consensus/${name}`)
  .filter((file) => /^epoch_sequence/.test((read(file) as EpochsFile).kind));

describe("taper epoch --json", () => {
  test.each(chainFiles)("%s: every expected number", async (path) => {
    const file = read(path) as EpochsFile;
    const { name, steps } = await printed(path);
    expect([name, steps.length]).toEqual([file.name, file.steps.length]);
    for (const [k, { label, block, expected }] of file.steps.entries()) {
      expectPrinted(steps[k]!, expected, file);
      expect([steps[k]!.label, steps[k]!.block]).toEqual([label, block]);
      if (file.kind !== "epoch_sequence") continue; // the large kind lists parts
      const named = ["block", ...(label === undefined ? [] : ["label"]), ...Object.keys(expected)];
      expect(Object.keys(steps[k]!).sort()).toEqual(named.sort());
    }
  });

  test("finds all of them", () => expect(chainFiles).toHaveLength(12));

  test("expands a generator into its cases", async () => {
    const { steps } = await printed("test/vectors/consensus/epoch_512_graph_uniform.json");
    expect(steps.map(({ label }) => label).filter((_, k) => k % 3 === 0)).toEqual([
      "validators_first, no self weights, epoch 1",
      "validators_first, self weights 65535, epoch 1",
      "every_8th_uid, no self weights, epoch 1",
      "every_8th_uid, self weights 65535, epoch 1",
    ]);
    expect(steps).toHaveLength(12);
  });
});

interface PeerFile {
  readonly id: string;
  readonly runs: readonly {
    readonly producer: string;
    readonly variant: string;
    readonly params: object;
    readonly degenerateEpochs: readonly number[];
    readonly expected: Readonly<Record<string, readonly unknown[]>>;
  }[];
}

/** Largest difference, relative to the wanted number where `relative` says so. */
function difference(found: unknown, wanted: unknown, relative: boolean): number {
  if (typeof wanted === "number") {
    const apart = Math.abs((found as number) - wanted);
    return relative && wanted !== 0 ? apart / Math.abs(wanted) : apart;
  }
  const [parts, wantedParts] = [found as unknown[], wanted as unknown[]];
  expect(parts).toHaveLength(wantedParts.length);
  return Math.max(0, ...wantedParts.map((part, k) => difference(parts[k], part, relative)));
}

const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const columnTotals = (rows: readonly number[][]) => rows[0]!.map((_, j) => total(rows.map((row) => row[j]!)));

/** What stands for an expected array of a peer case, by epoch. */
function peerOutput(key: string, run: Printed): unknown[] {
  if (key === "bondsColumnSums") return (run.bonds as number[][][]).map(columnTotals);
  if (key === "bondsRowSums") return (run.bonds as number[][][]).map((rows) => rows.map(total));
  return run[key] as unknown[];
}

describe("taper epoch --json of a peer case", () => {
  test.each(["case05", "rand_c"])("%s: every run, every expected array", async (id) => {
    const file = read(`test/vectors/peers/${id}.json`) as PeerFile;
    const { runs, ...rest } = await printed(`test/vectors/peers/${id}.json`);
    expect(rest).toEqual({ id });
    const names = ({ producer, variant, params }: Pick<Printed, string>) => ({ producer, variant, params });
    expect(runs.map(names)).toEqual(file.runs.map((one) => names({ ...one })));
    for (const [k, { expected, degenerateEpochs }] of file.runs.entries()) {
      const end = Math.min(...degenerateEpochs, Infinity); // what follows depends on 0 divided by 0
      for (const [key, wanted] of Object.entries(expected)) {
        const relative = key.startsWith("bonds") || key === "dividendPer1000";
        const found = peerOutput(key, runs[k]!).slice(0, end);
        expect(difference(found, wanted.slice(0, end), relative), `run ${k}, ${key}`).toBeLessThanOrEqual(1e-9);
      }
    }
  });
});

const metagraph = join(root, "docs/examples/metagraph.json");

/** Runs the command on a text. */
function taperOn(text: string, ...options: string[]) {
  const file = join(place, "s.json");
  writeFileSync(file, text);
  return taperHere("epoch", file, ...options);
}

describe("taper epoch", () => {
  test("prints a table for each step", async () => {
    const { code, out } = await taperHere("epoch", metagraph);
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "step 0, block 5000000
      uid  stake     trust     consensus  incentive  dividends  emission
      0    0.544643  1.000000  0.000000   0.000000   0.672869   99315408817
      1    0.375000  0.694126  0.000000   0.000000   0.327131   48284591182
      2    0.080357  0.500000  0.000000   0.000000   0.000000   0
      3    0.000000  0.000000  0.577223   0.549805   0.000000   81151162880
      4    0.000000  0.000000  0.352314   0.402518   0.000000   59411720688
      5    0.000000  0.000000  0.070463   0.047677   0.000000   7037116430
      6    0.000000  0.000000  0.000000   0.000000   0.000000   0
      7    0.000000  0.000000  0.000000   0.000000   0.000000   0"
    `);
  });

  test("prints CSV with a column for the step", async () => {
    const { out } = await taperHere("epoch", metagraph, "--csv");
    const [header, ...lines] = out.split("\n");
    expect(header).toBe("step,uid,stake,trust,consensus,incentive,dividends,emission");
    expect(lines).toHaveLength(8);
    const { steps } = JSON.parse((await taperHere("epoch", metagraph, "--json")).out) as {
      steps: Record<string, number[]>[];
    };
    for (const [uid, line] of lines.entries()) {
      const { stake_norm, validator_trust, consensus, incentive, dividends, combined_emission } = steps[0]!;
      const columns = [stake_norm, validator_trust, consensus, incentive, dividends, combined_emission];
      expect(line.split(",").map(Number)).toEqual([0, uid, ...columns.map((column) => column![uid])]);
    }
  });

  test("says by which stake it paid when nobody earned anything", async () => {
    const { out } = await taperOn(smallChain.replace("[[[2, 65535]], [[0, 5], [2, 7]], []]", "[[], [], []]"));
    expect(out).toMatchInlineSnapshot(`
      "step 0, block 1000
      nobody has incentive or dividends: active stake is paid
      uid  stake     trust     consensus  incentive  dividends  emission
      0    0.600000  0.000000  0.000000   0.000000   0.000000   600000000
      1    0.400000  0.000000  0.000000   0.000000   0.000000   400000000
      2    0.000000  0.000000  0.000000   0.000000   0.000000   0

      step 1, block 1360
      nobody has incentive or dividends: active stake is paid
      uid  stake     trust     consensus  incentive  dividends  emission
      0    0.600000  0.000000  0.000000   0.000000   0.000000   600000000
      1    0.400000  0.000000  0.000000   0.000000   0.000000   400000000
      2    0.000000  0.000000  0.000000   0.000000   0.000000   0"
    `);
  });

  test("prints the last epoch and the totals of a peer case", async () => {
    const { out } = await taperOn(smallPeerCase);
    expect(out).toMatchInlineSnapshot(`
      "run 0: A yuma2, kappa 0.5, bondPenalty 1, bondMovingAvg 0.1, totalEpochEmission 100, validatorEmissionRatio 0.41, totalSubnetStake 1000000
      after epoch 1
      validator  dividend  per 1000  total per 1000
      0          0.749999  0.041000  0.082000
      1          0.250000  0.041000  0.082000
      server  consensus  incentive
      0       1.000000   1.000000"
    `);
    expect((await taperOn(smallPeerCase, "--csv")).out).toMatchInlineSnapshot(`
      "run,producer,variant,epoch,role,index,consensus,incentive,dividendShare,dividendPer1000
      0,A,yuma2,0,server,0,1,1,,
      0,A,yuma2,0,validator,0,,,0.7499992500007501,0.040999959000041004
      0,A,yuma2,0,validator,1,,,0.24999975000025002,0.040999959000041004
      0,A,yuma2,1,server,0,1,1,,
      0,A,yuma2,1,validator,0,,,0.7499992500007501,0.040999959000041004
      0,A,yuma2,1,validator,1,,,0.24999975000025002,0.040999959000041004"
    `);
  });

  test.each([
    ["its help", async () => /\{[^]*\}(?=\n\nweights_u16)/.exec((await taperHere("epoch", "--help")).out)![0]],
    [
      "docs/snapshots.md",
      async () => /```json\n([^]*?)```/.exec(readFileSync(join(root, "docs/snapshots.md"), "utf8"))![1]!,
    ],
  ])("plays the smallest snapshot of %s", async (_, text) => {
    const { code, out } = await taperOn(await text());
    expect([code, out.split("\n").length]).toEqual([0, 7]);
  });
});

test("the built command prints the same, whatever the file", async () => {
  for (const file of [metagraph, join(root, "test/vectors/peers/case05.json")]) {
    const words = ["epoch", file, "--json"];
    const { out, ...rest } = await taperHere(...words);
    expect(await taper(cli, words, { cwd: place })).toEqual({ ...rest, out: `${out}\n` });
  }
});

test("taper epoch refuses with exit code 2 and nothing on stdout", async () => {
  writeFileSync(join(place, "s.json"), smallChain.replace('"n": 3', '"n": 4'));
  expect(await taper(cli, ["epoch", "s.json", "--json"], { cwd: place })).toEqual({
    code: 2,
    out: "",
    err: "s.json:7:16: steps[0].stake has 3 entries; expected n = 4\ns.json:8:22: steps[0].weights_u16 has 3 entries; expected n = 4\n",
  });
});
