import type { Physics, Task } from "./columns.ts";
import type { PublishedSetting } from "./compare.ts";
import { headlines, honestStakes, selfWeights, type Setting } from "./settings.ts";

/** How many W_C the maps of the first seed have: those of the lines, all for `base` alone, all for every setting. */
export type Detail = "coarse" | "base" | "fine";

/** W_C of the lines where no plot names its own. */
export const lineWeights: readonly number[] = selfWeights.filter((_, k) => k % 5 === 0);

/** Settings whose epochs are the same and which differ in ξ alone. */
export interface Group {
  readonly physics: Physics;
  readonly members: readonly { readonly name: string; readonly xi: number }[];
}

export function groupsOf(played: Readonly<Record<string, Setting>>): readonly Group[] {
  const groups = new Map<string, { physics: Physics; members: { name: string; xi: number }[] }>();
  for (const [name, { xi, ...physics }] of Object.entries(played)) {
    const key = JSON.stringify(physics);
    const group = groups.get(key) ?? { physics, members: [] };
    group.members.push({ name, xi });
    groups.set(key, group);
  }
  return [...groups.values()];
}

export interface PlannedTask {
  readonly group: Group;
  readonly task: Task;
}

/** A task holds about this many epochs, so that workers end together and progress moves. */
const MOST_COLUMNS = 11;

/**
 * All epochs of a run. The first seed plays whole columns, a map, for groups with published lines (with `fine` for all);
 * further seeds, and S that only a headline is about, play what the lines need.
 */
export function planOf(
  played: Readonly<Record<string, Setting>>,
  published: readonly PublishedSetting[],
  seeds: readonly number[],
  detail: Detail,
): readonly PlannedTask[] {
  return groupsOf(played).flatMap((group) => {
    const names = group.members.map(({ name }) => name);
    const mapped = detail === "fine" || published.some(({ name }) => names.includes(name));
    const stakes = mapped
      ? honestStakes
      : [...new Set(headlines.filter(({ setting }) => names.includes(setting)).map((one) => one.honestStake))];
    const full = detail === "fine" || (detail === "base" && names.includes("base"));
    return seeds.flatMap((seed, k) => {
      const whole = mapped && k === 0;
      const minorWeights = whole && full ? selfWeights : lineWeights;
      return stakes.flatMap((honestStake) =>
        chunks(minorWeights, MOST_COLUMNS).map((some) => ({
          group,
          task: {
            seed,
            honestStake,
            physics: group.physics,
            minorWeights: some,
            xis: group.members.map(({ xi }) => xi),
            whole,
          },
        })),
      );
    });
  });
}

function chunks<T>(values: readonly T[], most: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / most) }, (_, k) => values.slice(k * most, (k + 1) * most));
}
