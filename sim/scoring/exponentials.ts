import type { Matrix } from "../core/matrix.ts";
import { byRow } from "./shared.ts";

/**
 * exp((x_ij - best of row i) / T), 0 where unknown (NaN); the shift keeps exp from overflowing and cancels in the shares.
 * @param values 0 or more
 */
export function exponentials(values: Matrix, temperature: number): Matrix {
  return byRow(values, (row) => {
    const best = row.reduce((most, x) => (x > most ? x : most), 0);
    return row.map((x) => (Number.isNaN(x) ? 0 : Math.exp((x - best) / temperature)));
  });
}
