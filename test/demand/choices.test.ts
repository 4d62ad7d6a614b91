/** Directions of what customers choose, each beside a control in which nothing moves. */
import { describe, expect, it } from "vitest";
import { spread } from "../../sim/demand/awareness.ts";
import { nestedChoice } from "../../sim/demand/choice.ts";
import { demand } from "../../sim/demand/index.ts";
import { dailyContext } from "../laws/kinds.ts";
import { asked } from "../support/customers.ts";

const segment = { id: "all", requests: "1000 requests/day", sensitivity: 300, belief: 0.8, best: "0.03 USD/request" };
const built = (entry: { kind: string } & Record<string, unknown>) =>
  demand.build(demand.schema.parse(entry), dailyContext);
const logit = (more: Record<string, unknown>) => built({ kind: "logit", segments: [segment], trial: 0, ...more });
const cloud = { usdPerRequest: "0.018 USD/request", quality: 0.98 };
const refused = (entry: Record<string, unknown>) =>
  demand.schema.safeParse(entry).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];

describe("logit", () => {
  it("loses share to a cloud that gets cheaper, and none where prices stand still", () => {
    const rule = logit({ cloud });
    const shareAt = (cloudPriceFactor: number) => rule.wanted(asked(rule, { cloudPriceFactor })).networkShare[0]!;
    expect(shareAt(0.5)).toBeLessThan(0.7 * shareAt(1));
    expect(shareAt(1)).toBe(rule.wanted(asked(rule)).networkShare[0]);
  });

  it("takes one cloud of a list as that cloud alone, and a second one from the share of the first", () => {
    const shares = (more: Record<string, unknown>) => {
      const rule = logit(more);
      const { networkShare, cloudShare } = rule.wanted(asked(rule));
      return [networkShare[0]!, cloudShare[0]!] as const;
    };
    expect(shares({ clouds: [{ id: "one", ...cloud }] })).toEqual(shares({ cloud }));
    const two = { clouds: [cloud, cloud].map((one, k) => ({ id: `${k}`, ...one })) };
    expect(shares(two)[0]).toBeLessThan(shares({ cloud })[0]);
    // Two clouds that are the same to everybody are as good as one.
    const nested = shares({ ...two, nests: { networks: 1, clouds: 1e-6 } });
    expect(nested[0]).toBeCloseTo(shares({ cloud })[0], 5);
  });

  it("loses impatient segments alone to a longer wait", () => {
    const impatient = { ...segment, id: "impatient", usdPerSecond: 0.0001 };
    const rule = logit({ cloud, segments: [segment, impatient] });
    const requests = (latencySeconds: number) => rule.wanted(asked(rule, { latencySeconds })).requests;
    const [soon, late] = [requests(1), requests(100)];
    expect(late[0]).toBe(soon[0]);
    expect(late[1]).toBeLessThan(0.5 * soon[1]!);
  });

  it("reads a list price by the requests of an hour", () => {
    const listed = { id: "aws", listed: "aws-p5-h100-2025", requestsPerHour: 400, quality: 0.98 };
    const given = { id: "aws", usdPerRequest: `${6.88 / 400} USD/request`, quality: 0.98 };
    const share = (one: object) => {
      const rule = logit({ clouds: [one] });
      return rule.wanted(asked(rule)).cloudShare[0]!;
    };
    expect(share(listed)).toBeCloseTo(share(given), 12);
  });

  it("keeps what it heard while the subsidy was paid", () => {
    const awareness = { innovation: "0.03 /year", imitation: "0.38 /year", subsidyFactor: 3 };
    const rule = logit({ cloud, awareness });
    const after = (subsidised: number) => {
      let customers = rule.openingCustomers!(0);
      for (let year = 0; year < 4; year++) {
        const input = asked(rule, { customers, epochDays: 365, subsidyMultiplier: year < subsidised ? 1 : 0 });
        const nothing = new Float64Array(1);
        const lived = { served: nothing, experienced: NaN, answered: nothing, quality: nothing };
        ({ customers } = rule.learn({ ...input, ...lived }));
      }
      return rule.wanted(asked(rule, { customers })).requests[0]!;
    };
    // N(4 years) of closed form three-arms-bass: 233.15 never, 435.41 cut at year 2, 515.37 kept.
    expect(after(2) / after(0)).toBeCloseTo(435.413177089 / 233.150471732, 2);
    expect(after(4) / after(0)).toBeCloseTo(515.371707049 / 233.150471732, 2);
  });

  it("is refused where it is said twice, or not at all", () => {
    const entry = (more: object) => ({ kind: "logit", segments: [segment], ...more });
    expect(refused(entry({}))).toEqual(["cloud: expected either cloud, or clouds"]);
    expect(refused(entry({ cloud, clouds: [{ id: "one", ...cloud }] }))).toHaveLength(1);
    expect(refused(entry({ clouds: [{ id: "one", quality: 1 }] }))).toEqual([
      "clouds.0.usdPerRequest: expected either usdPerRequest, or listed and requestsPerHour",
    ]);
    expect(refused({ ...entry({ cloud }), segments: [{ ...segment, sensitivity: undefined }] })).toEqual([
      "segments.0.sensitivity: expected either sensitivity, or calibration with elasticity, usdPerRequest and share",
    ]);
    expect(refused(entry({ cloud, nests: { networks: 1.2, clouds: 1 } }))).toHaveLength(1);
    expect(refused(entry({ cloud }))).toEqual([]);
  });
});

describe("elastic, logistic and bass", () => {
  const responds = {
    ...{ elasticity: 1.11, usdPerRequest: "0.01 USD/request", belief: 0.8, usdPerSecond: 0.0001 },
    worth: { best: "0.02 USD/request", useless: 0.1 },
  };
  const elastic = built({ kind: "elastic", requests: "900 requests/day", growth: 0.2, ...responds });

  it("have the elasticity that they are given, and the stated demand at the stated offer", () => {
    const at = (usdPerRequest: number) => elastic.wanted(asked(elastic, { usdPerRequest, day: 0 })).requests[0]!;
    expect(Math.log(at(0.0101) / at(0.0099)) / Math.log(0.0101 / 0.0099)).toBeCloseTo(-1.11, 6);
    expect(at(0.01)).toBeCloseTo(900 * 1.2 ** (0.5 / 365), 3);
    expect(at(1e-9)).toBeCloseTo(10 * at(0.01), 6);
  });

  it("want the same by day and by week", () => {
    const logistic = { kind: "logistic", ceiling: "900 requests/day", rate: "0.01 /day", midpoint: "1 year" };
    for (const rule of [elastic, built({ ...logistic, ...responds })]) {
      const over = (days: number) => {
        let all = 0;
        for (let day = 0; day < 364; day += days)
          all += rule.wanted(asked(rule, { day, epochDays: days })).requests[0]!;
        return all;
      };
      expect(Math.abs(over(1) / over(7) - 1)).toBeLessThan(1e-9);
    }
  });

  it("want half of the ceiling at the midpoint", () => {
    const logistic = { kind: "logistic", ceiling: "900 requests/day", rate: "0.01 /day", midpoint: "1 year" };
    const rule = built({ ...logistic, ...responds });
    expect(rule.wanted(asked(rule, { day: 364.5 })).requests[0]!).toBeCloseTo(450, 6);
  });

  it("desert worse answers, by as much as dearer ones of the same worth, but for those who try", () => {
    const requests = (belief: number, usdPerRequest = 0.01) =>
      elastic.wanted(asked(elastic, { beliefs: Float64Array.of(belief), usdPerRequest })).requests[0]!;
    expect(requests(0.45)).toBeCloseTo(requests(0.8, 0.02), 9);
    expect(requests(0.1)).toBeCloseTo(0.01 * requests(0.8), 9);
    expect(requests(0.8)).toBeGreaterThan(requests(0.45));
  });

  it("are refused where the stated demand is for worthless answers", () => {
    expect(refused({ kind: "elastic", requests: "9 requests/day", ...responds, belief: 0.05 })).toHaveLength(1);
  });
});

it("two options of a nest share it evenly where they are alike, however alike all its options are", () => {
  for (const l of [1, 1e-3, 1e-9, 1e-14, 1e-16, 1e-300]) {
    const { network, rivals } = nestedChoice(
      { network: 1.7, rivals: [1.7], clouds: [1.2] },
      { networks: l, clouds: l },
    );
    expect(network).toBeCloseTo(rivals, 12);
  }
});

it("nobody hears of a network that nobody knows or finds by himself", () => {
  const deaf = { opening: 0, innovation: 0, imitation: 6, subsidyFactor: 1 };
  expect(spread(deaf, 0, 1, 7)).toEqual({ share: 0, mean: 0 });
});
