import { slot } from "../core/slot.ts";
import type { Membership } from "./contract.ts";
import { fixed } from "./fixed.ts";
import { profitDriven } from "./profitDriven.ts";

export const membership = slot<Membership>([fixed, profitDriven]);
