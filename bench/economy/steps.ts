import type { Rules } from "../../sim/rules.ts";
import { decide } from "../../sim/epoch/decide.ts";
import { settle } from "../../sim/epoch/settle.ts";
import { genesis } from "../../sim/world.ts";

/** Mean microseconds of an epoch, by what took them. */
export type Costs = ReadonlyMap<string, number>;

/**
 * Where the time of an epoch goes: each rule for itself, and of `decide`, `perform` and `settle` what is not a rule's. By the
 * clock: the median epoch of the second half of a run, since a busy machine only adds.
 */
export async function costs(rules: Rules): Promise<Costs> {
  const watch = new Watch();
  const timed = watched(rules, watch);
  const learner = await rules.task.start("bench");
  let world = genesis(rules);
  for (let epoch = 0; epoch < rules.clock.epochs; epoch++) {
    const { from } = watch.during("decide", () => ({ from: decide(timed, world) }));
    const before = performance.now();
    const work = await learner.perform(from.work);
    watch.add("perform", performance.now() - before);
    world = watch.during("settle, rules apart", () => settle(timed, world, from, work)).world;
    watch.endOfEpoch();
  }
  learner.dispose();
  return watch.medians();
}

export function costTable(all: Costs): string {
  const rows = [...all].filter(([, time]) => time >= 0.05).sort(([, a], [, b]) => b - a);
  const total = rows.reduce((sum, [, time]) => sum + time, 0);
  return [["in all", total] as const, ...rows]
    .map(([name, time]) => `  ${name.padEnd(28)}${time.toFixed(1).padStart(8)}`)
    .join("\n");
}

/** Time by name; what a call spends in another watched call counts there alone. */
class Watch {
  private readonly inside: number[] = [];
  private epoch = new Map<string, number>();
  private readonly epochs: Map<string, number>[] = [];

  during<T>(name: string, call: () => T): T {
    this.inside.push(0);
    const from = performance.now();
    const result = call();
    const passed = performance.now() - from;
    this.add(name, passed - this.inside.pop()!);
    if (this.inside.length > 0) this.inside[this.inside.length - 1]! += passed;
    return result;
  }

  add(name: string, milliseconds: number): void {
    this.epoch.set(name, (this.epoch.get(name) ?? 0) + 1000 * milliseconds);
  }

  endOfEpoch(): void {
    this.epochs.push(this.epoch);
    this.epoch = new Map();
  }

  medians(): Costs {
    const late = this.epochs.slice(this.epochs.length >>> 1);
    const names = new Set(late.flatMap((epoch) => [...epoch.keys()]));
    const median = (name: string) => {
      const times = late.map((epoch) => epoch.get(name) ?? 0).sort((a, b) => a - b);
      return times[times.length >>> 1]!;
    };
    return new Map([...names].map((name) => [name, median(name)]));
  }
}

const SLOTS = [
  "verification",
  "emission",
  "taper",
  "demand",
  "market",
  "settlement",
  "price",
  "workload",
  "membership",
  "registration",
] as const;

/** Called for each miner: to time it would take longer than the call. */
const OFTEN = ["demand.value"];

/** The same rules, nearly every call of which is timed. */
function watched(rules: Rules, watch: Watch): Rules {
  return {
    ...rules,
    ...Object.fromEntries(SLOTS.map((slot) => [slot, timedCalls(slot, rules[slot], watch)])),
    mechanisms: rules.mechanisms.map((one) => ({
      ...one,
      scoring: timedCalls("scoring", one.scoring, watch),
      consensus: timedCalls("consensus", one.consensus, watch),
    })),
  };
}

function timedCalls<Rule extends object>(slot: string, rule: Rule, watch: Watch): Rule {
  const timed = Object.entries(rule).map(([name, part]: [string, unknown]) =>
    typeof part === "function" && !OFTEN.includes(`${slot}.${name}`)
      ? [name, (...given: unknown[]) => watch.during(`${slot}.${name}`, () => part.apply(rule, given) as unknown)]
      : [name, part],
  );
  return Object.fromEntries(timed) as Rule;
}
