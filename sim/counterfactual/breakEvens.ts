import type { Row, Rows } from "../record.ts";
import type { Played } from "./contract.ts";
import { beforeCut, playQuarter, standing } from "./quarter.ts";
import { solveBreakEvens } from "./solveBreakEvens.ts";
import { verifyBreakEven } from "./verifyBreakEven.ts";

/**
 * Solves the break-evens of the quarter that begins where the subsidy would end, in a world that keeps it and in which nobody comes
 * or goes, and plays that quarter again at each of them.
 *
 * @returns rows of `breakEvens`; none where the subsidy does not end in the run
 * Source: docs/counterfactuals.md, equations 6 and 7.
 */
export async function* breakEvensOf(run: Played, played: () => void = () => {}): AsyncGenerator<Rows, void, void> {
  const before = await beforeCut(run, played);
  if (!before) return;
  const kept = await playQuarter(before, standing(before, 1));
  const rows: Row[] = [];
  for (const figure of solveBreakEvens(kept, before.scenario)) {
    const verified = figure.why === "" ? await verifyBreakEven(before, figure) : NaN;
    rows.push({ arm: "cut", epoch: before.world.epoch, subnet: 0, ...figure, verified });
  }
  yield { breakEvens: rows };
}
