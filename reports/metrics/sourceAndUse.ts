import { armNames, endOfRun, type Records } from "../records.ts";
import { subsidyEndOf } from "../subsidyEnd.ts";
import { flowSums, hasFlows, type FlowSum } from "./flowSums.ts";
import { unread } from "./grossSubsidy.ts";
import type { Window } from "./windows.ts";

export interface Entry {
  readonly name: string;
  readonly usd: number;
}

/** Who paid for what was minted and granted, and who got it. Both sides have the same total. */
export interface SourceAndUse {
  readonly window: Window;
  readonly sources: readonly Entry[];
  readonly uses: readonly Entry[];
  readonly totalUsd: number;
}

/**
 * Source and use of the subsidy while there was one, in the arm as written, in USD; tokens at the clearing price.
 *
 *   uses    = p x minted, by receiver, and USD that grants, treasury and chain gave
 *   sources = p x (minted - sold)   holders, by dilution: new tokens that nobody bought
 *           + USD of purchases      investors and others who bought
 *           + USD out less USD in   of the pool: its liquidity drained
 *           + USD given             by grants, treasury and chain
 *
 * Sellers receive p x sold, which purchases and liquidity pay, so both sides are equal. What is minted and burned at once, or
 * recycled, is nobody's. A source below 0 is a use: a pool that filled.
 *
 * @returns the reason where it cannot be told
 * Source: docs/verdict.md, equation 9.
 */
export function sourceAndUse(records: Records): SourceAndUse | string {
  if (!hasFlows(records)) return unread;
  const end = endOfRun(records);
  const window = { fromDay: 0, toDay: Math.min(end, subsidyEndOf(records)?.floorDay ?? end) };
  if (!(window.toDay > 0)) return "there is no time with a subsidy";
  const flows = flowSums(records, armNames(records.manifest).cut, window);
  const entries = [...sourcesOf(flows), ...givenOf(flows, "from")];
  const sources = entries.filter(({ usd }) => usd > 0);
  const turned = entries.filter(({ usd }) => usd < 0).map(({ name, usd }) => ({ name: turnedName(name), usd: -usd }));
  const uses = [...merged([...mintedOf(flows), ...givenOf(flows, "to")]), ...turned];
  return { window, sources, uses, totalUsd: sources.reduce((total, { usd }) => total + usd, 0) };
}

const holders = "holders, by dilution";
const liquidity = "liquidity: USD drained from the pool";

const turnedName = (name: string): string =>
  name === liquidity
    ? "liquidity: USD that stayed in the pool"
    : name === holders
      ? "older tokens, sold too"
      : `${name}, net`;

/** Nobody gets what is burned at once or recycled. */
const nobody = new Set(["burn", "recycled"]);

function mintedOf(flows: readonly FlowSum[]): readonly Entry[] {
  return flows.flatMap(({ ledger, from, to, usd }) =>
    ledger === "tokens" && from === "mint" && !nobody.has(to) ? [{ name: to, usd }] : [],
  );
}

function sourcesOf(flows: readonly FlowSum[]): readonly Entry[] {
  const total = (of: (flow: FlowSum) => number): number => flows.reduce((all, flow) => all + of(flow), 0);
  const minted = mintedOf(flows).reduce((all, { usd }) => all + usd, 0);
  const sold = total(({ ledger, why, usd }) => (ledger === "tokens" && why === "sale" ? usd : 0));
  const paidBy = (account: string): number =>
    total(({ ledger, from, to, why, usd }) =>
      ledger !== "usd" || why === "injection" ? 0 : (from === account ? usd : 0) - (to === account ? usd : 0),
    );
  const buyers = flows.filter(
    ({ ledger, why, from }) => ledger === "usd" && why === "token purchase" && from !== "investors",
  );
  return [
    { name: holders, usd: minted - sold },
    { name: "investors, who bought tokens", usd: paidBy("investors") },
    { name: liquidity, usd: paidBy("pool") },
    ...merged(buyers.map(({ from, usd }) => ({ name: `${from}, who bought tokens`, usd }))),
  ];
}

const givers = new Set(["grants", "treasury", "chain"]);
const receivers = new Set(["operators", "validators", "pool"]);

/** USD given, by giver or by receiver. */
function givenOf(flows: readonly FlowSum[], side: "from" | "to"): readonly Entry[] {
  return merged(
    flows.flatMap((flow) =>
      flow.ledger === "usd" && givers.has(flow.from) && receivers.has(flow.to) && flow.why !== "token purchase"
        ? [{ name: flow[side], usd: flow.usd }]
        : [],
    ),
  );
}

/** One entry a name, in order of first appearance. */
function merged(entries: readonly Entry[]): readonly Entry[] {
  const sums = new Map<string, number>();
  for (const { name, usd } of entries) sums.set(name, (sums.get(name) ?? 0) + usd);
  return [...sums].map(([name, usd]) => ({ name, usd }));
}
