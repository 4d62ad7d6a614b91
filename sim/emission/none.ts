import { mechanism } from "../core/slot.ts";
import type { Emission } from "./contract.ts";

/** Nothing is ever minted: the control without a subsidy.   e(b) = 0 */
export const none = mechanism(
  "none",
  "Nothing is ever minted, the control without a subsidy: e(b) = 0.",
  {},
  (): Emission => ({ mint: () => 0, follows: "time", cap: 0 }),
);
