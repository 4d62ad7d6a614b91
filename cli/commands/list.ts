import type { ArgumentsCamelCase, CommandModule } from "yargs";
import { json } from "../options.ts";

interface ListOptions {
  readonly slot: string | undefined;
  readonly json: boolean;
  readonly schema: string | undefined;
}

export const command: CommandModule<object, ListOptions> = {
  command: "list [slot]",
  describe: "List the rules that a scenario may name, the hardware classes or the tensor backends",
  builder: (yargs) =>
    yargs
      .positional("slot", { type: "string", describe: "a slot, `hardware` or `backends`; all slots when left out" })
      .option("schema", {
        type: "string",
        describe: "write the JSON Schema of scenario files, to a file or to the terminal",
      })
      .option("json", json)
      .example("$0 list emission", "Kinds of emission")
      .example("$0 list backends", "Which tensor backends work here")
      .example(
        "$0 list --schema scenarios/scenario.schema.json",
        "JSON Schema, for editors to complete scenario files",
      ),
  handler: list,
};

async function list({ slot, json, schema }: ArgumentsCamelCase<ListOptions>): Promise<void> {
  const { backendList, hardwareList, schemaText, slotList, writeSchema } = await import("../listing.ts");
  if (schema !== undefined) return schema === "" ? console.log(schemaText()) : writeSchema(schema);
  const { rows, text } = await (slot === "backends"
    ? backendList()
    : slot === "hardware"
      ? hardwareList()
      : slotList(slot));
  console.log(json ? JSON.stringify(rows) : text);
}
