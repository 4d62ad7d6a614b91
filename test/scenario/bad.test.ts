import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { economy } from "../../sim/catalog.ts";
import { alternatives } from "../../sim/scenario/errors.ts";
import { messagesOf, read } from "./read.ts";

/** Kinds of a slot as messages list them, so that a new kind changes no expectation. */
function kinds(slot: keyof typeof economy): string {
  return alternatives(economy[slot].kinds.map(({ kind }) => kind));
}

/** Every file of bad/ with all that is said of it, each message behind the folder's name. */
const expected: Readonly<Record<string, readonly string[]>> = {
  alias: ['alias.yaml:11:9: *rule is an alias; expected the value itself, since files share values by "extends"'],
  "announced-after-the-cut": [
    "announced-after-the-cut.yaml:7:49: taper.announcedAt is 11 weeks; expected at most `at` (70 days), since a plan is announced before it starts",
  ],
  "auction-ask-without-pool": [
    "auction-ask-without-pool.yaml:3:118: market.tenantAsk is 0.03 USD/request; expected at most reserve, 0.02 USD/request",
    'auction-ask-without-pool.yaml:3:118: market.tenantAsk is 0.03 USD/request; expected a pool beside it, such as "100 USD/day"',
  ],
  "auction-full-queue": [
    "auction-full-queue.yaml:3:123: market.maxUtilisation is 1; expected a fraction below 1, or queues have no end",
  ],
  "auction-high-below-low": [
    "auction-high-below-low.yaml:3:62: market.high is 0.002 USD/request; expected more than low, 0.01 USD/request",
  ],
  "auction-pool-pays-uniform": [
    'auction-pool-pays-uniform.yaml:3:39: market.pays is "uniform"; expected bid beside a pool, which pays what is bid above the ask',
    "auction-pool-pays-uniform.yaml:3:128: market.pool is 5 USD/day; expected tenantAsk beside it: what customers pay",
  ],
  "auction-reserve-below-low": [
    "auction-reserve-below-low.yaml:3:89: market.reserve is 0.005 USD/request; expected more than low, 0.01 USD/request, or hardly anybody bids",
  ],
  "bare-duration": [
    'bare-duration.yaml:4:11: duration is 140; expected a time with its unit, such as "28 days" or "12 s"',
  ],
  "base-fee-below-minimum": [
    "base-fee-below-minimum.yaml:3:41: settlement.start is 0.001 USD/request; expected at least minimum, 0.002 USD/request",
  ],
  "base-fee-often": [
    "base-fee-often.yaml:3:99: settlement.interval is 1 hour; expected at least 75600 s, an epoch over 8, since use is known once an epoch",
  ],
  "base-fee-without-minimum": [
    "base-fee-without-minimum.yaml:3:69: settlement.minimum is 0 USD/request; expected more than 0 USD/request, or the fee could never rise again",
  ],
  "bribed-by-nobody": [
    'bribed-by-nobody.yaml:22:95: participants[2].behaviour.briber names "lazzy"; expected groups of miners: honest, lazy',
  ],
  "burn-cheaper-by-demand": [
    "burn-cheaper-by-demand.yaml:3:41: registration.multiplier is 0.9; expected a number, 1 or more",
  ],
  "burn-half-life-as-time": [
    "burn-half-life-as-time.yaml:3:45: registration.halfLifeBlocks is 1 day; expected a whole number of blocks, such as 360",
  ],
  "burn-max-below-min": ["burn-max-below-min.yaml:3:42: registration.max is 1; expected at least min, 2 tokens"],
  "burn-start-above-max": [
    "burn-start-above-max.yaml:3:36: registration.start is 200 tokens; expected a price within min and max, 0.0005 to 100 tokens",
  ],
  "buyback-more-than-all": [
    "buyback-more-than-all.yaml:3:85: settlement.buybackShare is 0.6; expected at most 0.5, what validatorShare and treasuryShare leave",
  ],
  "cabal-for-nobody": [
    'cabal-for-nobody.yaml:22:91: participants[2].behaviour.favours names "ring"; expected groups of miners: honest, lazy',
  ],
  "circle-a": [
    'circle-b.yaml:1:10: extends is "circle-a.yaml"; expected no circle: bad/circle-a.yaml extends bad/circle-b.yaml extends bad/circle-a.yaml',
  ],
  "circle-b": [
    'circle-a.yaml:1:10: extends is "circle-b.yaml"; expected no circle: bad/circle-b.yaml extends bad/circle-a.yaml extends bad/circle-b.yaml',
  ],
  "deposit-halt-above-warn": ["deposit-halt-above-warn.yaml:3:53: settlement.halt is 0.95; expected at most warn, 0.9"],
  "duplicate-id": [
    'duplicate-id.yaml:21:11: participants[1].id is "honest"; expected a name of its own, since participants[0] has it',
  ],
  "duplicate-key": ["duplicate-key.yaml:12:1: demand stands twice in one map; expected each key once"],
  "empty-pool": ["empty-pool.yaml:15:40: price.usd is 0 USD; expected more than 0 USD"],
  "proportional-most-below-least": [
    "proportional-most-below-least.yaml:3:62: market.most is 0.005 USD/request; expected at least the price least, 0.01 USD/request",
  ],
  "falling-points": [
    "falling-points.yaml:16:33: workload.points is a list; expected times `at` that rise from point to point",
  ],
  "vesting-all-over-nothing": [
    "vesting-all-over-nothing.yaml:3:19: vesting.share is 1.2; expected a fraction from 0 to 1",
    "vesting-all-over-nothing.yaml:3:30: vesting.over is 0 days; expected a time longer than 0 s",
  ],
  "commit-reveal-too-long": [
    "commit-reveal-too-long.yaml:9:15: commitReveal is 101; expected a whole number of epochs from 0 to 100",
  ],
  "mechanisms-beside-consensus": [
    "mechanisms-beside-consensus.yaml:8:12: consensus is a map; expected none beside mechanisms, which take its place",
    "mechanisms-beside-consensus.yaml:9:10: scoring is a map; expected none beside mechanisms, which take its place",
  ],
  "mechanisms-empty": ["mechanisms-empty.yaml:8:13: mechanisms is an empty list; expected at least one mechanism"],
  "mechanisms-not-one": [
    "mechanisms-not-one.yaml:9:3: mechanisms has shares that sum to 0.9; expected shares that sum to 1",
  ],
  "mechanisms-unknown-kind": [
    `mechanisms-unknown-kind.yaml:9:63: mechanisms[0].scoring.kind is "proportionl"; expected ${kinds("scoring")}. Did you mean "proportional"?`,
  ],
  "no-consensus": [
    "no-consensus.yaml:2:1: consensus is missing; expected both consensus and scoring, or mechanisms in their place",
  ],
  "shares-above-one": [
    "shares-above-one.yaml:14:65: settlement.treasuryShare is 0.5; expected at most 0.2, what validatorShare leaves",
  ],
  "empty-value": ["empty-value.yaml:2:1: name is empty; expected a name such as honest-miners"],
  empty: ["empty.yaml:1:1: the scenario is empty; expected a map of fields such as name and question"],
  "error-above-base": ["error-above-base.yaml:3:9: demand.worth is missing; expected a map"],
  "error-in-base": ["negative-stake.yaml:22:55: participants[2].stake is -5; expected 0 or more"],
  "dtao-without-a-pool": [
    'dtao-without-a-pool.yaml:4:16: price.kind is "fixed"; expected a kind with a pool, since emission dynamicTao adds to it',
  ],
  "dtao-other-blocks": [
    'dtao-other-blocks.yaml:3:19: emission.kind is "dynamicTao"; expected a blockTime of 12 s, as its rules count blocks; it is 6 s',
  ],
  "dtao-more-on-root": [
    "dtao-more-on-root.yaml:3:76: emission.rootTao is 6000000; expected at most 10000 tokens, what is issued less the 0 in other pools",
  ],
  "dtao-no-reserve": ["dtao-no-reserve.yaml:9:30: emission.others[0].taoReserve is 0; expected more than 0 tokens"],
  "extends-a-number": ["extends-a-number.yaml:1:10: extends is 3; expected the name of a scenario file"],
  "extends-missing": [
    'extends-missing.yaml:1:10: extends is "nowhere.yaml"; expected a file that can be read (bad/nowhere.yaml: no such file)',
  ],
  "fraction-above-one": [
    "fraction-above-one.yaml:21:52: participants[1].trainShare is 1.5; expected a fraction from 0 to 1",
  ],
  infinite: ["infinite.yaml:18:32: work.stepsPerReferenceHour is .inf; expected a number above 0"],
  list: ["list.yaml:1:1: the scenario is a list; expected a map of fields such as name and question"],
  "missing-key": [`missing-key.yaml:2:1: price is missing; expected a map with kind: ${kinds("price")}`],
  "missing-kind": [`missing-kind.yaml:11:9: demand.kind is missing; expected ${kinds("demand")}`],
  "missing-parameter": [
    "missing-parameter.yaml:20:5: participants[0].hardware is missing; expected h100-colo, a100-colo, rtx4090-home, rtx4090-texas or rtx3090-home",
  ],
  "money-without-unit": [
    'money-without-unit.yaml:12:40: market.usdPerRequest is 0.01; expected USD per request with its unit, such as "0.002 USD/request"',
  ],
  "negative-stake-with-unit": [
    "negative-stake-with-unit.yaml:22:55: participants[2].stake is -5 tokens; expected 0 or more",
  ],
  "negative-stake": ["negative-stake.yaml:22:55: participants[2].stake is -5; expected 0 or more"],
  "no-miner": ["no-miner.yaml:20:3: participants holds no miner; expected at least one group with role miner"],
  "no-participants": ["no-participants.yaml:19:1: participants is empty; expected a list"],
  "no-validator": [
    "no-validator.yaml:20:3: participants holds no validator; expected at least one group with role validator",
  ],
  "not-a-number": ["not-a-number.yaml:14:36: price.usdPerToken is .nan; expected a number above 0"],
  "only-a-comment": [
    "only-a-comment.yaml:1:1: the scenario is empty; expected a map of fields such as name and question",
  ],
  "part-of-a-block": ["part-of-a-block.yaml:5:8: tempo is 7.5; expected a whole number of blocks, such as 360"],
  "percent-rate": [
    "percent-rate.yaml:5:15: discountRate is 10; expected a fraction a year from 0 to 1, such as 0.1 for 10 percent",
  ],
  proto: [
    "proto.yaml:5:1: __proto__ is not a known key; expected name, question, seed, duration, tempo, blockTime, maxUids, emission, taper, split, vesting, consensus, scoring, mechanisms, commitReveal, verification, demand, market, settlement, price, workload, membership, registration, shocks, task, work, discountRate, participants, extends or twin",
  ],
  "registration-in-membership": [
    "registration-in-membership.yaml:3:35: membership.registration is not a known key; expected kind, incomeMemory, deliveryLag, adjustment, hurdle, hopeless, expectations or depreciation",
  ],
  "price-burn-mint-ended": [
    "price-burn-mint-ended.yaml:5:8: taper ends the subsidy; expected a floor above 0 beside price burnMint, since any price is stationary once nothing is minted but what was burned",
  ],
  "price-burn-mint-pegged": [
    "price-burn-mint-pegged.yaml:3:8: taper ends the subsidy; expected a floor above 0 beside price burnMint, since any price is stationary once nothing is minted but what was burned",
  ],
  "price-burn-mint-preset": [
    'price-burn-mint-preset.yaml:3:36: emission.network is "bitcoin"; expected a blockTime of 600 s, as that network has, since its rule counts blocks; it is 12 s',
  ],
  "price-burn-mint-unminted": [
    "price-burn-mint-unminted.yaml:3:11: emission mints nothing; expected another kind beside price burnMint, since nothing is paid in tokens then",
  ],
  "price-file-missing": [
    'price-file-missing.yaml:3:28: price.file is "prices.csv"; expected a file that can be read (bad/prices.csv: no such file)',
  ],
  "price-no-points": [
    "price-no-points.yaml:3:8: price.points is missing; expected at least one point, here or in a file",
  ],
  "price-points-fall": [
    "price-points-fall.yaml:8:13: price.points[2].at is 10 days; expected a later time than the point before",
  ],
  "price-pool-weight": ["price-pool-weight.yaml:3:55: price.weight is 0.995; expected a fraction from 0.01 to 0.99"],
  "price-volatile": [
    "price-volatile.yaml:3:49: price.volatility is 80; expected a fraction a year from 0 to 5, such as 0.8 for 80 percent",
  ],
  "price-without-volume": [
    'price-without-volume.yaml:3:16: price.kind is "exchange"; expected another kind beside settlement direct, with which no customer buys tokens',
  ],
  "rule-as-text": [`rule-as-text.yaml:11:9: demand is "none"; expected a map with kind: ${kinds("demand")}`],
  "seed-text": ['seed-text.yaml:5:7: seed is "one"; expected a whole number from 0 to 4294967295'],
  "split-not-one": ["split-not-one.yaml:7:8: split sums to 1.1; expected shares that sum to 1"],
  "substitutor-unknown-form": [
    'substitutor-unknown-form.yaml:4:100: participants[0].behaviour.form is "int2"; expected int8, int4, int3, student, stale or answers',
    "substitutor-unknown-form.yaml:4:113: participants[0].behaviour.share is 1.2; expected a fraction from 0 to 1",
  ],
  tab: ["tab.yaml:20:1: a tab indents this line; expected spaces"],
  "taper-announced-late": [
    "taper-announced-late.yaml:3:75: taper.announcedAt is 3 weeks; expected at most `from` (14 days), since a plan is announced before it starts",
  ],
  "taper-no-half-life": ["taper-no-half-life.yaml:3:54: taper.halfLife is 0 s; expected a time longer than 0 s"],
  "taper-no-halvings": ["taper-no-halvings.yaml:3:68: taper.halvings is 0; expected a whole number, 1 or more"],
  "taper-pegged-to-nothing": [
    "taper-pegged-to-nothing.yaml:3:63: taper.targetUsdPerDay is 0 USD/day; expected more than 0 USD/day",
    'taper-pegged-to-nothing.yaml:3:83: taper.ratchet is "no"; expected true or false',
  ],
  "taper-tail-without-time": [
    'taper-tail-without-time.yaml:3:50: taper.tokensPerDay is 300 tokens; expected tokens per time with their unit, such as "1000 tokens/day"',
    'taper-tail-without-time.yaml:3:70: taper.target is "alpha"; expected taoIn, alphaOut or both',
  ],
  text: ['text.yaml:1:1: the scenario is "just text"; expected a map of fields such as name and question'],
  "too-many-members": [
    "too-many-members.yaml:20:3: participants holds 303 members at the start; expected at most maxUids, 256",
  ],
  "too-short": ["too-short.yaml:4:11: duration is 6 days; expected at least one epoch of tempo x blockTime, 604800 s"],
  "twin-of-seed": [
    "twin-of-seed.yaml:19:9: twin.seed cannot differ; expected both arms to share name, question, seed, duration, tempo, blockTime, maxUids, participants",
  ],
  "twin-unknown-kind": [
    `twin-unknown-kind.yaml:19:25: in the arm keep, demand.kind is "nobody"; expected ${kinds("demand")}`,
  ],
  "two-documents": ["two-documents.yaml:9:1: a second document starts here; expected one scenario a file"],
  "unclosed-map": [
    "unclosed-map.yaml:9:1: this is not valid YAML: Flow map in block collection must be sufficiently indented and end with a }",
  ],
  "unknown-behaviour": [
    `unknown-behaviour.yaml:21:83: participants[1].behaviour.kind is "sleepy"; expected ${kinds("minerBehaviour")}`,
  ],
  "unknown-hardware": [
    'unknown-hardware.yaml:21:50: participants[1].hardware is "rtx3090-hom"; expected h100-colo, a100-colo, rtx4090-home, rtx4090-texas or rtx3090-home. Did you mean "rtx3090-home"?',
  ],
  "unknown-key": [
    "unknown-key.yaml:2:1: tempo is missing; expected a whole number of blocks, such as 360",
    'unknown-key.yaml:5:1: tempos is not a known key; expected one of 30 names. Did you mean "tempo"?',
  ],
  "unknown-kind": [
    `unknown-kind.yaml:9:18: scoring.kind is "proportionl"; expected ${kinds("scoring")}. Did you mean "proportional"?`,
  ],
  "unknown-parameter": [
    'unknown-parameter.yaml:6:11: emission.tokensPerBlock is missing; expected tokens per block with their unit, such as "1 token/block"',
    'unknown-parameter.yaml:6:29: emission.tokenPerBlock is not a known key; expected kind or tokensPerBlock. Did you mean "tokensPerBlock"?',
  ],
  "unknown-role": [
    'unknown-role.yaml:22:27: participants[2].role is "validater"; expected miner or validator. Did you mean "validator"?',
  ],
  "unknown-unit": [
    'unknown-unit.yaml:7:26: taper.at is 3 months; expected a time with its unit, such as "28 days" or "12 s"',
  ],
  "formula-assigns": [
    "formula-assigns.yaml:3:44: emission.tokensPerBlock has a fault at character 3; expected numbers, names, + - * / ^ %, comparisons, commas and parentheses",
  ],
  "formula-imports": [
    "formula-imports.yaml:3:44: emission.tokensPerBlock has a fault at character 1; expected t, block, issuance, burned, price, revenue or abs, ceil, exp, floor, log, log2, max, min, sqrt",
  ],
  "formula-property": [
    "formula-property.yaml:3:44: emission.tokensPerBlock has a fault at character 2; expected numbers, names, + - * / ^ %, comparisons, commas and parentheses",
  ],
  "formula-range": [
    "formula-range.yaml:3:44: emission.tokensPerBlock has a fault at character 2; expected a ? before it: there are no ranges",
  ],
  "preset-block-time": [
    'preset-block-time.yaml:3:36: emission.network is "bitcoin"; expected a blockTime of 600 s, as that network has, since its rule counts blocks; it is 12 s',
  ],
  "preset-unknown": [
    'preset-unknown.yaml:3:36: emission.network is "bitcion"; expected akash, bitcoin, bittensor, filecoin, helium, ioNet, livepeer or render. Did you mean "bitcoin"?',
  ],
  "parts-not-whole": [
    "parts-not-whole.yaml:3:50: emission.tokensPerBlock is 0.15 tokens/block; expected a whole number of parts of a token; partsPerToken is 10",
  ],
  "pegged-to-nothing": [
    "pegged-to-nothing.yaml:3:11: emission.perRevenue is missing; expected usdPerDay or perRevenue above 0, since nothing is owed otherwise",
  ],
  "wrong-name": [
    'wrong-name.yaml:2:7: name is "Good Name"; expected small letters and digits with single hyphens between them',
  ],
  "wrong-type": ['wrong-type.yaml:5:8: tempo is "weekly"; expected a whole number of blocks, such as 360'],
  "wrong-unit": [
    'wrong-unit.yaml:4:11: duration is 140 USD; expected a time with its unit, such as "28 days" or "12 s"',
  ],
  "zero-miners": ["zero-miners.yaml:20:39: participants[0].count is 0; expected a whole number, 1 or more"],
};

describe("bad scenario files", () => {
  const files = readdirSync(join(import.meta.dirname, "bad")).map((file) => file.replace(/\.yaml$/, ""));

  test("each has its messages here", () => {
    expect(files.toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  test.each(files)("%s", (file) => {
    const messages = messagesOf(() => read(`bad/${file}.yaml`));
    expect(messages.map((message) => message.replace(/^bad\//, ""))).toEqual(expected[file]);
  });
});
