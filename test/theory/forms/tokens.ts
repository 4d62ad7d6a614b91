/** Closed forms of emission, the token market, settlement and the ledgers. */
import { integratePeriods, LAST_ERA } from "../../../sim/emission/periods.ts";
import { burnMintIncome } from "../../../sim/theory/burnMint.ts";
import { deterrenceAfterCut } from "../../../sim/theory/deterrence.ts";
import {
  afterSales,
  batch,
  markedAtOpening,
  priceWithInflow,
  sellersInTurn,
  shortfallAtSpot,
  soldToCover,
  tokensToCover,
} from "../../../sim/theory/pool.ts";
import { selfDealing } from "../../../sim/theory/selfDealing.ts";
import { issuanceOnActual, issuanceOnShadow, untaperedIssuance } from "../../../sim/theory/taperOnIssuance.ts";
import { burnMintPrice, exchangePrice, holdersValue, smoothedPrice } from "../../../sim/theory/tokenPrice.ts";
import { closeEpoch } from "../../../sim/theory/twoLedgers.ts";
import type { Values } from "./form.ts";

export const tokenForms: Values = {
  "burn-mint-stationary": (p) => {
    const burnedUsd = p.tauBurn * p.customerSpendUsd;
    const priceFor = (tokens: number, sold = 1) => burnMintPrice(burnedUsd, sold, tokens + p.reminted);
    const settled = (operatorTokens: number) =>
      burnMintIncome({
        price: priceFor(operatorTokens),
        operatorTokens,
        spendUsd: p.customerSpendUsd,
        burnShare: p.tauBurn,
      });
    const [before, halved] = [settled(p.emissionTokens), settled(p.halvedEmission)];
    const pay = (income: typeof before) => income.grossShare * income.incomeUsd;
    return {
      stationaryPrice: p.soldShare.map((sold: number) => priceFor(p.emissionTokens, sold)),
      priceAfterSmoothing: smoothedPrice(priceFor(p.emissionTokens), p.startPrice, p.smoothing, p.epochs),
      stationaryPriceHalvedEmission: priceFor(p.halvedEmission),
      usdPayBefore: pay(before),
      usdPayHalvedEmission: pay(halved),
      netSubsidyUsdAtStationaryPrice: before.netSubsidyUsd,
      burnOverEmissionTokens: before.burnedTokens / p.emissionTokens,
    };
  },

  "burn-mint-income-split": (p) => {
    const found = burnMintIncome({
      price: p.tokenPriceUsd,
      operatorTokens: p.operatorEmissionTokens,
      spendUsd: p.customerSpendUsd,
      burnShare: p.tauBurn,
    });
    return {
      burnedTokens: found.burnedTokens,
      operatorIncomeUsd: found.incomeUsd,
      customerFundedUsd: found.customerFundedUsd,
      netSubsidyUsd: found.netSubsidyUsd,
      netSubsidyShare: found.netShare,
      grossSubsidyShare: found.grossShare,
      doubleCountedShareIfFeesAndEmissionAreAdded: found.doubleCountedShare,
      supplyChangeTokens: found.supplyChange,
    };
  },

  "pool-sell-pressure": (p) => {
    const reserves = { tokens: p.tokenReserve, usd: p.usdReserve };
    const { price, proceedsUsd } = afterSales(reserves, p.epochs * p.soldPerEpoch);
    const marked = markedAtOpening(reserves, p.soldPerEpoch, p.epochs);
    return {
      priceAfter: price,
      proceedsUsd,
      markedAtOpeningPriceUsd: marked,
      overstatement: marked / proceedsUsd - 1,
      stationaryPriceWithInflow: priceWithInflow(p.inflowUsdPerEpoch, p.soldPerEpoch),
    };
  },

  "batch-clearing": (p) => {
    if (p.fee !== 0) throw new Error("the closed form is that of a pool without a fee");
    const reserves = { tokens: p.tokenReserve, usd: p.usdReserve };
    const found = batch(reserves, p.buyersUsd, p.sellersTokens);
    return {
      clearingPrice: found.price,
      netTokensIntoPool: found.netTokens,
      sellersUsd: found.sellersUsd,
      buyersTokens: found.buyersTokens,
      priceAfter: found.priceAfter,
      sellersUsdIfBuyersGoFirst: sellersInTurn(reserves, p.buyersUsd, p.sellersTokens, "buyers"),
      sellersUsdIfSellersGoFirst: sellersInTurn(reserves, p.buyersUsd, p.sellersTokens, "sellers"),
    };
  },

  "sell-to-cover": (p) => {
    const reserves = { tokens: p.tokenReserve, usd: p.usdReserve };
    return {
      tokensAtSpot: (p.cashCostUsd * p.tokenReserve) / p.usdReserve,
      tokensNeeded: tokensToCover(reserves, p.cashCostUsd, p.fee),
      totalSold: soldToCover(reserves, p.cashCostUsd, p.fee, p.payTokens, p.habitShare),
      shortfallUsdIfSoldAtSpotAmount: shortfallAtSpot(reserves, p.cashCostUsd, p.fee),
    };
  },

  "token-price-anchors": (p) => {
    const value = holdersValue(p.takeRate * p.revenueUsdPerYear, p.requiredReturn, p.revenueGrowth);
    return {
      priceExchange: exchangePrice(p.volumeUsdPerYear, p.velocity, p.circulating),
      marketValueUsd: value,
      priceHolders: value / p.circulating,
    };
  },

  "two-ledgers-one-epoch": (p) => {
    const found = closeEpoch({
      ...p,
      poolTokens: p.openingTokens.pool,
      spendUsd: p.customerSpendUsd,
      buybackUsd: p.protocolBuysAndBurnsUsd,
    });
    const { price, subsidyTokens, subsidyUsdAtClearing, subsidyUsdCashed, ...rest } = found;
    return {
      ...rest,
      clearingPrice: price,
      operatorSubsidyTokens: subsidyTokens,
      operatorSubsidyUsdAtClearing: subsidyUsdAtClearing,
      operatorSubsidyUsdCashed: subsidyUsdCashed,
    };
  },

  "emission-within-epoch": (p) => {
    const reward = (era: number) => p.tokensPerBlock * 2 ** -era;
    const minted = (from: number) => integratePeriods(from, from + p.epochBlocks, p.halvingBlock, LAST_ERA, reward);
    return {
      mintedEpochs0to3: [0, 1, 2, 3].map((epoch) => minted(epoch * p.epochBlocks)),
      wrongEpoch1: reward(Math.floor(p.epochBlocks / p.halvingBlock)) * p.epochBlocks,
    };
  },

  "taper-on-issuance-schedule": (p) => {
    const schedule = { rate: p.rate, cap: p.cap, start: p.start, taperFrom: p.taperFrom, factor: p.taperFactor };
    return {
      onActualIssuance: issuanceOnActual(schedule, p.at),
      onShadowIssuance: issuanceOnShadow(schedule, p.at),
      shadowAlone: untaperedIssuance(schedule, p.at),
    };
  },

  "deterrence-after-cut": ({ tokenPriceUsd: prices, savedCostUsd: savedUsd, ...rest }) => {
    const at = (tokenPriceUsd: number, wish = {}) => deterrenceAfterCut({ savedUsd, ...rest, tokenPriceUsd, ...wish });
    const cut = at(prices[0]);
    return {
      auditRateBefore: cut.before,
      auditRateTokenHalved: at(prices[1]).before,
      auditRateAfterCut: cut.after,
      auditRateAfterCutNoBond: at(prices[0], { bondUsd: 0 }).after,
      factor: cut.factor,
    };
  },

  "self-dealing": ({ serviceCost, ...p }) => selfDealing({ ...p, serviceCostUsd: serviceCost }),
};
