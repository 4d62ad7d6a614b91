import * as tf from "@tensorflow/tfjs-core";
import { expect, it, vi } from "vitest";
import { type Backend, choose } from "../../models/backend/index.ts";
import type { Architecture } from "../../models/fleet/architecture.ts";
import { charLm } from "../../models/fleet/architectures/charLm.ts";
import { linear } from "../../models/fleet/architectures/linear.ts";
import { mlp } from "../../models/fleet/architectures/mlp.ts";
import { siren } from "../../models/fleet/architectures/siren.ts";
import { type Member, newMember } from "../../models/fleet/member.ts";
import { answer, answerOwn } from "../../models/fleet/serve.ts";
import { type Lessons, train } from "../../models/fleet/train.ts";
import { stream } from "../../sim/core/random.ts";

/** A backend as the suite needs it. */
export type Runner = Pick<Backend, "exclusively">;

const architectures: readonly Architecture[] = [
  mlp([49, 16, 10], "class"),
  mlp([6, 8, 8, 2], "numbers"),
  linear(32, 4, "class"),
  linear(5, 1, "numbers"),
  siren([2, 16, 16, 3], 30),
  charLm(6, 28, 16),
];

/** One each of products, sines and symbols, for what would take minutes with all of them in software. */
const some = [architectures[0]!, architectures[4]!, architectures[5]!];

const NAMES = ["a", "b", "c", "d", "e"];
/** Different ends: stacks of four, three and two; the last is not taught. */
const STEPS = [8, 8, 5, 3, 0];
const BATCH = 16;

/** Largest difference of an output from the backend cpu: of the same weights, and of models trained on each. */
const SERVED = 1e-4;
const TRAINED = 1e-3;

/** What every backend must do, in comparison with cpu. The architectures are those of the trained tasks. */
export function fleetSuite(name: string, start: () => Promise<Runner>): void {
  let opened: Promise<Runner> | undefined;
  const on = async <T>(work: () => Promise<T>): Promise<T> => (await (opened ??= start())).exclusively(work);
  const onCpu = async <T>(work: () => Promise<T>): Promise<T> => (await choose("cpu")).exclusively(work);

  it.each(architectures)(`answers on ${name} as on cpu: $name`, async (net) => {
    const members = fleetOf(net);
    const [here, there] = [await on(() => answers(net, members)), await onCpu(() => answers(net, members))];
    console.log(`${name}, ${net.name}: answers differ by ${distance(here, there).toExponential(1)} from cpu`);
    expect(distance(here, there)).toBeLessThan(SERVED);
  });

  it.each(architectures)(`trains on ${name} as on cpu: $name`, async (net) => {
    const [here, there] = [await on(() => taught(net)), await onCpu(() => taught(net))];
    expect(here.map(({ step }) => step)).toEqual(STEPS);
    const [found, expected] = await onCpu(async () => [await answers(net, here), await answers(net, there)]);
    const untaught = await onCpu(() => answers(net, fleetOf(net)));
    console.log(`${name}, ${net.name}: after training by ${distance(found!, expected!).toExponential(1)}`);
    expect(distance(found!, expected!)).toBeLessThan(TRAINED);
    expect(distance(untaught, expected!), "the steps change nothing, so the comparison says nothing").toBeGreaterThan(
      20 * TRAINED,
    );
  });

  it("gives a member the same answers alone as in company", async () => {
    const net = some[0]!;
    const alone = await on(() => train(net, fleetOf(net).slice(0, 1), [8], lessons(net)));
    const company = await on(() => taught(net));
    const [one, same] = await onCpu(async () => [await answers(net, alone), await answers(net, company.slice(0, 1))]);
    expect(distance(one!, same!)).toBeLessThan(TRAINED);
  });

  it("runs several architectures at once", async () => {
    const together = await Promise.all(some.map((net) => on(() => taught(net))));
    for (const [k, net] of some.entries()) {
      const again = await on(() => taught(net));
      const [found, expected] = await onCpu(async () => [await answers(net, together[k]!), await answers(net, again)]);
      expect(distance(found!, expected!)).toBeLessThan(TRAINED);
    }
  });

  it("never reads a tensor while the program waits", async () => {
    // What dataSync() asks; a backend's own asynchronous read may use its synchronous one.
    const read = vi.spyOn(tf.engine(), "readSync");
    try {
      for (const net of some) await on(async () => answers(net, await taught(net)));
      expect(read).not.toHaveBeenCalled();
    } finally {
      read.mockRestore();
    }
  });

  it("holds no more memory after five epochs than after two", async () => {
    const epoch = async () => {
      for (const net of some) await on(async () => answers(net, await taught(net)));
      return on(async () => ({ ...tf.memory() }) as Record<string, unknown>);
    };
    await epoch();
    const second = await epoch();
    for (let k = 0; k < 2; k++) await epoch();
    expect(await epoch()).toEqual(second);
    expect(second["numTensors"]).toBe(0);
  });
}

const fleetOf = (net: Architecture): Member[] => NAMES.map((id) => newMember(net, 11, id));
const taught = (net: Architecture): Promise<Member[]> => train(net, fleetOf(net), STEPS, lessons(net));

function inputsOf(net: Architecture, count: number, ...key: (string | number)[]): Float32Array | Int32Array {
  const random = stream(5, net.name, ...key);
  const length = count * net.inputs;
  // The first layer of charLm has a row for each symbol of each place.
  const symbols = net.shapes[0]![0] / net.inputs;
  return net.inputType === "int32"
    ? Int32Array.from({ length }, () => Math.floor(symbols * random()))
    : Float32Array.from({ length }, () => 2 * random() - 1);
}

/** Lessons that belong to a member and its step. */
function lessons(net: Architecture): Lessons {
  return {
    batch: BATCH,
    rates: NAMES.map(() => 0.003),
    write(member, step, at, { inputs, targets }) {
      const x = inputsOf(net, BATCH, NAMES[member]!, step);
      inputs.set(x as never, at * net.inputs);
      const each = net.target === "class" ? 1 : net.outputs;
      for (let k = 0; k < BATCH * each; k++) {
        const first = x[Math.floor(k / each) * net.inputs]!;
        targets[at * each + k] = net.target === "class" ? (first > 0 ? 1 : 2) : Math.sin(3 * first + (k % each));
      }
    },
  };
}

/** Outputs of every member, for shared examples and for examples of its own. */
async function answers(net: Architecture, members: readonly Member[]): Promise<number[]> {
  const models = members.map(({ weights }) => weights);
  const everyone = await answer(net, models, inputsOf(net, 30, "shared"));
  const last = await answer(net, models.slice(-1), inputsOf(net, 30, "shared"));
  const questions = inputsOf(net, 7 * members.length, "own");
  const own = await answerOwn(net, models, 7, (model, from, to, inputs, at) =>
    inputs.set(questions.subarray((7 * model + from) * net.inputs, (7 * model + to) * net.inputs), at * net.inputs),
  );
  return [...everyone, ...last, ...own];
}

function distance(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return a.reduce((largest, value, k) => {
    expect(Number.isFinite(value)).toBe(true);
    return Math.max(largest, Math.abs(value - b[k]!));
  }, 0);
}
