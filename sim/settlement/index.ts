import { slot } from "../core/slot.ts";
import { baseFeeBurn } from "./baseFeeBurn.ts";
import { burnMint } from "./burnMint.ts";
import { buyback } from "./buyback.ts";
import type { Settlement } from "./contract.ts";
import { depositSettle } from "./depositSettle.ts";
import { direct } from "./direct.ts";
import { takeRate } from "./takeRate.ts";

export const settlement = slot<Settlement>([direct, takeRate, burnMint, depositSettle, buyback, baseFeeBurn]);
