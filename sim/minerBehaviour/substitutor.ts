import { mechanism } from "../core/slot.ts";
import { cheat, cheating } from "./cheat.ts";
import type { MinerBehaviour } from "./contract.ts";

/**
 * Trains as it says and answers a share of its requests, audits among them since nobody tells it which these are, with something
 * cheaper than its model. From outside it offers the same capacity; the hours that it does not compute are idle.
 * Source: docs/economy.md, equation 65.
 */
export const substitutor = mechanism(
  "substitutor",
  "Answers a share of its requests with something cheaper than its model: the model in 8, 4 or 3 bits, a small student of it, " +
    "the model as it stood `age` ago, or the answers of the serving miner with the highest last incentive (its own until " +
    "somebody else has any). Its capacity stays; the hours it does not compute are idle and save energy. Source: docs/economy.md, equation 65.",
  cheat,
  (parameters, { clock }): MinerBehaviour => ({
    choose: cheating(parameters, clock),
    ...(parameters.form !== "answers" && { unmoved: true as const }),
  }),
);
