import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import { collateralRatioOf } from "../../sim/settlement/depositSettle.ts";
import { depositRoundTrip, grossedUp } from "../../sim/theory/burnMint.ts";
import { built, settleEpoch } from "./epoch.ts";

/* eslint-disable @typescript-eslint/no-explicit-any -- vectors of several shapes, each read by the check of its name */
const folder = new URL("../vectors/settlement/", import.meta.url);
const read = (name: string): any => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
const files = readdirSync(folder).filter((file) => file.endsWith(".json"));

const within = (found: number, expected: number, tolerance: number) =>
  expect(Math.abs(found / expected - 1), `${found}, expected ${expected}`).toBeLessThanOrEqual(tolerance);

/** A deposit of a week's spending at one price, settled a week later at another: tokens into the vault, and out of it. */
function roundTrip({ usd, p_mint, p_settle }: any): { burn: number; mint: number } {
  const rule = built({ kind: "depositSettle", prepaid: "7 days", spread: 0, halt: 0 });
  const deposited = settleEpoch(rule, { revenueUsd: [usd], price: p_mint });
  const { closed } = settleEpoch(rule, { ...deposited, revenueUsd: [usd], price: p_settle });
  return { burn: deposited.accounts.tokens["vault"]!, mint: sum(closed.receivedTokens) };
}

const checkRoundTrip = ({ input, expected, tolerance }: any) => {
  const played = roundTrip(input);
  const formula = depositRoundTrip(input.usd, input.p_mint, input.p_settle);
  for (const { burn, mint } of [played, formula]) {
    within(burn, expected.burn, tolerance);
    within(mint, expected.mint, tolerance);
    within(mint - burn, expected.net, tolerance);
  }
  within(formula.net, expected.net, tolerance);
};

const checks: Record<string, (vector: any) => void> = {
  "akash-bme-1": checkRoundTrip,
  "akash-bme-2": checkRoundTrip,

  "akash-cr": ({ input, expected, tolerance }) => {
    within(collateralRatioOf(input.vault_akt, input.price, input.outstanding), expected.cr, tolerance);
    // The same vault in the rule: a week's credits outstanding after an epoch whose own deposit and settlement cancel out.
    const rule = built({ kind: "depositSettle", prepaid: "7 days", spread: 0 });
    const accounts = { tokens: { investors: 1e12, vault: input.vault_akt }, usd: {} };
    const memory = [input.outstanding, 0];
    const { closed } = settleEpoch(rule, { accounts, memory, revenueUsd: [input.outstanding], price: input.price });
    within(closed.vault!.collateralRatio, expected.cr, tolerance);
  },

  "render-gross-up": ({ input, expected, tolerance }) => {
    const price = grossedUp(input.ask, input.fee);
    within(price, expected.price, tolerance);
    const rule = built({ kind: "takeRate", tokenShare: 0, usdTake: input.fee });
    within(settleEpoch(rule, { revenueUsd: [price], price: 1 }).settled.operatorUsd[0]!, input.ask, 1e-12);
    within(input.ask / rule.operatorShare, expected.price, tolerance);
  },

  render_bme_epochs: (record) => {
    const windows = [...record.quarters_13_epochs, record.bme_year_1, record.bme_year_2_to_epoch_97];
    expect(windows).toHaveLength(8 + 2);
    const epochs = playRender(record.epochs);
    expect(epochs).toHaveLength(97);
    for (const expected of windows) {
      const found = sums(epochs.slice(expected.epochs[0] - 1, expected.epochs[1]));
      for (const [name, value] of Object.entries(found)) within(value, expected[name], 0.005);
    }
  },
};

/** What an epoch of Render moved, as the settlement and its ledger have it. */
interface Played {
  readonly burned: number;
  readonly spentUsd: number;
  readonly minted: number;
  readonly payUsd: number;
}

/**
 * The recorded weeks through the settlement: what was burned as all of revenue, at the price that it was burned for, and what
 * nodes were paid as newly minted pay.
 */
function playRender(weeks: readonly any[]): Played[] {
  const rule = built({ kind: "burnMint", burnShare: 1 });
  let accounts = { tokens: { investors: 1e9 } as Readonly<Record<string, number>>, usd: {} };
  return weeks.map(({ burned_render, burned_usd, node_work_rewards, node_availability_rewards }) => {
    const price = burned_usd / burned_render;
    const before = accounts;
    const { closed, accounts: after } = settleEpoch(rule, {
      accounts,
      revenueUsd: [burned_usd],
      operatorTokens: [node_work_rewards + node_availability_rewards],
      price,
    });
    accounts = after;
    const moved = (ledger: "tokens" | "usd", account: string) =>
      ((after[ledger] as any)[account] ?? 0) - ((before[ledger] as any)[account] ?? 0);
    return {
      burned: moved("tokens", "burn"),
      spentUsd: -moved("usd", "customers"),
      minted: -moved("tokens", "mint"),
      payUsd: closed.customerFundedUsd[0]! + price * closed.netSubsidyTokens[0]!,
    };
  });
}

/** A window by the names of the record. */
function sums(epochs: readonly Played[]): Record<string, number> {
  const total = (of: (epoch: Played) => number) => sum(epochs.map(of));
  const [burned, spent, minted, pay] = [
    total((e) => e.burned),
    total((e) => e.spentUsd),
    total((e) => e.minted),
    total((e) => e.payUsd),
  ] as const;
  return {
    burned_render: burned,
    burned_usd: spent,
    implied_price_usd: spent / burned,
    node_rewards_render: minted,
    node_rewards_usd_at_epoch_price: pay,
    burn_over_node_rewards_tokens: burned / minted,
    revenue_over_node_rewards_usd: spent / pay,
  };
}

describe("settlement equals its vectors", () => {
  it.each(files)("%s", (file) => {
    const name = file.replace(/\.json$/, "");
    expect(Object.keys(checks)).toContain(name);
    checks[name]!(read(name));
  });

  it("in the first half of 2024 Render's customers covered a twentieth of node pay, in 2025 more than half", () => {
    const epochs = playRender(read("render_bme_epochs").epochs);
    const covered = (from: number, to: number) => sums(epochs.slice(from, to))["revenue_over_node_rewards_usd"]!;
    expect(covered(0, 26)).toBeLessThan(0.07);
    expect(covered(52, 97)).toBeGreaterThan(0.5);
  });
});
