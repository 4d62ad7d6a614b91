import { z } from "zod";
import { mechanism } from "../core/slot.ts";
import { proofs } from "../data/proofs.ts";
import type { Verification } from "./contract.ts";
import { proven, provenParameters } from "./proven.ts";

/** Every answer carries a zero-knowledge proof of the model that gave it. Source: docs/economy.md, equation 75. */
export const zk = mechanism(
  "zk",
  "Every answer carries a zero-knowledge proof of the model that gave it: nothing else passes, at a thousand times the compute " +
    "or more. Source: docs/economy.md, Verification.",
  {
    preset: z
      .enum(Object.keys(proofs) as [keyof typeof proofs, ...(keyof typeof proofs)[]])
      .default("low")
      .describe("published overhead"),
    ...provenParameters,
  },
  (p, { clock }): Verification => proven(p, proofs[p.preset], clock),
);
