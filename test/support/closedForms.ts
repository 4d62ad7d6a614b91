/** Closed forms with the parameters and the numbers of their worked examples. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

export interface Form {
  readonly id: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly parameters: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly expected: any;
  /** exact, or relative: of the formula, and of what the engine settles at where it is no distance */
  readonly tolerance: {
    readonly exact?: true;
    readonly closedForm?: { readonly rel: number };
    readonly simulation?: { readonly rel: number };
  };
}

const file = new URL("../vectors/closedForms/closedForms.json", import.meta.url);
export const { forms } = JSON.parse(readFileSync(file, "utf8")) as { readonly forms: readonly Form[] };

export const form = (id: string): Form => forms.find((one) => one.id === id)!;

/** A test for each of some forms, of one rule alone. */
export function rulesSettle(checks: Readonly<Record<string, (form: Form) => void>>): void {
  describe("what the rule settles at equals the closed form", () => {
    it.each(Object.keys(checks))("%s", (id) => checks[id]!(form(id)));
  });
}

/** Refuses what is further than `tolerance` times the expected number from it. */
export const near = (actual: number | undefined, expected: number, tolerance = 1e-9): void =>
  expect(Math.abs(actual! / expected - 1), `${actual}, expected ${expected}`).toBeLessThan(tolerance);

/** Refuses what is further than `tolerance` from the expected number. */
export const within = (actual: number, expected: number, tolerance: number): void =>
  expect(Math.abs(actual - expected), `${actual}, expected ${expected}`).toBeLessThan(tolerance);
