import { z } from "zod";
import type { Clock } from "../core/clock.ts";
import { mechanism, slot, type Fault } from "../core/slot.ts";
import { networkNames, networks, type NetworkName } from "../data/networks/index.ts";
import type { Network } from "../data/networks/contract.ts";
import type { Emission } from "./contract.ts";
import { tokens } from "../units.ts";
import { own } from "./own.ts";

const kinds = slot<Emission>(own);

const of = (name: string): Network => networks[name as NetworkName];

/**
 * The emission of a real network, with its published values. A rule that counts blocks needs the network's own block time.
 * Issuance begins where the network's does. Source: docs/economy.md, "Emission"; each value in sim/data/networks/.
 *
 * @throws RangeError on building, where the network counts blocks of another length
 */
export const preset = mechanism(
  "preset",
  "The emission of a real network with its published values, by name; where its rule counts blocks, blockTime must be " +
    "the network's. Issuance begins with the network's own. Source: docs/economy.md, Emission, and sim/data/networks/.",
  {
    network: z.enum(networkNames).describe("network whose emission is used"),
    openingIssuance: tokens
      .optional()
      .describe(
        "tokens issued before the first block, which the rule counts; the network's own at genesis when left out",
      ),
  },
  ({ network, openingIssuance }, context): Emission => {
    const [misfit] = misfits(network, context.clock);
    if (misfit) throw new RangeError(`emission.network is ${network}; ${misfit.message}`);
    const { emission, openingIssuance: atGenesis } = of(network);
    return { ...kinds.build(kinds.schema.parse(emission), context), openingIssuance: openingIssuance ?? atGenesis };
  },
  [{ law: "sumOfBlocks", where: { network: "helium" } }],
  undefined,
  ({ network }, clock) => misfits(network, clock),
);

function misfits(name: string, { blockSeconds: here }: Clock): readonly Fault[] {
  const { blockSeconds, countsBlocks } = of(name);
  if (!countsBlocks || here === blockSeconds) return [];
  return [
    {
      path: "network",
      message: `expected a blockTime of ${blockSeconds} s, as that network has, since its rule counts blocks; it is ${here} s`,
    },
  ];
}
