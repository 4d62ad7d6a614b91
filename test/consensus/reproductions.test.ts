import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { consensus } from "../../sim/consensus/index.ts";
import { sum } from "../../sim/core/matrix.ts";
import { dailyContext } from "../laws/kinds.ts";
import { simpleSubnet } from "../laws/subnets.ts";

const folder = new URL("../vectors/reproductions/", import.meta.url);

/** Two camps, each with one validator that weighs only its own miner, grow by what their miner earns. */
interface Collusion {
  readonly setup: {
    readonly tau: number;
    readonly rho: number;
    readonly kappa: number;
    readonly stakeHonest: number;
    readonly stakeCabal: number;
    readonly blocks: number;
  };
  readonly tolerance: number;
  readonly cabalShareAfterBlock: { block: number; share: number; kind: "published" | "recomputed" }[];
}

const collusion = JSON.parse(readFileSync(new URL("whitepaper-collusion.json", folder), "utf8")) as Collusion;

/** The cabal's share of stake after each block. */
function race({ tau, rho, kappa, blocks }: Collusion["setup"], honest: number, cabal: number): number[] {
  const rule = consensus.build(consensus.schema.parse({ kind: "sigmoid", rho, kappa }), dailyContext);
  const ownMinerOnly = [
    [1, 0],
    [0, 1],
  ];
  let stake = [honest, cabal];
  return Array.from({ length: blocks }, () => {
    const { incentive } = rule.epoch(simpleSubnet(stake, ownMinerOnly));
    const total = sum(stake);
    stake = stake.map((held, camp) => held + tau * total * incentive[2 + camp]!);
    return stake[1]! / sum(stake);
  });
}

describe("whitepaper-collusion: an honest camp of 51% against a cabal of 49%", () => {
  const { setup, tolerance, cabalShareAfterBlock } = collusion;
  const shares = race(setup, setup.stakeHonest, setup.stakeCabal);

  it.each(cabalShareAfterBlock)("leaves the cabal $share after block $block ($kind)", ({ block, share }) => {
    expect(Math.abs(shares[block]! - share)).toBeLessThanOrEqual(tolerance);
  });

  it("shrinks the cabal in every block", () => {
    const start = setup.stakeCabal / (setup.stakeHonest + setup.stakeCabal);
    [start, ...shares].slice(1).forEach((share, k) => expect(share).toBeLessThan([start, ...shares][k]!));
  });

  it("leaves equal camps equal", () => {
    expect(new Set(race(setup, 0.5, 0.5))).toEqual(new Set([0.5]));
  });
});

it("reads every vector of the folder", () => {
  expect(readdirSync(folder)).toEqual(["whitepaper-collusion.json"]);
});
