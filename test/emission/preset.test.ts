import { describe, expect, it } from "vitest";
import { economy } from "../../sim/catalog.ts";
import { networks } from "../../sim/data/networks/index.ts";
import { compile } from "../../sim/rules.ts";
import { genesis } from "../../sim/world.ts";
import { messagesOf, parse } from "../scenario/read.ts";
import { inputsOf } from "./play.ts";

const written = (emission: string, more = "") =>
  parse(`extends: good.yaml\nname: opening\nemission: ${emission}\n${more}`).scenario;
const rulesOf = (emission: string, more = "") => compile(written(emission, more), economy);
const openingOf = (emission: string, more = "") => genesis(rulesOf(emission, more)).token;

describe("a run with a preset", () => {
  it.each([
    ["bittensor", ""],
    ["livepeer", ""],
    ["akash", ""],
    ["bitcoin", "tempo: 144\nblockTime: 10 minutes"],
  ] as const)("of %s opens with the network's issuance and the run's own supply", (network, more) => {
    const token = openingOf(`{ kind: preset, network: ${network} }`, more);
    const { openingIssuance } = networks[network];
    expect([token.issuance, token.shadowIssuance]).toEqual([openingIssuance, openingIssuance]);
    expect(token.supply).toBe(openingOf("{ kind: none }", more).supply);
  });

  it("opens where the scenario says, and mints what the network does there", () => {
    const rules = rulesOf("{ kind: preset, network: bittensor, openingIssuance: 10.6e6 }");
    const { issuance, minted } = genesis(rules).token;
    expect(issuance).toBe(10_600_000);
    expect(rules.emission.mint(0, 7200, { issuance, minted, memory: [] }, inputsOf({}))).toBe(3600);
  });

  it("opens with all tokens that exist where the emission is no preset", () => {
    const { issuance, supply } = openingOf("{ kind: issuanceHalving, tokensPerBlock: 1 token/block, cap: 21e6 }");
    expect(issuance).toBe(supply);
    expect(supply).toBeGreaterThan(0);
  });

  it("has the network's blocks where its rule counts them, and any where it counts time", () => {
    const refused = (network: string) =>
      messagesOf(() => written(`{ kind: preset, network: ${network} }`, "blockTime: 6 s"));
    for (const [network, { countsBlocks, blockSeconds }] of Object.entries(networks)) {
      const message =
        `test.yaml:3:36: emission.network is "${network}"; expected a blockTime of ${blockSeconds} s, as that network has, ` +
        "since its rule counts blocks; it is 6 s";
      expect(refused(network)).toEqual(countsBlocks ? [message] : []);
    }
  });
});
