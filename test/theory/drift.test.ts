import { describe, expect, it } from "vitest";
import { qualityAfterStop, stationaryQuality } from "../../sim/theory/drift.ts";

/** Values of the closed form, worked out apart: baseline 0.1, drift 0.02, catch-up 0.3, qMax 0.95. */
describe("quality under drift", () => {
  it("falls at the drift's rate when training stops", () => {
    expect(qualityAfterStop(0.93, 0.1, 0.02, 26)).toBeCloseTo(0.590858211202, 11);
  });

  it.each([
    [1, 0.896875],
    [0.25, 0.771052631579],
    [0.05, 0.464285714286],
  ])("settles with a share %f of the steps at %f", (effort, settled) => {
    expect(stationaryQuality(0.1, 0.95, 0.3, 0.02, effort)).toBeCloseTo(settled, 11);
  });
});
