import { integer, key, number, optional, text, type Table } from "./column.ts";

/** What was played after the run, to say why: few rows, written once the arms are done. */
export const counterfactuals: Table = {
  name: "counterfactuals",
  store: "csv",
  meaning: "One row an epoch after the fork and set of things that the arm cut has as on the path of the arm keep",
  columns: [
    ...key,
    text("held", 'what is held, sorted names joined by "+": demand, hardware, price, validators; "" for nothing'),
    number("serviceValueUsd", "USD", "Y(e): sum over served requests of v(experienced quality)"),
    number("served", "requests", "requests answered"),
  ],
};

export const lasting: Table = {
  name: "lasting",
  store: "csv",
  meaning: "One row an arm: the level at which it settles once exogenous paths stand still at the end of the run",
  columns: [
    ...key,
    integer("settled", "", "1 when it settled, 0 when 30 years were not enough"),
    number("years", "years", "played beyond the run"),
    number(
      "serviceValueUsd",
      "USD/day",
      "value of the served requests, mean of the last 13 weeks played, as all below",
    ),
    number("served", "requests/day", "requests answered"),
    number("capacity", "requests/day", "requests that could have been answered"),
    number("serving", "operators", "operators that served"),
    number("hours", "h/day", "available hours of serving hardware"),
    number("price", "USD/token", "clearing price"),
    number("customerFundedUsd", "USD/day", "operators' income that current customers pay"),
    number("netSubsidyUsd", "USD/day", "operators' income that they do not pay, at the clearing price, and grants"),
    number("fullCostUsd", "USD/day", "running and capital cost of all hardware that served"),
    optional("servedQuality", "fraction", "mean experienced quality over served requests; NaN when none"),
  ],
};

export const breakEvens: Table = {
  name: "breakEvens",
  store: "csv",
  meaning: "One row a figure at which operators' income would cover their cost, with nobody coming or going",
  columns: [
    ...key,
    text("name", "tokenPrice, demandMultiple, utilisationFull, utilisationRunning or requestPrice"),
    optional("value", "USD/token, multiple, fraction or USD/request", "the break-even; NaN where there is none"),
    number(
      "today",
      "the same",
      "what it is in the 13 weeks that begin where the subsidy would end, with the subsidy kept",
    ),
    optional(
      "verified",
      "ratio",
      "operators' income over full cost (running cost for utilisationRunning) in 13 weeks played at the value; NaN where they were not played",
    ),
    text("why", 'reason where a number is missing; "" where there is none'),
  ],
};

export const sensitivities: Table = {
  name: "sensitivities",
  store: "csv",
  meaning: "One row a rule of the scenario that was exchanged from the fork on",
  columns: [
    ...key,
    text("change", "what was changed, in plain words"),
    text("on", "which part of the scenario it belongs to, such as price"),
    optional(
      "retentionYear",
      "ratio",
      "service value a year after the cut, cut over keep; NaN where nothing was served",
    ),
    number("serviceValueUsd", "USD/day", "service value of the arm cut in the same 13 weeks"),
  ],
};
