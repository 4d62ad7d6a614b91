import { slot } from "../core/slot.ts";
import type { Market } from "./contract.ts";
import { posted } from "./posted.ts";

export const market = slot<Market>([posted]);
