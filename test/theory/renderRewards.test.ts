import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  burnAndReward,
  compoundMultiplier,
  issuanceAnchor,
  issuanceCeiling,
  weeklyComputeReward,
} from "../../sim/theory/renderRewards.ts";

interface Vector {
  readonly id: string;
  readonly input: Readonly<Record<string, number & number[]>>;
  readonly expected: Readonly<Record<string, number>>;
  readonly tolerance: number | null;
}

const file = new URL("../vectors/emission/emission_schedules.json", import.meta.url);
const vectors = (JSON.parse(readFileSync(file, "utf8")) as { golden_vectors: Vector[] }).golden_vectors;

const reward = ({ base, multiplier, hours }: Vector["input"]) => ({
  render: weeklyComputeReward(base!, multiplier!, hours!),
});
const salad = ({ spend, burn_share, reward_share, p_burn, p_pay }: Vector["input"]) => {
  const shares = { burn: burn_share!, reward: reward_share! };
  const { netBurn, netShare, ...rest } = burnAndReward(spend!, shares, { burn: p_burn!, pay: p_pay! });
  return { ...rest, net_burn: netBurn, net_over_reward: netShare };
};

/** What the functions give for the input of each vector, by the names of what is expected. */
const found: Readonly<Record<string, (input: Vector["input"]) => Readonly<Record<string, number>>>> = {
  "render-job-1": reward,
  "render-job-2": reward,
  "render-cm": ({ weights, m }) => ({ cm: compoundMultiplier(weights!, m!) }),
  "render-rebalance": ({ avg_burn, growth, node_mult, phi }) => ({
    anchor: issuanceAnchor(avg_burn!, growth!, node_mult!, phi!),
  }),
  "salad-sce": salad,
  "salad-sce-up": salad,
  "salad-sgs": salad,
};

describe("proposals of Render", () => {
  it.each(vectors.filter(({ id }) => id in found))("$id", ({ id, input, expected, tolerance }) => {
    const values = found[id]!(input);
    for (const [name, value] of Object.entries(expected))
      expect(Math.abs(values[name]! - value), `${name} is ${values[name]}, stated ${value}`).toBeLessThanOrEqual(
        tolerance!,
      );
  });

  it("render-ceiling follows from its formula, not from the printed example", () => {
    const { input, expected } = vectors.find(({ id }) => id === "render-ceiling")!;
    const ceiling = issuanceCeiling(input["V"]!, input["P"]!, input["I_over_sigma"]!, input["Y"]!);
    expect(Math.round(ceiling)).toBe(expected["formula_gives"]);
    expect(ceiling).toBeGreaterThan(1.2 * expected["published"]!);
  });

  it("refuses weights without their multipliers", () => {
    expect(() => compoundMultiplier([0.5, 0.5], [1])).toThrow("2 weights, 1 multipliers; expected one for each");
  });
});
