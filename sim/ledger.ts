/**
 * Two ledgers, tokens and USD. They are never added without a price. Every transfer has a payer, a receiver and a purpose,
 * and each ledger closes in every epoch.
 */
export type Ledger = "tokens" | "usd";

export interface Transfer {
  readonly ledger: Ledger;
  readonly from: string;
  readonly to: string;
  readonly why: string;
  readonly amount: number;
}

/** Balances by account name. */
export interface Accounts {
  readonly tokens: Readonly<Record<string, number>>;
  readonly usd: Readonly<Record<string, number>>;
}

/**
 * Accounts that stand for the world outside, whose balance is a net position and may be negative: what they paid less what
 * they received. `mint` issues tokens, `recycled` takes them back to be issued again, `burn` for good.
 */
const open: Readonly<Record<Ledger, ReadonlySet<string>>> = {
  tokens: new Set(["mint", "recycled", "burn"]),
  usd: new Set(["customers", "investors", "backers", "grants", "chain", "outside", "dealer"]),
};

/** Who holds a price in a counterfactual world sells tokens that it may still owe; these count in the supply. */
const owes: ReadonlySet<string> = new Set(["dealer"]);

/** Largest error of a closing balance, relative to the sums that went through the account. */
const TOLERANCE = 1e-9;

/** What the parts of the world say that accounts hold at the end of the epoch; must agree with the transfers. */
export type Statement = Readonly<Record<Ledger, Readonly<Record<string, number>>>>;

/**
 * Posts the transfers of an epoch and closes both ledgers against what the world's columns say.
 * @param opening   balances before
 * @param transfers of the epoch; amounts are 0 or more
 * @param closing   balances that columns add up to, by account; they become the new balances
 * @throws RangeError naming epoch, account, largest flow and amounts, when a ledger does not close or would go negative
 */
export function post(epoch: number, opening: Accounts, transfers: readonly Transfer[], closing: Statement): Accounts {
  return {
    tokens: close(epoch, "tokens", opening.tokens, transfers, closing.tokens),
    usd: close(epoch, "usd", opening.usd, transfers, closing.usd),
  };
}

function close(
  epoch: number,
  ledger: Ledger,
  opening: Readonly<Record<string, number>>,
  transfers: readonly Transfer[],
  closing: Readonly<Record<string, number>>,
): Record<string, number> {
  const balance: Record<string, number> = { ...opening };
  const turnover: Record<string, number> = {};
  for (const t of transfers) {
    if (t.ledger !== ledger) continue;
    if (!(t.amount >= 0) || !Number.isFinite(t.amount))
      throw new RangeError(
        `epoch ${epoch}, ledger ${ledger}: ${t.why} from ${t.from} to ${t.to} is ${t.amount}; expected 0 or more`,
      );
    for (const [account, sign] of [
      [t.from, -1],
      [t.to, 1],
    ] as const) {
      balance[account] = (balance[account] ?? 0) + sign * t.amount;
      turnover[account] = (turnover[account] ?? 0) + t.amount;
    }
  }
  for (const [account, held] of Object.entries(balance)) {
    const allowed = TOLERANCE * Math.max(1, turnover[account] ?? 0, Math.abs(opening[account] ?? 0));
    const stated = closing[account] ?? held;
    const where = `epoch ${epoch}, ledger ${ledger}: ${account}`;
    const flow = () => `largest: ${largest(ledger, account, transfers)}`;
    if (!(Math.abs(held - stated) <= allowed))
      throw new RangeError(
        `${where} holds ${stated}, its transfers say ${held} (allowed difference ${allowed.toExponential(1)}); ${flow()}`,
      );
    if (!open[ledger].has(account) && !owes.has(account) && stated < -allowed)
      throw new RangeError(`${where} would hold ${stated}; expected 0 or more; ${flow()}`);
    balance[account] = stated;
  }
  return balance;
}

function largest(ledger: Ledger, account: string, transfers: readonly Transfer[]): string {
  const own = transfers.filter((t) => t.ledger === ledger && (t.from === account || t.to === account));
  const top = own.sort((a, b) => b.amount - a.amount)[0];
  return top ? `${top.why}, ${top.amount} from ${top.from} to ${top.to}` : "no transfer";
}

/** Tokens in existence: all accounts but the source and the sinks. */
export function supplyOf(accounts: Accounts): number {
  let total = 0;
  for (const [account, held] of Object.entries(accounts.tokens)) if (!open.tokens.has(account)) total += held;
  return total;
}

/** Accounts whose tokens cannot be traded now. */
const lockedAccounts = ["stake", "vesting", "vault", "protocol"] as const;

/** Tokens that exist and can be traded.   C = S - staked - not yet vested - in the vault - bought by the chain */
export function circulatingOf(accounts: Accounts): number {
  return lockedAccounts.reduce((free, account) => free - (accounts.tokens[account] ?? 0), supplyOf(accounts));
}
