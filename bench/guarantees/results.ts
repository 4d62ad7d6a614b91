import type { Column } from "./columns.ts";
import type { LinePoints } from "./compare.ts";
import type { Retention } from "./lines.ts";
import { honestEmission } from "./map.ts";
import type { PlannedTask } from "./plan.ts";
import { selfWeights } from "./settings.ts";

/** A point of the map. */
export interface MapPoint {
  readonly setting: string;
  readonly honestStake: number;
  readonly honestWeight: number;
  readonly minorWeight: number;
  readonly honestIncentive: number;
  readonly honestDividend: number;
  readonly honestEmission: number;
  /** 1 where all emission went by stake */
  readonly fallback: 0 | 1;
}

export interface Results {
  /** in the order of the seeds */
  readonly points: LinePoints;
  /** of the first seed, in the order of the plan */
  readonly map: readonly MapPoint[];
  readonly epochs: number;
}

/** @param columns what each planned task brought */
export function collect(planned: readonly PlannedTask[], columns: readonly (readonly Column[])[]): Results {
  const lines = new Map<string, Retention[]>();
  const map: MapPoint[] = [];
  let epochs = 0;
  for (const [t, { group, task }] of planned.entries()) {
    for (const column of columns[t]!) {
      epochs += column.epochs;
      for (const [m, { name, xi }] of group.members.entries()) {
        const key = keyOf(name, task.honestStake, column.minorWeight);
        lines.set(key, [...(lines.get(key) ?? []), column.retention[m]!]);
        map.push(...mapPoints(name, xi, task.honestStake, column));
      }
    }
  }
  const points: LinePoints = (setting, honestStake, minorWeight) => {
    const bySeed = lines.get(keyOf(setting, honestStake, minorWeight));
    if (!bySeed) throw new RangeError(`${setting}: S = ${honestStake}, W_C = ${minorWeight} was not played`);
    return bySeed;
  };
  return { points, map, epochs };
}

function mapPoints(setting: string, xi: number, honestStake: number, { minorWeight, shares }: Column): MapPoint[] {
  return shares.map((one, k) => ({
    setting,
    honestStake,
    honestWeight: selfWeights[k]!,
    minorWeight,
    honestIncentive: one.incentive,
    honestDividend: one.dividend,
    honestEmission: honestEmission(one, xi),
    fallback: one.fallback ? 1 : 0,
  }));
}

const keyOf = (setting: string, honestStake: number, minorWeight: number): string =>
  `${setting} ${honestStake.toFixed(4)} ${minorWeight.toFixed(4)}`;
