import { SECONDS_PER_HOUR } from "../core/clock.ts";
import { owns, status } from "../membership/contract.ts";
import { departs, type MinerView, type Substitute } from "../minerBehaviour/contract.ts";
import type { Rules } from "../rules.ts";
import type { Lesson, Substitution } from "../task/contract.ts";
import type { ValidatorPolicy } from "../validatorBehaviour/contract.ts";
import type { Proving } from "../verification/contract.ts";
import type { World } from "../world.ts";
import { withLooks } from "./looks.ts";
import type { Plan } from "./plan.ts";

/**
 * What everybody will do in this epoch: hours, training, serving, audits and policies. Pure.
 *
 * Which operators serve, work elsewhere or are off was settled by membership at the end of the epoch before; what a
 * miner does with its hours is its behaviour's choice.   steps = phi H effort x stepsPerReferenceHour x throughput
 * Answers that take less compute leave hours idle, which cost nothing; capacity is what an honest miner would have.
 */
export function decide(rules: Rules, world: World): Plan {
  const { clock, roster } = rules;
  const serving = world.operators.status.map((s) => (s === status.serving ? 1 : 0));
  const { substitutes, lessons, ...hours } = useHours(rules, world, serving);
  const policies = decidePolicies(rules, world, serving);
  return {
    ...hours,
    policies,
    from: world.block,
    to: world.block + clock.tempo,
    work: {
      epoch: world.epoch,
      day: (world.epoch + 1) * clock.epochDays,
      serving,
      steps: hours.steps,
      serves: hours.serves,
      substitution: substitutionOf(substitutes),
      ...(lessons.some((lesson) => lesson !== "own") && { lessons }),
      audits: withLooks(
        rules.verification.plan({
          seed: rules.seed,
          epoch: world.epoch,
          auditors: indicesWhere(roster.validators.ids, (_, v) => policies.some((of) => of[v]!.audits)),
          validatorIds: roster.validators.ids,
          serving: indicesWhere(serving, (s) => s === 1),
          operatorIds: roster.operators.ids,
        }),
        rules.mechanisms,
      ),
    },
  };
}

/** Answers without proofs. */
const UNPROVEN: Proving = { slowdown: 1, usdPerAnswer: 0 };

function useHours(rules: Rules, world: World, serving: Uint8Array) {
  const { roster, work } = rules;
  const { hardware, behaviours, trainShare, ids, maintenancePerHour } = roster.operators;
  const proving = rules.verification.proving ?? UNPROVEN;
  const n = ids.length;
  const floats = () => new Float64Array(n);
  const used = {
    hours: floats(),
    outsideHours: floats(),
    runningUsd: floats(),
    maintenanceUsd: floats(),
    avoidablePerHour: floats(),
    capacity: floats(),
    serviceSeconds: floats(),
    usdCost: floats(),
    owedSteps: world.operators.owedSteps.slice(),
    steps: new Int32Array(n),
    serves: Int32Array.from({ length: n }, (_, o) => o),
    substitutes: Array.from<Substitute | undefined>({ length: n }),
    lessons: Array.from<Lesson>({ length: n }).fill("own"),
    cheating: new Uint8Array(n),
  };
  for (let o = 0; o < n; o++) {
    if (!owns(world.operators.status[o]!)) continue;
    const available = hardware.units[o]! * hardware.hoursPerEpoch[o]!;
    const choice = behaviours[o]!.choose(viewOf(rules, world, serving, o));
    const { effort, serves, substitute } = choice;
    const spared = substitute ? substitute.share * (1 - substitute.compute) : 0;
    used.maintenanceUsd[o] = available * maintenancePerHour[o]!;
    used.avoidablePerHour[o] = worked(trainShare[o]!, effort, spared) * hardware.runningPerHour[o]!;
    if (world.operators.status[o] === status.elsewhere) {
      used.outsideHours[o] = available;
      used.runningUsd[o] = available * hardware.runningPerHour[o]!;
    }
    if (serving[o] !== 1) continue;
    const training = available * trainShare[o]! * effort;
    const answering = available * (1 - trainShare[o]!);
    const owed = used.owedSteps[o]! + training * work.stepsPerReferenceHour * hardware.throughput[o]!;
    used.hours[o] = available;
    used.serves[o] = serves;
    used.substitutes[o] = substitute;
    used.lessons[o] = choice.lessons ?? "own";
    used.cheating[o] = departs(choice, o) ? 1 : 0;
    used.steps[o] = Math.floor(owed + 1e-9);
    used.owedSteps[o] = Math.max(0, owed - used.steps[o]!);
    used.runningUsd[o] = available * used.avoidablePerHour[o]!;
    const answersPerHour = (work.requestsPerReferenceHour * hardware.throughput[o]!) / proving.slowdown;
    used.capacity[o] = (answering * work.requestsPerReferenceHour * hardware.throughput[o]!) / proving.slowdown;
    used.serviceSeconds[o] = SECONDS_PER_HOUR / answersPerHour;
    used.usdCost[o] = ((1 - spared) * hardware.runningPerHour[o]!) / answersPerHour + proving.usdPerAnswer;
  }
  return used;
}

/** What miner o sees before it chooses. */
function viewOf(
  { roster, seed }: Rules,
  { epoch, operators, subnets }: World,
  serving: Uint8Array,
  o: number,
): MinerView {
  const { hardware, trainShare, ids, groups } = roster.operators;
  const allUsd = hardware.units[o]! * hardware.hoursPerEpoch[o]! * hardware.runningPerHour[o]!;
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

/** Share of available hours in which the hardware works: training that is done, and answers that take all their compute. */
const worked = (trainShare: number, effort: number, spared: number): number =>
  Math.max(0, 1 - trainShare * (1 - effort) - (1 - trainShare) * spared);

const substitutionOf = (substitutes: readonly (Substitute | undefined)[]): Substitution => ({
  form: substitutes.map((one) => one?.form ?? "honest"),
  share: Float64Array.from(substitutes, (one) => one?.share ?? 0),
  epochsOld: Int32Array.from(substitutes, (one) => one?.epochsOld ?? 0),
});

/** What each working validator will do in each mechanism; one that has left neither audits nor votes. */
function decidePolicies({ roster }: Rules, world: World, serving: Uint8Array): ValidatorPolicy[][] {
  const nothing: ValidatorPolicy = { audits: false, row: new Float64Array(serving.length) };
  return world.subnets[0]!.mechanisms.map(({ consensusWeight }) =>
    roster.validators.behaviours.map((behaviour, self) =>
      world.validators.working[self] === 1
        ? behaviour.decide({
            self,
            epoch: world.epoch,
            validatorIds: roster.validators.ids,
            consensusWeight,
            serving,
            operatorIds: roster.operators.ids,
            operatorGroups: roster.operators.groups,
          })
        : nothing,
    ),
  );
}

function indicesWhere<T>(values: ArrayLike<T>, holds: (value: T, i: number) => boolean): Int32Array {
  const found: number[] = [];
  for (let i = 0; i < values.length; i++) if (holds(values[i]!, i)) found.push(i);
  return Int32Array.from(found);
}
