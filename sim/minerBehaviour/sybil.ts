import { mechanism } from "../core/slot.ts";
import type { MinerBehaviour } from "./contract.ts";

/**
 * One model under many identities: the first serving member of the group trains, the others train nothing and serve its model as
 * it stood before the epoch.
 */
export const sybil = mechanism(
  "sybil",
  "One model under as many identities as its group has members: the first of them that serves trains and serves its own; the " +
    "others train nothing and serve that model as it stood an epoch ago. Source: docs/economy.md, Behaviours.",
  {},
  (): MinerBehaviour => ({
    choose({ self, serving, operatorGroups }) {
      const first = operatorGroups.findIndex((group, j) => serving[j] === 1 && group === operatorGroups[self]);
      return first < 0 || first === self ? { effort: 1, serves: self } : { effort: 0, serves: first };
    },
  }),
);
