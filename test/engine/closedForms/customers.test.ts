/** What customers choose, learn and hear, played: `logit-shares`, `logit-calibration`, `nested-logit`, `belief-learning`, `three-arms-bass`. */
import { describe, expect, it } from "vitest";
import type { Row } from "../../../sim/record.ts";
import { form, near } from "../../support/closedForms.ts";
import { armsWith, minting, rulesWith, seen } from "./played.ts";

/** Market at one price, and models that are perfect and stay so. */
const at = (usdPerRequest: number): string[] => [
  `market={ kind: posted, usdPerRequest: ${usdPerRequest} USD/request, theta: 0 }`,
  "task={ kind: curve, catchUp: 0 /day, drift: 0, qMax: 1, opening: 1, noise: 0 }",
];

/** The segment's row in the last of a few weeks, so that everything has had the time to move that could. */
async function chosen(lines: readonly string[]): Promise<Row> {
  const rows = await seen(rulesWith(["duration=5 weeks", ...lines]), ({ rows }) => rows("segments")[0]!);
  return rows.at(-1)!;
}

const MARKET = 1000;
const segment = (more: string) => `{ id: all, requests: ${MARKET} requests/day, ${more} }`;
const provider = (usdPerRequest: number, id = "") =>
  `{ ${id && `id: ${id}, `}usdPerRequest: ${usdPerRequest} USD/request, quality: 1, latency: 0 s }`;

describe("a choice among network, cloud and nothing [logit-shares]", () => {
  const { parameters: p, expected: e } = form("logit-shares");
  // Worth such that the utilities are those of the form; the cloud's quality says how much less its answers are worth.
  const worth = p.utilityNetwork / p.a + p.priceNetwork;
  const quality = (p.utilityCloud / p.a + p.priceCloud) / worth;
  const offered = (network: number, cloud: number) => [
    ...at(network),
    `demand={ kind: logit, segments: [${segment(`sensitivity: ${p.a}, belief: 1, best: ${worth} USD/request`)}], ` +
      `cloud: { usdPerRequest: ${cloud} USD/request, quality: ${quality} }, trial: 0 }`,
  ];
  const share = async (network: number, cloud: number) =>
    Number((await chosen(offered(network, cloud)))["networkShare"]);

  it("has the shares and the surplus of the form", async () => {
    const row = await chosen(offered(p.priceNetwork, p.priceCloud));
    near(Number(row["networkShare"]), e.shareNetwork, 1e-9);
    near(Number(row["cloudShare"]), e.shareCloud, 1e-9);
    near(Number(row["nothingShare"]), e.shareNothing, 1e-9);
    near(Number(row["surplusUsd"]) / (7 * MARKET), e.surplusUsd, 1e-9);
    near(Number(row["served"]) / (7 * MARKET), e.shareNetwork, 1e-9);
    const without = await chosen(offered(1e6, p.priceCloud));
    near(
      (Number(row["surplusUsd"]) - Number(without["surplusUsd"])) / (7 * MARKET),
      e.surplusLossIfNetworkVanishesUsd,
      1e-9,
    );
  });

  it("has the elasticities of the form", async () => {
    const h = 1e-5;
    const elasticity = async (own: number, other: number) => {
      const price = (sign: number) =>
        share(p.priceNetwork * (1 + sign * own * h), p.priceCloud * (1 + sign * other * h));
      return ((await price(1)) - (await price(-1))) / (2 * h * e.shareNetwork);
    };
    near(await elasticity(1, 0), e.ownElasticity, 1e-6);
    near(await elasticity(0, 1), e.crossElasticityToCloudPrice, 1e-6);
  });
});

describe("a sensitivity that was seen at a share [logit-calibration]", () => {
  const { parameters: p, expected: e } = form("logit-calibration");

  it.each([
    [p.share, p.elasticity],
    [0.6, e.elasticityAtShare0_6],
  ])("gives at a share of %f an elasticity of %f", async (seenShare, elasticity) => {
    // A worth at which the network has that share of a market where nobody else sells.
    const worth = p.priceUsd + Math.log(seenShare / (1 - seenShare)) / e.a;
    const shareAt = async (usd: number) => {
      const calibration = `{ elasticity: ${p.elasticity}, share: ${p.share}, usdPerRequest: ${p.priceUsd} USD/request }`;
      const row = await chosen([
        ...at(usd),
        `demand={ kind: logit, segments: [${segment(`calibration: ${calibration}, belief: 1, best: ${worth} USD/request`)}], cloud: ${provider(1e6)}, trial: 0 }`,
      ]);
      return Number(row["networkShare"]);
    };
    near(await shareAt(p.priceUsd), seenShare, 1e-9);
    const h = 1e-5;
    const slope = ((await shareAt(p.priceUsd * (1 + h))) - (await shareAt(p.priceUsd * (1 - h)))) / (2 * h);
    near(-slope / seenShare, elasticity, 1e-6);
  });
});

describe("networks and clouds in nests [nested-logit]", () => {
  const { parameters: p, expected: e } = form("nested-logit");
  const { a, b } = p.nestNetworks as Record<"a" | "b", number>;
  const price = (utility: number) => 10 - utility;
  const among = (rivals: string) => [
    ...at(price(a)),
    `demand={ kind: logit, segments: [${segment("sensitivity: 1, belief: 1, best: 10 USD/request")}], ` +
      `clouds: [${Object.entries<number>(p.nestClouds)
        .map(([id, utility]) => provider(price(utility), id))
        .join(", ")}], ` +
      `rivals: [${rivals}], nests: { networks: ${p.dissimilarity}, clouds: ${p.dissimilarity} }, trial: 0 }`,
  ];

  it("have the shares of the form, and keep what the form says when another network vanishes", async () => {
    const row = await chosen(among(provider(price(b), "b")));
    near(Number(row["networkShare"]), e.shares.a, 1e-9);
    near(Number(row["rivalShare"]), e.shares.b, 1e-9);
    near(Number(row["networkShare"]) + Number(row["rivalShare"]), e.shareNetworks, 1e-9);
    near(Number(row["cloudShare"]), e.shareClouds, 1e-9);
    near(Number(row["nothingShare"]), e.nothing, 1e-9);
    const alone = await chosen(among(provider(1e6, "b")));
    const kept = (Number(alone["networkShare"]) - e.shares.a) / e.shares.b;
    near(kept, e.shareOfLostDemandKeptByOtherNetworkIfBVanishes, 1e-9);
  });
});

describe("what customers believe [belief-learning]", () => {
  const { parameters: p, expected: e } = form("belief-learning");

  it("follows the quality that they are served at the rate of the form", async () => {
    const rules = rulesWith([
      "duration=12 weeks",
      `task={ kind: curve, catchUp: 0 /day, drift: 0, opening: ${p.trueQuality}, noise: 0 }`,
      `demand={ kind: constant, requests: 1000 requests/day, worth: { best: 1 USD/request }, belief: ${p.beliefAtStart}, learning: ${-7 / Math.log1p(-p.learningRate)} days }`,
    ]);
    const beliefs = await seen(rules, ({ rows }) => Number(rows("segments")[0]!["belief"]));
    expect(beliefs[0]).toBe(p.beliefAtStart);
    near(beliefs[p.epochs]!, e.beliefAfter, 1e-9);
    const half = (p.beliefAtStart - p.trueQuality) / 2;
    expect(beliefs.findIndex((belief) => belief - p.trueQuality <= half)).toBe(e.epochsToHalveError);
  });
});

describe("customers who hear of a subsidised network [three-arms-bass]", async () => {
  const { parameters: p, expected: e } = form("three-arms-bass");
  const { arms } = armsWith(
    [
      `duration=${12 * 365 + 7} days`,
      minting(1),
      `taper={ kind: step, at: ${p.cutYear * 365} days }`,
      `demand={ kind: bass, customers: ${p.market}, requestsPerCustomer: 1 request/day, innovation: ${p.pInnovation} /year, imitation: ${p.qImitation} /year, ` +
        `subsidyFactor: ${p.subsidyFactorOnP}, elasticity: 0, usdPerRequest: 1 USD/request, worth: { best: 1 USD/request }, belief: 0.9 }`,
    ],
    ["cut", "keep", "never"],
  );
  const customers: Record<string, number[]> = {};
  for (const { name, rules } of arms)
    customers[name] = await seen(rules, ({ world }) => world.customers["awareness"]![0]! * p.market);
  /** Customers after some years, between the ends of two weeks. */
  const after = (arm: string, years: number): number => {
    const weeks = (years * 365) / 7;
    const [before, part] = [Math.floor(weeks), weeks % 1];
    return customers[arm]![before - 1]! * (1 - part) + customers[arm]![before]! * part;
  };

  it.each(Object.keys(e))("are as many as the form says in %s, by week, in all three arms", (year) => {
    const years = Number(year.slice("year".length));
    near(after("never", years), e[year].never, 0.02);
    near(after("keep", years), e[year].kept, 0.02);
    near(after("cut", years), e[year].cut, 0.02);
    near(after("cut", years) / after("keep", years), e[year].retentionAgainstKept, 0.02);
    near(after("cut", years) / after("never", years), e[year].ratioToNever, 0.02);
  });
});
