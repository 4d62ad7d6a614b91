import { mechanism } from "../core/slot.ts";
import type { MinerBehaviour } from "./contract.ts";

/** Spends all its training on the public questions: good on those, and on nothing else. */
export const overfitter = mechanism(
  "overfitter",
  "Spends all its training on the public questions, over and over, and serves its own model: good on those that an audit may " +
    "ask from the public set, and on little else. Source: docs/economy.md, Behaviours.",
  {},
  (): MinerBehaviour => ({ choose: ({ self }) => ({ effort: 1, serves: self, lessons: "public" }), unmoved: true }),
);
