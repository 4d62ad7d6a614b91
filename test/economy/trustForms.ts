/** Closed forms of what audits deter and of what volume invites, checked on the theory. */
import { expect } from "vitest";
import { deterrenceAfterCut } from "../../sim/theory/deterrence.ts";
import { selfDealing } from "../../sim/theory/selfDealing.ts";

const relative = (actual: number | undefined, expected: number, tolerance = 1e-9) =>
  expect(Math.abs(actual! / expected - 1)).toBeLessThan(tolerance);

/* eslint-disable @typescript-eslint/no-explicit-any */
export const trustChecks: Record<string, (form: { parameters: any; expected: any }) => void> = {
  "deterrence-after-cut": ({ parameters: { tokenPriceUsd: prices, savedCostUsd: savedUsd, ...rest }, expected: e }) => {
    const [price, halved] = prices as [number, number];
    const p = { savedUsd, ...rest };
    const cut = deterrenceAfterCut({ ...p, tokenPriceUsd: price });
    relative(cut.before, e.auditRateBefore);
    relative(deterrenceAfterCut({ ...p, tokenPriceUsd: halved }).before, e.auditRateTokenHalved);
    relative(cut.after, e.auditRateAfterCut);
    relative(cut.factor, e.factor);
    relative(deterrenceAfterCut({ ...p, tokenPriceUsd: price, bondUsd: 0 }).after, e.auditRateAfterCutNoBond);
  },

  "self-dealing": ({ parameters: { serviceCost, ...p }, expected: e }) => {
    const found = selfDealing({ ...p, serviceCostUsd: serviceCost });
    expect(Object.keys(found).sort()).toEqual(Object.keys(e).sort());
    for (const [name, value] of Object.entries(found)) relative(value as number, e[name]);
  },
};
