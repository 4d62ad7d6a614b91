import { z } from "zod";
import { mechanism } from "../core/slot.ts";
import { fraction, usdPerDay } from "../units.ts";
import type { ValidatorBehaviour } from "./contract.ts";
import { favour } from "./favour.ts";

/** Audits, gives a share of its weight to whom it is paid by, and to the others what scoring makes of its audits. */
export const bribed = mechanism(
  "bribed",
  "Audits, and gives `share` of its weight in equal parts to the serving miners of the group that pays it, the rest as scoring " +
    "makes it of its audits: W_i = share x (equal parts) + (1 - share) x (its row). Those miners pay it the bribe in equal parts in " +
    "each epoch in which one of them serves. Source: docs/economy.md, equation 80.",
  {
    briber: z
      .string({ error: () => "expected the id of a group of miners" })
      .min(1, { error: () => "expected the id of a group of miners" })
      .describe("group of participants whose miners pay and get the weight"),
    share: fraction.default(1).describe("share of its weight that they get; the rest is honest"),
    bribe: usdPerDay.describe("paid to each such validator"),
  },
  ({ briber, share, bribe }, { clock }): ValidatorBehaviour => ({
    needed: { path: "briber", groups: [briber] },
    decide: (view) => ({
      audits: true,
      row: favour(view, (group) => group === briber),
      bribe: { share, usd: bribe * clock.epochDays },
    }),
  }),
);
