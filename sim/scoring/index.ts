import { slot } from "../core/slot.ts";
import type { Scoring } from "./contract.ts";
import { auctionBurn } from "./auctionBurn.ts";
import { credibility } from "./credibility.ts";
import { gauntlet } from "./gauntlet.ts";
import { logprobAudit } from "./logprobAudit.ts";
import { proportional } from "./proportional.ts";
import { rank } from "./rank.ts";
import { softmax } from "./softmax.ts";
import { winnerTakesAll } from "./winnerTakesAll.ts";
import { winRate } from "./winRate.ts";

export const scoring = slot<Scoring>([
  proportional,
  softmax,
  winRate,
  rank,
  winnerTakesAll,
  gauntlet,
  credibility,
  logprobAudit,
  auctionBurn,
]);
