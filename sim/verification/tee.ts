import { z } from "zod";
import { mechanism } from "../core/slot.ts";
import { enclaves } from "../data/proofs.ts";
import type { Verification } from "./contract.ts";
import { proven, provenParameters } from "./proven.ts";

/** Every answer is signed by trusted hardware that ran the model. Source: docs/economy.md, equation 75. */
export const tee = mechanism(
  "tee",
  "Every answer is signed by trusted hardware that ran the model: nothing else passes, as long as the hardware is trusted. " +
    "Source: docs/economy.md, Verification.",
  {
    preset: z
      .enum(Object.keys(enclaves) as [keyof typeof enclaves, ...(keyof typeof enclaves)[]])
      .default("servingHigh")
      .describe("published overhead"),
    ...provenParameters,
  },
  (p, { clock }): Verification => proven(p, enclaves[p.preset], clock),
);
