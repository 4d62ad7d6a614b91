import { consensus } from "../../sim/consensus/index.ts";
import { everyKind } from "./kinds.ts";

/** Variants of yuma that do not pay in exact proportion to rank. */
const odd = [
  { incentive: "winnerTakesAll" },
  { arithmetic: "peer", bonds: "yuma3", storage: "float" },
  { arithmetic: "peer", bonds: "yuma2", weightsOf: "previous", incentive: "winnerTakesAll" },
];

/**
 * Every kind of consensus as tests play it. A quarter of the stake is less than what each lets pass (kappa of yuma, `trim`
 * of the trimmed mean): the law `minority` attacks with that much.
 */
export const everyConsensus = everyKind(consensus, {
  fixed: [{}, { maxValidators: 2, stakeThreshold: 1000 }],
  sigmoid: [{}, { rho: 50, kappa: 0.2, stakeThreshold: 1000 }],
  trimmedMean: [{}, { trim: 0.4, maxValidators: 3 }],
  weightedMean: [{}, { maxValidators: 2 }],
  yuma: [
    {},
    { kappa: 0.3, bondsPenalty: 0.5, bondAlpha: 0.9, maxValidators: 2, stakeThreshold: 1000 },
    { bonds: "yuma3", bondsPenalty: 0 },
    { bonds: "yuma3", liquidAlpha: {} },
    { bonds: "yuma3", liquidAlpha: { consensus: "mixed", compares: "weights" }, storage: "float" },
    { bonds: "yuma1", liquidAlpha: { consensus: "previous" } },
    { bonds: "yuma2", bondAlpha: 0.9 },
    { bonds: "yuma2", weightsOf: "previous", bondsPenalty: 0.5, storage: "float" },
    { bonds: "yuma2c", capacity: { purchaseRate: 0.3 }, bondsPenalty: 0 },
    ...odd,
  ],
});

/** Those that pay in proportion to what they make of the weights. */
export const consensusKinds = everyConsensus.filter(({ parameters }) => !(odd as unknown[]).includes(parameters));
