import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { uidToPrune } from "../../sim/registration/pruning.ts";
import {
  decayFactorQ32,
  priceAfterBlocks,
  priceAfterRegistration,
  type PriceRule,
} from "../../sim/registration/registrationPrice.ts";

/** Cases taken from the chain's own tests; each file names its source. */
const folder = new URL("../vectors/registration/", import.meta.url);
const files = readdirSync(folder).map((name) => [name, read(name)] as const);

type Fields = Readonly<Record<string, unknown>>;

function read(name: string): Fields {
  return JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Fields;
}

/** A case with a field that nobody reads would test less than it says. */
function onlyThese(entry: Fields, ...known: readonly string[]): void {
  expect(Object.keys(entry).sort(), "fields of a case").toEqual([...known].sort());
}

interface Decay extends Fields {
  readonly half_life: number;
  readonly decay_factor_q32: number;
  readonly decay_factor: number;
}

interface Sequence extends Fields {
  readonly start: number;
  readonly min_burn: number | string;
  readonly max_burn: number | string;
  readonly half_life: number;
  readonly multiplier: number;
  readonly events: readonly string[];
  readonly expected_after_each: readonly number[];
  readonly tol: number;
}

interface Pruned extends Fields {
  readonly emission: number[];
  readonly registered_at: number[];
  readonly block: number;
  readonly immunity_period: number;
  readonly owner_protected_uids: number[];
  readonly min_non_immune_uids: number;
  readonly expected_uid: number | null;
}

function checkDecay(entry: Decay): void {
  onlyThese(entry, "half_life", "decay_factor_q32", "decay_factor");
  const factor = decayFactorQ32(entry.half_life);
  expect(factor).toBe(entry.decay_factor_q32);
  expect(Math.abs(factor / 2 ** 32 - entry.decay_factor)).toBeLessThan(1e-9);
}

/** In whole parts as the chain counts, and in tokens of a billion parts. */
function checkSequence(entry: Sequence): void {
  const { start, min_burn, max_burn, half_life, multiplier, events, expected_after_each, tol } = entry;
  onlyThese(
    entry,
    ...["start", "min_burn", "max_burn", "half_life", "multiplier", "events", "expected_after_each", "tol", "origin"],
  );
  expect(expected_after_each).toHaveLength(events.length);
  for (const partsPerToken of [1, 1e9]) {
    const rule: PriceRule = {
      decayFactor: decayFactorQ32(half_life) / 2 ** 32,
      multiplier,
      min: Number(min_burn) / partsPerToken,
      max: Number(max_burn) / partsPerToken,
      partsPerToken,
    };
    const steps: Readonly<Record<string, (price: number) => number>> = {
      block: (price) => priceAfterBlocks(rule, price, 1),
      register: (price) => priceAfterRegistration(rule, price),
    };
    let price = start / partsPerToken;
    events.forEach((event, k) => {
      expect(Object.keys(steps), `event ${k}`).toContain(event);
      price = steps[event]!(price);
      expect(Math.abs(price * partsPerToken - expected_after_each[k]!), `after event ${k}`).toBeLessThanOrEqual(tol);
    });
  }
}

function checkPruned(entry: Pruned): void {
  onlyThese(
    entry,
    ...["emission", "registered_at", "block", "immunity_period", "owner_protected_uids", "min_non_immune_uids"],
    ...["expected_uid", "origin"],
  );
  const uid = uidToPrune({
    emission: entry.emission,
    registeredAt: entry.registered_at,
    protectedUids: entry.emission.map((_, k) => Number(entry.owner_protected_uids.includes(k))),
    block: entry.block,
    immunityBlocks: entry.immunity_period,
    minNonImmune: entry.min_non_immune_uids,
  });
  expect(uid).toBe(entry.expected_uid);
}

/** What each kind of file holds, list by list. */
const lists: Readonly<Record<string, Readonly<Record<string, (entry: never) => void>>>> = {
  registration_burn: { decay: checkDecay, sequences: checkSequence },
  pruning: { cases: checkPruned },
};
const about = ["name", "kind", "source", "tolerance"];

describe.each(files)("%s", (_, file) => {
  it("is of a kind that is read, with a source and no field that is not read", () => {
    expect(Object.keys(lists)).toContain(file.kind);
    expect((file.source as Fields).repo).toBeTruthy();
    expect(file.tolerance ?? 0, "whole numbers are compared").toBe(0);
    const known = [...about, ...Object.keys(lists[file.kind as string]!)];
    expect(Object.keys(file).filter((field) => !known.includes(field))).toEqual([]);
  });

  it("agrees case by case", () => {
    let read = 0;
    for (const [list, check] of Object.entries(lists[file.kind as string]!)) {
      for (const entry of (file[list] ?? []) as never[]) {
        check(entry);
        read += 1;
      }
    }
    expect(read).toBeGreaterThan(0);
  });
});
