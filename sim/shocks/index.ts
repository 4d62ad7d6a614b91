import { slot } from "../core/slot.ts";
import type { Shocks } from "./contract.ts";
import { events } from "./events.ts";
import { none } from "./none.ts";

export const shocks = slot<Shocks>([events, none]);
