/** The wait of a number of requests among many who differ, asked in any order, is the one of routing them. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { meanWait, routed } from "../../sim/market/routing.ts";
import { waitsOf } from "../../sim/market/waits.ts";

const MOST = 0.9;

const miner = fc.record({
  reputation: fc.constantFrom(0, 0.001, 0.02, 0.3, 1),
  capacity: fc.integer({ min: 1, max: 5000 }),
  servers: fc.integer({ min: 1, max: 4 }),
  seconds: fc.integer({ min: 1, max: 40 }),
});

it("fills those who attract most first, and waits as routing says", () => {
  fc.assert(
    fc.property(
      fc.array(miner, { minLength: 64, maxLength: 120 }),
      fc.array(fc.double({ min: 0.001, max: 1.2, noNaN: true }), { minLength: 1, maxLength: 8 }),
      (miners, loads) => {
        const column = (of: (one: (typeof miners)[number]) => number) => Float64Array.from(miners, of);
        const attraction = column(({ reputation }) => reputation);
        const offer = {
          reputation: attraction,
          capacity: column(({ capacity }) => capacity),
          servers: column(({ servers }) => servers),
          serviceSeconds: column(({ seconds }) => seconds),
          usdCost: column(() => 0),
          subsidyMultiplier: 0,
          memory: [],
          epochDays: 1,
        };
        fc.pre(attraction.some((own) => own > 0));
        const total = offer.capacity.reduce((all, own) => all + own, 0);
        const waits = waitsOf(offer, attraction, MOST);
        for (const load of loads) {
          const asked = meanWait(routed(load * total, attraction, offer.capacity, MOST), offer);
          expect(Math.abs(waits(load * total) / asked - 1)).toBeLessThan(1e-10);
        }
      },
    ),
  );
});
