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
  /** what was minted or given less what customers' money bought and burned: of the total, the part that is subsidy */
  readonly netUsd: number;
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
  const totalUsd = sources.reduce((total, { usd }) => total + usd, 0);
  return {
    window,
    sources,
    uses,
    totalUsd,
    netUsd: flows.reduce((net, flow) => net + signOfSubsidy(flow) * flow.usd, 0),
  };
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
  return flows.flatMap((flow) => (isMinted(flow) ? [{ name: flow.to, usd: flow.usd }] : []));
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

const isMinted = ({ ledger, from, to }: Transfer): boolean => ledger === "tokens" && from === "mint" && !nobody.has(to);

const isGiven = ({ ledger, from, to, why }: Transfer): boolean =>
  ledger === "usd" && givers.has(from) && receivers.has(to) && why !== "token purchase";

type Transfer = Pick<FlowSum, "ledger" | "from" | "to" | "why">;

/** Why tokens of the market are burned that customers' money bought: they fund as much of what is minted. */
const bought = new Set(["burned for work", "bought back", "base fee"]);

/**
 * How a transfer counts in what current customers do not pay: 1 for what is minted or given, -1 for tokens that were bought with
 * customers' money and burned; 0 for all others.
 */
export function signOfSubsidy(flow: Transfer): -1 | 0 | 1 {
  if (isMinted(flow) || isGiven(flow)) return 1;
  return flow.ledger === "tokens" && flow.to === "burn" && bought.has(flow.why) ? -1 : 0;
}

/** USD given, by giver or by receiver. */
function givenOf(flows: readonly FlowSum[], side: "from" | "to"): readonly Entry[] {
  return merged(flows.flatMap((flow) => (isGiven(flow) ? [{ name: flow[side], usd: flow.usd }] : [])));
}

/** One entry a name, in order of first appearance. */
function merged(entries: readonly Entry[]): readonly Entry[] {
  const sums = new Map<string, number>();
  for (const { name, usd } of entries) sums.set(name, (sums.get(name) ?? 0) + usd);
  return [...sums].map(([name, usd]) => ({ name, usd }));
}
