import type { Members } from "../membership/contract.ts";
import type { Row, Rows } from "../record.ts";
import type { Registrations } from "../registration/contract.ts";
import type { Rules } from "../rules.ts";
import { genesis } from "../world.ts";
import { armOf, lastEpochOf, type Played } from "./contract.ts";
import { heldPrice } from "./heldPrice.ts";
import { learnersFrom } from "./learner.ts";
import { playOn } from "./play.ts";

/** What can be held on the path of the arm keep, sorted. */
export const holdable = ["demand", "hardware", "price", "validators"] as const;
export type Holdable = (typeof holdable)[number];

/** All subsets, the empty one first and the full one last. */
export const heldSets: readonly (readonly Holdable[])[] = Array.from({ length: 2 ** holdable.length }, (_, mask) =>
  holdable.filter((_, k) => (mask >> k) & 1),
);

/** What happened in the arm keep, by epoch. */
export interface Path {
  readonly members: ReadonlyMap<number, Members>;
  readonly registered: ReadonlyMap<number, Registrations>;
  /** [segments] */
  readonly wanted: ReadonlyMap<number, Float64Array>;
  /** [validators] */
  readonly working: ReadonlyMap<number, Uint8Array>;
  readonly price: ReadonlyMap<number, number>;
}

/**
 * Plays the arm cut again and again, each time with some of hardware, demand, validators and price as in the arm keep.
 *
 *   Y(S) = service value of the arm cut with S on the path of keep;   Y({}) is the arm cut, Y(all) close to keep
 *
 * @param played counts epochs, for progress
 * @returns rows of `counterfactuals`, one world after the other; none where the arms never part, or have other customers
 * Source: docs/counterfactuals.md, equation 1.
 */
export async function* heldArms(run: Played, played: () => void = () => {}): AsyncGenerator<Rows, void, void> {
  const [cut, keep] = [armOf(run.arms, "cut"), armOf(run.arms, "keep")];
  const until = lastEpochOf(run);
  if (run.arms.forkEpoch >= until || !sameCustomers(cut.rules, keep.rules)) return;
  const path = await keepPath(run, until, played);
  const start = run.fork?.world ?? genesis(cut.rules);
  const learners = await learnersFrom(cut, run.fork);
  for (const set of heldSets) {
    const rows: Row[] = [];
    for await (const { epoch, number } of playOn(holding(cut.rules, path, set), start, await learners(), until)) {
      const [serviceValueUsd, served] = [number("serviceValueUsd"), number("served")];
      rows.push({ arm: cut.name, epoch, subnet: 0, held: set.join("+"), serviceValueUsd, served });
      played();
    }
    yield { counterfactuals: rows };
  }
}

const sameCustomers = (one: Rules, other: Rules): boolean =>
  one.demand.segments.join("\n") === other.demand.segments.join("\n");

/** Plays the arm keep and notes what can be held of it. */
export async function keepPath(run: Played, until: number, played: () => void = () => {}): Promise<Path> {
  const { rules, ...keep } = armOf(run.arms, "keep");
  const path = {
    members: new Map<number, Members>(),
    registered: new Map<number, Registrations>(),
    wanted: new Map<number, Float64Array>(),
    working: new Map<number, Uint8Array>(),
    price: new Map<number, number>(),
  };
  const noting: Rules = {
    ...rules,
    membership: {
      ...rules.membership,
      step(input) {
        const members = rules.membership.step(input);
        path.members.set(input.epoch, members);
        return members;
      },
    },
    registration: {
      ...rules.registration,
      register(input) {
        const registered = rules.registration.register(input);
        path.registered.set(epochBefore(input.block, rules), registered);
        return registered;
      },
    },
  };
  const learners = await learnersFrom({ ...keep, rules }, run.fork);
  const start = run.fork?.world ?? genesis(rules);
  for await (const { epoch, world, settlements } of playOn(noting, start, await learners(), until)) {
    path.wanted.set(epoch, settlements.served.wanted.requests);
    path.working.set(epoch, world.validators.working);
    path.price.set(epoch, world.market.price);
    played();
  }
  return path;
}

/** The epoch that ends at a block. */
const epochBefore = (block: number, { clock }: Rules): number => Math.round(block / clock.tempo) - 1;

/** Rules under which some things are as on a path. */
export function holding(rules: Rules, path: Path, set: readonly Holdable[]): Rules {
  const held = (one: Holdable) => set.includes(one);
  return {
    ...rules,
    ...(held("hardware") && heldHardware(rules, path)),
    ...(held("demand") && heldDemand(rules, path)),
    ...(held("validators") && { staying: (epoch: number) => path.working.get(epoch)! }),
    ...(held("price") && { price: heldPrice(rules.price, (epoch) => path.price.get(epoch)!) }),
  };
}

/** Who comes and goes, and who gets which uid at what price in USD, whatever is earned. */
function heldHardware(
  { membership, registration, ...rules }: Rules,
  path: Path,
): Pick<Rules, "membership" | "registration"> {
  return {
    membership: { ...membership, step: ({ epoch }) => path.members.get(epoch)! },
    registration: {
      ...registration,
      register: ({ block }) => path.registered.get(epochBefore(block, { membership, registration, ...rules }))!,
    },
  };
}

/** Requests by segment, whatever they cost and whatever customers believe; what an answer is worth stays the world's own. */
function heldDemand({ demand }: Rules, path: Path): Pick<Rules, "demand"> {
  return {
    demand: {
      ...demand,
      wanted: (input) => ({
        ...demand.wanted(input),
        requests: path.wanted.get(Math.round(input.day / input.epochDays))!,
      }),
    },
  };
}
