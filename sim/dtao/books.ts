import { Account } from "./account.ts";
import { emissionEra } from "./blockEmission.ts";
import { transferNames, type SubnetMoved, type TransferName } from "./moved.ts";
import type { SubnetState } from "./network.ts";

/** Units by which a balance near an era's end may be rounded: closer than that it is looked at exactly. */
const CLOSE = 16;

/** An issuance with the emission that it sets; it only grows during a span. */
export class Issuance {
  readonly account: Account;
  private era: number;
  private sure: number;

  constructor(units: bigint) {
    this.account = new Account(units);
    this.era = 0;
    this.sure = -Infinity;
  }

  /** Units that a block mints now. */
  get emission(): number {
    if (this.account.near >= this.sure) {
      const { emission, until } = emissionEra(this.account.units);
      this.era = emission;
      this.sure = Number(until) - CLOSE;
    }
    return this.era;
  }
}

/** A subnet while a span is played. */
export interface SubnetBooks {
  /** as it was before; what no block changes is read here */
  readonly before: SubnetState;
  readonly poolTao: Account;
  readonly poolAlpha: Account;
  readonly issuance: Issuance;
  readonly protocolAlpha: Account;
  readonly pending: Readonly<Record<"owner" | "server" | "validator" | "root", Account>>;
  readonly dustAlpha: Account;
  readonly moved: Readonly<Record<TransferName, Account>>;
  poolTaoWeight: number;
  emaPrice: number;
  userFlow: number;
  userFlowEma: number;
  protocolFlow: number;
  protocolFlowEma: number;
}

export function openBooks(before: SubnetState): SubnetBooks {
  const { owner, server, validator, root } = before.pending;
  const { poolTaoWeight, emaPrice, userFlow, userFlowEma, protocolFlow, protocolFlowEma } = before;
  return {
    before,
    poolTao: new Account(before.poolTao),
    poolAlpha: new Account(before.poolAlpha),
    issuance: new Issuance(before.alphaIssuance),
    protocolAlpha: new Account(before.protocolAlpha),
    pending: {
      owner: new Account(owner),
      server: new Account(server),
      validator: new Account(validator),
      root: new Account(root),
    },
    dustAlpha: new Account(before.dustAlpha),
    moved: Object.fromEntries(transferNames.map((name) => [name, new Account(0n)])) as SubnetBooks["moved"],
    ...{ poolTaoWeight, emaPrice, userFlow, userFlowEma, protocolFlow, protocolFlowEma },
  };
}

export function closeBooks(books: SubnetBooks): { readonly subnet: SubnetState; readonly moved: SubnetMoved } {
  const { before, pending, moved } = books;
  const { poolTaoWeight, emaPrice, userFlow, userFlowEma, protocolFlow, protocolFlowEma } = books;
  const subnet: SubnetState = {
    ...before,
    ...{ poolTaoWeight, emaPrice, userFlow, userFlowEma, protocolFlow, protocolFlowEma },
    poolTao: books.poolTao.units,
    poolAlpha: books.poolAlpha.units,
    alphaIssuance: books.issuance.account.units,
    protocolAlpha: books.protocolAlpha.units,
    pending: {
      owner: pending.owner.units,
      server: pending.server.units,
      validator: pending.validator.units,
      root: pending.root.units,
    },
    dustAlpha: books.dustAlpha.units,
  };
  const totals = Object.fromEntries(transferNames.map((name) => [name, moved[name].units]));
  return { subnet, moved: { ...(totals as Record<TransferName, bigint>), netuid: before.netuid } };
}
