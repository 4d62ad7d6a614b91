import { describe, expect, it } from "vitest";
import { issuanceOnActual, issuanceOnShadow, untaperedIssuance } from "../../sim/theory/taperOnIssuance.ts";
import { fc } from "../laws/seeded.ts";

const schedule = { rate: 0.2, cap: 100, start: 50, taperFrom: 1, factor: 0.5 };

describe("a cut of a schedule that looks at issuance", () => {
  it("is what minting step by step comes to, on either basis", () => {
    const steps = 300_000;
    const h = 3 / steps;
    let [actual, shadow, onShadow] = [50, 50, 50];
    for (let k = 0; k < steps; k++) {
      const kept = k * h < 1 - h / 2 ? 1 : 0.5;
      actual += kept * 0.2 * h * (100 - actual);
      const minted = 0.2 * h * (100 - shadow);
      shadow += minted;
      onShadow += kept * minted;
    }
    expect(issuanceOnActual(schedule, 3)).toBeCloseTo(actual, 4);
    expect(issuanceOnShadow(schedule, 3)).toBeCloseTo(onShadow, 4);
    expect(untaperedIssuance(schedule, 3)).toBeCloseTo(shadow, 4);
  });

  it("mints less on the shadow, since there nothing left over is minted later", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (factor, at) => {
          const of = { ...schedule, factor };
          const [actual, shadow, none] = [issuanceOnActual, issuanceOnShadow, untaperedIssuance].map((f) => f(of, at));
          expect(shadow).toBeLessThanOrEqual(actual! + 1e-9);
          expect(actual).toBeLessThanOrEqual(none! + 1e-9);
          if (at <= 1) expect(shadow).toBeCloseTo(none!, 12);
        },
      ),
    );
    expect(issuanceOnShadow({ ...schedule, factor: 0 }, 9)).toBeCloseTo(untaperedIssuance(schedule, 1), 12);
    expect(issuanceOnActual({ ...schedule, factor: 1 }, 9)).toBeCloseTo(untaperedIssuance(schedule, 9), 12);
  });

  it.each([
    [{ ...schedule, start: 101 }, "start is 101; expected no more than cap, 100"],
    [{ ...schedule, factor: 1.1 }, "factor is 1.1; expected a fraction from 0 to 1"],
    [{ ...schedule, rate: -1 }, "rate is -1; expected 0 or more"],
  ])("is refused for what cannot be: %o", (of, message) => {
    expect(() => issuanceOnActual(of, 1)).toThrow(RangeError);
    expect(() => issuanceOnActual(of, 1)).toThrow(message);
  });
});
