import { z } from "zod";
import type { Fault } from "../core/slot.ts";
import { fraction, notNegative } from "../units.ts";
import type { arithmetics } from "./arithmetic.ts";
import { DEFAULT_CAPACITY } from "./bondRules/capacity.ts";
import type { Capacity } from "./bondRules/contract.ts";
import type { BondRuleName } from "./bondRules/index.ts";
import type { LiquidAlpha } from "./bondRules/liquidAlpha.ts";
import type { IncentiveRule } from "./clip.ts";
import { electorate, type Electorate } from "./parameters.ts";

/** Parameters of the rule; those that may be left out are then as on the chain. */
export interface YumaParameters extends Electorate {
  readonly kappa: number;
  readonly bondsPenalty: number;
  readonly bondAlpha: number;
  /** how bonds are bought, remembered and paid */
  readonly bonds: BondRuleName;
  /** alpha by pair instead of `bondAlpha` */
  readonly liquidAlpha?: LiquidAlpha | undefined;
  /** bonds by capacity only: how it is spent and lost */
  readonly capacity?: Capacity | undefined;
  /** which epoch's weights are clipped, ranked and followed by bonds; consensus always takes the current ones */
  readonly weightsOf?: "current" | "previous";
  readonly incentive?: IncentiveRule;
  readonly arithmetic?: keyof typeof arithmetics;
  /** how bonds are kept between epochs */
  readonly storage?: "float" | "u16";
}

/** 32767/65535, slightly under one half: exactly half of the stake does carry a weight. */
export const CHAIN_KAPPA = 32_767 / 65_535;

/** Defaults of the chain: 45875/65535 and 58982/65535, steepness 1000. */
const liquidAlpha = z.strictObject({
  low: fraction.default(45_875 / 65_535).describe("weight of this epoch for a purchase at consensus"),
  high: fraction.default(58_982 / 65_535).describe("weight of this epoch for a purchase far above consensus"),
  steepness: notNegative.default(1000).describe("slope of the sigmoid between them, in hundredths"),
  consensus: z
    .enum(["current", "previous", "mixed"])
    .default("current")
    .describe("consensus that a purchase is compared with: this epoch's, the one before, or the larger of both"),
  compares: z
    .enum(["bondWeights", "weights"])
    .default("bondWeights")
    .describe("what is compared with it: the weights that bonds follow, or the weights as given"),
});

const capacity = z.strictObject({
  purchaseRate: fraction
    .default(DEFAULT_CAPACITY.purchaseRate)
    .describe("share of its capacity that a validator may spend on one miner in an epoch"),
  decayRate: fraction
    .default(DEFAULT_CAPACITY.decayRate)
    .describe("share of its bonds that a validator loses in an epoch"),
});

/** Parameters of `yuma` as a scenario writes them. */
export const yumaShape = {
  kappa: fraction.default(CHAIN_KAPPA).describe("share of active stake that must support a weight"),
  bondsPenalty: fraction.default(1).describe("how far bonds follow clipped weights: 1 wholly, 0 the weights as given"),
  bondAlpha: fraction.default(0.1).describe("weight of this epoch in the bonds' moving average"),
  bonds: z
    .enum(["classic", "yuma1", "yuma2", "yuma2c", "yuma3"])
    .default("classic")
    .describe(
      "classic: columns of bonds sum to 1 and stake enters them; yuma1: the same, read as they were kept; yuma2: never " +
        "brought back to 1; yuma2c: bought from a capacity; yuma3: absolute bonds, stake enters at payout",
    ),
  liquidAlpha: liquidAlpha
    .optional()
    .describe("yuma1, yuma2 and yuma3: alpha by how far a weight is from consensus, instead of bondAlpha"),
  capacity: capacity.optional().describe("yuma2c only: how capacity is spent and lost; 0.1 each when left out"),
  weightsOf: z
    .enum(["current", "previous"])
    .default("current")
    .describe("weights that are clipped, ranked and followed by bonds: this epoch's, or those of the epoch before"),
  incentive: z
    .enum(["share", "winnerTakesAll"])
    .default("share")
    .describe("in proportion to rank, or all for the highest; equals share"),
  arithmetic: z
    .enum(["chain", "peer"])
    .default("chain")
    .describe("peer: as two other simulators divide and round, to compare with them"),
  storage: z
    .enum(["float", "u16"])
    .default("u16")
    .describe("how bonds are kept between epochs; bonds of yuma2c are always floats"),
  ...electorate,
};

type Written = z.output<z.ZodObject<typeof yumaShape>>;

/** What is wrong with parameters taken together. */
export function faultsOfYuma({ bonds, liquidAlpha: liquid, capacity: rates }: Written): readonly Fault[] {
  const faults: Fault[] = [];
  const fault = (path: string, message: string) => faults.push({ path, message });
  if (liquid !== undefined && (bonds === "classic" || bonds === "yuma2c"))
    fault("liquidAlpha", `expected none with ${bonds} bonds; it needs bonds: yuma1, yuma2 or yuma3`);
  if (liquid !== undefined && liquid.low > liquid.high)
    fault("liquidAlpha", `has low ${liquid.low} above high ${liquid.high}; expected low at most high`);
  if (rates !== undefined && bonds !== "yuma2c")
    fault("capacity", `expected none with ${bonds} bonds; it needs bonds: yuma2c`);
  return faults;
}
