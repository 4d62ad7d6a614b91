import { describe, expect, it } from "vitest";
import type { Row } from "../../sim/record.ts";
import { armsOfFile, column, last, playAll, playSmall, SMALL, total } from "../support/play.ts";

/** Total pay (tokens) and fees (USD) that the miners of a behaviour got, a head and epoch served. */
function payPerHead(rows: Record<string, Row[]>, behaviour: string, arm = "keep"): { tokens: number; fees: number } {
  const of = rows["miners"]!.filter((row) => row["arm"] === arm && row["behaviour"] === behaviour);
  const mean = (name: string) => total(of.map((row) => Number(row[name]))) / of.length;
  return { tokens: mean("payTokens"), fees: mean("feesUsd") };
}

describe("demand decides what lasts, on the same code", () => {
  const longer = ["duration=4 years", "taper.at=1 year"];

  it("with enough demand most survive", async () => {
    const rows = await playSmall(
      ...longer,
      "demand.segments.0.requests=60000 requests/day",
      "market.usdPerRequest=0.011 USD/request",
    );
    expect(last(column(rows, "cut", "serving"))).toBeGreaterThanOrEqual(9);
    expect(last(column(rows, "cut", "served")) / last(column(rows, "keep", "served"))).toBeGreaterThan(0.8);
  });

  it("without demand nothing lasts", async () => {
    const rows = await playSmall(...longer, "demand={kind: none}", "workload={kind: none}");
    expect(column(rows, "cut", "serving")[52]).toBeGreaterThan(0);
    expect(last(column(rows, "cut", "serving"))).toBe(0);
    expect(last(column(rows, "keep", "serving"))).toBeGreaterThan(0);
    expect(total(column(rows, "cut", "customerFundedUsd"))).toBe(0);
  });
});

describe("electricity", () => {
  it("that costs more drives operators out after the cut, who stay where it is cheap", async () => {
    const serving = async (price: string) =>
      last(
        column(
          await playSmall(`participants.rtx4090.energyPrice=${price}`, "participants.rtx4090.power=650 W"),
          "cut",
          "serving",
        ),
      );
    expect(await serving("0.05 USD/kWh")).toBeGreaterThan(await serving("0.6 USD/kWh"));
  });

  it("is paid by power and price of the group, not of the class", () => {
    const running = (...overrides: string[]) => {
      const { ids, hardware } = armsOfFile(SMALL, ["participants.rtx4090.costSpread=0", ...overrides]).arms[0]!.rules
        .roster.operators;
      return hardware.runningPerHour[ids.indexOf("rtx4090/0")]!;
    };
    expect(running()).toBeCloseTo(0.6 * 1.1 * 0.066, 12);
    expect(running("participants.rtx4090.power=350 W", "participants.rtx4090.energyPrice=0.35 USD/kWh")).toBeCloseTo(
      0.35 * 1.1 * 0.35,
      12,
    );
  });
});

describe("drift", () => {
  const untrained = [
    "membership={kind: fixed}",
    ...["a100", "rtx4090", "lazy", "copier"].map((id) => `participants.${id}.trainShare=0`),
    "task.noise=0",
  ];

  it("takes quality at its own rate when training stops", async () => {
    const quality = column(await playSmall(...untrained), "cut", "meanQuality");
    quality.forEach((q, epoch) => expect(q).toBeCloseTo(0.9 * 0.99 ** (7 * (epoch + 1)), 10));
  });

  it("takes nothing where there is none", async () => {
    const quality = column(await playSmall(...untrained, "task.drift=0"), "cut", "meanQuality");
    quality.forEach((q) => expect(q).toBeCloseTo(0.9, 12));
  });
});

describe("honesty", () => {
  it("earns more than laziness where audits find quality", async () => {
    const rows = await playSmall("membership={kind: fixed}");
    const [honest, lazy] = [payPerHead(rows, "honest"), payPerHead(rows, "lazy")];
    expect(honest.tokens).toBeGreaterThan(1.5 * lazy.tokens);
    expect(honest.fees).toBeGreaterThan(1.5 * lazy.fees);
  });

  it("earns no more where nothing is verified", async () => {
    const rows = await playSmall("membership={kind: fixed}", "verification={kind: none}");
    expect(payPerHead(rows, "honest").tokens).toBeCloseTo(payPerHead(rows, "lazy").tokens, 9);
  });
});

describe("a better outside workload", () => {
  const serving = async (usdPerHour: number) =>
    column(await playSmall(`workload.points.0.usdPerHour=${usdPerHour} USD/h`), "cut", "serving");

  it("drains the subnet earlier, and none drains it at all before the cut", async () => {
    const exits = await Promise.all([0, 1, 2].map(async (price) => (await serving(price)).findIndex((n) => n < 8)));
    const firstExit = (at: number) => (at < 0 ? Infinity : at);
    expect(firstExit(exits[0]!)).toBeGreaterThan(firstExit(exits[1]!));
    expect(firstExit(exits[1]!)).toBeGreaterThan(firstExit(exits[2]!));
    expect(firstExit(exits[0]!)).toBeGreaterThan(26);
    expect(firstExit(exits[2]!)).toBeLessThan(12);
  });
});

describe("a cabal of two validators", () => {
  // 45 percent of stake gives all its weight to the lazy miners; pay does not move capacity.
  const cabal = [
    "membership={kind: fixed}",
    "taper={kind: never}",
    "participants.validator.stake=1100",
    "participants.follower={id: follower, role: validator, count: 2, stake: 900, behaviour: {kind: cabal, favours: [lazy]}}",
  ];
  const customers = async (...overrides: string[]) => {
    const rows = await playSmall(...cabal, ...overrides);
    return {
      wanted: last(column(rows, "cut", "wanted")),
      belief: last(column(rows, "cut", "belief", "segments")),
      quality: last(column(rows, "cut", "servedQuality")),
    };
  };

  it("loses under weightedMean the customers that Yuma keeps", async () => {
    const [yuma, mean] = [await customers(), await customers("consensus={kind: weightedMean}")];
    expect(mean.quality).toBeLessThan(yuma.quality - 0.1);
    expect(mean.belief).toBeLessThan(yuma.belief - 0.1);
    expect(mean.wanted).toBeLessThan(0.85 * yuma.wanted);
  });

  it("makes the difference: without it both rules keep them", async () => {
    const honest = "participants.follower.behaviour={kind: honest}";
    const [yuma, mean] = [await customers(honest), await customers(honest, "consensus={kind: weightedMean}")];
    expect(Math.abs(mean.wanted / yuma.wanted - 1)).toBeLessThan(0.02);
  });
});

describe("validators", () => {
  it("stop auditing when pay ends and fees do not cover audits", async () => {
    const dear = [
      "verification.usdPerAudit=0.6 USD",
      "participants.validator.count=6",
      "settlement.validatorShare=0.02",
    ];
    const rows = await playSmall(...dear);
    expect(column(rows, "cut", "working")[26]).toBe(7);
    expect(last(column(rows, "cut", "audits"))).toBeLessThan(0.5 * column(rows, "cut", "audits")[20]!);
    expect(last(column(rows, "keep", "working"))).toBeGreaterThan(last(column(rows, "cut", "working")));
  });
});

describe("an announced cut", () => {
  it("stops purchases before it comes where operators look ahead, and not where they do not", async () => {
    const rich = [
      "duration=2 years",
      "taper.at=1 year",
      "taper.announcedAt=4 weeks",
      "emission.tokensPerBlock=0.06 tokens/block",
      "demand.segments.0.requests=3000 requests/day",
    ];
    const bought = async (expectations: string) => {
      const rows = await playSmall(...rich, `membership.expectations=${expectations}`);
      return column(rows, "cut", "ordered")
        .slice(6, 52) // until then some hardware would still pay before the cut
        .filter((orders) => orders > 0).length;
    };
    expect(await bought("adaptive")).toBeGreaterThan(0);
    expect(await bought("schedule")).toBe(0);
  });
});

describe("selling", () => {
  it("moves the price that values the next pay: with more emission the pool's price is lower", async () => {
    const price = async (tokens: number) =>
      last(
        column(
          await playSmall(`emission.tokensPerBlock=${tokens} tokens/block`, "membership={kind: fixed}"),
          "keep",
          "price",
        ),
      );
    expect(await price(0.2)).toBeLessThan(await price(0.02));
    const rows = await playAll(armsOfFile(SMALL, ["price={kind: fixed, usdPerToken: 1}"]));
    expect(new Set(column(rows, "keep", "price"))).toEqual(new Set([1]));
  });
});

describe("investors who follow returns", () => {
  const small = ["price.tokens=5000", "price.usd=5000 USD", "taper={kind: never}"];
  const fright = "shocks={kind: events, events: [{ on: investors, at: 10 weeks, until: 20 weeks, multiply: 0.25 }]}";

  it("deepen a fall that others began, and nothing where the price stands still", async () => {
    const fall = async (chase: number) => {
      const prices = column(await playSmall(...small, fright, `price.chase=${chase}`), "keep", "price");
      return Math.min(...prices.slice(10, 20)) / prices[9]!;
    };
    expect(await fall(2)).toBeLessThan(0.98 * (await fall(0)));
    expect(await fall(4)).toBeLessThan(await fall(2));
    const still = ["emission={kind: none}", "price.investors=0 USD/day", "membership={kind: fixed}"];
    const path = async (...more: string[]) => column(await playSmall(...small, ...still, ...more), "keep", "price");
    expect(await path("price.chase=2")).toEqual(await path());
  });
});
