import type { Shocked } from "../shocks/contract.ts";
import type { Problem } from "./errors.ts";
import { problemAt } from "./issues.ts";
import type { Located } from "./located.ts";
import type { Scenario } from "./schema.ts";

/** What an event of the kind `events` says. */
interface Written {
  readonly on: Shocked;
  readonly groups?: readonly string[];
}

/**
 * Shocks that name groups of miners which are not there, or a path that the scenario does not have.
 * Source: docs/operators.md, "Shocks".
 */
export function* shockProblems(scenario: Scenario, root: Located): Generator<Problem> {
  const { events = [] } = scenario.shocks as { readonly events?: readonly Written[] };
  const miners = scenario.participants.filter(({ role }) => role === "miner").map(({ id }) => id);
  for (const [k, { on, groups = [] }] of events.entries()) {
    const unknown = groups.find((id) => !miners.includes(id));
    if (unknown !== undefined) {
      const wrong = `names "${unknown}"; expected groups of miners: ${miners.join(", ")}`;
      yield problemAt(["shocks", "events", k, "groups"], wrong, root);
    }
    const missing = missingPath(scenario, on);
    if (missing) yield problemAt(["shocks", "events", k, "on"], `expected another path, since ${missing}`, root);
  }
}

/** Why a scenario has no such path; undefined where it has. */
function missingPath({ workload, demand, price }: Scenario, on: Shocked): string | undefined {
  if (on === "outsidePrice" && workload.kind === "none") return "workload none has no price";
  if (on === "demand" && demand.kind === "none") return "demand none has no customers";
  if (on === "cloudPrice" && !("cloud" in demand || "clouds" in demand)) return `demand ${demand.kind} has no cloud`;
  if (on === "investors" && !("investors" in price)) return `price ${price.kind} has no investors`;
  return undefined;
}
