import { describe, expect, it } from "vitest";
import { clock, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import { price } from "../../sim/price/index.ts";
import type { Settlement } from "../../sim/settlement/contract.ts";
import { form } from "../support/closedForms.ts";
import { built } from "./epoch.ts";

const { parameters: p, expected: e, tolerance } = form("burn-mint-stationary");

/** Customers spend the same, as many tokens are minted, and a share of pay is sold, until a pool without fee comes to rest. */
function settledAt(rule: Settlement, emissionTokens: number, soldShare: number) {
  const written = { kind: "pool", tokens: 50_000, usd: `${50_000 * p.startPrice} USD`, fee: 0 };
  const pool = price.build(price.schema.parse(written), { clock: clock(12, 50_400, SECONDS_PER_DAY), seed: 1 });
  const operatorTokens = Float64Array.of(emissionTokens);
  let state = pool.opening;
  for (let epoch = 0; ; epoch++) {
    const fees = {
      revenueUsd: Float64Array.of(p.customerSpendUsd),
      surchargeUsd: 0,
      dividend: Float64Array.of(1),
      served: 1,
      capacity: 1,
      price: state.price,
      memory: [],
      epochDays: 7,
    };
    const settled = rule.split(fees);
    const cleared = pool.clear({
      state,
      needUsd: Float64Array.of(0),
      tokens: operatorTokens,
      payTokens: operatorTokens,
      habit: Float64Array.of(soldShare),
      releasedTokens: Float64Array.of(0),
      buyersUsd: settled.purchases[0]!.usd,
      neededUsd: settled.purchases[0]!.usd,
      paidTokens: emissionTokens,
      circulatingTokens: 1e6,
      day: 7 * epoch,
      epochDays: 7,
    });
    state = cleared.state;
    if (epoch < 200) continue;
    const boughtTokens = [cleared.boughtTokens];
    const closed = rule.close({ ...fees, settled, boughtTokens, price: state.price, operatorTokens, vaultTokens: 0 });
    return { price: state.price, burned: cleared.boughtTokens, soldUsd: cleared.proceedsUsd[0]!, closed };
  }
}

describe("burn and mint comes to rest at p* = tau R / (s E) in a pool", () => {
  const rule = built({ kind: "burnMint", burnShare: p.tauBurn });
  const near = (found: number, expected: number) =>
    expect(Math.abs(found / expected - 1)).toBeLessThan(tolerance.simulation!.rel);

  it("for every share of pay that is sold", () => {
    p.soldShare.forEach((s: number, k: number) =>
      near(settledAt(rule, p.emissionTokens, s).price, e.stationaryPrice[k]),
    );
  });

  it("where all is sold customers fund all of the pay, and half the emission is worth as much", () => {
    const [before, halved] = [settledAt(rule, p.emissionTokens, 1), settledAt(rule, p.halvedEmission, 1)];
    near(halved.price, e.stationaryPriceHalvedEmission);
    near(before.soldUsd, e.usdPayBefore);
    near(halved.soldUsd, e.usdPayHalvedEmission);
    near(before.burned / p.emissionTokens, e.burnOverEmissionTokens);
    for (const { price, closed } of [before, halved]) {
      const netSubsidyUsd = price * closed.netSubsidyTokens[0]!;
      expect(Math.abs(netSubsidyUsd - e.netSubsidyUsdAtStationaryPrice)).toBeLessThan(0.01 * e.usdPayBefore);
      near(closed.customerFundedUsd[0]!, p.customerSpendUsd);
    }
  });

  it("where part of the pay is held, the price is higher and that part is net subsidy", () => {
    const { price, closed } = settledAt(rule, p.emissionTokens, p.soldShare[1]);
    near(price * closed.netSubsidyTokens[0]!, e.usdPayBefore / p.soldShare[1] - e.usdPayBefore);
  });
});
