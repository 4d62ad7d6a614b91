/** What moving to another market costs, per hour that hardware is available. */
import { expect, it } from "vitest";
import { memberInput, profitDriven, standing } from "../support/members.ts";

it("a better market draws an operator away once it pays more by the cost of moving, spread over available hours", () => {
  const rule = profitDriven({ incomeMemory: 0 });
  const [usdPerHour, movingPerDay, hours] = [1, 2.4, 100];
  const stopsAt = (incomePerHour: number) => {
    const input = memberInput(standing({ feesPerHour: incomePerHour, options: 1 }), {
      hours,
      feesUsd: incomePerHour * hours,
      runningPerHour: 0.1,
      outside: [{ usdPerHour, movingPerDay, weight: 1, hours: Infinity }],
    });
    return rule.step(input).stopped.length > 0;
  };
  // 2.4 USD a day are 876 a year, of 8,000 available hours.
  const trigger = usdPerHour - 876 / 8000;
  expect([stopsAt(trigger + 1e-6), stopsAt(trigger - 1e-6)]).toEqual([false, true]);
});
