import type { Consensus, ConsensusInput } from "../../sim/consensus/contract.ts";
import { consensus } from "../../sim/consensus/index.ts";
import { clock } from "../../sim/core/clock.ts";
import { fastest } from "../table.ts";
import { denseOf } from "./dense.ts";
import { subnet, type Size } from "./inputs.ts";
import { mathjsYuma3 } from "./mathjsYuma.ts";
import { nestedYuma3 } from "./nestedYuma.ts";

const SIZES: readonly Size[] = [1, 0.05].flatMap((density) =>
  [
    { validators: 64, miners: 256 },
    { validators: 256, miners: 1024 },
    { validators: 256, miners: 4096 },
  ].map((size) => ({ ...size, density })),
);

const KAPPA = 32_767 / 65_535;
const BOND_ALPHA = 0.1;
const everyone = { maxValidators: 256 };
const float = { kind: "yuma", storage: "float", ...everyone };

interface Entry {
  readonly kind: string;
  readonly [parameter: string]: unknown;
}

/** Every variant of every kind, by the parameters that a scenario would give; bonds as float64 unless said. */
const VARIANTS: readonly (readonly [string, Entry])[] = [
  ["yuma3", { ...float, bonds: "yuma3" }],
  ["yuma3, u16 storage", { ...float, bonds: "yuma3", storage: "u16" }],
  ["yuma3, liquid alpha", { ...float, bonds: "yuma3", liquidAlpha: {} }],
  ["classic", float],
  ["classic, u16 storage", { ...float, storage: "u16" }],
  ["classic, winner takes all", { ...float, incentive: "winnerTakesAll" }],
  ["yuma1", { ...float, bonds: "yuma1" }],
  ["yuma2", { ...float, bonds: "yuma2" }],
  ["yuma2b", { ...float, bonds: "yuma2", weightsOf: "previous" }],
  ["yuma2c", { ...float, bonds: "yuma2c" }],
  ["sigmoid", { kind: "sigmoid", ...everyone }],
  ["weightedMean", { kind: "weightedMean", ...everyone }],
  ["trimmedMean", { kind: "trimmedMean", ...everyone }],
];

/**
 * Time of one epoch of every variant, its bonds carried from the one before, and of the same Yuma 3 epoch written with
 * nested arrays and with mathjs: all in one run, since only the ratios travel between machines.
 */
export async function benchConsensus(): Promise<string> {
  const lines: string[] = [];
  for (const size of SIZES) {
    const input = subnet(size);
    const dense = denseOf(input, size.validators, { kappa: KAPPA, bondAlpha: BOND_ALPHA });
    const nested = await fastest(() => nestedYuma3(dense));
    const mathjs = await fastest(() => mathjsYuma3(dense));
    const pairs = input.weights.value.length;
    const { validators, miners, density } = size;
    lines.push(
      `${validators} x ${miners}, ${density === 1 ? "dense" : `${100 * density}% sparse`}, ${pairs.toLocaleString("en-US")} weights`,
      row("", "ms an epoch", "median", "ns a weight", "nested arrays", "mathjs"),
    );
    for (const [name, entry] of VARIANTS) {
      const time = await fastest(epochs(entry, input));
      const nanoseconds = (1e6 * time.best) / pairs;
      lines.push(
        row(
          name,
          shown(time.best),
          shown(time.median),
          nanoseconds.toFixed(1),
          times(nested, time),
          times(mathjs, time),
        ),
      );
    }
    lines.push(row("yuma3 in nested arrays", shown(nested.best), shown(nested.median), "", "1", ""));
    lines.push(row("yuma3 in mathjs", shown(mathjs.best), shown(mathjs.median), "", "", "1"), "");
  }
  return lines.join("\n");
}

type Time = Awaited<ReturnType<typeof fastest>>;

/** One epoch after the other, each from the bonds that the one before left. */
function epochs(entry: Entry, input: ConsensusInput): () => void {
  const kind = consensus.kinds.find((one) => one.kind === entry.kind)!;
  const rule: Consensus = consensus.build(kind.schema.parse(entry) as { kind: string }, {
    clock: clock(12, 360, 86_400),
    seed: 1,
  });
  let { bonds, before } = input;
  return () => {
    ({ bonds, kept: before } = rule.epoch({ ...input, bonds, before }));
  };
}

const times = (slow: Time, fast: Time) => `${(slow.best / fast.best).toPrecision(3)} x`;
const shown = (milliseconds: number) => milliseconds.toPrecision(3);
const row = (name: string, ...figures: readonly string[]) =>
  `  ${name.padEnd(26)}${figures.map((figure) => figure.padStart(14)).join("")}`;
