import type { ArgumentsCamelCase, CommandModule } from "yargs";
import { json } from "../options.ts";

interface ExplainOptions {
  readonly rule: string;
  readonly json: boolean;
}

export const command: CommandModule<object, ExplainOptions> = {
  command: "explain <rule>",
  describe: "Explain one rule: what it does, its parameters and their defaults",
  builder: (yargs) =>
    yargs
      .positional("rule", { type: "string", demandOption: true, describe: "SLOT.KIND" })
      .option("json", json)
      .example("$0 explain consensus.yuma", "The consensus, its equation and its parameters"),
  handler: explain,
};

async function explain({ rule, json }: ArgumentsCamelCase<ExplainOptions>): Promise<void> {
  const { explanation } = await import("../explanation.ts");
  const { row, text } = explanation(rule);
  console.log(json ? JSON.stringify(row) : text);
}
