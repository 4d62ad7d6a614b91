import { describe, expect, test } from "vitest";
import { value, percent, plain } from "../../reports/format.ts";
import { verdictOf } from "../../reports/verdict.ts";
import { invented } from "./synthetic.ts";

describe("verdict", () => {
  test("says in plain words what survived, who stayed, who paid and why", () => {
    const verdict = verdictOf(invented());
    const [first, second, later, third, ...more] = verdict.headline;
    expect(first).toMatch(
      /^One year after its subsidy ended the network delivered \d+% of the service \(value of answers\) that it would have delivered with the subsidy: \d+ against 1,440 USD a day\.$/,
    );
    expect(second).toBe(
      "18 of 24 miners still served; with the subsidy 24 would have. 2 more kept their hardware without serving.",
    );
    expect(later).toMatch(
      /^When the run ended, 104 weeks after the subsidy, the network delivered 47% of the service with the subsidy, and 18 miners served\.$/,
    );
    expect(third).toBe("Before the cut customers paid 45% of operators' income and 56% of their full cost.");
    expect(more).toEqual([]);
    expect(verdict.why).toBe("Most of the loss comes from operators that stopped: 18 served on average against 24.");
    expect(verdict.warnings).toEqual([]);
  });

  test("takes 13 weeks where the run has no year, and says what is missing", () => {
    const verdict = verdictOf(invented({ days: 490, status: "interrupted" }));
    expect(verdict.headline[0]).toMatch(/^13 weeks after/);
    expect(verdict.limits.join(" ")).toContain(
      "nothing of one year after: the run ends on day 490; this needs day 729",
    );
    expect(verdict.warnings).toEqual(["The run is interrupted, not complete: its last epochs are missing."]);
    const shorter = verdictOf(invented({ days: 400 }));
    expect(shorter.headline[0]).toBe(
      "How much of the service survives is undefined: the run ends on day 399; this needs day 455.",
    );
    expect(shorter.headline[1]).toContain("at the end of the run");
  });

  test("nothing served: undefined, and supply and survivors carry it", () => {
    const verdict = verdictOf(invented({ noDemand: true }));
    expect(verdict.headline[0]).toMatch(
      /^Retention of service is undefined: nothing was served\. One year after .* 75% of the capacity/,
    );
    expect(verdict.headline[1]).toMatch(/^18 of 24 miners/);
    expect(verdict.why).toBeNull();
    expect(verdict.limits.join(" ")).toContain("undefined, not zero");
  });

  test("a subsidy that never ends leaves equal arms", () => {
    const verdict = verdictOf(invented({ never: true }));
    expect(verdict.headline[0]).toMatch(/never ends.*both arms are the same world/);
    expect(verdict.warnings).toEqual([]);
    expect(verdict.retention.year.service.value).toBeNull();
  });

  test("warns of a world that was not near steady", () => {
    const { warnings } = verdictOf(invented({ growth: 0.05 }));
    expect(warnings).toEqual([
      "The world was not near steady before the cut: served value was rising by 4.3% a quarter.",
    ]);
  });

  test("warns of an end that left a part of the subsidy", () => {
    const paidOn = (share: number) =>
      invented({
        each: ({ epochs }) => {
          for (const row of epochs as Record<string, number | string>[])
            Object.assign(row, { netSubsidyUsd: share, customerFundedUsd: 1 - share });
        },
      });
    expect(verdictOf(paidOn(0.65)).warnings).toEqual([
      "The subsidy did not end whole: after its end customers did not pay 65% of operators' income.",
    ]);
    expect(verdictOf(paidOn(0.04)).warnings).toEqual([]);
  });

  test("warns of a vault that was short", () => {
    const short = invented({
      each: ({ epochs }) => {
        for (const row of epochs as Record<string, number | string>[])
          if (row["arm"] === "cut" && Number(row["epoch"]) < 5)
            Object.assign(row, {
              vaultAlert: row["epoch"] === 3 ? 2 : 1,
              collateralRatio: 0.95 - 0.02 * Number(row["epoch"]),
            });
      },
    });
    expect(verdictOf(short).warnings).toEqual([
      "The vault backed as little as 87% of customers' credits: at or below its level of warning after 5 epochs, with deposits halted after 1 of them.",
    ]);
  });

  test("is plain JSON: no number is lost", () => {
    for (const records of [
      invented(),
      invented({ noDemand: true }),
      invented({ never: true }),
      invented({ days: 14 }),
    ]) {
      const verdict = verdictOf(records);
      expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
    }
  });

  test("a run of which nothing was recorded still has a verdict", () => {
    const records = invented({ days: 0, status: "running" });
    expect(verdictOf(records).headline[0]).toMatch(/undefined: the run ends on day 0/);
  });
});

test("numbers as a reader wants them", () => {
  expect([3562.4, 12.34, 0.01234, 0, 1.2e-8, 1e-11, -4].map(plain)).toEqual([
    "3,562",
    "12.3",
    "0.0123",
    "0",
    "1.20e-8",
    "0",
    "-4",
  ]);
  expect([0.3399, 0.0213, 0.998, 1, 0, 0.00004, 1.2].map(percent)).toEqual([
    "34%",
    "2.1%",
    "99.8%",
    "100%",
    "0%",
    "0.004%",
    "120%",
  ]);
  expect(value({ value: null, why: "nothing" }, "USD/day")).toBe("–");
});
