import { expect } from "vitest";
import { yumaEpoch, type YumaEpoch, type YumaParameters } from "../../sim/consensus/yuma.ts";
import { entryOf } from "../../sim/core/matrix.ts";
import { simpleSubnet } from "../laws/subnets.ts";

/** Yuma with plain numbers, kept as floats. */
export const base: YumaParameters = {
  kappa: 0.5,
  bondsPenalty: 1,
  bondAlpha: 0.1,
  stakeThreshold: 0,
  maxValidators: 64,
  bonds: "classic",
  storage: "float",
};

/** Epochs one after the other; rows give each validator's weights on the miners, epoch by epoch. */
export function play(parameters: YumaParameters, stake: number[], rows: number[][][]): YumaEpoch[] {
  const epochs: YumaEpoch[] = [];
  rows.forEach((weights, t) => {
    const input = {
      ...simpleSubnet(stake, weights),
      block: 1000 + 360 * t,
      lastStepBlock: t === 0 ? 0 : 640 + 360 * t,
    };
    const lastUpdate = new Float64Array(input.n).fill(input.block);
    const last = epochs.at(-1);
    epochs.push(yumaEpoch(parameters, { ...input, lastUpdate, ...(last && { bonds: last.bonds, before: last.kept }) }));
  });
  return epochs;
}

/** [validators, miners] */
export const bondsOf = ({ emaBonds }: YumaEpoch, validators: number, miners: number) =>
  Array.from({ length: validators }, (_, i) =>
    Array.from({ length: miners }, (_, j) => entryOf(emaBonds, i, validators + j)),
  );

export function expectClose(found: ArrayLike<number> | number[][], wanted: number[] | number[][]): void {
  const [a, b] = [Array.from(found as number[]).flat(), wanted.flat()];
  expect(a.length).toBe(b.length);
  a.forEach((value, k) => expect(value).toBeCloseTo(b[k]!, 12));
}
