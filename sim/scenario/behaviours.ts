import { clock } from "../core/clock.ts";
import type { ValidatorBehaviour } from "../validatorBehaviour/contract.ts";
import type { Problem } from "./errors.ts";
import { problemAt } from "./issues.ts";
import type { Located } from "./located.ts";
import type { Kinds, Scenario } from "./schema.ts";

/** Validators that name groups of miners which are not there. Source: docs/economy.md, equation 80. */
export function* behaviourProblems(scenario: Scenario, kinds: Kinds, root: Located): Generator<Problem> {
  const { participants, seed, blockTime, tempo, duration } = scenario;
  const context = { clock: clock(blockTime, tempo, duration), seed };
  const groups = participants.filter(({ role }) => role === "miner").map(({ id }) => id);
  for (const [k, { role, behaviour }] of participants.entries()) {
    if (role !== "validator") continue;
    const { kind, ...parameters } = behaviour;
    const rule = kinds.validatorBehaviour.kinds.find((known) => known.kind === kind)!;
    const { needed } = rule.build(parameters, context) as ValidatorBehaviour;
    for (const id of needed?.groups ?? []) {
      if (groups.includes(id)) continue;
      const wrong = `names "${id}"; expected groups of miners: ${groups.join(", ")}`;
      yield problemAt(["participants", k, "behaviour", needed!.path], wrong, root);
    }
  }
}
