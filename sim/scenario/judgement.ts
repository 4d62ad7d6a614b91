import type { Problem } from "./errors.ts";
import { problemAt } from "./issues.ts";
import { isBranch, merge, type Located } from "./located.ts";
import { applyOverride } from "./overrides.ts";

/**
 * A scenario says how work is judged in one of two ways: by `consensus` and `scoring`, or by a list of `mechanisms`. Whatever
 * is laid on top in one way replaces the other, as another kind replaces the parameters of the kind before.
 */
const one = ["consensus", "scoring"] as const;
const several = "mechanisms";

/** `over` laid upon `base`, a whole scenario upon another. */
export function mergeScenario(base: Located, over: Located): Located {
  return isBranch(over.content) ? withoutReplaced(merge(base, over), [...over.content.keys()]) : merge(base, over);
}

/** The scenario with one override laid upon it; see `applyOverride`. */
export function overrideScenario(root: Located, override: string, index: number): Located {
  return withoutReplaced(applyOverride(root, override, index), [override.split(/[.=]/)[0]!.trim()]);
}

function withoutReplaced(root: Located, laid: readonly string[]): Located {
  const [many, single] = [laid.includes(several), one.some((field) => laid.includes(field))];
  if (many === single || !isBranch(root.content)) return root;
  const content = new Map(root.content);
  for (const field of many ? one : [several]) content.delete(field);
  return { ...root, content };
}

/** Neither way, half of one, or both. */
export function* judgementProblems(named: Readonly<Record<string, unknown>>, root: Located): Generator<Problem> {
  const given = one.filter((field) => named[field] !== undefined);
  if (named[several] !== undefined) {
    for (const field of given) yield problemAt([field], `expected none beside ${several}, which take its place`, root);
    return;
  }
  const missing = one.filter((field) => named[field] === undefined);
  for (const field of missing)
    yield problemAt([field], `expected both ${one.join(" and ")}, or ${several} in their place`, root);
}
