/** The coupled world under each kind of market. */
import { deserialize, serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import type { Row } from "../../sim/record.ts";
import { begin, run, type RunState } from "../../sim/run.ts";
import { markets } from "../support/markets.ts";
import { armsOfFile, column, playSmall, retainedAt, SMALL, total } from "../support/play.ts";

const fixed = ["membership={kind: fixed}", "task.noise=0"];

const a100AndRtx4090 = (count: number) => [`participants.a100.count=${count}`, `participants.rtx4090.count=${count}`];

describe.each(Object.entries(markets))("market %s", (name, market) => {
  const chosen = `market=${market}`;

  it("asks more where fewer serve, and customers buy less", async () => {
    const priceWith = async (count: number) => {
      const rows = await playSmall(
        chosen,
        ...fixed,
        "duration=8 weeks",
        "demand.segments.0.requests=20000 requests/day",
        ...a100AndRtx4090(count),
      );
      return { price: column(rows, "keep", "usdPerRequest")[7]!, served: column(rows, "keep", "served")[7]! };
    };
    const [many, few] = [await priceWith(4), await priceWith(1)];
    expect(few.served).toBeLessThan(many.served);
    if (name === "subsidised") expect(few.price).toBe(many.price);
    else expect(few.price).toBeGreaterThan(many.price * 1.01);
  });

  it("gives the same from a saved world as without a break", async () => {
    const arms = armsOfFile(SMALL, [chosen]);
    const all: Row[][] = [];
    let saved: { at: number; state: RunState } | undefined;
    for await (const played of run(arms, await begin(arms))) {
      all.push(Object.values(played.rows).flat());
      if (all.length === 19) saved = { at: 19, state: deserialize(serialize(played.save())) as RunState };
    }
    const rest: Row[][] = [];
    for await (const played of run(armsOfFile(SMALL, [chosen]), saved!.state))
      rest.push(Object.values(played.rows).flat());
    expect(rest).toEqual(all.slice(saved!.at));
  });

  it("gives the same by day and by week, where nobody comes or goes", async () => {
    // The first quarter is left out: nobody has a reputation yet, for a week or for a day. Value is, too: bonds and
    // reputation remember epochs.
    const sold = async (name: string, ...overrides: string[]) => {
      const rows = await playSmall(chosen, ...fixed, "duration=26 weeks", "taper.at=20 weeks", ...overrides);
      const day = column(rows, "cut", "day");
      return total(column(rows, "cut", name).filter((_, e) => day[e]! > 91 + 1e-9));
    };
    for (const name of ["served", "revenueUsd"]) {
      const [weekly, daily] = [await sold(name), await sold(name, "tempo=7200")];
      expect(weekly).toBeGreaterThan(0);
      expect(Math.abs(daily / weekly - 1)).toBeLessThan(0.01);
    }
  });
});

describe("grants", () => {
  const subsidised = `market=${markets.subsidised}`;

  it("end with the subsidy, and are net subsidy while they last", async () => {
    const rows = await playSmall(subsidised, "emission={kind: none}");
    const grants = column(rows, "cut", "grantUsd");
    grants.forEach((usd, e) => expect(usd).toBeLessThanOrEqual(e < 26 ? 8 * 7 * (e + 1) + 1e-9 : 1e-9));
    expect(total(grants.slice(0, 26))).toBeGreaterThan(100);
    expect(column(rows, "cut", "netSubsidyUsd")).toEqual(grants);
    expect(total(column(rows, "keep", "grantUsd"))).toBeGreaterThan(total(grants));
    const flows = rows["flows"]!.filter((flow) => flow["arm"] === "cut" && flow["from"] === "grants");
    expect(total(flows.map((flow) => Number(flow["amount"])))).toBeCloseTo(total(grants), 6);
  });
});

it("daily and weekly epochs of quick.yaml agree on retention within 0.01 over four seeds where the price clears", async () => {
  const market = "market={kind: proportional, least: 0.005 USD/request, most: 0.02 USD/request}";
  const days = [91, 182, 365].map((h) => 365 + h);
  const apart = [0, 0, 0];
  for (const seed of [1, 2, 3, 4]) {
    const wish = [market, `seed=${seed}`];
    const weekly = await retainedAt(armsOfFile("scenarios/quick.yaml", wish), days);
    const daily = await retainedAt(armsOfFile("scenarios/quick.yaml", [...wish, "tempo=7200"]), days);
    days.forEach((_, k) => {
      // One of about 50 operators that stops a week earlier or later is 0.02, and its leaving moves the price for all.
      expect(Math.abs(daily[k]! - weekly[k]!)).toBeLessThan(0.02);
      apart[k]! += (daily[k]! - weekly[k]!) / 4;
    });
  }
  for (const mean of apart) expect(Math.abs(mean)).toBeLessThan(0.01);
}, 120_000);
