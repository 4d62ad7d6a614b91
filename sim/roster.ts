import { DAYS_PER_YEAR, emaWeight, epochsFor, type Clock } from "./core/clock.ts";
import { draw, drawNormal } from "./core/random.ts";
import { hardware as classes, type HardwareClass } from "./data/hardware.ts";
import type { Catalog } from "./catalog.ts";
import type { Hardware } from "./membership/contract.ts";
import type { MinerBehaviour } from "./minerBehaviour/contract.ts";
import type { MinerGroup, Scenario, ValidatorGroup } from "./scenario.ts";
import { hourlyCost, type HourlyCost } from "./theory/capital.ts";
import type { ValidatorBehaviour } from "./validatorBehaviour/contract.ts";

/**
 * Who takes part, and all that never changes about them: columns in the order of the scenario, group by group, incumbents
 * before potential entrants. The id of a member is `group/k`; everything random about it is drawn by that id, so entrant k
 * is the same in every arm and one more member changes nobody else.
 */
export interface Roster {
  readonly operators: OperatorRoster;
  readonly validators: ValidatorRoster;
}

export interface OperatorRoster {
  readonly ids: readonly string[];
  /** id of each operator's group, and its hardware class */
  readonly groups: readonly string[];
  readonly hardwareNames: readonly string[];
  readonly behaviourKinds: readonly string[];
  readonly behaviours: readonly MinerBehaviour[];
  /** roster indices of those who are asked what to do: all but those who always do as planned */
  readonly choosers: Int32Array;
  /** whether some of them look at the world: the others choose the same in each epoch */
  readonly watching: boolean;
  /** 1 for those who serve from the start, 0 for potential entrants */
  readonly incumbent: Uint8Array;
  /** phi: share of hours that trains, where it climbs the one at the start */
  readonly trainShare: Float64Array;
  /** how far, and after how many epochs, phi moves; 0 and 0 where it is fixed */
  readonly climbStep: Float64Array;
  readonly climbEpochs: Int32Array;
  /** weight of an epoch's best response in the share of hours that runs; NaN for owners who run all of them */
  readonly scaleWeight: Float64Array;
  /** share of pay that is sold beyond need */
  readonly habit: Float64Array;
  readonly cashUsd: Float64Array;
  readonly openingAgeDays: Float64Array;
  /** USD per available hour, owed as long as the hardware is owned */
  readonly maintenancePerHour: Float64Array;
  readonly hardware: Hardware;
}

export interface ValidatorRoster {
  readonly ids: readonly string[];
  readonly behaviourKinds: readonly string[];
  readonly behaviours: readonly ValidatorBehaviour[];
  readonly stake: Float64Array;
  readonly habit: Float64Array;
  readonly cashUsd: Float64Array;
  readonly patienceEpochs: Int32Array;
}

interface Member {
  readonly id: string;
  /** place in its group */
  readonly k: number;
  readonly group: MinerGroup;
  readonly groupIndex: number;
  readonly incumbent: boolean;
}

export function roster(scenario: Scenario, catalog: Catalog, clock: Clock): Roster {
  const miners = scenario.participants.filter((p): p is MinerGroup => p.role === "miner");
  const validators = scenario.participants.filter((p): p is ValidatorGroup => p.role === "validator");
  const members = miners.flatMap((group, groupIndex) =>
    Array.from({ length: group.count + group.entrants }, (_, k): Member => ({
      id: `${group.id}/${k}`,
      k,
      group,
      groupIndex,
      incumbent: k < group.count,
    })),
  );
  return {
    operators: operatorRoster(members, miners.length, scenario, catalog, clock),
    validators: validatorRoster(validators, scenario.seed, catalog, clock),
  };
}

function operatorRoster(
  members: readonly Member[],
  groups: number,
  { seed, discountRate }: Scenario,
  catalog: Catalog,
  clock: Clock,
): OperatorRoster {
  const column = (value: (m: Member) => number) => Float64Array.from(members, value);
  const multiples = Float64Array.from(members, (m) => multiple(m, seed));
  const costs = members.map((m, o) => unitCost(m, discountRate, multiples[o]!));
  const hardware = operatorHardware(members, groups, costs, multiples, seed, clock);
  const behaviours = members.map((m) => catalog.minerBehaviour.build(m.group.behaviour, { clock, seed }));
  return {
    ids: members.map((m) => m.id),
    groups: members.map((m) => m.group.id),
    hardwareNames: members.map((m) => m.group.hardware),
    behaviourKinds: members.map((m) => m.group.behaviour.kind),
    behaviours,
    choosers: Int32Array.from(behaviours.keys()).filter((o) => !behaviours[o]!.steadfast),
    watching: behaviours.some(({ unmoved }) => !unmoved),
    incumbent: Uint8Array.from(members, (m) => (m.incumbent ? 1 : 0)),
    trainShare: column((m) => m.group.trainShare),
    climbStep: column((m) => m.group.climbing?.step ?? 0),
    climbEpochs: Int32Array.from(members, (m) => (m.group.climbing ? epochsFor(clock, m.group.climbing.every) : 0)),
    scaleWeight: column((m) => (m.group.scale === "all" ? NaN : emaWeight(clock.epochSeconds, m.group.scaleMemory))),
    habit: column((m) => m.group.habitShare),
    cashUsd: column((m) => m.group.cash),
    maintenancePerHour: Float64Array.from(costs, (cost) => cost.maintenance),
    openingAgeDays: hardware.lifeDays.map((life, o) => life * draw(seed, "opening age", 0, members[o]!.id)),
    hardware,
  };
}

/** 1 / golden ratio: its multiples, the whole part left out, lie evenly in [0, 1) however many there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * How many times what its class costs a member costs: evenly over the range of its group, whose members start from a draw of
 * their own. Source: docs/operators.md, equation 12.
 */
function multiple({ group, k }: Member, seed: number): number {
  if (!group.costRange) return 1;
  const [least, most] = group.costRange as [number, number];
  return least + (most - least) * ((draw(seed, "cost range", 0, group.id) + (k + 1) * GOLDEN) % 1);
}

/** USD per available hour of a unit of the member's class, capital at the scenario's discount rate. */
function unitCost({ group }: Member, discountRate: number, multiple: number): HourlyCost {
  const unit = classes[group.hardware];
  const kilowatt = group.power === undefined ? unit.kilowatt : group.power / 1000;
  const usdPerKwh = group.energyPrice ?? unit.usdPerKwh;
  return hourlyCost({
    ...unit,
    capexUsd: multiple * unit.capexUsd,
    kilowatt,
    usdPerKwh: multiple * usdPerKwh,
    annualRate: discountRate,
    salvageUsd: multiple * unit.salvageShare * unit.capexUsd,
  });
}

/** Costs and patience of each operator: its class, spread by draws that belong to its id (log-normal with mean 1). */
function operatorHardware(
  members: readonly Member[],
  groups: number,
  costs: readonly HourlyCost[],
  multiples: Float64Array,
  seed: number,
  clock: Clock,
): Hardware {
  const column = (value: (c: HardwareClass) => number) =>
    Float64Array.from(members, (m) => value(classes[m.group.hardware]));
  const runningPerHour = Float64Array.from(
    members,
    (m, o) => costs[o]!.running * spread(seed, "running cost", m.id, m.group.costSpread),
  );
  return {
    group: Int32Array.from(members, (m) => m.groupIndex),
    groups,
    units: Float64Array.from(members, (m) => m.group.units),
    throughput: column((c) => c.throughput),
    runningPerHour,
    fullPerHour: runningPerHour.map((running, o) => costs[o]!.capital + costs[o]!.maintenance + running),
    capitalPerHour: Float64Array.from(costs, (cost) => cost.capital),
    capexUsd: column((c) => c.capexUsd).map((usd, o) => multiples[o]! * usd),
    scrapUsd: column((c) => c.salvageShare * c.capexUsd).map((usd, o) => multiples[o]! * usd),
    lifeDays: column((c) => c.lifeYears * DAYS_PER_YEAR),
    hoursPerEpoch: column((c) => c.availability * clock.epochHours),
    hoursPerYear: column((c) => c.availability * 24 * DAYS_PER_YEAR),
    patienceEpochs: Int32Array.from(members, (m) =>
      epochsFor(clock, m.group.patience * spread(seed, "patience", m.id, m.group.patienceSpread)),
    ),
  };
}

/** exp(s z - s^2/2): mean 1, log-standard deviation s. */
function spread(seed: number, purpose: string, id: string, s: number): number {
  return s === 0 ? 1 : Math.exp(s * drawNormal(seed, purpose, 0, id) - (s * s) / 2);
}

function validatorRoster(
  groups: readonly ValidatorGroup[],
  seed: number,
  catalog: Catalog,
  clock: Clock,
): ValidatorRoster {
  const members = groups.flatMap((group) =>
    Array.from({ length: group.count }, (_, k) => ({ id: `${group.id}/${k}`, group })),
  );
  return {
    ids: members.map((m) => m.id),
    behaviourKinds: members.map((m) => m.group.behaviour.kind),
    behaviours: members.map((m) => catalog.validatorBehaviour.build(m.group.behaviour, { clock, seed })),
    stake: Float64Array.from(members, (m) => m.group.stake),
    habit: Float64Array.from(members, (m) => m.group.habitShare),
    cashUsd: Float64Array.from(members, (m) => m.group.cash),
    patienceEpochs: Int32Array.from(members, (m) => epochsFor(clock, m.group.patience)),
  };
}
