import { slot } from "../core/slot.ts";
import { burnMint } from "./burnMint.ts";
import type { Price } from "./contract.ts";
import { exchange } from "./exchange.ts";
import { fixed } from "./fixed.ts";
import { gbm } from "./gbm.ts";
import { impact } from "./impact.ts";
import { meanReverting } from "./meanReverting.ts";
import { path } from "./path.ts";
import { pool } from "./pool.ts";

export const price = slot<Price>([burnMint, exchange, fixed, gbm, impact, meanReverting, path, pool]);
