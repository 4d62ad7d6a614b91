/** Who audits and who cheats once pay has ended, played: `validator-exit`, `deterrence-after-cut`; and `self-dealing`, which has no loop. */
import { describe, expect, it } from "vitest";
import { playSmall } from "../../support/play.ts";
import { form } from "../../support/closedForms.ts";
import { costing, last, minting, miners, rulesWith, seen, WEEK_HOURS, weekly } from "./played.ts";

/** What is just covered counts as covered: equal sums must not hang on the last digit of a float. */
const JUST = 1 + 1e-9;

describe("validators who are no longer paid [validator-exit]", () => {
  const { parameters: p, expected: e } = form("validator-exit");
  const CUT = 8;

  /** Validators at work and checks of a miner in a week, before the cut and at the end. */
  async function played(feeShare: number) {
    const rules = rulesWith([
      "duration=16 weeks",
      "split={ owner: 0, miners: 0, validators: 1 }",
      weekly(p.revenueUsd * JUST),
      minting(p.validatorEmissionTokens * JUST),
      `price.usdPerToken=${p.tokenPriceUsd}`,
      `taper={ kind: step, at: ${CUT} weeks }`,
      `settlement.validatorShare=${feeShare}`,
      "consensus={ kind: yuma }",
      `verification={ kind: rerun, every: ${(7 * p.miners) / p.auditsPerValidator} days, usdPerAudit: ${p.costUsdPerValidator / p.auditsPerValidator} USD }`,
      `participants=[{ id: miner, role: miner, count: ${p.miners}, hardware: a100-colo, trainShare: 0 }, { id: validator, role: validator, count: 20, stake: 1000, patience: 0 days }]`,
    ]);
    const weeks = await seen(rules, ({ rows }) => {
      const { working, checks } = rows("epochs")[0]!;
      return [Number(working), Number(checks) / p.miners];
    });
    return { before: weeks[CUT - 1]!, after: last(weeks) };
  }

  it("leave until the others are, and each miner is checked so much less", async () => {
    const { before, after } = await played(p.feeShareToValidators);
    expect(before[0]).toBe(e.validatorsBefore);
    expect(after[0]).toBe(e.validatorsAfter);
    expect(before[1]).toBeCloseTo(e.auditsPerMinerBefore, 9);
    expect(after[1]).toBeCloseTo(e.auditsPerMinerAfter, 9);
  });

  it("all leave where they have no share of the fees", async () => {
    const { after } = await played(0);
    expect(after).toEqual([e.validatorsAfterWithoutFeeShare, 0]);
  });
});

describe("miners whose pay is at stake [deterrence-after-cut]", () => {
  const { parameters: p, expected: e } = form("deterrence-after-cut");
  const [HALVED, CUT] = [4, 8];
  const [price, halved] = p.tokenPriceUsd as [number, number];
  const running = p.savedCostUsd / (0.5 * WEEK_HOURS);

  /**
   * Least of the audit rates feared at which miners are honest, and the largest at which they cheat, in the last week of each
   * price. Miners never change their minds about audits, of which there are none. What fees they would lose stands with the
   * bond, since they count new tokens alone as the pay that is at stake.
   */
  async function thresholds(rates: readonly number[], stakeUsd: number) {
    const group = (rate: number, k: number) =>
      `id: m${k}, count: 1, trainShare: 0.5, ${costing("a100-colo", { full: 2 * running, running })}, ` +
      `behaviour: { kind: adaptive, effort: 0, memory: 1000000 years, audits: ${rate}, detection: ${p.detection - p.falsePositive} }`;
    const rules = rulesWith([
      "duration=12 weeks",
      minting(p.subsidyTokens * rates.length),
      `price={ kind: path, points: [{ at: ${HALVED} weeks, usdPerToken: ${price} }, { at: ${7 * HALVED + 1} days, usdPerToken: ${halved} }] }`,
      `taper={ kind: step, at: ${CUT} weeks }`,
      `verification={ kind: sampled, p: 0, every: 7 days, bond: ${stakeUsd} USD }`,
      miners(...rates.map(group)),
    ]);
    const weeks = await seen(rules, ({ rows }) => rows("miners").map((row) => Number(row["cheating"])));
    const at = (week: number) => {
      const of = (cheats: number) => rates.filter((_, k) => weeks[week]![k] === cheats);
      return { mostCheating: Math.max(...of(1)), leastHonest: Math.min(...of(0)) };
    };
    return { before: at(HALVED - 1), halved: at(CUT - 1), after: at(11) };
  }

  const rates = Array.from({ length: 90 }, (_, k) => 0.005 + 0.01 * k);
  const between = (found: { mostCheating: number; leastHonest: number }, rate: number) => {
    expect(found.mostCheating).toBeLessThan(rate);
    expect(found.leastHonest).toBeGreaterThan(rate);
    expect(found.leastHonest - found.mostCheating).toBeCloseTo(0.01, 9);
  };

  it("need audits as often as the form says, thrice as often once the subsidy has ended", async () => {
    const found = await thresholds(rates, p.feeUsd + p.bondUsd);
    between(found.before, e.auditRateBefore);
    between(found.halved, e.auditRateTokenHalved);
    between(found.after, e.auditRateAfterCut);
  });

  it("and more often still without a bond", async () => {
    between((await thresholds(rates, p.feeUsd)).after, e.auditRateAfterCutNoBond);
  });
});

describe("operators who would buy from themselves [self-dealing]", () => {
  it("cannot: all that is paid for work comes from customers, and equals the revenue of the record", async () => {
    const rows = await playSmall("duration=10 weeks");
    const usd = rows["flows"]!.filter(({ ledger, arm }) => ledger === "usd" && arm === "cut");
    const paid = usd.filter(({ from }) => from === "customers");
    const revenue = rows["epochs"]!.filter(({ arm }) => arm === "cut").map((row) => Number(row["revenueUsd"]));
    const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
    expect(sum(revenue)).toBeGreaterThan(0);
    expect(sum(paid.map(({ amount }) => Number(amount))) / sum(revenue)).toBeCloseTo(1, 9);
    const works = new Set(paid.map(({ why }) => why));
    const payers = new Set(usd.filter(({ why }) => works.has(why)).map(({ from }) => from));
    expect([...payers]).toEqual(["customers"]);
  });
});
