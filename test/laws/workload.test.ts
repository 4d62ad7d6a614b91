import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { workload } from "../../sim/workload/index.ts";
import { dailyContext, everyKind } from "./kinds.ts";

const points = [
  { at: "10 days", usdPerHour: "0.4 USD/h" },
  { at: "20 days", usdPerHour: "1 USD/h" },
  { at: "30 days", usdPerHour: "0.1 USD/h" },
];
const spend = [
  { at: "10 days", usdPerDay: "1000 USD/day" },
  { at: "30 days", usdPerDay: "4000 USD/day" },
];
const minted = [{ at: "0 days", tokensPerDay: "500 tokens/day" }];
const price = [
  { at: "10 days", usdPerToken: 2 },
  { at: "30 days", usdPerToken: 1 },
];
const render = { spend, minted, hours: 5000 };
const other = { tokens: "100 tokens/day", price, hours: 800 };
const kinds = everyKind(workload, {
  none: [{}],
  path: [{ points }, { points: points.slice(0, 1), utilisation: 0.2, switching: "50 USD", stay: "90 days" }],
  burnMint: [render, { ...render, mintedForOthers: "500 tokens/day", burnShare: 0.6, memory: "0 s" }],
  subnet: [other, { ...other, minersShare: 1, switching: "10 USD" }],
  choice: [
    {
      options: [
        { name: "rendering", market: { kind: "burnMint", ...render } },
        { name: "flat", market: { kind: "path", points } },
        { name: "twin", market: { kind: "subnet", ...other } },
      ],
    },
  ],
});
const days = fc.double({ min: 0, max: 1000, noNaN: true });
const crowds = fc.double({ min: 0, max: 1e5, noNaN: true });

describe.each(kinds)("workload $kind $parameters", ({ rule, kind, parameters }) => {
  const { options } = rule;

  it("pays 0 or more, and no more when more come from here", () => {
    fc.assert(
      fc.property(days, crowds, crowds, (day, ours, more) => {
        for (const { usdPerHour } of options) {
          expect(usdPerHour(day, ours)).toBeGreaterThanOrEqual(0);
          expect(usdPerHour(day, ours + more)).toBeLessThanOrEqual(usdPerHour(day, ours));
        }
      }),
    );
  });

  it("pays the same in all to everybody there where hours share it, and by the hour elsewhere", () => {
    fc.assert(
      fc.property(days, crowds, (day, ours) => {
        for (const { usdPerHour, othersHours } of options) {
          const others = othersHours(day);
          if (others === Infinity) expect(usdPerHour(day, ours)).toBe(usdPerHour(day, 0));
          else expect(usdPerHour(day, ours) * (others + ours)).toBeCloseTo(usdPerHour(day, 0) * others, 6);
        }
      }),
    );
  });

  it("costs 0 or more to move to, for a stay of some time, and has names of its own", () => {
    for (const { switchingUsd, expectedStaySeconds, memorySeconds } of options) {
      expect(switchingUsd).toBeGreaterThanOrEqual(0);
      expect(expectedStaySeconds).toBeGreaterThan(0);
      expect(memorySeconds).toBeGreaterThanOrEqual(0);
    }
    expect(new Set(options.map(({ name }) => name)).size).toBe(options.length);
    expect(options.length).toBe({ none: 0, choice: 3 }[kind] ?? 1);
  });

  it("has a price without jumps, constant before the first and after the last point of its path", () => {
    fc.assert(
      fc.property(days, (day) => {
        for (const { usdPerHour } of options)
          expect(Math.abs(usdPerHour(day + 1e-6, 0) - usdPerHour(day, 0))).toBeLessThan(1e-5);
      }),
    );
    for (const { usdPerHour } of options) {
      expect(usdPerHour(0, 0)).toBe(usdPerHour(10, 0));
      expect(usdPerHour(30, 0)).toBe(usdPerHour(5000, 0));
    }
  });

  if (kind === "path")
    it("pays price x utilisation", () => {
      const { usdPerHour } = options[0]!;
      const flat = "utilisation" in parameters;
      const expected = flat ? Array<number>(6).fill(0.08) : [0.4, 0.4, 0.7, 1, 0.55, 0.1].map((usd) => usd / 2);
      expect([0, 10, 15, 20, 25, 30].map((day) => usdPerHour(day, 1e6))).toEqual(
        expected.map((usd) => expect.closeTo(usd, 12)),
      );
    });

  if (kind === "burnMint")
    it("pays nodes all that customers spend, less what tokens for others take of it", () => {
      const { usdPerHour } = options[0]!;
      const share = "burnShare" in parameters ? 0.4 + 0.6 / 2 : 1;
      expect([10, 20, 30].map((day) => usdPerHour(day, 3000) * 8000)).toEqual(
        [1000, 2500, 4000].map((usd) => expect.closeTo(usd * share, 9)),
      );
    });

  if (kind === "subnet")
    it("pays miners' share of the tokens at their price", () => {
      const { usdPerHour } = options[0]!;
      const share = "minersShare" in parameters ? 1 : 0.41;
      expect([10, 20, 30].map((day) => usdPerHour(day, 200) * 1000)).toEqual(
        [200, 150, 100].map((usd) => expect.closeTo(usd * share, 9)),
      );
    });
});

it("workload burnMint pays the fees alone where nothing is minted", () => {
  const dry = { ...render, minted: [{ at: "0 days", tokensPerDay: "0 tokens/day" }] };
  const option = workload.build(workload.schema.parse({ kind: "burnMint", ...dry }), dailyContext).options[0]!;
  expect(option.usdPerHour(0, 0) * 5000).toBeCloseTo(50, 9);
});

it("workload choice refuses two options of one name", () => {
  const one = { name: "flat", market: { kind: "path", points } };
  const read = workload.schema.safeParse({ kind: "choice", options: [one, one] });
  expect(read.error?.issues[0]).toMatchObject({
    path: ["options"],
    message: "expected options with names of their own",
  });
});

it("workload path refuses points that do not rise", () => {
  const read = (...at: string[]) =>
    workload.schema.safeParse({ kind: "path", points: at.map((time) => ({ at: time, usdPerHour: "1 USD/h" })) });
  const wrong = "expected times `at` that rise from point to point";
  expect(read("2 days", "1 days").error?.issues[0]?.message).toBe(wrong);
  expect(read("2 days", "2 days").error?.issues[0]?.message).toBe(wrong);
});
