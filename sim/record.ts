import type { Tables } from "./record/batch.ts";
import { integer, key, number, optional, text, type Table } from "./record/column.ts";
import { breakEvens, counterfactuals, lasting, sensitivities } from "./record/counterfactuals.ts";
import { audits, miners, operators, validators } from "./record/participants.ts";

export type { Column, Table } from "./record/column.ts";
export type { Batch, Cell, Part, Row, Rows, Tables } from "./record/batch.ts";

/**
 * What a run writes down: long tables keyed by arm, epoch, subnet and id. A column is declared here once; recorder, file
 * header, report tables and docs all read this declaration.
 */
export const epochs: Table = {
  name: "epochs",
  store: "csv",
  meaning: "One row an epoch: the state of the network and the sums over its participants",
  columns: [
    ...key,
    number("day", "days", "end of the epoch since the start of the run"),
    integer("block", "block", "first block of the epoch"),
    number("subsidyMultiplier", "fraction", "mean taper multiplier over the epoch"),
    number("minted", "tokens", "newly minted in the epoch, burned tokens that were minted anew included"),
    number("burned", "tokens", "taken out of existence for good in the epoch"),
    number("issuance", "tokens", "minted so far less recycled, after the epoch"),
    number("supply", "tokens", "all tokens that exist, after the epoch"),
    number("circulating", "tokens", "supply less what is staked, not yet vested or in a vault, after the epoch"),
    number("vesting", "tokens", "miners' pay that is still locked, after the epoch"),
    number("price", "USD/token", "clearing price"),
    number("soldTokens", "tokens", "sold by operators, validators and stakers on root"),
    optional(
      "collateralRatio",
      "ratio",
      "vault tokens at the clearing price over customers' credits, after the epoch; NaN where nobody holds credits",
    ),
    integer("vaultAlert", "", "1 when that ratio is at or below the level of a warning, 2 when deposits halt, else 0"),
    optional(
      "registrationPrice",
      "tokens",
      "price of the next registration, after those of the epoch; NaN where it has no price in tokens",
    ),
    integer("serving", "operators", "operators that served in the epoch"),
    integer("owning", "operators", "operators that own hardware (serving, elsewhere or off) after the epoch"),
    integer("elsewhere", "operators", "operators on the outside workload after the epoch"),
    integer("off", "operators", "operators switched off after the epoch"),
    integer("ordered", "operators", "operators whose hardware is on order after the epoch"),
    integer("entered", "operators", "operators that start serving after the epoch: newcomers and those that return"),
    integer("stopped", "operators", "operators that stopped serving at the end of the epoch (off, elsewhere or gone)"),
    integer("left", "operators", "operators that sold or wore out their hardware at the end of the epoch"),
    integer("pruned", "uids", "uids that newcomers took from their holders at the end of the epoch"),
    integer("working", "validators", "validators that worked in the epoch"),
    integer("audits", "audits", "planned audits run"),
    integer("trainedSteps", "steps", "optimiser steps run by all miners"),
    number("hours", "hours", "available hours of serving hardware"),
    number("capacity", "requests", "requests that could have been answered"),
    optional("meanQuality", "fraction", "mean true quality over serving miners; NaN when nobody serves"),
    optional("servedQuality", "fraction", "mean experienced quality over served requests; NaN when none"),
    optional(
      "rewardedQuality",
      "fraction",
      "true quality of miners that served, weighted by incentive: what consensus pays for; NaN when none of them is paid",
    ),
    number("wanted", "requests", "requests customers sent to the network"),
    number("served", "requests", "requests answered"),
    number("unmet", "requests", "requests sent and not answered for lack of capacity"),
    optional("waitSeconds", "seconds", "mean wait of served requests; NaN when none"),
    number("serviceValueUsd", "USD", "Y(e): sum over served requests of v(experienced quality)"),
    number(
      "usdPerRequest",
      "USD/request",
      "mean price of a request, or what one would have cost where none was served",
    ),
    number("revenueUsd", "USD", "paid by customers"),
    number("customerFundedUsd", "USD", "operators' income that current customers pay"),
    number("netSubsidyTokens", "tokens", "operators' income that they do not pay, in tokens"),
    number("netSubsidyUsd", "USD", "the same at the clearing price, and grants"),
    number("grantUsd", "USD", "paid to operators by grants, on top of what customers pay"),
    number("subsidyUsdCashed", "USD", "what operators received for newly minted tokens sold in the epoch"),
    number("holdingGainUsd", "USD", "change in value of the operators' opening tokens over the epoch"),
    number("runningCostUsd", "USD", "operators' running cost"),
    number("fullCostUsd", "USD", "running and capital cost of all hardware that served"),
    number("auditCostUsd", "USD", "paid by validators for audits"),
    number("minerAuditCostUsd", "USD", "paid by miners for audits and appeals"),
    number("proofCostUsd", "USD", "paid by miners for proofs of their answers"),
    number("checks", "checks", "runs of models by audits, a pair of many checks counted as so many, and by appeals"),
    integer("failedAudits", "audits", "audits that failed and that no appeal cleared"),
    number("finalitySeconds", "seconds", "mean time until a customer may rely on an answer, beyond the answer"),
    number("bondedUsd", "USD", "bonds held after the epoch"),
    number("slashedUsd", "USD", "taken from bonds"),
    number("rewardUsd", "USD", "part of it that validators received for the faults they found"),
    number("jackpotUsd", "USD", "received by validators for planted faults that they found"),
  ],
};

export const segments: Table = {
  name: "segments",
  store: "csv",
  meaning: "One row an epoch and customer segment",
  columns: [
    ...key,
    text("segment", "name of the customer segment"),
    number("belief", "fraction", "quality the segment believed in when it chose"),
    number("networkShare", "fraction", "share of the market that chose the network"),
    number("cloudShare", "fraction", "share that chose a cloud"),
    number("nothingShare", "fraction", "share that bought nothing"),
    number("surplusUsd", "USD", "worth of the choice to the whole market over buying nothing, by what it believes"),
    number("wanted", "requests", "sent to the network"),
    number("served", "requests", "answered by the network"),
    number("serviceValueUsd", "USD", "value of the answers to the segment"),
    number("rivalShare", "fraction", "share of the market that chose another network"),
    optional("awareness", "fraction", "share of the market that knew the network; NaN where everybody does"),
    number("refused", "requests", "sent to the network and not answered"),
    number("refusedToCloud", "requests", "part of it that a cloud answered"),
  ],
};

export const flows: Table = {
  name: "flows",
  store: "csv",
  meaning: "Every transfer of the two ledgers, summed by account and purpose",
  columns: [
    ...key,
    text("ledger", "tokens or usd"),
    text("from", "account that pays"),
    text("to", "account that receives"),
    text("why", "purpose"),
    number("amount", "tokens or USD", "amount moved in the epoch"),
  ],
};

/** All tables, in the order in which they are described. */
export const tables: readonly Table[] = [
  epochs,
  segments,
  flows,
  miners,
  validators,
  operators,
  audits,
  counterfactuals,
  lasting,
  breakEvens,
  sensitivities,
];

/** Takes tables as they come; files in Node, arrays in the browser. A table that it does not keep is not made. */
export interface Recorder {
  write(tables: Tables): Promise<void> | void;
  close(): Promise<void> | void;
}

/** Columns of a table held in memory: a typed array for numbers, strings for text. */
export interface Frame {
  readonly length: number;
  readonly columns: Readonly<Record<string, Float64Array | readonly string[]>>;
}

export type Frames = Readonly<Record<string, Frame>>;
