import { floats } from "../core/arrays.ts";
import { SECONDS_PER_HOUR } from "../core/clock.ts";
import type { Rules } from "../rules.ts";
import type { Proving } from "../verification/contract.ts";
import type { World } from "../world.ts";
import type { Costs } from "./costs.ts";

/** What each operator would do, and what it would cost, if it served. All [operators]. */
export interface Abilities {
  /** what hardware costs, and how operators work: what the rest follows from */
  readonly costs: Costs;
  readonly trainShare: Float64Array;
  readonly runShare: Float64Array;
  /** unit-hours that it owns */
  readonly hours: Float64Array;
  /** USD of running cost here, and of all hours elsewhere */
  readonly runningUsd: Float64Array;
  readonly outsideUsd: Float64Array;
  /** USD of maintenance, owed wherever hardware is owned */
  readonly maintenanceUsd: Float64Array;
  /** USD per available hour that serving costs as the operator works: hours that it does not train cost nothing */
  readonly avoidablePerHour: Float64Array;
  /** requests that it could answer, and seconds and USD of running cost that each takes */
  readonly capacity: Float64Array;
  readonly serviceSeconds: Float64Array;
  readonly usdCost: Float64Array;
  /** steps that the hours of training are worth */
  readonly dueSteps: Float64Array;
}

/** Answers without proofs. */
const UNPROVEN: Proving = { slowdown: 1, usdPerAnswer: 0 };

/** PERF: figures of those who keep to their plan change with costs and conduct alone: 15 us a time at 1,000 operators. */
const latest = new WeakMap<Rules, Abilities>();

/**
 * What everybody would do that trains and answers as planned, on its own model.
 *
 *   steps = phi H x stepsPerReferenceHour x throughput
 *   capacity = (1 - phi) H x requestsPerReferenceHour x throughput / slowdown by proofs
 */
export function abilitiesOf(rules: Rules, world: World, costs: Costs): Abilities {
  const { trainShare, runShare } = world.operators.conduct;
  const known = latest.get(rules);
  if (known && known.costs === costs && known.trainShare === trainShare && known.runShare === runShare) return known;
  const n = trainShare.length;
  const column = () => floats(n);
  const able: Abilities = {
    costs,
    trainShare,
    runShare,
    hours: column(),
    runningUsd: column(),
    outsideUsd: column(),
    maintenanceUsd: column(),
    avoidablePerHour: column(),
    capacity: column(),
    serviceSeconds: column(),
    usdCost: column(),
    dueSteps: column(),
  };
  for (let o = 0; o < n; o++) {
    const owned = costs.hardware.units[o]! * costs.hardware.hoursPerEpoch[o]!;
    able.hours[o] = owned;
    able.outsideUsd[o] = owned * costs.hardware.runningPerHour[o]!;
    able.maintenanceUsd[o] = owned * costs.maintenancePerHour[o]!;
    work(rules, able, o, able, 1, 0);
  }
  latest.set(rules, able);
  return able;
}

/** What depends on how much an operator really does. */
export type Effort = Pick<
  Abilities,
  "runningUsd" | "avoidablePerHour" | "capacity" | "serviceSeconds" | "usdCost" | "dueSteps"
>;

/**
 * Writes what operator o does of it with a share `effort` of its training and, by substitutes, a share `spared` less of the
 * compute of its answers.
 *
 *   hours that work = available x share that runs
 */
export function work(
  { work, verification }: Rules,
  { costs, trainShare, runShare, hours }: Abilities,
  o: number,
  to: Effort,
  effort: number,
  spared: number,
): void {
  const { throughput, runningPerHour } = costs.hardware;
  const { slowdown, usdPerAnswer } = verification.proving ?? UNPROVEN;
  const available = hours[o]! * runShare[o]!;
  const perHour = worked(trainShare[o]!, effort, spared) * runningPerHour[o]!;
  const training = available * trainShare[o]! * effort;
  const answering = available * (1 - trainShare[o]!);
  const answersPerHour = (work.requestsPerReferenceHour * throughput[o]!) / slowdown;
  to.avoidablePerHour[o] = runShare[o]! * perHour;
  to.dueSteps[o] = training * work.stepsPerReferenceHour * throughput[o]!;
  to.runningUsd[o] = available * perHour;
  to.capacity[o] = (answering * work.requestsPerReferenceHour * throughput[o]!) / slowdown;
  to.serviceSeconds[o] = SECONDS_PER_HOUR / answersPerHour;
  to.usdCost[o] = ((1 - spared) * runningPerHour[o]!) / answersPerHour + usdPerAnswer;
}

/** Share of available hours in which the hardware works: training that is done, and answers that take all their compute. */
const worked = (trainShare: number, effort: number, spared: number): number =>
  Math.max(0, 1 - trainShare * (1 - effort) - (1 - trainShare) * spared);
