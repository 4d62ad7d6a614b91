import { floats } from "../core/arrays.ts";
import { z } from "zod";
import { draw, hash32 } from "../core/random.ts";
import { mechanism, type Fault } from "../core/slot.ts";
import { checkRateEach, disputeRounds } from "../theory/watchers.ts";
import { count, duration, fraction, positiveDuration, positiveUsd, usd } from "../units.ts";
import type { JudgeInput, Verification } from "./contract.ts";
import { differs, evidenceParameters } from "./evidence.ts";
import { groupOf } from "./named.ts";
import { periodsIn } from "./moments.ts";
import { columnsOf, type Pair } from "./pairs.ts";
import { forgetStrikes, misfitsOf, penaltyParameters } from "./penalties.ts";
import { believed } from "./unchecked.ts";
import { faultsOf, publish, settleAudits } from "./verdicts.ts";

/**
 * Claims stand after a window unless somebody proves them false. In each period of `every` a miner claims that it served its
 * model; each watcher runs a claim again at the rate given, or at that of the equilibrium in which neither cheats nor watchers
 * gain by doing more or less. Planted faults pay a jackpot, so that watchers check even where nobody cheats.
 *
 *   y = 1 where phi J >= C, else 1 - (D / (G + D))^(1/m)       finality = window + disputed share x ceil(log2 steps) x round
 *
 * Source: docs/economy.md, equations 70 to 72 and 74.
 */
export const optimistic = mechanism(
  "optimistic",
  "Claims stand after a window unless a watcher runs them again and proves them false, which costs the bond. Watchers check at a " +
    "given rate or at that of the equilibrium; planted faults pay a jackpot. A claim that stands is believed: quality 1. " +
    "Source: docs/economy.md, Verification.",
  {
    window: positiveDuration.prefault("6.4 days").describe("time in which a claim can be disputed"),
    every: positiveDuration.prefault("1 day").describe("time in which a miner makes one claim"),
    watchers: z
      .array(z.string(), { error: () => "expected a list of validator groups" })
      .min(1, { error: () => "expected at least one group of validators" })
      .optional()
      .describe("groups of validators that watch; left out: all that audit"),
    checkRate: fraction
      .optional()
      .describe("share of claims that each watcher checks; left out: the rate of the equilibrium"),
    gain: positiveUsd
      .prefault("1 USD")
      .describe("G: reward of a false claim that stands, which the equilibrium weighs"),
    steps: count.default(1_000_000).describe("steps of the computation that a dispute halves until one is left"),
    round: duration.prefault("10 minutes").describe("time of one round of a dispute"),
    faultRate: fraction.default(0).describe("phi: share of claims in which a fault is planted"),
    jackpot: usd.prefault("0 USD").describe("J: paid to a watcher who finds a planted fault"),
    jackpotFrom: z
      .enum(["grants", "investors"], { error: () => "expected grants or investors" })
      .default("grants")
      .describe("account that pays jackpots"),
    ...evidenceParameters,
    ...penaltyParameters,
    bond: usd.prefault("20 USD").describe("D: USD that each serving operator must hold"),
  },
  (p, { clock }): Verification => {
    const watches = p.watchers ? groupOf(p.watchers) : () => true;
    const rateOf = (watchers: number) => {
      if (p.checkRate !== undefined) return p.checkRate;
      if (p.faultRate * p.jackpot > 0 && p.faultRate * p.jackpot >= p.usdPerAudit) return 1;
      return watchers > 0 ? checkRateEach({ depositUsd: p.bond, cheatGainUsd: p.gain }, watchers) : 0;
    };
    return {
      bondUsd: p.bond,
      forget: forgetStrikes,
      ...(p.checkRate === 0 && { blind: true }),
      needed: { groups: { path: "watchers", ids: p.watchers ?? [] } },
      plan({ seed, epoch, auditors, validatorIds, serving, operatorIds }) {
        const watching = auditors.filter((i) => watches(validatorIds[i]!));
        const rate = rateOf(watching.length);
        const keys = Array.from(watching, (i) => hash32(validatorIds[i]!));
        const pairs: Pair[] = [];
        for (const j of serving) {
          const id = operatorIds[j]!;
          const claims = periodsIn(clock, p.every, seed, "claim moment", epoch, id);
          watching.forEach((i, w) => {
            const checks = claims.filter((n) => draw(seed, "watched", n, id, keys[w]!) < rate).length;
            if (checks > 0) pairs.push({ i, j, checks });
          });
        }
        return {
          looksAt: ["outputs"],
          ...columnsOf(pairs),
        };
      },
      judge(input) {
        const faults = faultsOf(p, input, (k) => differs(p, input.evidence, k));
        const judged = settleAudits(p, clock, input, faults, p.window);
        const serving = input.serving.reduce((all, on) => all + on, 0);
        const disputed = judged.failedAudits.reduce((all, n) => all + (n > 0 ? 1 : 0), 0);
        const estimates = believed(input);
        publish(estimates, input.working, judged.failedAudits);
        return {
          ...judged,
          estimates,
          jackpotUsd: jackpots(p, input),
          jackpotFrom: p.jackpotFrom,
          finalitySeconds: p.window + (disputed / Math.max(1, serving)) * disputeRounds(p.steps) * p.round,
        };
      },
    };
  },
  [],
  bondFaults,
  misfitsOf,
);

interface Stakes {
  readonly bond: number;
  readonly gain: number;
  readonly faultRate: number;
  readonly jackpot: number;
}

function bondFaults({ bond, gain, faultRate, jackpot }: Stakes): readonly Fault[] {
  const faults: Fault[] = [];
  if (bond < gain)
    faults.push({ path: "bond", message: `expected at least gain, the reward of a false claim (${gain} USD)` });
  if (faultRate > 0 !== jackpot > 0)
    faults.push({ path: "jackpot", message: "expected more than 0 USD with a faultRate above 0, and 0 USD without" });
  return faults;
}

/** [validators] USD for the planted faults that checks met, each by a draw of its own. */
function jackpots({ faultRate, jackpot }: Stakes, { seed, epoch, plan, validatorIds, operatorIds }: JudgeInput) {
  const won = floats(validatorIds.length);
  if (faultRate === 0) return won;
  plan.miners.forEach((j, k) => {
    const i = plan.validators[k]!;
    const key = hash32(validatorIds[i]!);
    for (let t = 0; t < (plan.checks?.[k] ?? 1); t++)
      if (draw(seed, `planted fault ${t}`, epoch, operatorIds[j]!, key) < faultRate) won[i]! += jackpot;
  });
  return won;
}
