import type { Catalog } from "./catalog.ts";
import type { Consensus } from "./consensus/contract.ts";
import { clock as clockOf, epochsFor, type Clock } from "./core/clock.ts";
import type { Demand } from "./demand/contract.ts";
import type { Emission } from "./emission/contract.ts";
import type { Market } from "./market/contract.ts";
import type { Membership } from "./membership/contract.ts";
import type { Price } from "./price/contract.ts";
import type { Registration } from "./registration/contract.ts";
import { roster as rosterOf, type Roster } from "./roster.ts";
import type { Scenario } from "./scenario.ts";
import type { Scoring } from "./scoring/contract.ts";
import type { Settlement } from "./settlement/contract.ts";
import type { Shocks } from "./shocks/contract.ts";
import type { Taper } from "./taper/contract.ts";
import type { Environment, Task, TaskContext } from "./task/contract.ts";
import type { Verification } from "./verification/contract.ts";
import type { Workload } from "./workload/contract.ts";

/** One rule for each slot and who takes part: fixed for a run, while the world changes. */
export interface Rules {
  readonly seed: number;
  readonly clock: Clock;
  readonly maxUids: number;
  /** r: cost of capital, fraction per year */
  readonly discountRate: number;
  /** how new tokens divide between owner, miners and validators; sums to 1 */
  readonly split: Scenario["split"];
  /** share of miners' pay that is locked, and the epochs over which it is released; 0 and 0 where none is */
  readonly vesting: { readonly share: number; readonly epochs: number };
  readonly work: Scenario["work"];
  readonly roster: Roster;
  readonly emission: Emission;
  readonly taper: Taper;
  /** one or more judgements of the same work */
  readonly mechanisms: readonly MechanismRules[];
  /** epochs by which weights are used later than they are committed; 0 where they are set openly */
  readonly commitReveal: number;
  readonly verification: Verification;
  readonly demand: Demand;
  readonly market: Market;
  readonly settlement: Settlement;
  readonly price: Price;
  readonly workload: Workload;
  readonly membership: Membership;
  readonly registration: Registration;
  readonly task: Task;
  readonly shocks: Shocks;
  /** day from which exogenous paths stand still; left out: they move on */
  readonly frozenFromDay?: number;
  /** [validators] 1 for who works after an epoch, where a counterfactual world holds it; left out: pay decides */
  readonly staying?: (epoch: number) => Uint8Array;
  /** what a reader should know before believing the figures */
  readonly warnings: readonly string[];
}

/** The day to read exogenous paths at (growth, outside prices, shocks): that of the run, until they stand still. */
export const exogenousDay = (rules: Pick<Rules, "frozenFromDay">, day: number): number =>
  Math.min(day, rules.frozenFromDay ?? Infinity);

/** How validators judge work, and how their judgements become pay. */
export interface MechanismRules {
  /** fraction of the subnet's pay that it hands out */
  readonly share: number;
  readonly scoring: Scoring;
  readonly consensus: Consensus;
}

/** Builds the rules that a scenario names. @throws RangeError when rules do not fit together */
export function compile(scenario: Scenario, catalog: Catalog, environment: Environment = {}): Rules {
  const { seed, tempo, blockTime, duration } = scenario;
  const clock = clockOf(blockTime, tempo, duration);
  const context = { clock, seed };
  const roster = rosterOf(scenario, catalog, clock);
  const membership = catalog.membership.build(scenario.membership, context);
  return {
    seed,
    clock,
    roster,
    membership,
    maxUids: scenario.maxUids,
    discountRate: scenario.discountRate,
    split: scenario.split,
    vesting: scenario.vesting
      ? { share: scenario.vesting.share, epochs: epochsFor(clock, scenario.vesting.over) }
      : { share: 0, epochs: 0 },
    work: scenario.work,
    emission: catalog.emission.build(scenario.emission, context),
    taper: catalog.taper.build(scenario.taper, context),
    mechanisms: mechanismsOf(scenario).map(({ share, consensus, scoring }) => ({
      share,
      consensus: catalog.consensus.build(consensus, context),
      scoring: catalog.scoring.build(scoring, context),
    })),
    commitReveal: scenario.commitReveal,
    verification: catalog.verification.build(scenario.verification, context),
    demand: catalog.demand.build(scenario.demand, context),
    market: catalog.market.build(scenario.market, context),
    settlement: catalog.settlement.build(scenario.settlement, context),
    price: catalog.price.build(scenario.price, context),
    workload: catalog.workload.build(scenario.workload, context),
    registration: catalog.registration.build(scenario.registration, context),
    shocks: catalog.shocks.build(scenario.shocks, context),
    task: catalog.task.build(scenario.task, taskContext(scenario, roster, clock, environment)),
    warnings: membership.warnings,
  };
}

/** The mechanisms of a scenario; mostly one. @throws RangeError when it names none */
function mechanismsOf({ mechanisms, consensus, scoring }: Scenario): NonNullable<Scenario["mechanisms"]> {
  if (mechanisms) return mechanisms;
  if (!consensus || !scoring)
    throw new RangeError("scenario: no consensus and scoring, and no mechanisms; expected one or the other");
  return [{ share: 1, consensus, scoring }];
}

/** What the task may know. */
function taskContext(scenario: Scenario, roster: Roster, clock: Clock, environment: Environment): TaskContext {
  return {
    clock,
    seed: scenario.seed,
    operatorIds: roster.operators.ids,
    validatorIds: roster.validators.ids,
    referenceSteps: referenceStepsOf(scenario, roster),
    environment,
  };
}

/** The scale of effort: steps an epoch of one reference unit at the largest training share. */
export function referenceStepsOf({ work }: Pick<Scenario, "work">, { operators }: Roster): number {
  const trainShare = operators.trainShare.reduce((most, share) => Math.max(most, share), 0);
  const hours = operators.hardware.hoursPerEpoch.reduce((most, h) => Math.max(most, h), 0);
  return hours * trainShare * work.stepsPerReferenceHour;
}
