/** The sign of what the gallery says of four scenarios on real networks, each beside its control, in runs of the same files. */
import { describe, expect, it } from "vitest";
import type { Row } from "../../sim/record.ts";
import { armsOfFile, column, last, playAll, total } from "../support/play.ts";
import { ofGroup, playFirst, totalOf } from "../support/trust.ts";

type Rows = Record<string, Row[]>;

const file = (name: string): string => `scenarios/${name}.yaml`;
/** The arms cut and keep of a scenario. */
const play = (name: string, ...overrides: string[]): Promise<Rows> => playAll(armsOfFile(file(name), overrides));
const TWO_YEARS = "duration=104 weeks";

/** Mean of a column over the quarter before a week. */
function quarter(rows: Rows, arm: string, name: string, week: number): number {
  const values = column(rows, arm, name).slice(week - 13, week);
  expect(values).toHaveLength(13);
  return total(values) / 13;
}
/** The last quarter of an arm, as a multiple of the same quarter where the subsidy is kept. */
const kept = (rows: Rows, name: string): number => quarter(rows, "cut", name, 104) / quarter(rows, "keep", name, 104);

describe("bittensor-subnet.yaml", () => {
  it("loses half of its capacity and most validators without the chain's pay, and none of its service", async () => {
    const rows = await play("bittensor-subnet", TWO_YEARS);
    expect(kept(rows, "capacity")).toBeLessThan(0.6);
    expect(last(column(rows, "cut", "working"))).toBeLessThan(3);
    expect(last(column(rows, "keep", "working"))).toBe(10);
    expect(Math.abs(kept(rows, "serviceValueUsd") - 1)).toBeLessThan(0.05);
  });

  it("keeps both where only the chain's TAO ends, at less than two thirds of the token's price", async () => {
    const rows = await play("bittensor-subnet", TWO_YEARS, "taper.target=taoIn");
    expect(kept(rows, "capacity")).toBeGreaterThan(0.75);
    expect(last(column(rows, "cut", "working"))).toBe(10);
    expect(kept(rows, "price")).toBeLessThan(0.66);
  });
});

describe("render-to-inference.yaml", () => {
  /** USD that an hour of an RTX 4090 in rendering pays while nobody has come from here: 6,438 USD a day for 19,500 hours. */
  const RENDERING = (6438 / 19500) * 0.53;

  /** What an hour of an RTX 4090 at home earned in a week, and the part of it that customers paid. */
  function paid(rows: Rows, arm: string, week: number): { usd: number; byCustomers: number } {
    const of = ofGroup(rows["operators"]!, "rtx4090-home").filter((row) => row["arm"] === arm && row["epoch"] === week);
    const customers = totalOf(of, "customerFundedUsd");
    const all = customers + totalOf(of, "netSubsidyUsd");
    return { usd: all / totalOf(of, "hours"), byCustomers: customers / all };
  }

  it("pays twice as much as rendering at first, less as others come, and customers never pay the difference", async () => {
    const rows = await play("render-to-inference", TWO_YEARS);
    const [first, later] = [paid(rows, "cut", 8), paid(rows, "cut", 51)];
    expect(first.usd).toBeGreaterThan(2 * RENDERING);
    expect(later.usd).toBeLessThan(1.7 * RENDERING);
    for (const { usd, byCustomers } of [first, later]) expect(usd * byCustomers).toBeLessThan(RENDERING);
    // Afterwards what is left pays no more than rendering did, here and there, and as much is served.
    expect(paid(rows, "cut", 103).usd).toBeLessThan(RENDERING);
    expect(last(column(rows, "cut", "elsewhere"))).toBeGreaterThan(20);
    expect(last(column(rows, "keep", "elsewhere"))).toBe(0);
    expect(Math.abs(kept(rows, "serviceValueUsd") - 1)).toBeLessThan(0.05);
  });

  it("keeps more cards than it can use where there is no rendering to go back to", async () => {
    const back = await play("render-to-inference", TWO_YEARS);
    const stuck = await play("render-to-inference", TWO_YEARS, "workload={kind: none}");
    expect(last(column(stuck, "cut", "elsewhere"))).toBe(0);
    expect(last(column(stuck, "cut", "serving"))).toBeGreaterThan(1.2 * last(column(back, "cut", "serving")));
  });
});

describe("akash-auction.yaml", () => {
  /** Mean price of a request in the last quarter, as a multiple of that before the cut. */
  const risen = (rows: Rows, arm: string): number =>
    quarter(rows, arm, "usdPerRequest", 104) / quarter(rows, arm, "usdPerRequest", 52);

  it.each(["bid", "uniform"])("the price rises when bidders leave, where winners are paid by %s", async (pays) => {
    const rows = await play("akash-auction", TWO_YEARS, `market.pays=${pays}`);
    expect(last(column(rows, "cut", "serving"))).toBeLessThan(0.7 * last(column(rows, "keep", "serving")));
    expect(risen(rows, "cut")).toBeGreaterThan(1.3);
    expect(risen(rows, "keep")).toBeLessThan(1.15);
    expect(kept(rows, "revenueUsd")).toBeGreaterThan(1.1);
    expect(kept(rows, "served")).toBeLessThan(1);
  });

  it("the price stands still where nobody can come or go", async () => {
    const rows = await play("akash-auction", TWO_YEARS, "membership={kind: fixed}");
    expect(risen(rows, "cut")).toBeCloseTo(1, 2);
    expect(kept(rows, "served")).toBeCloseTo(1, 2);
  });

  it("less than half is left where customers' price cannot rise, since a pool paid the rest", async () => {
    const rows = await play(
      "akash-auction",
      TWO_YEARS,
      "market.tenantAsk=0.0073 USD/request",
      "market.pool=100 USD/day",
    );
    expect(kept(rows, "serviceValueUsd")).toBeLessThan(0.4);
  });
});

describe("export-controls.yaml", () => {
  const LAST = 259;
  const BOTH = ["shocks.events.0.groups=[restricted, free]", "shocks.events.1.groups=[restricted, free]"];
  const NONE = "shocks={kind: none}";

  /** Five years with the subsidy: service of the last quarter, and who serves in the region and elsewhere in the last week. */
  async function outcome(...overrides: string[]): Promise<{ service: number; restricted: number; free: number }> {
    const rows = await playFirst(file("export-controls"), ["taper={kind: never}", ...overrides]);
    const serving = (group: string) =>
      ofGroup(rows["operators"]!, group).filter((row) => row["epoch"] === LAST && row["served"] === 1).length;
    const service = quarter(rows, "cut", "serviceValueUsd", LAST + 1);
    return { service, restricted: serving("restricted"), free: serving("free") };
  }

  it("controls move capacity out of the region and hardly lower service, unless there is nobody outside", async () => {
    const [none, one, both] = [await outcome(NONE), await outcome(), await outcome(...BOTH)];
    expect(none.restricted).toBeGreaterThan(none.free);
    expect(one.restricted).toBe(0);
    expect(one.free).toBeGreaterThan(1.4 * none.free);
    expect(one.service / none.service).toBeGreaterThan(0.95);
    expect(both.service / none.service).toBeLessThan(0.4);
  });

  it("what clouds in the region ask decides the sign", async () => {
    const none = await outcome(NONE);
    expect((await outcome("shocks.events.2.multiply=0.6")).service / none.service).toBeLessThan(0.8);
    expect((await outcome("shocks.events.2.multiply=1.5")).service / none.service).toBeGreaterThan(1.1);
  });
});
