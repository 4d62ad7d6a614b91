import { copyOf, ints } from "../core/arrays.ts";
import { zeros } from "../core/columns.ts";
import type { Rules } from "../rules.ts";
import type { ValidatorPolicy } from "../validatorBehaviour/contract.ts";
import type { World } from "../world.ts";
import { hoursOf } from "./hours.ts";
import { withLooks } from "./looks.ts";
import type { Plan } from "./plan.ts";

/**
 * What everybody will do in this epoch: hours, training, serving, audits and policies. Pure.
 *
 * Answers that take less compute leave hours idle, which cost nothing; capacity is what an honest miner would have.
 */
export function decide(rules: Rules, world: World): Plan {
  const { clock, roster } = rules;
  const { serving, servers, serves, substitution, lessons, dueSteps, ...hours } = hoursOf(rules, world);
  const { steps, owedSteps } = stepsOf(world.operators.owedSteps, serving, dueSteps);
  const policies = decidePolicies(rules, world, serving);
  return {
    owedSteps,
    policies,
    from: world.block,
    to: world.block + clock.tempo,
    work: {
      epoch: world.epoch,
      day: (world.epoch + 1) * clock.epochDays,
      serving,
      steps,
      serves,
      ...(substitution && { substitution }),
      ...(lessons && { lessons }),
      audits: withLooks(
        rules.verification.plan({
          seed: rules.seed,
          epoch: world.epoch,
          auditors: auditorsOf(policies, roster.validators.ids.length),
          validatorIds: roster.validators.ids,
          serving: servers,
          operatorIds: roster.operators.ids,
        }),
        rules.mechanisms,
      ),
    },
    ...hours,
  };
}

/** Whole steps of those who serve, and the fraction of one that is still owed. */
function stepsOf(
  owedBefore: Float64Array,
  serving: Uint8Array,
  due: Float64Array,
): Pick<Plan, "owedSteps"> & { steps: Int32Array } {
  const owedSteps = copyOf(owedBefore);
  const steps = ints(due.length);
  for (let o = 0; o < due.length; o++) {
    if (serving[o] === 0 || due[o] === 0) continue;
    const owed = owedBefore[o]! + due[o]!;
    steps[o] = Math.floor(owed + 1e-9);
    owedSteps[o] = Math.max(0, owed - steps[o]!);
  }
  return { steps, owedSteps };
}

/** What each working validator will do in each mechanism; one that has left neither audits nor votes. */
function decidePolicies({ roster }: Rules, world: World, serving: Uint8Array): ValidatorPolicy[][] {
  const nothing: ValidatorPolicy = { audits: false, row: zeros(serving.length) };
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

/** Validators that audit in one mechanism or another. */
function auditorsOf(policies: readonly (readonly ValidatorPolicy[])[], validators: number): Int32Array {
  const found: number[] = [];
  for (let v = 0; v < validators; v++) if (policies.some((of) => of[v]!.audits)) found.push(v);
  return Int32Array.from(found);
}
