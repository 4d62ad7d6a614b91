/** Closed forms of customers, checked on the engine's own kinds of demand. */
import { expect } from "vitest";
import { clock, SECONDS_PER_DAY } from "../../../../sim/core/clock.ts";
import { nestedChoice, plainChoice } from "../../../../sim/demand/choice.ts";
import type { Demand } from "../../../../sim/demand/contract.ts";
import { demand } from "../../../../sim/demand/index.ts";
import { asked, lived } from "../../../support/customers.ts";
import { near, rulesSettle } from "../../../support/closedForms.ts";

const everyDays = (days: number) => ({ clock: clock(12, 7200 * days, 3650 * SECONDS_PER_DAY), seed: 1 });

const week = clock(12, 50_400, 365 * SECONDS_PER_DAY);
const context = { clock: week, seed: 1 };

const built = (entry: { kind: string } & Record<string, unknown>, days = 1): Demand =>
  demand.build(demand.schema.parse(entry), everyDays(days));

rulesSettle({
  "nested-logit": ({ parameters: p, expected: e }) => {
    const nests = { networks: p.dissimilarity, clouds: p.dissimilarity };
    const { a, b } = p.nestNetworks as Record<string, number>;
    const clouds = Object.values<number>(p.nestClouds);
    const own = (network: number, rivals: number[]) => nestedChoice({ network, rivals, clouds }, nests);
    near(own(a!, [b!]).network, e.shares.a);
    near(own(b!, [a!]).network, e.shares.b);
    near(own(a!, [b!]).rivals, e.shares.b);
    near(own(a!, [b!]).network + own(a!, [b!]).rivals, e.shareNetworks);
    near(own(a!, [b!]).clouds, e.shareClouds);
    near(own(a!, [b!]).nothing, e.nothing);
    near((own(a!, []).network - e.shares.a) / e.shares.b, e.shareOfLostDemandKeptByOtherNetworkIfBVanishes);
    for (const [k, one] of ["c", "d", "e"].entries()) {
      const others = clouds.filter((_, other) => other !== k);
      // The nests mirrored: a cloud's share is that of a network among clouds.
      near(nestedChoice({ network: clouds[k]!, rivals: others, clouds: [a!, b!] }, nests).network, e.shares[one]);
    }
    const plain = plainChoice({ network: a!, rivals: [b!], clouds });
    const unlike = nestedChoice({ network: a!, rivals: [b!], clouds }, { networks: 1, clouds: 1 });
    for (const share of ["network", "rivals", "clouds", "nothing", "worth"] as const) near(unlike[share], plain[share]);

    // The kind of the catalog, with worth so chosen that utilities are those of the form.
    const usd = (u: number) => ({ usdPerRequest: `${10 - u} USD/request`, quality: 1, latency: "0 s" });
    const rule = built({
      kind: "logit",
      segments: [{ id: "all", requests: "1 request/day", sensitivity: 1, belief: 1, best: "10 USD/request" }],
      clouds: Object.entries<number>(p.nestClouds).map(([id, u]) => ({ id, ...usd(u) })),
      rivals: [{ id: "b", ...usd(b!) }],
      nests,
      trial: 0,
    });
    const wanted = rule.wanted(asked(rule, { usdPerRequest: 10 - a! }));
    near(wanted.requests[0]!, e.shares.a);
    near(wanted.rivalShare![0]!, e.shares.b);
    near(wanted.cloudShare[0]!, e.shareClouds);
    near(wanted.nothingShare[0]!, e.nothing);
  },

  "logit-calibration": ({ parameters: p, expected: e }) => {
    // Worth such that the share at the price is the one that was seen: U_net = ln(share / (1 - share)), beside nothing.
    const { priceUsd: P, share, elasticity } = p;
    const worth = P + Math.log(share / (1 - share)) / e.a;
    const rule = built({
      kind: "logit",
      segments: [
        {
          ...{ id: "all", requests: "1 request/day", belief: worth / 10, best: "10 USD/request" },
          calibration: { elasticity, share, usdPerRequest: `${P} USD/request` },
        },
      ],
      cloud: { usdPerRequest: "1000 USD/request", quality: 1 },
      trial: 0,
    });
    const shareAt = (usdPerRequest: number, belief = worth / 10) =>
      rule.wanted(asked(rule, { usdPerRequest, beliefs: Float64Array.of(belief) })).networkShare[0]!;
    near(shareAt(P), share);
    const elasticityAt = (belief: number) => {
      const h = 1e-5 * P;
      return (-P * (shareAt(P + h, belief) - shareAt(P - h, belief))) / (2 * h * shareAt(P, belief));
    };
    near(elasticityAt(worth / 10), elasticity, 1e-7);
    const more = (P + Math.log(0.6 / 0.4) / e.a) / 10;
    near(shareAt(P, more), 0.6);
    near(elasticityAt(more), e.elasticityAtShare0_6, 1e-7);
  },

  "three-arms-bass": ({ parameters: p, expected: e }) => {
    /** Adopters after some years by the kind of the catalog, subsidised until a year. */
    const adopters = (days: number, years: number, subsidisedYears: number) => {
      const rule = built(
        {
          kind: "bass",
          customers: p.market,
          requestsPerCustomer: "1 request/day",
          innovation: `${p.pInnovation} /year`,
          imitation: `${p.qImitation} /year`,
          subsidyFactor: p.subsidyFactorOnP,
          ...{ elasticity: 0, usdPerRequest: "1 USD/request", worth: { best: "1 USD/request" }, belief: 1 },
        },
        days,
      );
      let customers = rule.openingCustomers!(0);
      for (let epoch = 0; epoch < Math.round((years * 365) / days); epoch++) {
        // The share of the epoch in which it is paid: a week may straddle the cut.
        const subsidyMultiplier = Math.min(1, Math.max(0, (subsidisedYears * 365) / days - epoch));
        const input = asked(rule, { customers, epoch, epochDays: days, subsidyMultiplier });
        ({ customers } = rule.learn(lived(rule, input, [1])));
      }
      return customers["awareness"]![0]! * p.market;
    };
    for (const [name, of] of Object.entries<Record<string, number>>(e)) {
      const years = Number(name.slice("year".length));
      const arms = (days: number) => ({
        never: adopters(days, years, 0),
        kept: adopters(days, years, Infinity),
        cut: adopters(days, years, p.cutYear),
      });
      const [daily, weekly] = [arms(1), arms(7)];
      for (const arm of ["never", "kept", "cut"] as const) {
        near(daily[arm], of[arm], 1e-8);
        near(weekly[arm], of[arm], 0.02);
      }
      near(daily.cut / daily.kept, of.retentionAgainstKept, 1e-8);
      near(daily.cut / daily.never, of.ratioToNever, 1e-8);
    }
  },

  "logit-shares": ({ parameters: p, expected: e }) => {
    // v(b) and the cloud's worth are chosen so that the utilities are those of the example.
    const worth = p.utilityNetwork / p.a + p.priceNetwork;
    const cloudWorth = p.utilityCloud / p.a + p.priceCloud;
    const rule = demand.build(
      {
        kind: "logit",
        segments: [
          {
            id: "all",
            requests: 1,
            growth: 0,
            sensitivity: p.a,
            usdPerSecond: 0,
            belief: 1,
            best: worth,
            useless: 0,
            curvature: 1,
          },
        ],
        cloud: { usdPerRequest: p.priceCloud, quality: cloudWorth / worth, latency: 1 },
        learning: 1,
        trial: 0,
      } as never,
      context,
    );
    const shares = rule.wanted(asked(rule, { beliefs: Float64Array.of(1), usdPerRequest: p.priceNetwork }));
    near(shares.networkShare[0]!, e.shareNetwork);
    near(shares.cloudShare[0]!, e.shareCloud);
    near(shares.nothingShare[0]!, e.shareNothing);
    near(shares.surplusUsd[0]!, e.surplusUsd);
    // Without the network: a belief so low that nobody would choose it.
    const alone = rule.wanted(asked(rule, { beliefs: Float64Array.of(0), usdPerRequest: 1e6 }));
    near(shares.surplusUsd[0]! - alone.surplusUsd[0]!, e.surplusLossIfNetworkVanishesUsd);
  },

  "belief-learning": ({ parameters: p, expected: e }) => {
    const rule = demand.build(
      {
        kind: "constant",
        requests: 1,
        worth: { best: 1, useless: 0, curvature: 1 },
        belief: p.beliefAtStart,
        learning: -week.epochSeconds / Math.log1p(-p.learningRate),
      } as never,
      context,
    );
    const after = (beliefs: Float64Array, served: number, experienced: number) =>
      rule.learn({
        ...asked(rule, { beliefs }),
        served: Float64Array.of(served),
        experienced,
        answered: Float64Array.of(served),
        quality: Float64Array.of(experienced),
      }).beliefs;
    let beliefs = rule.openingBeliefs;
    for (let epoch = 0; epoch < p.epochs; epoch++) beliefs = after(beliefs, 1, p.trueQuality);
    near(beliefs[0]!, e.beliefAfter);
    expect(after(beliefs, 0, NaN)).toEqual(beliefs);
  },
});
