/** Closed forms of the token market: each as a formula, and as what the price rules settle at. */
import { expect } from "vitest";
import { clock, SECONDS_PER_DAY } from "../../../../sim/core/clock.ts";
import { price } from "../../../../sim/price/index.ts";
import type { ClearInput, MarketState, Price } from "../../../../sim/price/contract.ts";
import { soldAt } from "../../../../sim/price/selling.ts";
import { afterSales, batch, tokensToCover } from "../../../../sim/theory/pool.ts";
import { burnMintPrice, exchangePrice, holdersValue, smoothedPrice } from "../../../../sim/theory/tokenPrice.ts";
import { near, rulesSettle } from "../../../support/closedForms.ts";

const EPOCH_DAYS = 7;
const context = { clock: clock(12, 50_400, 365 * SECONDS_PER_DAY), seed: 1 };
interface Sale {
  readonly needUsd?: number;
  readonly tokens: number;
  readonly payTokens?: number;
  readonly habit?: number;
  readonly released?: number;
}

function sellers(state: MarketState, sales: readonly Sale[], buyersUsd: number): ClearInput {
  const of = (pick: (sale: Sale) => number | undefined) => Float64Array.from(sales, (sale) => pick(sale) ?? 0);
  return {
    state,
    buyersUsd,
    needUsd: of((s) => s.needUsd),
    tokens: of((s) => s.tokens),
    payTokens: of((s) => s.payTokens),
    habit: of((s) => s.habit),
    releasedTokens: of((s) => s.released),
    neededUsd: 0,
    paidTokens: 0,
    circulatingTokens: 0,
    day: 0,
    epochDays: EPOCH_DAYS,
  };
}

const priceOf = (written: Record<string, unknown>): Price => price.build(price.schema.parse(written), context);

/** A pool without investors. */
const pool = (tokens: number, usd: number, fee = 0) => priceOf({ kind: "pool", tokens, usd: `${usd} USD`, fee });

/** The state after some epochs of the same input. */
function after(rule: Price, epochs: number, inputOf: (state: MarketState) => ClearInput): MarketState {
  let { opening: state } = rule;
  for (let epoch = 0; epoch < epochs; epoch++) ({ state } = rule.clear(inputOf(state)));
  return state;
}

rulesSettle({
  "burn-mint-stationary": ({ parameters: p, expected: e }) => {
    const burnedUsd = p.tauBurn * p.customerSpendUsd;
    const stationary = p.soldShare.map((s: number) => burnMintPrice(burnedUsd, s, p.emissionTokens + p.reminted));
    stationary.forEach((price: number, k: number) => near(price, e.stationaryPrice[k]));
    near(smoothedPrice(stationary[0], p.startPrice, p.smoothing, p.epochs), e.priceAfterSmoothing);
    near(burnMintPrice(burnedUsd, 1, p.halvedEmission), e.stationaryPriceHalvedEmission);

    // A smoothing time that gives an epoch the weight of the example.
    const smoothing = `${-EPOCH_DAYS / Math.log1p(-p.smoothing)} days`;
    const settled = (soldShare: number, paidTokens: number, epochs: number) => {
      const rule = priceOf({ kind: "burnMint", usdPerToken: p.startPrice, soldShare, smoothing });
      const sale = { tokens: paidTokens, payTokens: paidTokens, habit: soldShare };
      return rule.clear({
        ...sellers(
          after(rule, epochs - 1, (state) => ({ ...sellers(state, [], burnedUsd), neededUsd: burnedUsd, paidTokens })),
          [sale],
          burnedUsd,
        ),
        neededUsd: burnedUsd,
        paidTokens,
      });
    };
    p.soldShare.forEach((s: number, k: number) =>
      near(settled(s, p.emissionTokens, 400).state.price, e.stationaryPrice[k]),
    );
    near(settled(1, p.emissionTokens, p.epochs).state.price, e.priceAfterSmoothing);
    const [before, halved] = [settled(1, p.emissionTokens, 400), settled(1, p.halvedEmission, 400)];
    near(halved.state.price, e.stationaryPriceHalvedEmission);
    near(before.proceedsUsd[0]!, e.usdPayBefore);
    near(halved.proceedsUsd[0]!, e.usdPayHalvedEmission);
    near(before.boughtTokens / p.emissionTokens, e.burnOverEmissionTokens);
    expect(before.proceedsUsd[0]! - burnedUsd).toBeCloseTo(e.netSubsidyUsdAtStationaryPrice, 6);
  },

  "token-price-anchors": ({ parameters: p, expected: e }) => {
    near(exchangePrice(p.volumeUsdPerYear, p.velocity, p.circulating), e.priceExchange);
    const value = holdersValue(p.takeRate * p.revenueUsdPerYear, p.requiredReturn, p.revenueGrowth);
    near(value, e.marketValueUsd);
    near(value / p.circulating, e.priceHolders);

    const neededUsd = (p.volumeUsdPerYear * EPOCH_DAYS) / 365;
    const rule = priceOf({ kind: "exchange", usdPerToken: 3, velocity: p.velocity });
    const { price: settled } = after(rule, 400, (state) => ({
      ...sellers(state, [], neededUsd),
      neededUsd,
      circulatingTokens: p.circulating,
    }));
    near(settled, e.priceExchange);
    // What holders get day by day, discounted: no rule of the market looks that far ahead.
    let present = 0;
    for (let day = 0.5; day < 365 * 400; day++)
      present +=
        ((p.takeRate * p.revenueUsdPerYear) / 365) * Math.exp(((p.revenueGrowth - p.requiredReturn) * day) / 365);
    near(present, e.marketValueUsd, 1e-6);
  },

  "pool-sell-pressure": ({ parameters: p, expected: e }) => {
    const theory = afterSales({ tokens: p.tokenReserve, usd: p.usdReserve }, p.epochs * p.soldPerEpoch);
    near(theory.price, e.priceAfter);
    near(theory.proceedsUsd, e.proceedsUsd);
    near(p.inflowUsdPerEpoch / p.soldPerEpoch, e.stationaryPriceWithInflow);

    const rule = pool(p.tokenReserve, p.usdReserve);
    let state = rule.opening;
    let proceeds = 0;
    for (let epoch = 0; epoch < p.epochs; epoch++) {
      const cleared = rule.clear(sellers(state, [{ tokens: p.soldPerEpoch, payTokens: p.soldPerEpoch, habit: 1 }], 0));
      state = cleared.state;
      proceeds += cleared.proceedsUsd[0]!;
    }
    near(state.poolUsd / state.poolTokens, e.priceAfter, 1e-9);
    near(proceeds, e.proceedsUsd, 1e-9);
    for (let epoch = 0; epoch < 4000; epoch++)
      state = rule.clear(
        sellers(state, [{ tokens: p.soldPerEpoch, payTokens: p.soldPerEpoch, habit: 1 }], p.inflowUsdPerEpoch),
      ).state;
    near(state.price, e.stationaryPriceWithInflow, 1e-6);
  },

  "batch-clearing": ({ parameters: p, expected: e }) => {
    const reserves = { tokens: p.tokenReserve, usd: p.usdReserve };
    near(batch(reserves, p.buyersUsd, p.sellersTokens).price, e.clearingPrice);
    const cleared = pool(p.tokenReserve, p.usdReserve).clear(
      sellers(
        { price: 1, poolTokens: p.tokenReserve, poolUsd: p.usdReserve, memory: [0.5] },
        [{ tokens: p.sellersTokens, released: p.sellersTokens }],
        p.buyersUsd,
      ),
    );
    near(cleared.state.price, e.clearingPrice);
    near(cleared.state.poolTokens - p.tokenReserve, e.netTokensIntoPool);
    near(cleared.proceedsUsd[0]!, e.sellersUsd);
    near(cleared.boughtTokens, e.buyersTokens);
    near(cleared.state.poolUsd / cleared.state.poolTokens, e.priceAfter);
    near(cleared.state.poolUsd * cleared.state.poolTokens, p.tokenReserve * p.usdReserve);
  },

  "sell-to-cover": ({ parameters: p, expected: e }) => {
    const reserves = { tokens: p.tokenReserve, usd: p.usdReserve };
    near(tokensToCover(reserves, p.cashCostUsd, p.fee), e.tokensNeeded);
    // The form is for one seller who meets the pool alone; in a batch of one the price is the same.
    const cleared = pool(p.tokenReserve, p.usdReserve, p.fee).clear(
      sellers(
        { price: 0.5, poolTokens: p.tokenReserve, poolUsd: p.usdReserve, memory: [0.5] },
        [{ needUsd: p.cashCostUsd, tokens: p.payTokens, payTokens: p.payTokens, habit: 0 }],
        0,
      ),
    );
    near(cleared.soldTokens[0]!, e.tokensNeeded);
    near(cleared.proceedsUsd[0]!, p.cashCostUsd);
    const withHabit = { needUsd: p.cashCostUsd, tokens: p.payTokens, payTokens: p.payTokens, habit: p.habitShare };
    near(soldAt(cleared.state.price, p.fee, sellers(cleared.state, [withHabit], 0))[0]!, e.totalSold);
  },
});
