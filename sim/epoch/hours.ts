import { bytes, floats, ints } from "../core/arrays.ts";
import { zeros } from "../core/columns.ts";
import { owns, status } from "../membership/contract.ts";
import type { Rules } from "../rules.ts";
import type { Lesson, Substitution } from "../task/contract.ts";
import type { World } from "../world.ts";
import { abilitiesOf, type Abilities } from "./abilities.ts";
import { choose } from "./choices.ts";
import { costsOf, type Costs } from "./costs.ts";

/** What operators do with their hours. All [operators]; the columns of the plan are described there. */
export interface Hours {
  readonly costs: Costs;
  readonly serving: Uint8Array;
  /** roster indices of those who serve */
  readonly servers: Int32Array;
  readonly hours: Float64Array;
  readonly outsideHours: Float64Array;
  readonly runningUsd: Float64Array;
  readonly maintenanceUsd: Float64Array;
  readonly avoidablePerHour: Float64Array;
  readonly capacity: Float64Array;
  readonly serviceSeconds: Float64Array;
  readonly usdCost: Float64Array;
  /** steps that the hours of training are worth where the operator serves */
  readonly dueSteps: Float64Array;
  readonly serves: Int32Array;
  /** null where all serve their own model, and train on their own shard */
  readonly substitution: Substitution | null;
  readonly lessons: readonly Lesson[] | null;
  readonly cheating: Uint8Array;
}

/** Hours, and what they follow from where nobody looks at the world. */
interface Held {
  readonly status: Uint8Array;
  readonly able: Abilities;
  readonly hours: Hours;
}

/** PERF: at 1,000 operators an epoch without this takes 15 us more: who serves is often as in the epoch before. */
const held = new WeakMap<Rules, Held>();

/**
 * Hours of the epoch: who serves, works elsewhere or is off was settled by membership; what a miner does with its hours is its
 * behaviour's choice.
 */
export function hoursOf(rules: Rules, world: World): Hours {
  const able = abilitiesOf(rules, world, costsOf(rules, world));
  const standing = world.operators.status;
  const { choosers, watching } = rules.roster.operators;
  const before = watching ? undefined : held.get(rules);
  if (before && before.status === standing && before.able === able) return before.hours;
  const present = before && before.status === standing ? before.hours : presenceOf(standing);
  const would =
    choosers.length > 0
      ? choose(rules, world, able, present.serving)
      : asPlanned(able, before?.hours ?? ownModels(standing.length));
  const hours = spend(standing, present, able, would);
  if (!watching) held.set(rules, { status: standing, able, hours });
  return hours;
}

type Presence = Pick<Hours, "serving" | "servers">;

function presenceOf(standing: Uint8Array): Presence {
  const serving = bytes(standing.length);
  const servers = ints(standing.length);
  let count = 0;
  for (let o = 0; o < standing.length; o++) {
    if (standing[o] !== status.serving) continue;
    serving[o] = 1;
    servers[count++] = o;
  }
  return { serving, servers: servers.slice(0, count) };
}

/** Columns that hold by who serves, of those that say what each would do. */
type Used = Omit<Hours, "costs" | "hours" | "outsideHours" | "maintenanceUsd" | keyof Presence>;

function spend(standing: Uint8Array, { serving, servers }: Presence, able: Abilities, would: Used): Hours {
  const n = standing.length;
  const [runningUsd, maintenanceUsd] = [floats(n), floats(n)];
  const [hours, capacity] = [floats(n), floats(n)];
  let outsideHours = zeros(n);
  for (let o = 0; o < n; o++) {
    const state = standing[o]!;
    if (!owns(state)) continue;
    maintenanceUsd[o] = able.maintenanceUsd[o]!;
    if (state === status.serving) {
      hours[o] = able.hours[o]!;
      runningUsd[o] = would.runningUsd[o]!;
      capacity[o] = would.capacity[o]!;
    } else if (state === status.elsewhere) {
      if (outsideHours === zeros(n)) outsideHours = floats(n);
      outsideHours[o] = able.hours[o]!;
      runningUsd[o] = able.outsideUsd[o]!;
    }
  }
  return {
    costs: able.costs,
    serving,
    servers,
    hours,
    outsideHours,
    runningUsd,
    maintenanceUsd,
    avoidablePerHour: would.avoidablePerHour,
    capacity,
    serviceSeconds: would.serviceSeconds,
    usdCost: would.usdCost,
    dueSteps: would.dueSteps,
    serves: would.serves,
    substitution: would.substitution,
    lessons: would.lessons,
    cheating: would.cheating,
  };
}

type Served = Pick<Hours, "serves" | "substitution" | "lessons" | "cheating">;

const asPlanned = (able: Abilities, { serves, substitution, lessons, cheating }: Served): Used => ({
  serves,
  substitution,
  lessons,
  cheating,
  ...able,
});

/** [n] everybody serves its own model and departs from nothing. */
function ownModels(n: number): Served {
  const serves = ints(n);
  for (let o = 0; o < n; o++) serves[o] = o;
  return { serves, substitution: null, lessons: null, cheating: bytes(n) };
}
