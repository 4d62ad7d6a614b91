import { decide } from "../../sim/epoch/decide.ts";
import { settle } from "../../sim/epoch/settle.ts";
import { status } from "../../sim/membership/contract.ts";
import type { Rules } from "../../sim/rules.ts";
import { genesis } from "../../sim/world.ts";

/** A timed run. */
export interface Timed {
  /** of one core, garbage collection included */
  readonly seconds: number;
  /** operators who served x epochs */
  readonly work: number;
}

/** Seconds of processor time that this process has used. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Plays an arm from its start to its end without a row. @param settled told after each epoch */
export async function play(rules: Rules, settled: () => void = () => {}): Promise<Timed> {
  const learner = await rules.task.start("bench");
  let world = genesis(rules);
  let work = 0;
  const from = cpuSeconds();
  for (let epoch = 0; epoch < rules.clock.epochs; epoch++) {
    work += serving(world.operators.status);
    const plan = decide(rules, world);
    world = settle(rules, world, plan, await learner.perform(plan.work)).world;
    settled();
  }
  const seconds = cpuSeconds() - from;
  learner.dispose();
  return { seconds, work };
}

function serving(states: Uint8Array): number {
  let count = 0;
  for (let o = 0; o < states.length; o++) if (states[o] === status.serving) count += 1;
  return count;
}

/** The fastest of a few runs, after one to warm up: what the machine does besides only adds. */
export async function steadily(once: () => Promise<Timed>): Promise<Timed> {
  await once();
  const runs = [await once(), await once(), await once(), await once()];
  return runs.reduce((best, one) => (one.seconds < best.seconds ? one : best));
}
