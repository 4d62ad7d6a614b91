import type { LiquidAlpha } from "./bondRules/liquidAlpha.ts";
import type { YumaParameters } from "./yuma.ts";

/** Parameters of a run in the other simulator's words. */
export type PeerParameters = Readonly<Record<string, unknown>>;

/** The same once they are known to be right; a variant states those that it needs. */
interface Checked {
  readonly kappa: number;
  readonly bondPenalty: number;
  readonly winnerTakesAll?: boolean;
  /** share of old bonds that is kept */
  readonly bondMovingAvg: number;
  readonly capacityAlpha: number;
  readonly decayRate: number;
  readonly liquidAlpha?: boolean;
  readonly alphaLow: number;
  readonly alphaHigh: number;
  readonly alphaSigmoidSteepness: number;
  readonly liquidAlphaConsensusMode?: keyof typeof modes;
  readonly liquidAlphaEffectiveWeights?: boolean;
  readonly totalEpochEmission: number;
  readonly validatorEmissionRatio: number;
  readonly totalSubnetStake: number;
}

type Name = keyof Checked;

/** What a value must be, and how a message says so. */
type Check = readonly [holds: (value: unknown) => boolean, expected: string];

const modes = { CURRENT: "current", PREVIOUS: "previous", MIXED: "mixed" } as const;
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const share: Check = [(value) => isNumber(value) && value >= 0 && value <= 1, "a fraction from 0 to 1"];
const amount: Check = [(value) => isNumber(value) && value >= 0, "a number, 0 or more"];
const positive: Check = [(value) => isNumber(value) && value > 0, "a number above 0"];
const flag: Check = [(value) => typeof value === "boolean", "true or false"];
const mode: Check = [(value) => typeof value === "string" && Object.hasOwn(modes, value), "CURRENT, PREVIOUS or MIXED"];

const checks: Readonly<Record<Name, Check>> = {
  kappa: share,
  bondPenalty: share,
  winnerTakesAll: flag,
  bondMovingAvg: share,
  capacityAlpha: share,
  decayRate: share,
  liquidAlpha: flag,
  alphaLow: share,
  alphaHigh: share,
  alphaSigmoidSteepness: amount,
  liquidAlphaConsensusMode: mode,
  liquidAlphaEffectiveWeights: flag,
  totalEpochEmission: amount,
  validatorEmissionRatio: share,
  totalSubnetStake: positive,
};

/** One of their rules: the parameters that it cannot do without, those that it also knows, and what it is in ours. */
interface Variant {
  readonly needs: readonly Name[];
  readonly knows: readonly Name[];
  readonly ours: (read: Checked) => Pick<YumaParameters, "bonds"> & Partial<YumaParameters>;
}

const always: readonly Name[] = ["kappa", "bondPenalty"];
const pay: readonly Name[] = ["totalEpochEmission", "validatorEmissionRatio", "totalSubnetStake"];
const sigmoid: readonly Name[] = ["alphaLow", "alphaHigh", "alphaSigmoidSteepness"];
const liquid: readonly Name[] = ["liquidAlpha", ...sigmoid];
const average: readonly Name[] = ["bondMovingAvg"];
const averaged = ({ bondMovingAvg }: Checked) => ({ bondAlpha: 1 - bondMovingAvg });
/** Bonds that buy with the weights as given, whatever the bond penalty says. */
const unclipped = { bondsPenalty: 0 };

const producers: Readonly<Record<string, Readonly<Record<string, Variant>>>> = {
  A: {
    yuma1: { needs: [], knows: liquid, ours: () => ({ bonds: "yuma1", bondAlpha: 1 }) },
    yuma2: { needs: average, knows: liquid, ours: (read) => ({ bonds: "yuma2", ...averaged(read) }) },
    yuma2b: {
      needs: average,
      knows: liquid,
      ours: (read) => ({ bonds: "yuma2", weightsOf: "previous", ...averaged(read) }),
    },
    yuma2c: {
      needs: ["capacityAlpha", "decayRate"],
      knows: [],
      ours: ({ capacityAlpha, decayRate }) => ({
        bonds: "yuma2c",
        capacity: { purchaseRate: capacityAlpha, decayRate },
        ...unclipped,
      }),
    },
    yuma3: { needs: average, knows: [], ours: (read) => ({ bonds: "yuma3", ...averaged(read), ...unclipped }) },
    "yuma3-liquid": {
      needs: [...average, ...liquid, "liquidAlphaConsensusMode"],
      knows: [],
      ours: (read) => ({ bonds: "yuma3", ...averaged(read), ...unclipped }),
    },
  },
  B: {
    "yuma2-ema-renorm": { needs: average, knows: [], ours: (read) => ({ bonds: "classic", ...averaged(read) }) },
    "yuma3-clipped": { needs: average, knows: [], ours: (read) => ({ bonds: "yuma3", ...averaged(read) }) },
    "yuma3-clipped-liquid": {
      needs: [...average, ...liquid, "liquidAlphaConsensusMode"],
      knows: ["liquidAlphaEffectiveWeights"],
      ours: (read) => ({ bonds: "yuma3", ...averaged(read) }),
    },
  },
};

/**
 * Our parameters for a run of another simulator of the rule. Its `bondMovingAvg` is the share of old bonds that is kept, so
 * ours is 1 less that; its steepness counts whole units, ours hundredths.
 *
 * @param producer `A` (bactensor/yuma-simulation) or `B` (bactensor/interactive-yuma-simulator)
 * @param variant  its name for the rule, such as `yuma2b`
 * @param params   all of its parameters, those of pay included
 * @throws RangeError on a producer, variant or parameter that is not known, missing or out of range
 * Source: docs/yuma.md, equations 30 to 38.
 */
export function peerParameters(producer: string, variant: string, params: PeerParameters): YumaParameters {
  const rule = variantOf(producer, variant);
  const read = checked(`${producer} ${variant}`, rule, params);
  return {
    kappa: read.kappa,
    bondsPenalty: read.bondPenalty,
    bondAlpha: 1,
    liquidAlpha: read.liquidAlpha === true ? liquidAlphaOf(read) : undefined,
    incentive: read.winnerTakesAll === true ? "winnerTakesAll" : "share",
    arithmetic: "peer",
    storage: "float",
    stakeThreshold: 0,
    maxValidators: Infinity,
    ...rule.ours(read),
  };
}

/**
 * What a share of 1 pays per 1000 units of stake.   ratio × emission / (stake × totalSubnetStake / 1000)
 * @returns the function of a validator's stake, which is not 0
 * @throws as `peerParameters`
 */
export function peerPay(producer: string, variant: string, params: PeerParameters): (stake: number) => number {
  const read = checked(`${producer} ${variant}`, variantOf(producer, variant), params);
  const { validatorEmissionRatio, totalEpochEmission, totalSubnetStake } = read;
  return (stake) => (validatorEmissionRatio * totalEpochEmission) / ((stake * totalSubnetStake) / 1000);
}

function liquidAlphaOf(read: Checked): LiquidAlpha {
  return {
    low: read.alphaLow,
    high: read.alphaHigh,
    steepness: 100 * read.alphaSigmoidSteepness,
    consensus: modes[read.liquidAlphaConsensusMode ?? "CURRENT"],
    compares: read.liquidAlphaEffectiveWeights === true ? "bondWeights" : "weights",
  };
}

function variantOf(producer: string, variant: string): Variant {
  const variants = Object.hasOwn(producers, producer) ? producers[producer]! : {};
  if (Object.hasOwn(variants, variant)) return variants[variant]!;
  const known = Object.entries(producers).map(([name, variants]) => `${name} ${Object.keys(variants).join(", ")}`);
  throw new RangeError(`peers: variant is "${producer} ${variant}"; expected one of ${known.join("; ")}`);
}

function checked(name: string, { needs, knows }: Variant, params: PeerParameters): Checked {
  const needed = [...always, ...needs, ...pay];
  const known: readonly string[] = [...needed, "winnerTakesAll", ...knows];
  const refuse = (parameter: string, found: string, expected: string): never => {
    throw new RangeError(`peers: params.${parameter} of ${name} ${found}; expected ${expected}`);
  };
  for (const [parameter, value] of Object.entries(params)) {
    const notUsed = parameter === "liquidAlpha" && value === false;
    if (!known.includes(parameter) && !notUsed) refuse(parameter, "is not known", `one of ${known.join(", ")}`);
    const [holds, expected] = checks[parameter as Name];
    if (!holds(value)) refuse(parameter, `is ${JSON.stringify(value)}`, expected);
  }
  const on = params["liquidAlpha"] === true;
  if (needs.includes("liquidAlpha") && params["liquidAlpha"] === false) refuse("liquidAlpha", "is false", "true");
  for (const parameter of on ? [...needed, ...sigmoid] : needed) {
    if (!Object.hasOwn(params, parameter)) refuse(parameter, "is missing", checks[parameter][1]);
  }
  const read = params as unknown as Checked;
  if (on && read.alphaLow > read.alphaHigh)
    refuse("alphaLow", `is ${read.alphaLow}`, `at most alphaHigh, ${read.alphaHigh}`);
  return read;
}
