import type { ArgumentsCamelCase, CommandModule } from "yargs";
import { json, set } from "../options.ts";

interface CheckOptions {
  readonly file: string;
  readonly set: string[];
  readonly json: boolean;
}

export const command: CommandModule<object, CheckOptions> = {
  command: "check <file>",
  describe: "Check a scenario file without running it",
  builder: (yargs) =>
    yargs
      .positional("file", { type: "string", demandOption: true, describe: "scenario file" })
      .option("set", set)
      .option("json", json)
      .example("$0 check scenarios/quick.yaml", "Is this a scenario, and how large is it?")
      .example("$0 check scenarios/quick.yaml --set seed=2", "The same with another seed"),
  handler: check,
};

async function check({ file, set, json }: ArgumentsCamelCase<CheckOptions>): Promise<void> {
  const [{ readScenario }, { sizeOf }, { plural }, { armsOf }, { catalog }, { asBadInput, environmentOf }] =
    await Promise.all([
      import("../scenarioFile.ts"),
      import("../scenarioSize.ts"),
      import("../text.ts"),
      import("../../sim/arms.ts"),
      import("../catalog.ts"),
      import("../run/environment.ts"),
    ]);
  const parsed = readScenario(file, set);
  try {
    armsOf(parsed, catalog, await environmentOf("auto", parsed.scenario)); // rules that do not fit together are refused
  } catch (error) {
    throw asBadInput(file, error);
  }
  const { scenario, hash } = parsed;
  const size = sizeOf(scenario);
  if (json) return console.log(JSON.stringify({ ok: true, name: scenario.name, hash, ...size }));
  const { epochs, epochDays, miners, entrants, validators } = size;
  const joining = entrants > 0 ? ` (${entrants} more may join)` : "";
  console.log(`ok: ${scenario.name}`);
  console.log(`hash ${hash}`);
  console.log(`${plural(epochs, "epoch")} of ${plural(Number(epochDays.toPrecision(4)), "day")}`);
  console.log(`${plural(miners, "miner")}${joining}, ${plural(validators, "validator")}`);
}
