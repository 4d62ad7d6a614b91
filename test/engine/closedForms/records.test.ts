/** Figures that a report takes from records: `concentration` of what the engine pays, `loss-decomposition` of two arms. */
import { expect, it } from "vitest";
import { effectiveMiners, payGini, payNakamoto, payNakamotoThird } from "../../../reports/metrics/concentration.ts";
import { lossOf, type Factors, type Loss } from "../../../reports/metrics/factors.ts";
import type { Metric } from "../../../reports/metrics/metric.ts";
import type { Records } from "../../../reports/records.ts";
import { memoryRecorder } from "../../../sim/memoryRecorder.ts";
import { invented, manifest } from "../../reports/synthetic.ts";
import { form, near, within } from "../../support/closedForms.ts";
import { epochsOf, miners, rulesWith } from "./played.ts";

/** What the engine records of the first weeks of miners who own some units each and are paid by hours. */
async function recorded(units: readonly number[]): Promise<Records> {
  const group = (n: number, k: number) => `id: m${k}, count: 1, units: ${n}, trainShare: 0, hardware: a100-colo`;
  const recorder = memoryRecorder();
  for await (const { rows } of epochsOf(rulesWith(["duration=4 weeks", miners(...units.map(group))])))
    await recorder.write({ epochs: rows("epochs"), operators: rows("operators") });
  return { manifest: manifest({ days: 28 }), frames: recorder.frames() };
}

it("concentration of pay is that of the form [concentration]", async () => {
  const { parameters: p, expected: e } = form("concentration");
  const window = { fromDay: 0, toDay: 28 };
  const of = async (pay: readonly number[]) => {
    const records = await recorded(pay);
    return (metric: Metric) => Number(metric.of(records, "cut", window).value);
  };
  const [unequal, equal] = [await of(p.pay), await of(p.payEqual)];
  near(unequal(payGini), e.gini, 1e-9);
  near(unequal(effectiveMiners), e.effectiveNumber, 1e-9);
  near(1 / unequal(effectiveMiners), e.hhi, 1e-9);
  expect([unequal(payNakamoto), unequal(payNakamotoThird)]).toEqual([e.nakamotoHalf, e.nakamotoThird]);
  within(equal(payGini), e.giniEqual, 1e-9);
  expect(equal(payNakamoto)).toBe(e.nakamotoEqual);
});

it("the loss of service is divided as the form divides it [loss-decomposition]", () => {
  const { parameters: p, expected: e } = form("loss-decomposition");
  const WEEK = 7;
  const records = invented({
    each: ({ epochs }) => {
      for (const row of epochs as Record<string, number | string>[]) {
        const { operators, hours, rate, util, value } = row["arm"] === "cut" ? p.cut : p.kept;
        const [worked, service] = [operators * WEEK * hours, operators * WEEK * hours * rate * util];
        Object.assign(row, { serving: operators, hours: worked, capacity: worked * rate });
        Object.assign(row, { served: service, serviceValueUsd: service * value });
      }
    },
  });
  const { logRatios, shares } = lossOf(records) as Loss;
  const named = (factors: Factors) => {
    const { utilisation, ...rest } = factors;
    return { ...rest, util: utilisation } as Record<string, number>;
  };
  for (const [name, log] of Object.entries<number>(e.logRatios)) within(named(logRatios)[name]!, log, 1e-9);
  for (const [name, part] of Object.entries<number>(e.shares)) within(named(shares!)[name]!, part, 1e-9);
  const all = Object.values(named(logRatios)).reduce((sum, log) => sum + log, 0);
  near(Math.exp(all), e.retention, 1e-9);
});
