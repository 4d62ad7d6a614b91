import type { ArgumentsCamelCase, CommandModule } from "yargs";
import type { Period } from "../../sim/schedule/rows.ts";
import { json, set } from "../options.ts";

export interface EmissionOptions {
  readonly sources: string[];
  readonly by: Period | undefined;
  readonly years: string | undefined;
  readonly at: string | undefined;
  readonly price: string | undefined;
  readonly revenue: string | undefined;
  readonly burned: string | undefined;
  readonly bonded: string | undefined;
  readonly set: string[];
  readonly csv: boolean;
  readonly json: boolean;
  readonly plot: string | undefined;
  readonly html: string | undefined;
}

const COLUMNS = `A row has index (periods before it; of an era, halvings before it), start (days since the start),
minted and cumulative (tokens since the start), remintedBurn (tokens of minted that stand for burned
ones) and annualInflation (minted a year over what was issued at its start, not compounded).
A year is 365 days, a month a twelfth of it.

What a schedule sees of the world is held: a scenario's opening price and staked share, half staked
for a network, no burn and no revenue, unless an option says otherwise. The output says what of it
was looked at. docs/emission.md has the networks' sources.`;

const word = { type: "string", requiresArg: true } as const;

export const command: CommandModule<object, EmissionOptions> = {
  command: "emission <sources..>",
  describe: "Print or draw what a network or a scenario mints, as a schedule alone",
  builder: (yargs) =>
    yargs
      .positional("sources", {
        type: "string",
        array: true,
        demandOption: true,
        describe: "networks such as bitcoin, or scenario files; several are compared",
      })
      .option("by", {
        choices: ["era", "year", "month", "day", "epoch"] as const,
        describe: "length of a row; an era is a halving's [default: year]",
      })
      .option("years", { ...word, describe: "how long [default: a scenario's duration; 40, by era 150]" })
      .option("at", { ...word, describe: 'one moment: a block, a time ("4 years") or issuance=N' })
      .option("price", { ...word, describe: "USD per token, held" })
      .option("revenue", { ...word, describe: "what customers pay, USD a day, held" })
      .option("burned", { ...word, describe: "tokens burned a day, held" })
      .option("bonded", { ...word, describe: "staked share of all tokens, held" })
      .option("set", set)
      .option("csv", { type: "boolean", default: false, describe: "print CSV" })
      .option("json", json)
      .option("plot", { ...word, describe: "draw a PNG file: linear and logarithmic" })
      .option("html", { ...word, describe: "write one offline page: charts and tables" })
      .example("$0 emission bitcoin --by era", "Every halving of Bitcoin")
      .example("$0 emission bitcoin bittensor render --plot emission.png", "Three networks in one chart")
      .example("$0 emission bittensor --at issuance=10500000", "The first halving of Bittensor")
      .example("$0 emission scenarios/quick.yaml --by epoch --csv", "What a scenario mints, its taper applied")
      .epilogue(COLUMNS),
  handler: async (options: ArgumentsCamelCase<EmissionOptions>) => {
    const { showEmission } = await import("../emission/showEmission.ts");
    await showEmission(options);
  },
};
