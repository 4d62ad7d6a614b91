import { slot } from "../core/slot.ts";
import type { Settlement } from "./contract.ts";
import { direct } from "./direct.ts";

export const settlement = slot<Settlement>([direct]);
