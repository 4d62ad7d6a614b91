import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it, test } from "vitest";
import type { ComparedHeadline } from "../../bench/guarantees/compare.ts";
import { compareHeadlines } from "../../bench/guarantees/compare.ts";
import { retentionByHalving, retentionOf } from "../../bench/guarantees/lines.ts";
import { readOptions } from "../../bench/guarantees/options.ts";
import { groupsOf, lineWeights, planOf } from "../../bench/guarantees/plan.ts";
import { settings } from "../../bench/guarantees/settings.ts";
import { allWell, findingsText, type Findings } from "../../bench/guarantees/text.ts";
import { bundle, removeFolders } from "../support/cli.ts";

afterAll(removeFolders);

describe("a point of a retention line", () => {
  it.each([
    ["between two W_H, by a straight line", [0, 0.5, 1], 0.75, 0.75],
    ["on a W_H of the grid", [0, 0.5, 1], 0.5, 0.5],
    ["0 where every W_H keeps S", [0.6, 0.6, 0.9], 0.6, 0],
    ["infinite where none does", [0.1, 0.2, 0.3], 0.6, Infinity],
    ["1 where only W_H = 1 does", [0.1, 0.2, 0.6], 0.6, 1],
  ])("is %s", (_, emission, honestStake, wanted) => {
    expect(retentionOf(emission, honestStake)).toBeCloseTo(wanted, 12);
    expect(retentionByHalving((k) => emission[k]!, 2, honestStake)).toBeCloseTo(wanted, 12);
  });

  it("comes after the last W_H that loses stake", () => {
    expect(retentionOf([0.7, 0.5, 0.7, 0.5, 0.7], 0.6)).toBeCloseTo(0.875, 12);
  });

  it("needs two W_H", () => {
    expect(() => retentionOf([1], 0.6)).toThrow("emission has 1 values; expected at least 2");
  });
});

describe("the plan", () => {
  const epochs = (detail: "coarse" | "base" | "fine", seeds: readonly number[]) => {
    const published = [{ name: "base", setting: settings.base, minorWeights: lineWeights, lines: [] }];
    const { base, xi_0, beta_0 } = settings;
    const tasks = planOf({ base, xi_0, beta_0 }, published, seeds, detail).map(({ task }) => task);
    return tasks
      .filter(({ whole }) => whole)
      .reduce((points, { minorWeights }) => points + 51 * minorWeights.length, 0);
  };

  test("has a full map of base, for the first seed", () => {
    expect(epochs("base", [1, 2])).toBe(11 * 51 * 51);
    expect(epochs("coarse", [1, 2])).toBe(11 * 51 * 11);
    expect(epochs("fine", [1, 2])).toBe(2 * 11 * 51 * 51);
  });

  test("plays settings that differ in ξ alone as one", () => {
    const groups = groupsOf(settings).map(({ members }) => members.map(({ name }) => name));
    expect(groups).toContainEqual(["base", "xi_0", "xi_25"]);
    expect(groups).toHaveLength(7);
  });
});

describe("headlines", () => {
  test("take the worst W_C of the mean over seeds", () => {
    const line = (_: string, __: number, minorWeight: number) => [minorWeight, 0.9 - minorWeight / 2];
    const [one] = compareHeadlines({ stddev_0: settings.stddev_0 }, [0, 0.4, 1], line);
    expect(one).toMatchObject({ minorWeight: 1, worstPublished: 0.4, lowest: 0.4, highest: 1, published: 0.6 });
    expect(one!.ours).toBeCloseTo(0.7, 12);
    expect(one!.ok).toBe(false);
  });

  test("outside their tolerance make the answer no", () => {
    const headlines = [{ setting: "base", ok: false } as ComparedHeadline];
    const well: Findings = { seeds: [1], epochs: 1, lines: [], headlines: [], points: [] };
    expect([allWell(well), allWell({ ...well, headlines })]).toEqual([true, false]);
  });
});

describe("bench consensus-guarantees", () => {
  test.each([
    ["--settings base,bse", '--settings names "bse"; expected some of base, stddev_0'],
    ["--seeds 0", '--seeds is "0"; expected a whole number, 1 or more'],
    ["--seed -1", "--seed"],
    ["--coarse --fine", "--coarse and --fine exclude each other"],
    ["--settings xi_0 --figure a.png", "expected base among --settings"],
    ["--sead 3", "--sead"],
  ])("refuses %s", (words, message) => {
    expect(() => readOptions(words.split(" "))).toThrow(message);
  });

  test("reads its options", () => {
    const options = readOptions(["--settings", "beta_0,base", "--seed", "7", "--seeds", "3", "--fine", "--json"]);
    expect(Object.keys(options.played)).toEqual(["beta_0", "base"]);
    expect(options).toMatchObject({ seeds: [7, 8, 9], detail: "fine", json: true, out: undefined });
  });

  test("plays in threads of its bundle and prints JSON", () => {
    const script = join(dirname(bundle()), "bench.js");
    const words = ["consensus-guarantees", "--settings", "stddev_0", "--seeds", "1", "--json"];
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], { encoding: "utf8" });
    expect(stderr).toContain("100%");
    const findings = JSON.parse(stdout) as Findings;
    expect(findings.headlines).toHaveLength(1);
    expect(findings.headlines[0]).toMatchObject({ setting: "stddev_0", published: 0.6, ok: true });
    expect(findings.points.every(({ ok }) => ok)).toBe(true);
    expect(findingsText(findings)).toContain("stddev_0");
    expect(status).toBe(0);
    const wrong = spawnSync(process.execPath, [script, "consensus-guarantees", "--seeds", "x"], { encoding: "utf8" });
    expect([wrong.status, wrong.stdout]).toEqual([2, ""]);
  });
});
