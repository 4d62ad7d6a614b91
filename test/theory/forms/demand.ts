/** Closed forms of demand, waiting, auctions and quality. */
import {
  expectedCost,
  expectedPrice,
  expectedWinnerProfit,
  firstPriceBid,
  uniformBid,
} from "../../../sim/theory/auction.ts";
import { threeArms } from "../../../sim/theory/bass.ts";
import { beliefAfter, epochsToHalveError } from "../../../sim/theory/beliefs.ts";
import { qualityAfterStop, stationaryQuality } from "../../../sim/theory/drift.ts";
import {
  crossElasticity,
  diversion,
  logitShares,
  nestedLogitShares,
  ownElasticity,
  sensitivityFor,
  surplusUsd,
} from "../../../sim/theory/logit.ts";
import {
  cosmetatosWait,
  delayProbability,
  lostShare,
  md1Wait,
  mdcWait,
  mm1Wait,
  mmcWait,
} from "../../../sim/theory/queues.ts";
import type { Values } from "./form.ts";

export const demandForms: Values = {
  "logit-shares": (p) => {
    const all = logitShares([p.utilityNetwork, p.utilityCloud], p.utilityNothing);
    const alone = logitShares([p.utilityCloud], p.utilityNothing);
    const [network, cloud] = all.shares as unknown as [number, number];
    return {
      shareNetwork: network,
      shareCloud: cloud,
      shareNothing: all.nothing,
      ownElasticity: ownElasticity(p.a, p.priceNetwork, network),
      crossElasticityToCloudPrice: crossElasticity(p.a, p.priceCloud, cloud),
      surplusUsd: surplusUsd(all, p.a),
      surplusLossIfNetworkVanishesUsd: surplusUsd(all, p.a) - surplusUsd(alone, p.a),
    };
  },

  "logit-calibration": (p) => {
    const a = sensitivityFor(p.elasticity, p.priceUsd, p.share);
    return { a, elasticityAtShare0_6: -ownElasticity(a, p.priceUsd, 0.6) };
  },

  "nested-logit": (p) => {
    const nests = [Object.values<number>(p.nestNetworks), Object.values<number>(p.nestClouds)];
    const found = nestedLogitShares(nests, p.dissimilarity, p.nothing);
    const names = [...Object.keys(p.nestNetworks), ...Object.keys(p.nestClouds)];
    const shares = found.shares.flatMap((nest) => [...nest]);
    return {
      shares: Object.fromEntries(names.map((name, k) => [name, shares[k]])),
      shareNetworks: found.nests[0],
      shareClouds: found.nests[1],
      nothing: found.nothing,
      shareOfLostDemandKeptByOtherNetworkIfBVanishes: diversion(nests, p.dissimilarity, [0, 1], [0, 0], p.nothing),
    };
  },

  "belief-learning": (p) => ({
    beliefAfter: beliefAfter(p.beliefAtStart, p.trueQuality, p.learningRate, p.epochs),
    epochsToHalveError: epochsToHalveError(p.learningRate),
  }),

  "quality-drift": (p) => ({
    qualityAfter: qualityAfterStop(p.qualityAtCut, p.baseline, p.driftPerEpoch, p.epochs),
    stationaryQuality: p.effortShare.map((share: number) =>
      stationaryQuality(p.baseline, p.qMax, p.catchUp, p.driftPerEpoch, share),
    ),
  }),

  "three-arms-bass": (p) => {
    const market = {
      market: p.market,
      innovation: p.pInnovation,
      imitation: p.qImitation,
      factor: p.subsidyFactorOnP,
      cutYear: p.cutYear,
    };
    const at = (year: number) => {
      const { retention: retentionAgainstKept, ...arms } = threeArms(market, year);
      return { ...arms, retentionAgainstKept };
    };
    return { year3: at(3), year4: at(4), year12: at(12) };
  },

  "queue-wait": (p) => {
    const { serviceSeconds: s, single, pooled } = p;
    const one = single.arrivalsPerSecond * s;
    const many = pooled.arrivalsPerSecond * s;
    return {
      mm1Wait: mm1Wait(one, s),
      mm1Sojourn: mm1Wait(one, s) + s,
      md1Wait: md1Wait(one, s),
      mm4DelayProbability: delayProbability(many, pooled.servers),
      mm4Wait: mmcWait(many, pooled.servers, s),
      md4Wait: mdcWait(many, pooled.servers, s),
      cosmetatosApproxMd4: cosmetatosWait(many, pooled.servers, s),
      poolingGainMd: md1Wait(one, s) / mdcWait(many, pooled.servers, s),
    };
  },

  "loss-system": (p) => ({ lostShare: p.servers.map((servers: number) => lostShare(p.offeredLoad, servers)) }),

  "reverse-auction-uniform": (p) => {
    const { costLow: low, costHigh: high, bidders } = p;
    const uniform = { below: (x: number) => Math.min(1, Math.max(0, (x - low) / (high - low))), high };
    const bid = uniformBid(p.costExample, high, bidders);
    if (Math.abs(firstPriceBid(p.costExample, uniform, bidders) / bid - 1) > 1e-9)
      throw new Error("the quadrature and the closed form of a bid disagree");
    return {
      bid,
      expectedPrice: expectedPrice(low, high, bidders),
      expectedLowestCost: expectedCost(low, high, bidders),
      expectedWinnerProfit: expectedWinnerProfit(low, high, bidders),
      uniformPriceTwoUnits: expectedPrice(low, high, bidders, p.units),
      expectedPriceTwoBidders: expectedPrice(low, high, 2),
    };
  },
};
