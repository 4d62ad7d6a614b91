import { describe, expect, it } from "vitest";
import {
  afterSales,
  batch,
  markedAtOpening,
  priceWithInflow,
  sellersInTurn,
  shortfallAtSpot,
  soldToCover,
  tokensToCover,
} from "../../sim/theory/pool.ts";
import { fc } from "../laws/seeded.ts";

const usd = fc.double({ min: 1, max: 1e5, noNaN: true });
const reserves = fc.record({ tokens: usd, usd });

describe("a constant-product pool", () => {
  it("keeps its product and closes both ledgers when all trade at one price", () => {
    fc.assert(
      fc.property(reserves, usd, usd, (pool, buyersUsd, sold) => {
        const { price, netTokens, sellersUsd, buyersTokens, priceAfter } = batch(pool, buyersUsd, sold);
        const left = { tokens: pool.tokens + sold - buyersTokens, usd: pool.usd + buyersUsd - sellersUsd };
        expect((left.tokens * left.usd) / (pool.tokens * pool.usd)).toBeCloseTo(1, 9);
        expect(left.usd / left.tokens / priceAfter).toBeCloseTo(1, 9);
        expect(netTokens).toBeCloseTo(sold - buyersTokens, 9);
        expect(sellersUsd / (price * sold)).toBeCloseTo(1, 12);
        // The one price lies between those of either order.
        const [first, last] = [
          sellersInTurn(pool, buyersUsd, sold, "sellers"),
          sellersInTurn(pool, buyersUsd, sold, "buyers"),
        ];
        expect(first).toBeLessThanOrEqual(sellersUsd * (1 + 1e-9));
        expect(sellersUsd).toBeLessThanOrEqual(last * (1 + 1e-9));
      }),
    );
  });

  it("pays the same for sales in one part or in many, less than opening prices mark, and never all its USD", () => {
    fc.assert(
      fc.property(reserves, usd, fc.integer({ min: 1, max: 30 }), (pool, perEpoch, epochs) => {
        let [state, paid] = [pool, 0];
        for (let epoch = 0; epoch < epochs; epoch++) {
          const { price, proceedsUsd } = afterSales(state, perEpoch);
          paid += proceedsUsd;
          state = { tokens: state.tokens + perEpoch, usd: (state.tokens + perEpoch) * price };
        }
        const { proceedsUsd } = afterSales(pool, epochs * perEpoch);
        expect(paid / proceedsUsd).toBeCloseTo(1, 6);
        expect(markedAtOpening(pool, perEpoch, epochs)).toBeGreaterThan(proceedsUsd);
        expect(proceedsUsd).toBeLessThanOrEqual(pool.usd);
      }),
    );
  });

  it("comes to rest at inflow over sales", () => {
    let pool = { tokens: 1000, usd: 1000 };
    for (let epoch = 0; epoch < 5000; epoch++) {
      const { sellersUsd, buyersTokens } = batch(pool, 4, 10);
      pool = { tokens: pool.tokens + 10 - buyersTokens, usd: pool.usd + 4 - sellersUsd };
    }
    expect(batch(pool, 4, 10).price).toBeCloseTo(priceWithInflow(4, 10), 9);
  });

  it("raises just what is needed, and less where only as much is sold as the spot price asks", () => {
    fc.assert(
      fc.property(
        reserves,
        fc.double({ min: 0.01, max: 0.9, noNaN: true }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        (pool, part, fee) => {
          const need = part * pool.usd;
          const sold = tokensToCover(pool, need, fee);
          expect(afterSales(pool, sold * (1 - fee)).proceedsUsd / need).toBeCloseTo(1, 9);
          expect(shortfallAtSpot(pool, need, fee)).toBeGreaterThan(0);
          expect(soldToCover(pool, need, fee, 2 * sold, 0)).toBeCloseTo(sold, 6);
          expect(soldToCover(pool, need, fee, 2 * sold, 1)).toBeCloseTo(2 * sold, 6);
          expect(soldToCover(pool, need, fee, sold / 2, 0.3)).toBe(sold / 2);
        },
      ),
    );
    expect(soldToCover({ tokens: 10, usd: 10 }, 11, 0, 7, 0)).toBe(7);
  });

  const pool = { tokens: 1, usd: 1 };
  it.each([
    [() => afterSales({ tokens: 0, usd: 1 }, 1), "pool.tokens is 0; expected more than 0"],
    [() => batch(pool, -1, 1), "buyersUsd is -1; expected 0 or more"],
    [() => tokensToCover(pool, 1, 0), "1 USD; expected less than the pool's 1"],
    [() => tokensToCover(pool, 0.5, 1), "fee is 1; expected a fraction below 1"],
    [() => priceWithInflow(1, 0), "sold is 0; expected more than 0"],
    [() => soldToCover(pool, 1, 0, 1, 2), "habitShare is 2; expected a fraction from 0 to 1"],
  ])("refuses what cannot be: %s", (call, message) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });
});
