import { copyOf } from "../core/arrays.ts";
import { z } from "zod";
import { matrix, normalizeRows, rowOf, type Matrix, type Vec } from "../core/matrix.ts";
import { mechanism } from "../core/slot.ts";
import { count, fraction, notNegative, positive, positiveDuration, wholeNumber } from "../units.ts";
import type { Scoring, ScoringInput } from "./contract.ts";
import { rampShares, squaredShares } from "./payout.ts";
import { ordinalOf, played, unrated, type MatchOptions } from "./rating.ts";
import { byRow, kept, ofServing, seen } from "./shared.ts";
import { syncScores } from "./syncScore.ts";

/**
 * What each validator keeps of each miner: its rating, the proof of computation, and what the match at the end of the window
 * will be played with, the last gain found in it and whether the assigned data gained more (1 or -1).
 */
const KEPT = ["mu", "sigma", "proof", "gain", "assigned"] as const;
type Kept = Record<(typeof KEPT)[number], Matrix>;

/** More matches than this in one epoch would take longer than all else. */
const MOST_WINDOWS = 100;

const payout = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("squared"),
    most: count.default(15).describe("miners that are paid, the best"),
  }),
  z.strictObject({
    kind: z.literal("ramp"),
    burn: fraction.default(0.5).describe("B: share of miners' pay that nobody gets"),
    gather: count.default(20).describe("N: places on the line from 2 to 1"),
    reserve: wholeNumber.default(10).describe("R: places after them, each half of the one before"),
  }),
]);

/**
 * What training did to the loss, as matches of all against all.
 *
 *   score = ordinal x max(0, proof) x sync      ordinal = mu - 3 sigma of the OpenSkill rating, one match a window by gain
 *   proof' = proof + a (b - proof), b = 1 where the assigned data gained more than others, else -1, from 0
 *
 * Source: docs/economy.md, "Scoring"; the collaborative training subnets.
 */
export const gauntlet = mechanism(
  "gauntlet",
  "What training did to the loss, as matches: score = ordinal x max(0, proof) x sync. One OpenSkill match a window by the " +
    "relative fall of the loss, ordinal = mu - 3 sigma; proof is an average of 1 where the loss fell more on the data " +
    "assigned to the miner than on others, else -1; sync = max(0, 1 - min(x, 5) / 5)^2.5, x rounds behind the median miner. " +
    "Pay by squares of the score over the best, or by place with a part burned. Source: docs/economy.md, Scoring.",
  {
    window: positiveDuration.prefault("1 day").describe("time between matches"),
    beta: positive.default(7).describe("spread of play within a match"),
    tau: notNegative.default(0.1).describe("doubt that each match adds to a rating"),
    proofWeight: fraction.default(0.05).describe("a: weight of a window in the proof of computation"),
    stepsPerRound: count.default(30).describe("optimiser steps of a miner in one round of synchronisation"),
    payout: payout.prefault({ kind: "ramp" }).describe("how scores become pay"),
  },
  ({ window, payout, proofWeight, stepsPerRound, ...match }, { clock }): Scoring => {
    const windowBlocks = window / clock.blockSeconds;
    const windowsUntil = (block: number) => Math.floor(block / windowBlocks + 1e-9);
    const windowsPerEpoch = clock.tempo / windowBlocks;
    return {
      keeps: KEPT,
      looksAt: ["training"],
      score(input) {
        const windows = windowsUntil(input.block) - windowsUntil(input.block - clock.tempo);
        const found = gather(input);
        const after = windows === 0 ? found : play(found, windows, proofWeight, match, input.servedSince);
        const sync = syncScores(input.steps, input.servedSince, windowsPerEpoch * stepsPerRound);
        const scores = byRow(after.mu, (_, i) => ofServing(finalScores(after, i, sync), input.servedSince));
        const pay = (row: Vec) =>
          payout.kind === "ramp" ? rampShares(row, payout.gather, payout.reserve) : squaredShares(row, payout.most);
        const weights = normalizeRows(byRow(scores, pay));
        if (payout.kind === "squared") return { weights, memory: after };
        const knows = (i: number) => rowOf(scores, i).some((score) => !Number.isNaN(score));
        const burned = Float64Array.from({ length: scores.rows }, (_, i) => (knows(i) ? payout.burn : NaN));
        return { weights, memory: after, burned };
      },
    };
  },
  ["quality"], // what it pays for is progress: a better model that gains less gets less
  undefined,
  ({ window }, { epochSeconds }) =>
    window * MOST_WINDOWS >= epochSeconds
      ? []
      : [
          {
            path: "window",
            message: `expected at least 1/${MOST_WINDOWS} of an epoch, ${epochSeconds / MOST_WINDOWS} s`,
          },
        ],
);

/** What is kept, with what this epoch's audits found laid on top. */
function gather(input: ScoringInput): Kept {
  const before = <Name extends keyof Kept>(name: Name) => kept(input.memory, name, input.estimates);
  const [gain, assignedGain] = [seen(input, "gain"), seen(input, "assignedGain")];
  const latest = (old: Matrix, now: (k: number) => number): Matrix => ({
    ...old,
    data: old.data.map((value, k) => (Number.isNaN(now(k)) ? value : now(k))),
  });
  const sign = (own: number, other: number) => (Number.isNaN(own - other) ? NaN : own > other ? 1 : -1);
  return {
    mu: before("mu"),
    sigma: before("sigma"),
    proof: before("proof"),
    gain: latest(before("gain"), (k) => gain.data[k]!),
    assigned: latest(before("assigned"), (k) => sign(assignedGain.data[k]!, gain.data[k]!)),
  };
}

/** Ends a number of windows: a match in each between those of whom a gain is known, by the same gains. */
function play(now: Kept, windows: number, proofWeight: number, match: MatchOptions, servedSince: Vec): Kept {
  const [mu, sigma] = [copyOf(now.mu.data), copyOf(now.sigma.data)];
  for (let i = 0; i < now.gain.rows; i++) {
    const at = i * now.gain.cols;
    const gains = ofServing(rowOf(now.gain, i), servedSince);
    const peers = [...gains.keys()].filter((j) => !Number.isNaN(gains[j]!));
    let ratings = peers.map((j) => (Number.isNaN(mu[at + j]!) ? unrated : { mu: mu[at + j]!, sigma: sigma[at + j]! }));
    for (let w = 0; w < windows; w++)
      ratings = played(
        ratings,
        peers.map((j) => gains[j]!),
        match,
      );
    for (const [p, j] of peers.entries()) [mu[at + j], sigma[at + j]] = [ratings[p]!.mu, ratings[p]!.sigma];
  }
  const stays = (1 - proofWeight) ** windows;
  const proof = now.proof.data.map((value, k) => {
    const sign = now.assigned.data[k]!;
    return Number.isNaN(sign) ? value : sign + ((Number.isNaN(value) ? 0 : value) - sign) * stays;
  });
  const { rows, cols } = now.gain;
  const as = (data: Float64Array): Matrix => ({ rows, cols, data });
  return {
    mu: as(mu),
    sigma: as(sigma),
    proof: as(proof),
    gain: matrix(rows, cols, NaN),
    assigned: matrix(rows, cols, NaN),
  };
}

/** [operators] ordinal x max(0, proof) x sync of what validator i keeps; NaN for whom it knows nothing of. */
function finalScores({ mu, sigma, proof }: Kept, i: number, sync: Vec): Float64Array {
  const [m, s, p] = [rowOf(mu, i), rowOf(sigma, i), rowOf(proof, i)];
  return m.map((value, j) => ordinalOf({ mu: value, sigma: s[j]! }) * Math.max(0, p[j]!) * sync[j]!);
}
