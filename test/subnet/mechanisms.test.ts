import { describe, expect, it } from "vitest";
import { splitEmission } from "../../sim/consensus/payout.ts";
import type { ConsensusResult } from "../../sim/consensus/contract.ts";
import { weightedMean } from "../../sim/consensus/weightedMean.ts";
import { yuma } from "../../sim/consensus/yuma.ts";
import { sum, type Vec } from "../../sim/core/matrix.ts";
import { combineMechanisms, splitAmount } from "../../sim/subnet/mechanisms.ts";
import { fc } from "../laws/seeded.ts";
import { dailyContext } from "../laws/kinds.ts";
import { simpleSubnet, subnets } from "../laws/subnets.ts";

const build = (rule: typeof yuma | typeof weightedMean, parameters: object) =>
  (rule as typeof yuma).build(rule.schema.parse({ kind: rule.kind, ...parameters }) as never, dailyContext);
const [clipped, plain] = [build(yuma, {}), build(weightedMean, {})];

const close = (a: Vec, b: Vec, what: string) =>
  Array.from(a).forEach((value, i) => expect(Math.abs(value - b[i]!), `${what}[${i}]`).toBeLessThan(1e-12));

describe("an amount split among mechanisms", () => {
  it("loses nothing, and leaves what rounding leaves to the first", () => {
    expect(splitAmount(10, [1, 65_534], 2)).toEqual([1, 9]);
    expect(splitAmount(7, [32_768, 32_767], 2)).toEqual([4, 3]);
    expect(splitAmount(2 ** 53 - 1, [1, 65_534], 2).reduce((a, b) => a + b)).toBe(2 ** 53 - 1);
    expect(splitAmount(2 ** 53 - 1, [1, 65_534], 2)[1]).toBe(Number(((2n ** 53n - 1n) * 65_534n) / 65_535n));
  });

  it("leaves nothing to mechanisms without a share", () => expect(splitAmount(9, [65_535], 3)).toEqual([9, 0, 0]));

  it("is of whole units, among at least one", () => {
    expect(() => splitAmount(1.5, null, 2)).toThrow("splitAmount: amount is 1.5; expected whole units, 0 or more");
    expect(() => splitAmount(1, null, 0)).toThrow("splitAmount: 0 mechanisms; expected a whole number, 1 or more");
  });
});

describe("mechanisms combined", () => {
  it("are what one is, when there is one", () => {
    fc.assert(
      fc.property(subnets, (input) => {
        const result = clipped.epoch(input);
        const combined = combineMechanisms([result], [1]);
        const { incentive, dividend, consensusWeight, validatorTrust, stakeShare, active, permits } = combined;
        expect({ incentive, dividend, consensusWeight, validatorTrust, stakeShare, active, permits }).toEqual({
          incentive: result.incentive,
          dividend: result.dividend,
          consensusWeight: result.consensusWeight,
          validatorTrust: result.validatorTrust,
          stakeShare: result.stakeShare,
          active: result.active,
          permits: result.permits,
        });
        if (sum(result.fallback?.shares ?? [1]) > 0)
          expect(combined.validatorShares).toEqual(result.fallback?.shares ?? result.dividend);
      }),
    );
  });

  it("are what each is, when they agree", () => {
    fc.assert(
      fc.property(subnets, (input) => {
        const [one, two] = [
          combineMechanisms([clipped.epoch(input)], [1]),
          combineMechanisms([clipped.epoch(input), clipped.epoch(input)], [0.3, 0.7]),
        ];
        for (const field of ["incentive", "dividend", "server", "validator", "validatorShares", "permits"] as const)
          close(two[field], one[field], field);
      }),
    );
  });

  it("pay the sum of what each pays of its share, whatever each found", () => {
    fc.assert(
      fc.property(subnets, fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true }), (input, permitted, share) => {
        const other = permitted ? input : { ...input, permits: new Uint8Array(input.n), ownerUid: null };
        const results = [clipped.epoch(input), plain.epoch(other)];
        const paid = [splitEmission(results[0]!, share), splitEmission(results[1]!, 1 - share)];
        const combined = combineMechanisms(results, [share, 1 - share]);
        const added = (part: "server" | "validator") => paid[0]![part].map((value, i) => value + paid[1]![part][i]!);
        close(combined.server, added("server"), "server");
        close(combined.validator, added("validator"), "validator");
        const due = sum(added("validator"));
        if (due > 1e-9)
          close(
            combined.validatorShares,
            added("validator").map((v) => v / due),
            "shares",
          );
      }),
    );
  });

  it("average scores and join flags", () => {
    const sole = clipped.epoch(simpleSubnet([1], [[1, 0]]));
    const other: ConsensusResult = {
      ...clipped.epoch(simpleSubnet([1], [[0, 1]])),
      active: Uint8Array.of(0, 1, 1),
      permits: Uint8Array.of(0, 0, 1),
    };
    const combined = combineMechanisms([sole, other], [0.25, 0.75]);
    expect(Array.from(combined.incentive)).toEqual([0, 0.25, 0.75]);
    expect(Array.from(combined.consensusWeight)).toEqual([0, 0.25, 0.75]);
    expect(Array.from(combined.validatorTrust)).toEqual([1, 0, 0]);
    expect(Array.from(combined.permits)).toEqual([1, 0, 1]);
    expect(Array.from(combined.active)).toEqual([1, 1, 1]);
  });

  it("leave to nobody what a mechanism without miners cannot pay to miners, and give validators its share", () => {
    const [found, nothing] = [
      clipped.epoch(simpleSubnet([3, 1], [[1], [1]])),
      clipped.epoch(simpleSubnet([3, 1], [[0], [0]])),
    ];
    expect(nothing.fallback).not.toBeNull();
    const combined = combineMechanisms([found, nothing], [0.6, 0.4]);
    expect(sum(combined.incentive)).toBeCloseTo(0.6, 12);
    expect(sum(combined.server)).toBeCloseTo(0.3, 12);
    expect(sum(combined.validator)).toBeCloseTo(0.3 + 0.4, 12);
    expect(sum(combined.validatorShares)).toBeCloseTo(1, 12);
  });

  it("refuse shares that do not fit", () => {
    expect(() => combineMechanisms([clipped.epoch(simpleSubnet([1], [[1]]))], [0.5, 0.5])).toThrow(
      "combineMechanisms: 1 results, 2 shares",
    );
  });
});
