import { z } from "zod";
import { epochsFor, type Clock } from "../core/clock.ts";
import { fraction, positiveDuration } from "../units.ts";
import { bestPaidOther } from "./bestPaid.ts";
import type { MinerChoice, MinerView, Substitute } from "./contract.ts";

/**
 * Compute of an answer relative to one of the honest model.
 *
 *   int8, int4      peak throughput of dense tensor cores: 16 bits 312, 8 bits 624, 4 bits 1,248 TOPS on an A100
 *   int3            no hardware has it: as 4 bits
 *   student         products of 196-8-10 over those of 196-32-10, the default of task digits
 *   stale, answers  the same model; a request passed on costs its sender nothing
 *
 * Source: NVIDIA A100 Tensor Core GPU datasheet, 2020; docs/assumptions.md.
 */
const COMPUTE: Readonly<Record<Substitute["form"], number>> = {
  int8: 0.5,
  int4: 0.25,
  int3: 0.25,
  student: 0.25,
  stale: 1,
  answers: 0,
};

const forms = Object.keys(COMPUTE) as Substitute["form"][];

/** Parameters of those who answer with something cheaper than their model. */
export const cheat = {
  form: z
    .enum(forms, { error: () => `expected ${forms.slice(0, -1).join(", ")} or ${forms.at(-1)}` })
    .describe("what it answers with: int8, int4, int3, student, stale or answers"),
  share: fraction.default(1).describe("share of requests that are answered so; the others get the model's answer"),
  effort: fraction.default(1).describe("share of the planned training that is really done"),
  age: positiveDuration
    .prefault("28 days")
    .describe("age of the model served where the form is stale, rounded up to epochs"),
  compute: fraction
    .optional()
    .describe("compute of such an answer relative to one of the model; left out: that of the form"),
};

interface Cheat {
  readonly form: Substitute["form"];
  readonly share: number;
  readonly effort: number;
  /** seconds */
  readonly age: number;
  readonly compute?: number | undefined;
}

/** What a miner does that cheats in this way; who passes on answers gives its own until there is somebody to ask. */
export function cheating({ form, share, effort, age, compute }: Cheat, clock: Clock): (view: MinerView) => MinerChoice {
  const substitute: Substitute = {
    form,
    share,
    epochsOld: form === "stale" ? epochsFor(clock, age) : 0,
    compute: compute ?? COMPUTE[form],
  };
  return (view) => {
    if (form !== "answers") return { effort, serves: view.self, substitute };
    const source = bestPaidOther(view);
    return source === undefined ? { effort, serves: view.self } : { effort, serves: source, substitute };
  };
}
