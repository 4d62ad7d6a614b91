import type { ArgumentsCamelCase, CommandModule } from "yargs";
import { BACKENDS, type BackendName } from "../../models/backend/contract.ts";
import { BadInput } from "../errors.ts";
import { json, set } from "../options.ts";

export interface RunOptions {
  readonly scenario: string;
  readonly set: string[];
  readonly seed: string | undefined;
  readonly backend: "auto" | BackendName;
  readonly workers: number | undefined;
  readonly out: string | undefined;
  readonly resume: boolean;
  readonly png: boolean;
  readonly models: boolean;
  readonly json: boolean;
}

export const command: CommandModule<object, RunOptions> = {
  command: "run <scenario>",
  describe: "Run a scenario and its twin that keeps the subsidy, and report what survived",
  builder: (yargs) =>
    yargs
      .positional("scenario", { type: "string", demandOption: true, describe: "scenario file" })
      .option("set", set)
      .option("seed", { type: "string", requiresArg: true, describe: "seed of every draw, instead of the scenario's" })
      .option("backend", {
        choices: ["auto", ...BACKENDS] as const,
        default: "auto" as const,
        describe: "what trains the models; auto takes the best that works here",
      })
      .option("workers", {
        type: "number",
        requiresArg: true,
        describe: "threads that share the training; results do not depend on it [default: by cores and miners]",
      })
      .option("out", {
        type: "string",
        requiresArg: true,
        describe: "folder for records and report [default: runs/NAME]",
      })
      .option("resume", { type: "boolean", default: false, describe: "go on with a run that was stopped" })
      .option("png", {
        type: "boolean",
        default: true,
        describe: "draw charts/*.png and pictures/*.png (--no-png leaves them out)",
      })
      .option("models", {
        type: "boolean",
        default: false,
        describe: "keep the last checkpoint of a finished run, with its models, for export --models",
      })
      .option("json", json)
      .example("$0 run scenarios/after-the-subsidy.yaml", "The main job: real training, two arms, a report")
      .example("$0 run scenarios/quick.yaml --seed 7 --set taper.at=26weeks", "Seconds: learning by a curve")
      .example("$0 run scenarios/quick.yaml --resume", "Go on after Ctrl-C or a crash"),
  handler: async (options: ArgumentsCamelCase<RunOptions>) => {
    const { workers } = options;
    if (workers !== undefined && !(Number.isInteger(workers) && workers >= 1))
      throw new BadInput(`--workers is ${workers}; expected a whole number, 1 or more`);
    const { runScenario } = await import("../run/runScenario.ts");
    await runScenario(options);
  },
};
