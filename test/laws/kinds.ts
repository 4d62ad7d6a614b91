import { clock, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import { exemptFrom, type BuildContext, type Slot } from "../../sim/core/slot.ts";

/** Blocks of 12 s, epochs of a day. */
export const dailyContext: BuildContext = { clock: clock(12, 7200, 365 * SECONDS_PER_DAY), seed: 1 };

export interface Case<Rule> {
  readonly kind: string;
  readonly rule: Rule;
  readonly exempt: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Every kind of a slot, built from example parameters as a scenario would write them. A kind without an example fails, so
 * that a new rule meets the laws on arrival.
 */
export function everyKind<Rule>(
  slot: Slot<Rule>,
  examples: Readonly<Record<string, Readonly<Record<string, unknown>>[]>>,
  context: BuildContext = dailyContext,
): Case<Rule>[] {
  return slot.kinds.flatMap(({ kind, exempt }) => {
    const written = examples[kind];
    if (!written) throw new Error(`laws: kind "${kind}" has no example parameters here`);
    return written.map((parameters) => {
      const entry = slot.schema.parse({ kind, ...parameters });
      return { kind, rule: slot.build(entry, context), exempt: exemptFrom(exempt, { ...entry }), parameters };
    });
  });
}

/** A deep copy, to compare with after a call: typed arrays cannot be frozen. */
export function copyOf<T>(value: T): T {
  return structuredClone(value);
}
