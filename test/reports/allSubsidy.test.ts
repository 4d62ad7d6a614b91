import { expect, test } from "vitest";
import { signOfSubsidy } from "../../reports/metrics/sourceAndUse.ts";
import { subsidyCost, type SubsidyCost } from "../../reports/metrics/subsidyCost.ts";
import { invented } from "./synthetic.ts";
import { withNever, withTable } from "./tables.ts";

const flow = (epoch: number, ledger: string, from: string, to: string, why: string, amount: number) => ({
  arm: "cut",
  epoch,
  subnet: 0,
  ledger,
  from,
  to,
  why,
  amount,
});

test("all subsidy is what anybody gets and customers do not pay, discounted", () => {
  const known = withNever(invented(), 0.3);
  const manifest = { ...known.manifest, scenario: { discountRate: 0.1 } };
  const epochs = known.frames["epochs"]!.columns;
  const at = (epochs["epoch"] as Float64Array).findIndex((epoch, row) => epoch === 3 && epochs["arm"]![row] === "cut");
  const price = (epochs["price"] as Float64Array)[at]!;
  const rows = [
    flow(3, "tokens", "mint", "operators", "miner pay", 10),
    flow(3, "tokens", "mint", "validators", "dividends", 20),
    flow(3, "tokens", "mint", "burn", "unpaid", 500),
    flow(3, "usd", "grants", "operators", "grant", 7),
    flow(3, "usd", "customers", "operators", "fees", 900),
    flow(3, "usd", "customers", "pool", "token purchase", 5 * price),
    flow(3, "tokens", "pool", "burn", "burned for work", 5),
    flow(3, "usd", "investors", "pool", "token purchase", 100),
  ];
  const cost = subsidyCost(withTable({ ...known, manifest }, "flows", rows)) as SubsidyCost;
  expect(cost.allSubsidyUsd).toBeCloseTo((25 * price + 7) * 1.1 ** (-(3.5 * 7) / 365), 9);
  expect(cost.allWithinRun.value).toBeCloseTo(cost.allSubsidyUsd! / cost.gainUsd, 12);
  const { flows: _, ...frames } = known.frames;
  const unreadFlows = subsidyCost({ frames, manifest }) as SubsidyCost;
  expect([unreadFlows.allSubsidyUsd, unreadFlows.allWithinRun.value]).toEqual([null, null]);
  expect(signOfSubsidy({ ledger: "usd", from: "operators", to: "pool", why: "token purchase" })).toBe(0);
});
