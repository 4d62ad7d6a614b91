import { describe, expect, it } from "vitest";
import { transferableSymbol, valueSymbol } from "piscina";
import work from "../../models/tasks/trained/thread.ts";
import { shareOut } from "../../models/tasks/trained/crew.ts";
import { digits } from "../../models/tasks/digits.ts";
import { clock } from "../../sim/core/clock.ts";
import type { Crew, Task } from "../../sim/task/contract.ts";
import { allAudits, plan, SMALL } from "./world.ts";

const operators = ["a", "b", "c", "d", "e"];
const validators = ["v0", "v1"];

/** A crew whose threads are this one; what passes is copied or handed over as it would be between threads. */
const crewOf = (size: number): Crew => ({
  size,
  async run(job) {
    const done = (await work(structuredClone(job) as never)) as unknown as Record<symbol, unknown>;
    return structuredClone(done[valueSymbol], { transfer: done[transferableSymbol] as ArrayBuffer[] });
  },
});

function taskWith(crew?: Crew): Task {
  return digits.build(digits.schema.parse({ kind: "digits", ...SMALL }), {
    clock: clock(12, 50_400, 1e7),
    seed: 7,
    operatorIds: operators,
    validatorIds: validators,
    referenceSteps: 12,
    environment: { backend: "wasm", ...(crew && { crew }) },
  });
}

/** Three epochs with copiers of copiers, one that pauses and audits of all: their work and the state after them. */
async function played(crew?: Crew) {
  const learner = await taskWith(crew).start("cut");
  const epochs = [
    plan(0, [3, 5, 0, 7, 1]),
    plan(1, [2, 0, 4, 3, 3], { serves: Int32Array.of(0, 0, 1, 3, 4), serving: Uint8Array.of(1, 1, 1, 0, 1) }),
    plan(2, [1, 1, 1, 1, 1], { serves: Int32Array.of(4, 1, 2, 2, 4), audits: allAudits(2, 5) }),
  ];
  const works = [];
  for (const epoch of epochs) works.push(await learner.perform(epoch));
  return { works, state: learner.save() };
}

describe("a crew of threads", () => {
  it.each([1, 2, 3, 8])("of %i gives the same bytes as one thread alone", async (size) => {
    expect(await played(crewOf(size))).toEqual(await played());
  });

  it("shares out all who serve, each once, with the miner whose model it serves, and evenly", () => {
    const epoch = plan(0, [40, 30, 20, 10, 0], { serves: Int32Array.of(0, 1, 2, 3, 0) });
    const lots = shareOut(epoch, 2);
    expect(lots.flat().sort()).toEqual([0, 1, 2, 3, 4]);
    expect(lots.find((lot) => lot.includes(0))).toContain(4);
    const work = lots.map((lot) => lot.reduce((steps, j) => steps + epoch.steps[j]!, 0));
    expect(work.sort((a, b) => a - b)).toEqual([50, 50]);
  });

  it("leaves out who does not serve, and has no empty lot", () => {
    const epoch = plan(0, [1, 1, 1], { serving: Uint8Array.of(0, 1, 0) });
    expect(shareOut(epoch, 4)).toEqual([[1]]);
  });

  it("passes on what goes wrong in a thread", async () => {
    const crew: Crew = { size: 2, run: () => Promise.reject(new Error("thread: out of memory")) };
    await expect(played(crew)).rejects.toThrow("thread: out of memory");
  });

  it("lets the others end before it says that one went wrong", async () => {
    let [jobs, ended] = [0, 0];
    const crew: Crew = {
      size: 3,
      async run() {
        const job = jobs++;
        if (job > 0) await new Promise((resolve) => setTimeout(resolve, 20 * job));
        ended++;
        throw new Error(`thread ${job}`);
      },
    };
    await expect(played(crew)).rejects.toThrow("thread 0");
    expect([jobs, ended]).toEqual([3, 3]);
  });
});
