/** The columns of zeros that an epoch shares. */
import { expect, it } from "vitest";
import { addTo, isNothing, plus, times, zeros } from "../../sim/core/columns.ts";
import { sum } from "../../sim/core/matrix.ts";
import { armsOfFile, playAll, SMALL } from "../support/play.ts";

it("nobody writes to them in a run", async () => {
  const arms = armsOfFile(SMALL, ["verification={kind: none}"]);
  await playAll(arms, ["epochs"]);
  const { operators, validators } = arms.arms[0]!.rules.roster;
  for (const n of [operators.ids.length, validators.ids.length, operators.ids.length + validators.ids.length])
    expect(zeros(n).every((value) => value === 0)).toBe(true);
});

it("add nothing, and are told from columns that happen to be 0", () => {
  const column = Float64Array.of(1, 2, 3);
  expect(plus(column, zeros(3))).toBe(column);
  expect(plus(column, column)).toEqual(Float64Array.of(2, 4, 6));
  expect(isNothing(new Float64Array(3))).toBe(false);
  expect(isNothing(times(0, column))).toBe(true);
  expect(sum(zeros(3))).toBe(0);
  const less = column.slice();
  addTo(less, Float64Array.of(1, 1, 1), -1);
  expect(less).toEqual(Float64Array.of(0, 1, 2));
});
