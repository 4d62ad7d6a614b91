import { drawCamps } from "./camps.ts";
import { retentionByHalving, retentionOf, type Retention } from "./lines.ts";
import { honestEmission, honestShares, parametersOf, type HonestShares } from "./map.ts";
import { selfWeights, STEPS, type Setting } from "./settings.ts";

/** Columns of the map: one draw, one S, some W_C, over the whole grid of W_H or only where the line is. */
export interface Task {
  readonly seed: number;
  readonly honestStake: number;
  readonly physics: Physics;
  readonly minorWeights: readonly number[];
  /** ξ for which lines are wanted; they share the epochs */
  readonly xis: readonly number[];
  /** every W_H, as a map has it; else only those that halving looks at */
  readonly whole: boolean;
}

/** What an epoch depends on; ξ only weighs its results. */
export type Physics = Omit<Setting, "xi">;

export interface Column {
  readonly minorWeight: number;
  /** by ξ of the task */
  readonly retention: readonly Retention[];
  /** by W_H; empty unless the whole column was asked for */
  readonly shares: readonly HonestShares[];
  /** epochs that it took */
  readonly epochs: number;
}

export function playTask({ seed, honestStake, physics, minorWeights, xis, whole }: Task): readonly Column[] {
  const camps = drawCamps(seed, honestStake, physics.sigmaWeights);
  const parameters = parametersOf(physics);
  return minorWeights.map((minorWeight) => {
    const known = new Map<number, HonestShares>();
    const at = (k: number): HonestShares => {
      let shares = known.get(k);
      if (!shares) known.set(k, (shares = honestShares(camps, parameters, selfWeights[k]!, minorWeight)));
      return shares;
    };
    if (!whole) {
      const retention = xis.map((xi) => retentionByHalving((k) => honestEmission(at(k), xi), STEPS, honestStake));
      return { minorWeight, retention, shares: [], epochs: known.size };
    }
    const shares = selfWeights.map((_, k) => at(k));
    const retention = xis.map((xi) =>
      retentionOf(
        shares.map((one) => honestEmission(one, xi)),
        honestStake,
      ),
    );
    return { minorWeight, retention, shares, epochs: known.size };
  });
}

/** About how many epochs a task takes, for progress. */
export function epochsOf({ minorWeights, xis, whole }: Task): number {
  return minorWeights.length * (whole ? STEPS + 1 : 6 + 2 * xis.length);
}
