import { sum } from "../core/matrix.ts";
import { membership } from "../membership/index.ts";
import type { Rules } from "../rules.ts";
import type { Scenario } from "../scenario.ts";
import type { Learner } from "../task/contract.ts";
import { genesis, type World } from "../world.ts";
import { armOf, cutEpochOf, quarterEpochs, type Played, type Stand } from "./contract.ts";
import { constantTaper } from "./frozen.ts";
import { learnersFrom } from "./learner.ts";
import { playOn } from "./play.ts";

/** The world just before the cut, and how a quarter of it is played. */
export interface Before {
  readonly scenario: Scenario;
  readonly rules: Rules;
  readonly world: World;
  readonly learners: () => Promise<Learner>;
  /** counts epochs, for progress */
  readonly played: () => void;
}

/** Sums over a quarter; means of the two prices. */
export interface Quarter {
  /** what customers pay to operators, what grants do, and what new tokens do beyond both */
  readonly paidUsd: number;
  readonly grantUsd: number;
  readonly subsidyUsd: number;
  /** tokens newly minted for operators, whoever funds them, and all their other income */
  readonly mintedTokens: number;
  readonly otherUsd: number;
  readonly fullCostUsd: number;
  readonly runningCostUsd: number;
  readonly served: number;
  readonly capacity: number;
  /** USD that operators and validators took out of the token market less what others brought */
  readonly soldUsd: number;
  readonly days: number;
  readonly usdPerToken: number;
  readonly usdPerRequest: number;
}

/** The world of the arm cut as its subsidy begins to end; undefined where that does not happen in the run. */
export async function beforeCut(run: Played, played: () => void = () => {}): Promise<Before | undefined> {
  const epoch = cutEpochOf(run);
  if (epoch === undefined) return undefined;
  const cut = armOf(run.arms, "cut");
  let stand: Stand | null = run.fork;
  const learner = await (await learnersFrom(cut, stand))();
  for await (const { world, work, save } of playOn(cut.rules, stand?.world ?? genesis(cut.rules), learner, epoch)) {
    if (world.epoch === epoch) stand = { world, work, learner: save() };
    played();
  }
  const world = stand?.world ?? genesis(cut.rules);
  return { scenario: run.scenario, rules: cut.rules, world, learners: await learnersFrom(cut, stand), played };
}

/** Rules under which nobody comes or goes, and a fraction of the subsidy is paid. */
export function standing({ rules, world }: Before, multiplier: number): Rules {
  return {
    ...rules,
    // The taper of a subnet may leave its own tokens or the chain's liquidity alone; here all or nothing is paid.
    taper: { ...constantTaper(rules.taper, multiplier), target: "both" },
    membership: membership.build({ kind: "fixed" }, { clock: rules.clock, seed: rules.seed }),
    staying: () => world.validators.working,
  };
}

/** Plays a quarter from the world before the cut under other rules. */
export async function playQuarter({ world, learners, played }: Before, rules: Rules): Promise<Quarter> {
  const epochs = quarterEpochs(rules.clock);
  const sums = {
    paidUsd: 0,
    grantUsd: 0,
    subsidyUsd: 0,
    mintedTokens: 0,
    otherUsd: 0,
    fullCostUsd: 0,
    runningCostUsd: 0,
    served: 0,
  };
  const more = { capacity: 0, soldUsd: 0, usdPerToken: 0, usdPerRequest: 0 };
  for await (const { world: after, settlements, number } of playOn(
    rules,
    world,
    await learners(),
    world.epoch + epochs,
  )) {
    sums.paidUsd += number("customerFundedUsd");
    sums.grantUsd += number("grantUsd");
    sums.subsidyUsd += number("netSubsidyUsd") - number("grantUsd");
    const minted = sum(settlements.pay.operatorTokens);
    sums.mintedTokens += minted;
    sums.otherUsd += number("customerFundedUsd") + number("netSubsidyUsd") - minted * number("price");
    sums.fullCostUsd += number("fullCostUsd");
    sums.runningCostUsd += number("runningCostUsd");
    sums.served += number("served");
    more.capacity += number("capacity");
    more.soldUsd -= after.token.lastUsersUsd;
    more.usdPerToken += number("price") / epochs;
    more.usdPerRequest += number("usdPerRequest") / epochs;
    played();
  }
  return { ...sums, ...more, days: epochs * rules.clock.epochDays };
}
