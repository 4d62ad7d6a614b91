import { describe, expect, it } from "vitest";
import { burnedShare } from "../../sim/epoch/burnedShare.ts";
import { decide } from "../../sim/epoch/decide.ts";
import { withLooks } from "../../sim/epoch/looks.ts";
import { uploadsOf } from "../../sim/epoch/uploads.ts";
import { supplyOf } from "../../sim/ledger.ts";
import { begin, run, type Played } from "../../sim/run.ts";
import { built } from "../scoring/seen.ts";
import { armsOfFile, column, ofArm, playSmall, SMALL, total } from "../support/play.ts";

const SHORT = ["duration=6 weeks", "taper={kind: never}"];
const FREE = { row: null, audits: true };
const BURNING = "scoring={kind: auctionBurn, mostPerMiner: 3 tokens/day, passAbove: 0.1}";

async function worlds(...overrides: string[]): Promise<Played["world"][]> {
  const arms = armsOfFile(SMALL, [...SHORT, ...overrides]);
  const all: Played["world"][] = [];
  for await (const { world } of run(arms, await begin(arms))) all.push(world);
  return all;
}

describe("a winner who takes all", () => {
  it("is paid in every epoch where findings are pooled, and often nobody is where each validator has its own", async () => {
    const unpaid = async (findings: string) => {
      const rows = await playSmall(...SHORT, `scoring={kind: winnerTakesAll, findings: ${findings}}`);
      const paid = ofArm(rows["miners"]!, "cut");
      return [0, 1, 2, 3, 4, 5].filter(
        (epoch) => !paid.some((row) => row["epoch"] === epoch && row["payTokens"] !== 0),
      );
    };
    expect(await unpaid("pooled")).toEqual([]);
    expect((await unpaid("own")).length).toBeGreaterThan(2);
  });
});

describe("what scoring burns", () => {
  it("is taken from miners' pay, minted and burned at once, and both ledgers close", async () => {
    const rows = await playSmall(...SHORT, BURNING);
    const flows = ofArm(rows["flows"]!, "cut").filter(({ ledger, from }) => ledger === "tokens" && from === "mint");
    const of = (why: string) => total(flows.filter((row) => row["why"] === why).map(({ amount }) => Number(amount)));
    const minted = total(column(rows, "cut", "minted"));
    const burned = of("miner pay burned");
    expect(burned).toBeGreaterThan(0);
    expect(total(column(rows, "cut", "burned"))).toBeCloseTo(burned, 9);
    expect(of("miner pay") + burned).toBeCloseTo(0.41 * minted, 6);
    expect(of("dividends")).toBeCloseTo(0.41 * minted, 6);
    const paid = ofArm(rows["miners"]!, "cut").map(({ payTokens }) => Number(payTokens));
    expect(Math.max(...paid)).toBeGreaterThan(0);
    expect(Math.max(...paid)).toBeLessThanOrEqual(3 * 7 * (1 + 1e-4)); // weights are 16-bit numbers
  });

  it("is minted and issued but no supply, and no schedule gives it back", async () => {
    const [{ token, accounts }] = (await worlds(BURNING)).slice(-1) as [Played["world"]];
    expect(accounts.tokens["burn"]).toBeGreaterThan(0);
    expect(supplyOf(accounts)).toBeCloseTo(token.supply, 6);
    expect(token.issuance - token.supply).toBeCloseTo(accounts.tokens["burn"]!, 6);
    expect(token.lastBurned).toBe(0);
  });

  it("is nothing under a rule that pays all", async () => {
    const rows = await playSmall(...SHORT);
    expect(rows["flows"]!.some((row) => row["to"] === "burn")).toBe(false);
  });

  it("is the mean by stake of those who score", () => {
    const validators = { stake: Float64Array.of(1, 3, 10, 10, 5), working: Uint8Array.of(1, 1, 1, 0, 1) };
    const given = { row: new Float64Array(2), audits: false };
    const policies = [FREE, FREE, given, FREE, FREE];
    expect(burnedShare(Float64Array.of(1, 0.2, 1, 1, NaN), validators, policies)).toBeCloseTo(1.6 / 4, 12);
    const bribed = { ...given, bribe: { share: 0.75, usd: 1 } };
    expect(burnedShare(Float64Array.of(1, 0.2, 0, 1, NaN), validators, [FREE, FREE, bribed, FREE, FREE])).toBeCloseTo(
      1.6 / 6.5,
      12,
    );
    expect(burnedShare(undefined, validators, policies)).toBe(0);
    expect(burnedShare(new Float64Array(5).fill(NaN), validators, policies)).toBe(0);
  });
});

describe("what scoring looks at", () => {
  it("is added to the audit plan", async () => {
    const audits = { validators: new Int32Array(1), miners: new Int32Array(1) };
    const scoring = built("gauntlet");
    expect(withLooks(audits, [{ scoring }, { scoring }]).looksAt).toEqual(["training"]);
    expect(withLooks({ ...audits, looksAt: ["votes"] }, [{ scoring }]).looksAt).toEqual(["votes", "training"]);
    expect(withLooks(audits, [{ scoring: built("rank") }])).toBe(audits);
    const { rules } = armsOfFile(SMALL, ["scoring={kind: logprobAudit}"]).arms[0]!;
    expect(decide(rules, (await worlds())[0]!).work.audits.looksAt).toEqual(["outputs"]);
  });

  it("comes from audits: who trains is rated", async () => {
    const rows = await playSmall(...SHORT, "scoring={kind: gauntlet, payout: {kind: ramp, burn: 0.25}}");
    expect(total(ofArm(rows["miners"]!, "cut").map(({ payTokens }) => Number(payTokens)))).toBeGreaterThan(0);
    const last = (await worlds("scoring={kind: gauntlet}")).at(-1)!.subnets[0]!.mechanisms[0]!.memory;
    expect(Object.keys(last).sort()).toEqual(["assigned", "gain", "mu", "proof", "sigma"]);
    expect(last["mu"]!.data.some((mu) => mu > 25)).toBe(true);
  });
});

describe("uploads", () => {
  const before = { artefact: Uint32Array.of(7, 7, 7, 0), servedSince: Float64Array.of(100, 100, 100, NaN) };
  const work = (...artefact: number[]) => ({ artefact: Uint32Array.from(artefact) });

  it("are as old as the block since which the same is served", () => {
    const all = work(7, 8, 0, 9) as Parameters<typeof uploadsOf>[1];
    const { artefact, servedSince } = uploadsOf(before, all, 360);
    expect([...servedSince]).toEqual([100, 360, NaN, 360]);
    expect([...artefact]).toEqual([7, 8, 0, 9]);
    expect([...before.servedSince]).toEqual([100, 100, 100, NaN]);
  });

  it("are new in each epoch for who trains, and stay for who does not", async () => {
    const trained = (await worlds()).at(-1)!;
    const serving = trained.operators.servedSince.filter((since) => !Number.isNaN(since));
    expect(serving.length).toBeGreaterThan(0);
    expect(Math.max(...serving)).toBe(trained.block - 50_400);
    const idle = (await worlds("work.stepsPerReferenceHour=0.000001")).at(-1)!;
    const { operators } = armsOfFile(SMALL).arms[0]!.rules.roster;
    const stayed = operators.ids.flatMap((_, o) =>
      operators.behaviourKinds[o] === "honest" && operators.incumbent[o] ? [idle.operators.servedSince[o]!] : [],
    );
    expect(new Set(stayed)).toEqual(new Set([0]));
  });
});
