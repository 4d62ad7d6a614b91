import { draw, stream } from "../../../sim/core/random.ts";
import type { ServedForm, WorkPlan } from "../../../sim/task/contract.ts";
import { formOf, relayedFrom, servedHash, substitutedShare } from "../../../sim/task/substitution.ts";
import { distil } from "../../fleet/distil.ts";
import { fingerprint, type Member } from "../../fleet/member.ts";
import { quantised } from "../../fleet/quantise.ts";
import type { Members } from "../../learner.ts";
import { type Classroom, servers } from "./classroom.ts";
import type { Scene } from "./subject.ts";
import { type Voices, voicesOf } from "./voices.ts";

/**
 * How a student is taught, anew in every epoch and beside what the miner trains: steps, and Adam's step size as a multiple of the
 * task's, since the sizes of logits are far from those of fresh weights.
 */
const STUDENT = { steps: 400, haste: 5 };

/** What the serving miners answer with. A position counts serving miners in the order of the roster. */
export interface Served {
  /** roster indices of the serving miners */
  readonly miners: readonly number[];
  /** the models of all positions, then what some serve instead */
  readonly voices: Voices;
  readonly voiceCount: number;
  /** Voices that may answer for a miner, those of miners that it asks among them. */
  mayAnswer(position: number): readonly number[];
  /**
   * The voice that answers a request. A request passed on is answered as the miner that is asked would answer it.
   * @param asker   who asks; the same asker and number are the same request
   * @param request its number
   */
  speaker(position: number, asker: string, request: number): number;
  /** Mean over a miner's answers of what is known of each voice. @param known [voices] */
  mean(position: number, known: readonly number[]): number;
  /** 32-bit hash of what a miner serves. */
  hash(position: number): number;
}

/** Makes what the plan's miners serve. @throws RangeError where a net has no student */
export async function servedBy(room: Classroom, plan: WorkPlan, after: Members, day: Scene): Promise<Served> {
  const ids = room.context.operatorIds;
  const miners = servers(plan);
  const members = miners.map((j) => after.get(ids[j]!)!);
  const forms = miners.map((j) => formOf(plan, j));
  const models = members.map(({ weights }) => weights);
  const positions = (wanted: (form: ServedForm) => boolean) => [...miners.keys()].filter((k) => wanted(forms[k]!));
  const changed = positions((form) => form in CHANGED);
  const taught = positions((form) => form === "student");
  const others = changed.map((k) => CHANGED[forms[k]!]!(room, members[k]!));
  const students = await studentsOf(
    room,
    plan.epoch,
    day,
    taught.map((k) => ids[miners[k]!]!),
    taught.map((k) => models[k]!),
  );
  const all = [...models, ...others, ...students];
  const instead = Int32Array.from(miners.keys());
  [...changed, ...taught].forEach((k, place) => (instead[k] = models.length + place));
  return {
    miners,
    voices: voicesOf(room.subject.net, [...models, ...others], students),
    voiceCount: all.length,
    ...answering(room, plan, miners, instead, (voice) => fingerprint(all[voice]!)),
  };
}

/** Forms that are a model of the same net. */
const CHANGED: Partial<Record<ServedForm, (room: Classroom, member: Member) => Float32Array>> = {
  int8: ({ subject }, { weights }) => quantised(subject.net, weights, 8),
  int4: ({ subject }, { weights }) => quantised(subject.net, weights, 4),
  int3: ({ subject }, { weights }) => quantised(subject.net, weights, 3),
  stale: (_, { past, weights }) => past?.[0] ?? weights,
};

/** Students of some miners' models, taught on examples of these miners' own shards. */
async function studentsOf(
  room: Classroom,
  epoch: number,
  day: Scene,
  ids: readonly string[],
  teachers: readonly Float32Array[],
): Promise<Float32Array[]> {
  if (ids.length === 0) return [];
  const { context, parameters, subject } = room;
  const each = STUDENT.steps * parameters.batch;
  const drawn = ids.map((id) => {
    const [own, random] = [room.shard(id), stream(context.seed, "student", epoch, id)];
    return Int32Array.from({ length: each }, () => own[Math.floor(random() * own.length)]!);
  });
  const { seed } = context;
  const { batch, learningRate } = parameters;
  return distil(subject.net, teachers, {
    seed,
    ids,
    batch,
    steps: STUDENT.steps,
    rate: STUDENT.haste * learningRate,
    write: (member, from, to, inputs, at) => day.write(drawn[member]!.subarray(from, to), { inputs }, at),
  });
}

/** Who answers what. @param instead [positions] the voice of what a miner serves in place of its model; its own where that is it */
function answering(
  { context }: Classroom,
  plan: WorkPlan,
  miners: readonly number[],
  instead: Int32Array,
  hashOf: (voice: number) => number,
): Pick<Served, "mayAnswer" | "speaker" | "mean" | "hash"> {
  const place = new Map(miners.map((j, k) => [j, k]));
  const relayed = relayedFrom(plan);
  const asks = miners.map((j) => place.get(relayed[j]!));
  const shares = miners.map((j) => substitutedShare(plan, j));
  const mayAnswer = (k: number): number[] => {
    const asked = asks[k];
    const others = asked === undefined ? [instead[k]!] : mayAnswer(asked);
    return shares[k] === 0 ? [k] : [...new Set(shares[k] === 1 ? others : [k, ...others])];
  };
  const speaker = (k: number, asker: string, request: number): number => {
    const share = shares[k]!;
    if (share === 0) return k;
    const id = context.operatorIds[miners[k]!]!;
    if (share < 1 && draw(context.seed, `substitute ${asker}`, plan.epoch, id, request) >= share) return k;
    const asked = asks[k];
    return asked === undefined ? instead[k]! : speaker(asked, asker, request);
  };
  const mean = (k: number, known: readonly number[]): number => {
    const share = shares[k]!;
    if (share === 0) return known[k]!;
    const asked = asks[k];
    const other = asked === undefined ? known[instead[k]!]! : mean(asked, known);
    return share === 1 ? other : (1 - share) * known[k]! + share * other;
  };
  const hash = (k: number): number => {
    const asked = asks[k];
    return servedHash(formOf(plan, miners[k]!), asked === undefined ? hashOf(instead[k]!) : hash(asked));
  };
  return { mayAnswer, speaker, mean, hash };
}
