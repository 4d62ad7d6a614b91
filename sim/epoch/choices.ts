import { bytes, copyOf, floats, ints } from "../core/arrays.ts";
import type { MinerView } from "../minerBehaviour/contract.ts";
import { departs, type Substitute } from "../minerBehaviour/contract.ts";
import { owns } from "../membership/contract.ts";
import type { Rules } from "../rules.ts";
import type { Lesson, ServedForm, Substitution } from "../task/contract.ts";
import type { World } from "../world.ts";
import { work, type Abilities, type Effort } from "./abilities.ts";

/** What miners chose. All [operators]. */
export interface Choices extends Effort {
  readonly serves: Int32Array;
  readonly substitution: Substitution;
  /** null where all train on their own shard */
  readonly lessons: readonly Lesson[] | null;
  readonly cheating: Uint8Array;
}

/** What operators do: all are asked but those who do as planned. */
export function choose(rules: Rules, world: World, able: Abilities, serving: Uint8Array): Choices {
  const { behaviours, choosers } = rules.roster.operators;
  const n = serving.length;
  const effort: Effort = {
    runningUsd: copyOf(able.runningUsd),
    avoidablePerHour: copyOf(able.avoidablePerHour),
    capacity: copyOf(able.capacity),
    serviceSeconds: copyOf(able.serviceSeconds),
    usdCost: copyOf(able.usdCost),
    dueSteps: copyOf(able.dueSteps),
  };
  const serves = ints(n);
  for (let o = 0; o < n; o++) serves[o] = o;
  const cheating = bytes(n);
  const substitutes = new Map<number, Substitute>();
  const lessons = new Map<number, Lesson>();
  for (const o of choosers) {
    if (!owns(world.operators.status[o]!)) continue;
    const choice = behaviours[o]!.choose(viewOf(rules, world, able, serving, o));
    const { substitute } = choice;
    work(rules, able, o, effort, choice.effort, substitute ? substitute.share * (1 - substitute.compute) : 0);
    if (serving[o] !== 1) continue;
    serves[o] = choice.serves;
    if (substitute) substitutes.set(o, substitute);
    if (choice.lessons && choice.lessons !== "own") lessons.set(o, choice.lessons);
    if (departs(choice, o)) cheating[o] = 1;
  }
  return {
    serves,
    cheating,
    substitution: substitutionOf(n, substitutes),
    lessons: lessons.size > 0 ? Array.from({ length: n }, (_, o) => lessons.get(o) ?? "own") : null,
    ...effort,
  };
}

/** What miner o sees before it chooses. */
function viewOf(
  { roster, seed }: Rules,
  { epoch, operators, subnets }: World,
  { costs, hours, trainShare, runShare }: Abilities,
  serving: Uint8Array,
  o: number,
): MinerView {
  const { ids, groups } = roster.operators;
  const allUsd = hours[o]! * runShare[o]! * costs.hardware.runningPerHour[o]!;
  return {
    self: o,
    seed,
    epoch,
    incentive: subnets[0]!.reputation,
    serving,
    operatorIds: ids,
    operatorGroups: groups,
    stakes: {
      trainingUsd: allUsd * trainShare[o]!,
      servingUsd: allUsd * (1 - trainShare[o]!),
      incomeUsd: operators.incomeUsd[o]!,
      bondUsd: operators.bondUsd[o]!,
    },
    beliefs: { audits: operators.believedAudits[o]!, detection: operators.believedDetection[o]! },
  };
}

function substitutionOf(n: number, substitutes: ReadonlyMap<number, Substitute>): Substitution {
  const form = new Array<ServedForm>(n).fill("honest");
  const share = floats(n);
  const epochsOld = ints(n);
  for (const [o, one] of substitutes) {
    form[o] = one.form;
    share[o] = one.share;
    epochsOld[o] = one.epochsOld;
  }
  return { form, share, epochsOld };
}
