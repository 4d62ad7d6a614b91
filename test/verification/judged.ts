import { expect } from "vitest";
import type { Evidence } from "../../sim/task/contract.ts";
import type { AuditPlan, Audited, JudgeInput, Verification } from "../../sim/verification/contract.ts";
import { verification } from "../../sim/verification/index.ts";
import { dailyContext } from "../laws/kinds.ts";

export const miners = Array.from({ length: 40 }, (_, j) => `miner/${j}`);
export const validators = ["big/0", "big/1", "big/2", "small/0", "small/1"];
const all = (ids: readonly string[]) => Int32Array.from(ids, (_, i) => i);

export const rule = (written: Readonly<Record<string, unknown>>): Verification =>
  verification.build(verification.schema.parse(written as { kind: string }), dailyContext);

export const planOf = (of: Verification, epoch: number, auditors = all(validators), serving = all(miners)): AuditPlan =>
  of.plan({ seed: 5, epoch, auditors, validatorIds: validators, serving, operatorIds: miners });

/** A plan of these pairs (validator, miner), one check each. */
export const pairs = (...list: readonly (readonly [number, number])[]): AuditPlan => ({
  validators: Int32Array.from(list, ([i]) => i),
  miners: Int32Array.from(list, ([, j]) => j),
});

/** Evidence that audits show of the miners in `seen`; of the others that they are honest. */
export function evidence(
  { miners: of }: AuditPlan,
  seen: Readonly<Record<number, Partial<Record<keyof Evidence, number>>>>,
) {
  const column = (name: keyof Evidence) => Float64Array.from(of, (j) => seen[j]?.[name] ?? 0);
  return {
    difference: column("difference"),
    disagreeing: column("disagreeing"),
    unlike: column("unlike"),
    outvoted: column("outvoted"),
    gain: column("gain"),
    assignedGain: column("assignedGain"),
  };
}

export const judge = (
  of: Verification,
  plan: AuditPlan,
  seen: Parameters<typeof evidence>[1] = {},
  more: Partial<JudgeInput> = {},
): Audited =>
  of.judge({
    seed: 5,
    epoch: 0,
    plan,
    found: new Float64Array(plan.miners.length).fill(0.8),
    evidence: evidence(plan, seen),
    validatorIds: validators,
    operatorIds: miners,
    serving: new Uint8Array(miners.length).fill(1),
    working: new Uint8Array(validators.length).fill(1),
    bondUsd: new Float64Array(miners.length).fill(of.bondUsd ?? 0),
    memory: [],
    ...more,
  });

/** Mean share of n draws of chance p, and four of its standard deviations. */
export function expectShare(hits: number, n: number, p: number): void {
  expect(Math.abs(hits / n - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n));
}
