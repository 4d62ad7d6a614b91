import type { Verification } from "../verification/contract.ts";
import type { Problem } from "./errors.ts";
import { problemAt } from "./issues.ts";
import type { Located } from "./located.ts";
import { ruleOf } from "./ruleOf.ts";
import type { Kinds, Scenario } from "./schema.ts";

/**
 * A verification that needs more miners or validators than there are, or names groups of validators that are not there.
 * Source: docs/economy.md, "Verification".
 */
export function* verificationProblems(scenario: Scenario, kinds: Kinds, root: Located): Generator<Problem> {
  const needed = (ruleOf(scenario, kinds, "verification") as Verification | undefined)?.needed;
  const { participants } = scenario;
  for (const [role, least] of [
    ["miner", needed?.miners ?? 0],
    ["validator", needed?.validators ?? 0],
  ] as const) {
    const members = participants.reduce((all, group) => all + (group.role === role ? group.count : 0), 0);
    if (members >= least) continue;
    const wrong = `needs ${least} ${role}s for a check; expected no more than the ${members} at the start`;
    yield problemAt(["verification"], wrong, root);
  }
  const groups = participants.filter(({ role }) => role === "validator").map(({ id }) => id);
  for (const id of needed?.groups?.ids ?? []) {
    if (groups.includes(id)) continue;
    const wrong = `names "${id}"; expected groups of validators: ${groups.join(", ")}`;
    yield problemAt(["verification", needed!.groups!.path], wrong, root);
  }
}
