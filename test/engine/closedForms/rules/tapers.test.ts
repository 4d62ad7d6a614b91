/** Closed forms of schedules under a taper, checked on the rules themselves. */
import { expect } from "vitest";
import { every, played, total, type Written } from "../../../taper/played.ts";
import { rulesSettle } from "../../../support/closedForms.ts";

rulesSettle({
  "emission-within-epoch": ({ parameters: p, expected: e }) => {
    const emission = {
      kind: "heightHalving",
      tokensPerBlock: `${p.tokensPerBlock} tokens/block`,
      intervalBlocks: p.halvingBlock,
    };
    const epochs = played({ emission, taper: { kind: "never" } }, every(p.epochBlocks, e.mintedEpochs0to3.length));
    expect(epochs.map(({ minted }) => minted)).toEqual(e.mintedEpochs0to3);
  },

  "taper-on-issuance-schedule": ({ parameters: p, expected: e }) => {
    // One unit of time is a year of 365 days. Epochs of an hour: on the basis `actual` the schedule sees each epoch's issuance.
    const [hour, year] = [300, 365 * 7200];
    const emission = { kind: "exponentialToCap", cap: p.cap, perYear: p.rate };
    const after = (taper: Written) =>
      p.start + total(played({ emission, taper }, every(hour, (p.at * year) / hour), p.start));
    const halved = (basis: string) =>
      after({ kind: "step", at: `${365 * p.taperFrom} days`, floor: p.taperFactor, basis });
    expect(Math.abs(halved("shadow") / e.onShadowIssuance - 1)).toBeLessThan(1e-6);
    expect(Math.abs(halved("actual") / e.onActualIssuance - 1)).toBeLessThan(1e-6);
    expect(Math.abs(after({ kind: "never" }) / e.shadowAlone - 1)).toBeLessThan(1e-6);
  },
});
