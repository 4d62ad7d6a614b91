import { slot } from "../core/slot.ts";
import type { Market } from "./contract.ts";
import { posted } from "./posted.ts";
import { proportional } from "./proportional.ts";
import { reverseAuction } from "./reverseAuction.ts";

export const market = slot<Market>([posted, proportional, reverseAuction]);
