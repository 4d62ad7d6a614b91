import { fc } from "../laws/seeded.ts";
import { describe, expect, it, test } from "vitest";
import {
  maxShareAtMost,
  maxUpscale,
  submitWeights,
  withinRateLimit,
  type Submission,
  type SubmissionRules,
  type Submitter,
} from "../../sim/subnet/submission.ts";

const rules: SubmissionRules = {
  n: 5,
  ownerUid: 4,
  stakeThreshold: 100,
  versionKey: 7,
  rateLimitBlocks: 100,
  commitReveal: false,
  minWeights: 2,
  maxShareU16: 40_000,
};
const who: Submitter = { uid: 0, stake: 500, lastUpdate: 900, permit: true };
const sent: Submission = { uids: [3, 1, 2], values: [200, 0, 200], versionKey: 7, block: 1000 };

const submit = (change: { rules?: Partial<SubmissionRules>; who?: Partial<Submitter>; sent?: Partial<Submission> }) =>
  submitWeights({ ...rules, ...change.rules }, { ...who, ...change.who }, { ...sent, ...change.sent });
const refusalOf = (change: Parameters<typeof submit>[0]) => {
  const answer = submit(change);
  return "refusal" in answer ? answer.refusal : undefined;
};
const taken = (change: Parameters<typeof submit>[0]) => refusalOf(change) === undefined;

describe("a row of weights", () => {
  it("is stored max-upscaled, by rising uid, with its explicit zeros", () => {
    expect(submit({})).toEqual({
      row: [
        [1, 0],
        [2, 65_535],
        [3, 65_535],
      ],
    });
  });

  test.each<[string, Parameters<typeof submit>[0], string, string]>([
    ["lengths", { sent: { values: [1, 2] } }, "3 uids, 2 values", "as many values as uids"],
    ["length", { rules: { n: 2 } }, "3 weights", "at most 2, the neurons of the subnet"],
    ["registered", { who: { uid: 9 } }, "uid 9", "a uid from 0 to 4"],
    ["stake", { who: { stake: 99.5 } }, "stake of 99.5", "at least 100"],
    ["version key", { sent: { versionKey: 6 } }, "6", "at least 7"],
    ["rate limit", { who: { lastUpdate: 901 } }, "99 blocks after the last weights", "at least 100"],
    [
      "permit",
      { who: { permit: false } },
      "uid 0 without a validator permit",
      "a permit, or one weight on itself alone",
    ],
    ["duplicates", { sent: { uids: [3, 1, 3] } }, "uid 3 twice", "each uid once"],
    ["uid range", { sent: { uids: [3, 1, 5] } }, "uid 5", "uids from 0 to 4"],
    ["number of weights", { sent: { uids: [3], values: [1] } }, "1", "at least 2"],
    [
      "largest share",
      { sent: { values: [300, 0, 100] } },
      "a weight with a larger share",
      "shares of at most 40000/65535",
    ],
  ])("is refused for its %s", (rule, change, found, expected) => {
    expect(refusalOf(change)).toEqual({ rule, found, expected });
  });

  it("is refused for the first of several reasons, in the chain's order", () => {
    const order = ["lengths", "length", "registered", "stake", "version key", "rate limit", "permit", "uid range"];
    const faults: Parameters<typeof submit>[0][] = [
      { sent: { values: [1] } },
      { sent: { uids: [0, 1, 2, 3, 4, 5], values: [1, 1, 1, 1, 1, 1] } },
      { who: { uid: 7 } },
      { who: { stake: 0 } },
      { sent: { versionKey: 0 } },
      { who: { lastUpdate: 950 } },
      { who: { permit: false } },
      { sent: { uids: [1, 2, 8], values: [1, 1, 1] } },
    ];
    order.forEach((rule, first) => {
      const rest = faults.slice(first).reverse();
      const all = rest.reduce<{ who: Partial<Submitter>; sent: Partial<Submission> }>(
        (merged, one) => ({ who: { ...merged.who, ...one.who }, sent: { ...merged.sent, ...one.sent } }),
        { who: {}, sent: {} },
      );
      expect(refusalOf(all)?.rule).toBe(rule);
    });
  });

  it("needs neither stake nor permit from the owner, but all the rest", () => {
    expect(taken({ who: { uid: 4, stake: 0, permit: false } })).toBe(true);
    expect(refusalOf({ who: { uid: 4, stake: 0, permit: false, lastUpdate: 950 } })?.rule).toBe("rate limit");
  });

  it("may be a single weight on oneself without permit, number or share, but not without stake", () => {
    const self = { sent: { uids: [0], values: [9] }, who: { permit: false } };
    expect(submit(self)).toEqual({ row: [[0, 65_535]] });
    expect(refusalOf({ ...self, who: { permit: false, stake: 1 } })?.rule).toBe("stake");
    expect(refusalOf({ ...self, sent: { uids: [1], values: [9] } })?.rule).toBe("permit");
  });

  it("needs no more weights than there are neurons", () => {
    const whole = { sent: { uids: [0, 1], values: [1, 1] }, rules: { n: 2, minWeights: 1024, ownerUid: null } };
    expect(taken(whole)).toBe(true);
    expect(refusalOf({ ...whole, rules: { ...whole.rules, n: 3 } })?.expected).toBe("at least 3");
  });

  it("meets no rate limit under commit-reveal, and none the first time", () => {
    expect(taken({ who: { lastUpdate: 999 }, rules: { commitReveal: true } })).toBe(true);
    expect(taken({ who: { lastUpdate: 0 }, sent: { block: 1 } })).toBe(true);
    expect([withinRateLimit(900, 1000, 100), withinRateLimit(901, 1000, 100)]).toEqual([true, false]);
  });

  it("meets no version key and no share limit where they are off", () => {
    expect(taken({ rules: { versionKey: 0 }, sent: { versionKey: 0 } })).toBe(true);
    expect(taken({ rules: { maxShareU16: 65_535 }, sent: { values: [1, 0, 0] } })).toBe(true);
  });
});

describe("max-upscale", () => {
  it("rounds halves up", () => expect(Array.from(maxUpscale([1, 2, 131_070 / 4]))).toEqual([2, 4, 65_535]));

  it("cuts the quotient above 32768, which can cost a half its rounding up", () => {
    // 65535/43690 is 3/2 exactly; 65535/39321 is 5/3, cut just below it, so that 3/2 of it stays below 5/2.
    expect(Array.from(maxUpscale([1, 3, 43_690]))).toEqual([2, 5, 65_535]);
    expect(Array.from(maxUpscale([1.5, 39_321]))).toEqual([2, 65_535]);
  });

  it("changes no order and no row that is upscaled already", () => {
    const u16 = fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(u16, (values) => {
        const once = maxUpscale(values);
        expect(Math.max(...once)).toBe(Math.max(...values) === 0 ? 0 : 65_535);
        values.forEach((a, i) => values.forEach((b, j) => expect(a < b && once[i]! > once[j]!).toBe(false)));
        expect(maxUpscale(once)).toEqual(once);
      }),
    );
  });

  it.each([-1, NaN, Infinity])("refuses %d", (value) => {
    expect(() => maxUpscale([0, value])).toThrow(`maxUpscale: value 1 is ${value}; expected a number, 0 or more`);
  });
});

it("a share is at its limit when it is exactly that share", () => {
  expect(maxShareAtMost([13_107, 52_428], 52_428)).toBe(true);
  expect(maxShareAtMost([13_107, 52_429], 52_428)).toBe(false);
  expect(maxShareAtMost([0, 0], 0)).toBe(true);
});
