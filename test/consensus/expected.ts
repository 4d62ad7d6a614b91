import { expect } from "vitest";
import type { Pairs } from "../../sim/snapshot/fields.ts";
import { dense } from "./vectors.ts";

/** A vector file's outputs and how closely they are meant, as far as they concern every kind of epoch. */
export interface ExpectingFile {
  readonly kind: string;
  readonly n: number;
  /** number of validators, in the large kind */
  readonly validators?: number;
  readonly tolerance: Readonly<Record<string, number>>;
}

/** One epoch's output as `taper epoch --json` prints it. */
export type Printed = Readonly<Record<string, unknown>>;

type Kind = "real" | "u16" | "sums" | "emission";

/** What a file calls its tolerances. */
const toleranceNames: Readonly<Record<string, Readonly<Record<Kind, string>>>> = {
  epoch_sequence: {
    real: "expected_float_abs",
    u16: "expected_u16_abs",
    sums: "expected_u16_abs",
    emission: "expected_emission_abs",
  },
  epoch_sequence_large: {
    real: "real_valued_abs",
    u16: "bonds_u16_abs",
    sums: "bond_sums_u16_abs",
    emission: "emission_abs",
  },
};

/** Every key of `expected` is in the output and agrees with it; numbers within the file's tolerance, all else exactly. */
export function expectPrinted(printed: Printed, expected: Printed, file: ExpectingFile): void {
  const names = toleranceNames[file.kind]!;
  for (const [key, wanted] of Object.entries(expected)) {
    const [found, kind] = lookedUp(key, printed, file);
    const tolerance = file.tolerance[names[kind]];
    if (tolerance === undefined) throw new Error(`the file has no tolerance ${names[kind]}`);
    const isMatrix = matrices.includes(key);
    agree(
      isMatrix ? dense(found as Pairs, file.n) : found,
      isMatrix ? dense(wanted as Pairs, file.n) : wanted,
      tolerance,
      key,
    );
  }
}

const matrices = ["weights_norm", "clipped_weights", "ema_bonds", "bonds_out_u16"];

/** Output that stands for a key of `expected`, and which tolerance it has. The large kind lists parts and sums. */
function lookedUp(key: string, printed: Printed, { kind, n, validators = n }: ExpectingFile): [unknown, Kind] {
  const bonds = () => dense(printed.bonds_out_u16 as Pairs, n);
  const total = (values: number[]) => values.reduce((a, b) => a + b, 0);
  switch (key) {
    case "bond_row_sums_u16":
      return [bonds().slice(0, validators).map(total), "sums"];
    case "bond_column_sums_u16_miners":
      return [
        Array.from({ length: n - validators }, (_, j) => total(bonds().map((row) => row[validators + j]!))),
        "sums",
      ];
    case "bonds_u16_validators_by_miner":
      return [
        bonds()
          .slice(0, validators)
          .map((row) => row.slice(validators)),
        "u16",
      ];
  }
  if (key === "permits_out" && kind === "epoch_sequence_large") {
    return [(printed.permits_out as boolean[]).flatMap((held, uid) => (held ? [uid] : [])), "real"];
  }
  const name = key.replace(/_validators$/, "");
  const values = name === key ? printed[key] : (printed[name] as unknown[]).slice(0, validators);
  return [values, /u16/.test(name) ? "u16" : /emission$/.test(name) ? "emission" : "real"];
}

function agree(found: unknown, wanted: unknown, tolerance: number, what: string): void {
  if (typeof wanted === "number" && typeof found === "number") {
    if (Math.abs(found - wanted) <= tolerance) return;
    expect.fail(`${what} is ${found}; wanted ${wanted} within ${tolerance}`);
  }
  if (typeof wanted !== "object" || wanted === null) return expect(found, what).toBe(wanted);
  expect(Object.keys(found as object), `${what}: keys or length`).toEqual(Object.keys(wanted));
  for (const [key, part] of Object.entries(wanted)) {
    agree((found as Printed)[key], part, tolerance, `${what}[${key}]`);
  }
}
