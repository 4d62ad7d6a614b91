import { describe, expect, it } from "vitest";
import { armsOfFile, column, playAll } from "../support/play.ts";
import { OPERATORS, worldsOfFile } from "../support/worlds.ts";
import { shocks } from "../../sim/shocks/index.ts";
import { dailyContext } from "../laws/kinds.ts";

const build = (...events: readonly Readonly<Record<string, unknown>>[]) =>
  shocks.build(shocks.schema.parse({ kind: "events", events }), dailyContext);
const problems = (event: Readonly<Record<string, unknown>>) =>
  shocks.schema
    .safeParse({ kind: "events", events: [event] })
    .error?.issues.map(({ path, message }) => [path.at(-1), message]);

describe("events", () => {
  const rule = build(
    { at: "10 days", until: "20 days", on: "demand", multiply: 0.5 },
    { at: "15 days", on: "demand", multiply: 3, label: "a rival closes" },
    { at: "5 days", on: "hardwarePrice", multiply: 2, groups: ["east", "north"] },
  );

  it("multiply what is in force, from their day to the day before their end", () => {
    const days = [0, 9.99, 10, 14, 15, 19.99, 20, 1e4];
    expect(days.map((day) => rule.factor("demand", day))).toEqual([1, 1, 0.5, 0.5, 1.5, 1.5, 3, 3]);
    expect(days.map((day) => rule.factor("cloudPrice", day))).toEqual(days.map(() => 1));
  });

  it("start in the epoch whose day they have, whatever rounding made of it", () => {
    const epoch = 0.05;
    const late = build({ at: "0.15 days", on: "demand", multiply: 2 });
    expect(3 * epoch).not.toBe(0.15);
    expect(late.factor("demand", 3 * epoch)).toBe(2);
    expect(build({ at: "0.7 days", on: "demand", multiply: 2 }).factor("demand", 7 * 0.1 - 1e-12)).toBe(2);
  });

  it("meet the groups that they name, and all where they name none", () => {
    expect(["east", "north", "west"].map((id) => rule.factor("hardwarePrice", 6, id))).toEqual([2, 2, 1]);
    expect(rule.factor("hardwarePrice", 6)).toBe(1);
    expect(rule.factor("demand", 12, "west")).toBe(0.5);
  });

  it("have a name", () => {
    expect(rule.events.map(({ label }) => label)).toEqual(["demand x 0.5", "a rival closes", "hardwarePrice x 2"]);
  });

  it("are refused where they make no sense", () => {
    const ok = { at: "10 days", on: "demand", multiply: 2 };
    expect(problems(ok)).toBeUndefined();
    expect(problems({ ...ok, until: "10 days" })).toEqual([["until", "expected a time after at, 864000 s"]]);
    expect(problems({ ...ok, on: "cloudPrice", multiply: 0 })).toEqual([
      ["multiply", "expected more than 0 for cloudPrice"],
    ]);
    expect(problems({ ...ok, multiply: 0 })).toBeUndefined();
    expect(problems({ ...ok, on: "supply" })).toEqual([["multiply", "expected a share from 0 to 1 for supply"]]);
    expect(problems({ ...ok, groups: ["east"] })).toEqual([
      ["groups", "expected no groups, since demand is the same for all"],
    ]);
  });

  it("are refused on groups and paths that the scenario does not have", () => {
    const read = (event: string) => () => armsOfFile(OPERATORS, [`shocks={ kind: events, events: [${event}] }`]);
    const event = (on: string, more = "") => `{ at: 1 week, on: ${on}, multiply: 2 ${more}}`;
    expect(read(event("energyPrice", ", groups: [east]"))).toThrow(
      'shocks.events[0].groups names "east"; expected groups of miners: miner',
    );
    expect(read(event("outsidePrice"))).toThrow("expected another path, since workload none has no price");
    expect(read(event("cloudPrice"))).toThrow("expected another path, since demand constant has no cloud");
    expect(read(event("investors"))).toThrow("expected another path, since price fixed has no investors");
    expect(read(event("energyPrice", ", groups: [miner]"))).not.toThrow();
  });
});

const event = (on: string, multiply: number, more = "") =>
  `shocks={ kind: events, events: [{ at: 10 weeks, until: 20 weeks, on: ${on}, multiply: ${multiply} ${more}}] }`;
const miners = (more: string) =>
  `participants=[{ id: west, role: miner, count: 2, hardware: rtx4090-home, trainShare: 0 ${more}}, { id: east, role: miner, count: 2, hardware: rtx4090-home, trainShare: 0 ${more}}, { id: validator, role: validator, count: 1, stake: 1000 }]`;

describe("what shocks do to operators", () => {
  it("energy costs more while the shock lasts, where it strikes", async () => {
    const rows = await playAll(armsOfFile(OPERATORS, [event("energyPrice", 3, ", groups: [east]"), miners("")]));
    const cost = (group: string, epoch: number) =>
      rows["operators"]!.find((row) => row["group"] === group && row["epoch"] === epoch)!;
    for (const epoch of [9, 10, 19, 20]) {
      const [west, east] = [cost("west", epoch), cost("east", epoch)];
      const factor = epoch === 9 || epoch === 20 ? 1 : 3;
      expect(Number(east["runningPerHour"]) / Number(west["runningPerHour"])).toBeCloseTo(factor, 12);
      expect(Number(east["runningCostUsd"]) / Number(west["runningCostUsd"])).toBeCloseTo(factor, 12);
      expect(Number(east["fullPerHour"]) - Number(west["fullPerHour"])).toBeCloseTo((factor - 1) * 0.096, 12);
    }
  });

  /** So much is paid that everybody willing buys at once, and worn hardware is replaced. */
  const rich = [
    "market.least=1 USD/request",
    "market.most=1 USD/request",
    "membership={ kind: profitDriven, deliveryLag: 0 s, adjustment: 0 s, incomeMemory: 0 s }",
    "maxUids=300",
  ];

  it("hardware bought in the shock costs and is resold for more; what was bought before is not", async () => {
    const worlds = await worldsOfFile([
      event("hardwarePrice", 2),
      miners(", entrants: 3"),
      ...rich,
      "duration=200 weeks",
      "membership.adjustment=10 weeks",
    ]);
    const at = (epoch: number) => worlds[epoch]!.operators;
    expect(new Set(at(9).paidLevel)).toEqual(new Set([1]));
    const { paidLevel, ageDays, status } = at(19);
    const doubled = [...paidLevel.keys()].filter((o) => paidLevel[o] === 2);
    expect(doubled.length).toBeGreaterThan(0);
    for (const o of doubled) expect(ageDays[o]).toBeLessThanOrEqual(10 * 7);
    for (let o = 0; o < status.length; o++) if (ageDays[o]! > 10 * 7) expect(paidLevel[o]).toBe(1);
    // Three years later all of it is worn out and replaced at the old price.
    expect(new Set(at(199).paidLevel)).toEqual(new Set([1]));
  });

  it("without supply nobody gets hardware, and with half of it every second order arrives", async () => {
    const entrants = miners(", entrants: 20");
    const at = async (share: number) => {
      const rows = await playAll(
        armsOfFile(OPERATORS, [
          `shocks={ kind: events, events: [{ at: 0 s, until: 3 weeks, on: supply, multiply: ${share} }] }`,
          entrants,
          ...rich,
        ]),
      );
      return column(rows, "cut", "serving").slice(0, 6);
    };
    const [none, half, all] = [await at(0), await at(0.5), await at(1)];
    // Ordered at the end of one epoch, hardware serves from the one after the next.
    expect(none).toEqual([4, 4, 4, 4, 4, 44]);
    // Half of each group's orders: of the last 5 of a group two, and half of one is owed.
    expect(half).toEqual([4, 4, 4 + 20, 4 + 20 + 10, 4 + 20 + 10 + 4, 44]);
    expect(all).toEqual([4, 4, 44, 44, 44, 44]);
  });
});
