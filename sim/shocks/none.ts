import { mechanism } from "../core/slot.ts";
import type { Shocks } from "./contract.ts";

/** Nothing happens from outside. */
export const none = mechanism("none", "Nothing happens from outside.", {}, (): Shocks => ({
  events: [],
  factor: () => 1,
}));
