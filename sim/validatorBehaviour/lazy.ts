import { z } from "zod";
import { normalize } from "../core/matrix.ts";
import { draw, hash32 } from "../core/random.ts";
import { mechanism } from "../core/slot.ts";
import type { ValidatorBehaviour } from "./contract.ts";
import { favour } from "./favour.ts";

/** Audits nothing and weights all serving miners the same, or by chance. */
export const lazy = mechanism(
  "lazy",
  "Audits nothing and gives all serving miners the same weight, or each a weight drawn anew in every epoch. Source: docs/economy.md, equation 80.",
  {
    weights: z
      .enum(["constant", "random"], { error: () => "expected constant or random" })
      .default("constant")
      .describe("constant: the same for all; random: uniform draws in each epoch"),
  },
  ({ weights }, { seed }): ValidatorBehaviour => ({
    decide(view) {
      if (weights === "constant") return { audits: false, row: favour(view, () => true) };
      const { epoch, serving, operatorIds } = view;
      const who = hash32(view.validatorIds[view.self]!);
      const drawn = (on: number, j: number) => (on ? draw(seed, "lazy weight", epoch, operatorIds[j]!, who) : 0);
      return { audits: false, row: normalize(Float64Array.from(serving, drawn)) };
    },
  }),
);
