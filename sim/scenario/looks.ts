import { clock } from "../core/clock.ts";
import type { Scoring } from "../scoring/contract.ts";
import { NUMBERS } from "../task/contract.ts";
import type { Verification } from "../verification/contract.ts";
import type { Problem } from "./errors.ts";
import { problemAt } from "./issues.ts";
import type { Located } from "./located.ts";
import { builtFrom, ruleOf } from "./ruleOf.ts";
import type { Kinds, Scenario } from "./schema.ts";

/**
 * A scoring that asks audits to look at what they will not see: no audit is planned, or the task's answers are no classes. Nobody would
 * ever be paid.
 * Source: docs/economy.md, "Scoring".
 */
export function* lookProblems(scenario: Scenario, kinds: Kinds, root: Located): Generator<Problem> {
  const { seed, blockTime, tempo, duration, verification, task, mechanisms } = scenario;
  const context = { clock: clock(blockTime, tempo, duration), seed };
  const audits = ruleOf(scenario, kinds, "verification") as Verification | undefined;
  const ofNumbers = kinds.task.kinds.find(({ kind }) => kind === task.kind)?.traits?.includes(NUMBERS);
  const entries = mechanisms?.map(({ scoring }, m) => ({ scoring, path: ["mechanisms", m, "scoring", "kind"] }));
  for (const { scoring, path } of entries ?? [{ scoring: scenario.scoring, path: ["scoring", "kind"] }]) {
    const rule = scoring && (builtFrom(scoring, kinds, "scoring", context) as Scoring | undefined);
    if (!rule?.looksAt) continue;
    const looks = rule.looksAt.join(" and ");
    if (audits?.blind) {
      const wrong = `expected another kind beside verification ${verification.kind}, which plans no audit that could look at ${looks}`;
      yield problemAt(path, wrong, root);
    }
    if (rule.needsClasses && ofNumbers) {
      const wrong = `expected another kind beside task ${task.kind}, whose answers are numbers and no classes`;
      yield problemAt(path, wrong, root);
    }
  }
}
