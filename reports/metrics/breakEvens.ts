import { numbers, table, texts, type Records } from "../records.ts";

export const breakEvenNames = [
  "tokenPrice",
  "demandMultiple",
  "utilisationFull",
  "utilisationRunning",
  "requestPrice",
] as const;
export type BreakEvenName = (typeof breakEvenNames)[number];

/** A figure at which operators' income covers their cost, with the hardware that is there. */
export interface BreakEven {
  readonly name: BreakEvenName;
  /** null where there is none */
  readonly value: number | null;
  readonly today: number;
  /** reason why there is none, or why it was not verified; "" otherwise */
  readonly why: string;
}

export interface VerifiedBreakEven extends BreakEven {
  /** operators' income over their cost when the world was run at the value, with nobody coming or going; null: not run */
  readonly verified: number | null;
}

/**
 * Figures at which operators' income would cover their cost, with the hardware that was there before the cut: solved and verified
 * by the run that recorded them; none where it was told not to. Partial equilibrium: with free entry a better figure is dissipated
 * by entrants.
 * Source: docs/verdict.md, equation 7; solved by `sim/counterfactual/solveBreakEvens.ts`.
 */
export function breakEvensOf(records: Records): readonly VerifiedBreakEven[] {
  const frame = table(records, "breakEvens");
  const [name, why] = [texts(frame, "name"), texts(frame, "why")];
  const [value, today, verified] = [numbers(frame, "value"), numbers(frame, "today"), numbers(frame, "verified")];
  const finite = (number: number): number | null => (Number.isFinite(number) ? number : null);
  return name.flatMap((one, row) =>
    isName(one)
      ? [
          {
            name: one,
            value: finite(value[row]!),
            today: today[row]!,
            verified: finite(verified[row]!),
            why: why[row]!,
          },
        ]
      : [],
  );
}

const isName = (name: string): name is BreakEvenName => (breakEvenNames as readonly string[]).includes(name);
