import type { ArgumentsCamelCase, CommandModule } from "yargs";
import { BACKENDS, type BackendName } from "../../models/backend/contract.ts";
import { ARMS, type ArmName } from "../../sim/armNames.ts";
import { BadInput } from "../errors.ts";
import { json, set } from "../options.ts";

export interface RunOptions {
  readonly scenario: string;
  readonly set: string[];
  readonly seed: string | undefined;
  readonly seeds: number;
  readonly arms: string;
  readonly backend: "auto" | BackendName;
  readonly workers: number | undefined;
  readonly out: string | undefined;
  readonly resume: boolean;
  readonly png: boolean;
  readonly why: boolean;
  readonly models: boolean;
  readonly json: boolean;
}

export const command: CommandModule<object, RunOptions> = {
  command: "run <scenario>",
  describe: "Run a scenario, its twin that keeps the subsidy and one that never had it, and report what survived",
  builder: (yargs) =>
    yargs
      .positional("scenario", { type: "string", demandOption: true, describe: "scenario file" })
      .option("set", set)
      .option("seed", { type: "string", requiresArg: true, describe: "seed of every draw, instead of the scenario's" })
      .option("seeds", {
        type: "number",
        requiresArg: true,
        default: 1,
        describe:
          "seeds to play, from the scenario's on; those after the first are kept as a line each (slow with real training)",
      })
      .option("arms", {
        type: "string",
        requiresArg: true,
        default: ARMS.join(","),
        describe: "what is played: cut and keep are always needed, never (no subsidy from the start) can be left out",
      })
      .option("backend", {
        choices: ["auto", ...BACKENDS] as const,
        default: "auto" as const,
        describe: "what trains the models; auto takes the best that works here",
      })
      .option("workers", {
        type: "number",
        requiresArg: true,
        describe:
          "threads that share the training or play seeds; results do not depend on it [default: by cores and miners]",
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
      .option("why", {
        type: "boolean",
        default: true,
        describe: "play on after the arms to say why service was lost and what of it lasts (--no-why leaves it out)",
      })
      .option("models", {
        type: "boolean",
        default: false,
        describe: "keep the last checkpoint of a finished run, with its models, for export --models",
      })
      .option("json", json)
      .example("$0 run scenarios/after-the-subsidy.yaml", "The main job: real training, three arms, a report")
      .example("$0 run scenarios/quick.yaml --seed 7 --set taper.at=26weeks", "Seconds: learning by a curve")
      .example("$0 run scenarios/quick.yaml --seeds 50", "How far chance moves the answer")
      .example("$0 run scenarios/quick.yaml --resume", "Go on after Ctrl-C or a crash"),
  handler: async (options: ArgumentsCamelCase<RunOptions>) => {
    for (const [name, value] of Object.entries({ workers: options.workers ?? 1, seeds: options.seeds }))
      if (!(Number.isInteger(value) && value >= 1))
        throw new BadInput(`--${name} is ${value}; expected a whole number, 1 or more`);
    const wanted = armsWanted(options.arms);
    const { runScenario } = await import("../run/runScenario.ts");
    await runScenario(options, wanted);
  },
};

/** What survived is told by comparing `cut` with `keep`, so both are always played. */
function armsWanted(text: string): readonly ArmName[] {
  const choices = [ARMS, ARMS.slice(0, 2)];
  const wanted = choices.find((names) => names.join(",") === text);
  if (wanted) return wanted;
  throw new BadInput(`--arms is "${text}"; expected ${choices.map((names) => names.join(",")).join(" or ")}`);
}
