import { draw, hash32 } from "../core/random.ts";
import { mechanism } from "../core/slot.ts";
import { count, duration, fraction, notNegative, positiveDuration } from "../units.ts";
import type { Verification } from "./contract.ts";
import { drawn, periodsIn } from "./moments.ts";
import { columnsOf, type Pair } from "./pairs.ts";
import { forgetStrikes, misfitsOf, penaltyParameters, unbonded } from "./penalties.ts";
import { faultsOf, settleAudits } from "./verdicts.ts";

/**
 * The same requests go to several miners, and who answers otherwise than most of them fails. Each auditor asks `replicas`
 * miners, drawn anew for it, once in `every`; no model is run again, so that a majority of cheats outvotes who is honest.
 *
 * Source: docs/economy.md, equations 70 to 72.
 */
export const redundant = mechanism(
  "redundant",
  "The same requests go to several miners; who answers otherwise than most of them in more than `allowed` of the requests fails. " +
    "No model is run again. Source: docs/economy.md, Verification.",
  {
    replicas: count
      .min(2, { error: () => "expected 2 or more miners that answer the same" })
      .default(3)
      .describe("miners that answer the same requests"),
    every: positiveDuration.prefault("1 day").describe("time in which each auditor asks once"),
    allowed: fraction.default(0.05).describe("share of its answers in which a miner may be outvoted"),
    tolerance: notNegative.default(0.001).describe("difference of outputs within which an appeal clears a miner"),
    ...penaltyParameters,
    finality: duration.prefault("0 s").describe("time until a customer may rely on an answer"),
  },
  (p, { clock }): Verification => ({
    bondUsd: p.bond,
    forget: forgetStrikes,
    needed: { miners: p.replicas },
    plan({ seed, epoch, auditors, validatorIds, serving, operatorIds }) {
      const pairs: Pair[] = [];
      for (const i of serving.length > 1 ? auditors : []) {
        const auditor = validatorIds[i]!;
        const checks = periodsIn(clock, p.every, seed, "vote moment", epoch, auditor).length;
        if (checks === 0) continue;
        const key = hash32(auditor);
        const asked = drawn(serving, operatorIds, p.replicas, (id) => draw(seed, "replica", epoch, id, key));
        for (const j of asked) pairs.push({ i, j, checks });
      }
      return {
        looksAt: p.appeal === undefined ? ["votes"] : ["votes", "outputs"],
        ...columnsOf(pairs),
      };
    },
    judge(input) {
      const outvoted = (k: number) => (input.evidence?.outvoted[k] ?? NaN) > p.allowed;
      return settleAudits(p, clock, input, faultsOf(p, input, outvoted), p.finality);
    },
  }),
  ["independent"],
  unbonded,
  misfitsOf,
);
