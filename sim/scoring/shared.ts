import type { Matrix } from "../core/matrix.ts";
import { duration } from "../units.ts";

/** Parameter that every kind shares. */
export const memory = duration
  .prefault("0 days")
  .describe("time constant over which a validator averages what it finds; 0 days keeps only the last finding");

/**
 * What each validator remembers of each miner after an epoch.   m' = m + a (x - m),  a = 1 - exp(-Delta / tau)
 * Where nothing was found (NaN) the old memory stays; a first finding is taken whole.
 * Source: docs/economy.md, "Time".
 * @param weight a, of this epoch's finding
 */
export function remember(memory: Matrix, estimates: Matrix, weight: number): Matrix {
  const { rows, cols } = estimates;
  if (memory.rows !== rows || memory.cols !== cols) {
    throw new RangeError(`scoring: estimates are ${rows} x ${cols}, memory is ${memory.rows} x ${memory.cols}`);
  }
  const data = new Float64Array(rows * cols);
  for (let k = 0; k < data.length; k++) {
    const [found, before] = [estimates.data[k]!, memory.data[k]!];
    if (Number.isNaN(found)) data[k] = before;
    else data[k] = Number.isNaN(before) ? found : before + weight * (found - before);
  }
  return { rows, cols, data };
}
