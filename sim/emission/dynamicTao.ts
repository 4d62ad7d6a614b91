import { z } from "zod";
import { SECONDS_PER_DAY, type Clock } from "../core/clock.ts";
import { mechanism, type Fault } from "../core/slot.ts";
import { MOST_UNITS, UNITS_PER_TOKEN } from "../dtao/blockEmission.ts";
import {
  coarseStep,
  type CoarseMoved,
  type CoarseNetwork,
  type CoarseRules,
  type CoarseSubnet,
  type Users,
} from "../dtao/coarse.ts";
import { chainRules } from "../dtao/network.ts";
import { spotPrice, type Pool } from "../dtao/pool.ts";
import { chainFlowRule } from "../dtao/shares.ts";
import { duration, fraction, notNegative, positive, positiveTokens, tokens, tokensPerDay } from "../units.ts";
import type { Memory } from "../core/memory.ts";
import type { Emission, EmissionInputs, EmissionState, Injected } from "./contract.ts";
import { issuanceHalving } from "./issuanceHalving.ts";

const MOST_TOKENS = Number(MOST_UNITS) / UNITS_PER_TOKEN;
const BLOCK_SECONDS = 12;
/** Share rules of the chain; flows are users' own. */
const shareRules = { movingPrice: { kind: "price" }, flow: { ...chainFlowRule, netOfProtocol: false } } as const;

const other = z.strictObject({
  name: z
    .string({ error: () => "expected a name" })
    .min(1, { error: () => "expected a name" })
    .describe("its name, for messages"),
  taoReserve: positiveTokens.describe("TAO in its pool at the start"),
  alphaReserve: positiveTokens.describe("alpha in its pool at the start"),
  alphaOutside: tokens.describe("alpha outside of its pool at the start"),
  age: duration.prefault("365 days").describe("time since it was started, at the start of the run"),
  buysPerDay: tokensPerDay.describe("TAO that its users spend on alpha every day"),
  sellShare: fraction.describe("share of its miners' new alpha that is sold at once"),
});
type Other = z.output<typeof other>;

/**
 * The token of one subnet among others, and what the chain adds to its pool.
 *
 *   minted for participants  A = e(issuance) a block, halved by the token's own issuance: pool and outside
 *   T = share x e(TAO issued)      alphaIn = min(T / P, r A)      taoIn = P alphaIn      the rest of T buys
 *   r = w R / (w R + issuance)     share by average price, or by users' average flow
 *
 * The pool of the run's token is the subnet's, its USD are TAO at one price. Each epoch opens with the pool as it is; the
 * chain's own acts are then played by the hour, beside those of all other subnets.
 * Source: docs/economy.md, "Emission"; docs/dtao.md, "In a run".
 */
export const dynamicTao = mechanism(
  "dynamicTao",
  "The token of one subnet among others under dynamic TAO: halved by its own issuance, with TAO that joins its pool or buys " +
    "from it, shared between subnets by average price or by flow. Source: docs/economy.md, Emission, and docs/dtao.md.",
  {
    shares: z.enum(["movingPrice", "flow"]).default("movingPrice").describe("what the chain's TAO is shared by"),
    usdPerTao: positive.describe("USD per TAO, throughout"),
    taoIssuance: positiveTokens.describe("TAO issued at the start"),
    rootTao: tokens.describe("R: TAO staked on root at the start"),
    taoWeight: fraction.default(chainRules.rootTaoWeight).describe("w: what TAO on root counts beside alpha"),
    age: duration.prefault("0 days").describe("time since the subnet was started, at the start of the run"),
    averagePrice: notNegative.default(0).describe("average price of the subnet at the start, TAO per token"),
    others: z.array(other).describe("the other subnets; their average prices open at their prices"),
  },
  (parameters, context): Emission => {
    const network = networkOf(parameters, context.clock);
    const alpha = issuanceHalving.build(
      { tokensPerBlock: 1, cap: MOST_TOKENS, partsPerToken: UNITS_PER_TOKEN },
      context,
    );
    return {
      ...alpha,
      memory: {
        opening: network.opening,
        next: (from, to, state, inputs) => network.play(from, to, state, inputs).memory,
      },
      inject: network.play,
    };
  },
  [],
  faultsOf,
  (_, { blockSeconds }) =>
    blockSeconds === BLOCK_SECONDS
      ? []
      : [
          {
            path: "kind",
            message: `expected a blockTime of ${BLOCK_SECONDS} s, as its rules count blocks; it is ${blockSeconds} s`,
          },
        ],
);

interface Parameters {
  readonly shares: keyof typeof shareRules;
  readonly usdPerTao: number;
  readonly taoIssuance: number;
  readonly rootTao: number;
  readonly taoWeight: number;
  readonly age: number;
  readonly averagePrice: number;
  readonly others: readonly Other[];
}

/** Plays all subnets, the run's own first; what is remembered of them is a list of numbers. */
function networkOf({ shares, usdPerTao, taoWeight, ...at }: Parameters, { blockSeconds, tempo }: Clock) {
  const rules: CoarseRules = { ...chainRules, rootTaoWeight: taoWeight, shares: shareRules[shares] };
  const unitsPerUsd = UNITS_PER_TOKEN / usdPerTao;
  const buysPerBlock = (UNITS_PER_TOKEN * blockSeconds) / SECONDS_PER_DAY;
  const users = at.others.map(({ buysPerDay, sellShare }): Users => ({
    buys: buysPerDay * buysPerBlock,
    sellShare,
    flow: 0,
  }));
  const openingAges = [at.age, ...at.others.map(({ age }) => age)].map((seconds) => seconds / blockSeconds);
  return {
    opening: memoryOf({
      taoIssuance: at.taoIssuance * UNITS_PER_TOKEN,
      rootTao: at.rootTao * UNITS_PER_TOKEN,
      subnets: [{ ...unseen, emaPrice: at.averagePrice }, ...at.others.map(openingOf)],
    }),
    play(from: number, to: number, state: EmissionState, { pool }: EmissionInputs) {
      if (pool === undefined)
        throw new RangeError("dynamicTao: the token has no pool; expected one that the chain can add to");
      const remembered = networkIn(
        state.memory,
        openingAges.map((age) => age + from),
      );
      const own: CoarseSubnet = {
        ...remembered.subnets[0]!,
        pool: {
          tao: pool.usd * unitsPerUsd,
          alpha: pool.tokens * UNITS_PER_TOKEN,
          taoWeight: pool.usdWeight,
        },
        alphaIssuance: state.issuance * UNITS_PER_TOKEN,
      };
      const start = { ...remembered, subnets: [own, ...remembered.subnets.slice(1)] };
      const flow = (pool.usersUsd * unitsPerUsd) / tempo;
      const { network, moved } = coarseStep(rules, start, to - from, [{ buys: 0, sellShare: 0, flow }, ...users]);
      return { ...injectedBy(moved[0]!, unitsPerUsd), memory: memoryOf(network) };
    },
  };
}

/** Validators' half of what is left after the owner's cut is what root has a part of. */
function injectedBy(
  { taoInjected, alphaInjected, taoSpent, alphaOut, rootPaid, rootRecycled }: CoarseMoved,
  unitsPerUsd: number,
): Omit<Injected, "memory"> {
  const ofRoot = rootPaid + rootRecycled;
  const half = (alphaOut * (1 - chainRules.ownerCut)) / 2;
  return {
    tokens: alphaInjected / UNITS_PER_TOKEN,
    usd: taoInjected / unitsPerUsd,
    buysUsd: taoSpent / unitsPerUsd,
    rootShare: half > 0 ? ofRoot / half : 0,
    rootPaid: ofRoot > 0 ? rootPaid / ofRoot : 0,
  };
}

/** What a span sees of the run's own subnet comes with it: pool, issuance, age. */
const unseen: CoarseSubnet = {
  age: 0,
  pool: { tao: 0, alpha: 0, taoWeight: 1 / 2 },
  alphaIssuance: 0,
  emaPrice: 0,
  flowEma: 0,
};

function openingOf({ taoReserve, alphaReserve, alphaOutside }: Other): CoarseSubnet {
  const pool: Pool = { tao: taoReserve * UNITS_PER_TOKEN, alpha: alphaReserve * UNITS_PER_TOKEN, taoWeight: 1 / 2 };
  return {
    ...unseen,
    pool,
    alphaIssuance: (alphaReserve + alphaOutside) * UNITS_PER_TOKEN,
    emaPrice: Math.min(1, spotPrice(pool)),
  };
}

/** TAO issued, TAO on root, then of each subnet its reserves, weight, issuance, average price and average flow. */
const memoryOf = ({ taoIssuance, rootTao, subnets }: CoarseNetwork): Memory => [
  taoIssuance,
  rootTao,
  ...subnets.flatMap(({ pool: { tao, alpha, taoWeight }, alphaIssuance, emaPrice, flowEma }) => [
    ...[tao, alpha, taoWeight, alphaIssuance, emaPrice, flowEma],
  ]),
];

function networkIn([taoIssuance, rootTao, ...rest]: Memory, ages: readonly number[]): CoarseNetwork {
  const subnets = ages.map((age, k): CoarseSubnet => {
    const [tao, alpha, taoWeight, alphaIssuance, emaPrice, flowEma] = rest.slice(6 * k, 6 * (k + 1)) as SixNumbers;
    return { age, pool: { tao, alpha, taoWeight }, alphaIssuance, emaPrice, flowEma };
  });
  return { taoIssuance: taoIssuance!, rootTao: rootTao!, subnets };
}

type SixNumbers = [number, number, number, number, number, number];

function faultsOf({ taoIssuance, rootTao, others }: Parameters): Fault[] {
  const faults: Fault[] = [];
  const pooled = others.reduce((all, { taoReserve }) => all + taoReserve, 0);
  if (taoIssuance > MOST_TOKENS)
    faults.push({ path: "taoIssuance", message: `expected at most ${MOST_TOKENS}, the cap of TAO` });
  if (rootTao + pooled > taoIssuance)
    faults.push({
      path: "rootTao",
      message: `expected at most ${taoIssuance - pooled} tokens, what is issued less the ${pooled} in other pools`,
    });
  for (const [k, { name, alphaReserve, alphaOutside }] of others.entries()) {
    if (others.findIndex((one) => one.name === name) < k)
      faults.push({ path: "others", message: `expected a name of its own for each; ${name} stands twice` });
    if (alphaReserve + alphaOutside > MOST_TOKENS)
      faults.push({ path: "others", message: `expected at most ${MOST_TOKENS} alpha of ${name}, the cap` });
  }
  return faults;
}
