import { tabulate, type Matrix } from "../core/matrix.ts";
import { byRow } from "./shared.ts";

/**
 * exp((x_ij - best of row i) / T), 0 where unknown (NaN); the shift keeps exp from overflowing and cancels in the shares.
 * @param values 0 or more
 */
export function exponentials(values: Matrix, temperature: number): Matrix {
  return byRow(values, (row) => {
    let best = 0;
    for (let j = 0; j < row.length; j++) if (row[j]! > best) best = row[j]!;
    return tabulate(row.length, (j) => (Number.isNaN(row[j]!) ? 0 : Math.exp((row[j]! - best) / temperature)));
  });
}
