import { normalize } from "../core/matrix.ts";
import type { ValidatorView } from "./contract.ts";

/** All weight in equal parts to the serving miners that `favoured` names by group; an empty row where none serves. */
export function favour({ serving, operatorGroups }: ValidatorView, favoured: (group: string) => boolean): Float64Array {
  return normalize(Float64Array.from(serving, (on, j) => (on && favoured(operatorGroups[j]!) ? 1 : 0)));
}
