import type { ArgumentsCamelCase, CommandModule } from "yargs";
import { json } from "../options.ts";

export interface FitWords {
  readonly runs: string[];
  readonly hold: string[];
  readonly resamples: number;
  readonly seed: number;
  readonly json: boolean;
  readonly out: string | undefined;
}

const ABOUT = `Prints the task of a scenario: kind curve with catchUp, drift, qMax, q0, opening and noise, and under
fitted where they come from, 95% intervals, R2 and residuals. Reports on a run with it say so.
It is refused where the records cannot tell a value, with what would help. docs/fitting.md.`;

export const command: CommandModule<object, FitWords> = {
  command: "fit <runs..>",
  describe: "Fit effort to quality to the training that runs recorded, as a curve for years nobody trained",
  builder: (yargs) =>
    yargs
      .positional("runs", {
        type: "string",
        array: true,
        demandOption: true,
        describe: "folders of runs of the same task; their epochs are fitted together",
      })
      .option("hold", {
        type: "string",
        array: true,
        nargs: 1,
        default: [] as string[],
        defaultDescription: "none",
        describe: "give a value in place of fitting it: catchUp (per day), drift, qMax or q0",
      })
      .option("resamples", {
        type: "number",
        requiresArg: true,
        default: 1000,
        describe: "draws of miners for the intervals",
      })
      .option("seed", { type: "number", requiresArg: true, default: 1, describe: "seed of those draws" })
      .option("json", json)
      .option("out", { type: "string", requiresArg: true, describe: "write the YAML to this file" })
      .example("$0 fit runs/digits", "The curve of what was trained, as YAML")
      .example(
        "$0 fit runs/a runs/b --hold q0=0 --out fitted.yaml",
        "Two runs together; drift leads to the baseline guess",
      )
      .epilogue(ABOUT),
  handler: async (words: ArgumentsCamelCase<FitWords>) => {
    const { showFit } = await import("../fit/showFit.ts");
    await showFit(words);
  },
};
