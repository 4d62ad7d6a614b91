import { mechanism } from "../core/slot.ts";
import type { MinerBehaviour } from "./contract.ts";

/** Trains all it planned on its shard with wrong targets, at the full cost of training. */
export const poisoner = mechanism(
  "poisoner",
  "Trains all it planned on its shard with wrong targets and serves the model that comes of it. It saves nothing by that. Source: docs/economy.md, Behaviours.",
  {},
  (): MinerBehaviour => ({ choose: ({ self }) => ({ effort: 1, serves: self, lessons: "flipped" }), unmoved: true }),
);
