/** Shocks that a token's price cannot follow are refused where they are written. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { price } from "../../sim/price/index.ts";
import { economy } from "../../sim/catalog.ts";
import { readYaml } from "../../sim/scenario/located.ts";
import { priceProblems } from "../../sim/scenario/tokenPrice.ts";
import { parseScenario, type Kinds } from "../../sim/scenario.ts";
import { mechanism, slot } from "../../sim/core/slot.ts";
import type { Shocked, Shocks } from "../../sim/shocks/contract.ts";

const FILE = "scenarios/quick.yaml";
const text = readFileSync(FILE, "utf8");

/** What is wrong with a shock beside a price. */
function refused(on: Shocked, written: Record<string, unknown>): string[] {
  const event = { day: 1, untilDay: 2, on, factor: 0.5, groups: null, label: "" };
  const shocks = slot<Shocks>([mechanism("one", "", {}, (): Shocks => ({ events: [event], factor: () => 1 }))]);
  const { scenario } = parseScenario(text, FILE, economy, () => "");
  const shocked = { ...scenario, price: price.schema.parse(written as { kind: string }), shocks: { kind: "one" } };
  const kinds = { ...economy, shocks } as Kinds;
  return [...priceProblems(shocked, kinds, readYaml(text, FILE))].map((problem) => problem.text);
}

const pool = { kind: "pool", tokens: 1000, usd: "1000 USD" };

it("a token price that trades make, and investors who bring nothing", () => {
  expect(refused("tokenPrice", pool).join()).toContain(
    "expected investors, since price pool answers to who buys and sells",
  );
  expect(refused("investors", pool).join()).toContain("since no investors bring money");
  expect(refused("investors", { kind: "fixed", usdPerToken: 1 }).join()).toContain("since no investors bring money");
});

it("takes what fits", () => {
  expect(refused("tokenPrice", { kind: "gbm", usdPerToken: 1, volatility: 0.8 })).toEqual([]);
  expect(refused("investors", { ...pool, investors: "10 USD/day" })).toEqual([]);
  expect(refused("demand", pool)).toEqual([]);
});
