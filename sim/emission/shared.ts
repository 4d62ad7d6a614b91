import type { Fault } from "../core/slot.ts";
import { count } from "../units.ts";

/** Parameter of schedules that a chain computes in whole numbers. */
export const partsPerToken = count
  .optional()
  .describe("smallest parts of a token, where rewards are whole numbers of them; any fraction when left out");

/** A first reward that is no whole number of parts cannot be shifted. */
export function wholePartsFault({
  tokensPerBlock,
  partsPerToken,
}: {
  tokensPerBlock: number;
  partsPerToken?: number | undefined;
}): Fault[] {
  if (partsPerToken === undefined) return [];
  const parts = tokensPerBlock * partsPerToken;
  if (Math.abs(parts - Math.round(parts)) <= 1e-9 * Math.max(1, parts)) return [];
  return [
    {
      path: "tokensPerBlock",
      message: `expected a whole number of parts of a token; partsPerToken is ${partsPerToken}`,
    },
  ];
}
