import { z } from "zod";
import { mechanism, slot } from "../core/slot.ts";
import { networkNames, networks, type NetworkName } from "../data/networks/index.ts";
import type { Network } from "../data/networks/contract.ts";
import type { Emission } from "./contract.ts";
import { own } from "./own.ts";

const kinds = slot<Emission>(own);

/**
 * The emission of a real network, with its published values. A rule that counts blocks needs the network's own block time.
 * Source: docs/economy.md, "Emission"; each value in sim/data/networks/.
 *
 * @throws RangeError on building, where the network counts blocks of another length
 */
export const preset = mechanism(
  "preset",
  "The emission of a real network with its published values, by name; where its rule counts blocks, blockTime must be " +
    "the network's. Source: docs/economy.md, Emission, and sim/data/networks/.",
  { network: z.enum(networkNames).describe("network whose emission is used") },
  ({ network }, context): Emission => {
    const { blockSeconds, countsBlocks, emission }: Network = networks[network as NetworkName];
    if (countsBlocks && context.clock.blockSeconds !== blockSeconds)
      throw new RangeError(
        `emission.network is ${network}, whose blocks last ${blockSeconds} s; blockTime is ${context.clock.blockSeconds} s; expected the same`,
      );
    return kinds.build(kinds.schema.parse(emission), context);
  },
  [{ law: "sumOfBlocks", where: { network: "helium" } }],
);
