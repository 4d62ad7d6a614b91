import { slot } from "../core/slot.ts";
import type { Price } from "./contract.ts";
import { fixed } from "./fixed.ts";
import { pool } from "./pool.ts";

export const price = slot<Price>([fixed, pool]);
