import type { ArgumentsCamelCase, CommandModule } from "yargs";
import { json } from "../options.ts";

interface ExportOptions {
  readonly run: string;
  readonly csv: string | undefined;
  readonly models: string | undefined;
  readonly json: boolean;
}

export const command: CommandModule<object, ExportOptions> = {
  command: "export <run>",
  describe: "Write all tables of a run as CSV, with a description of their columns, or its models",
  builder: (yargs) =>
    yargs
      .positional("run", { type: "string", demandOption: true, describe: "folder of a run" })
      .option("csv", { type: "string", requiresArg: true, describe: "folder to write tables to" })
      .option("models", {
        type: "string",
        requiresArg: true,
        describe: "folder to write the weights of the newest checkpoint to, a safetensors file for each miner",
      })
      .option("json", json)
      .example("$0 export runs/quick --csv tables", "tables/epochs.csv, tables/miners.csv ... and tables/columns.csv")
      .example("$0 export runs/digits --models models", "models/honest/0.safetensors ... of a run with --models"),
  handler: exportTables,
};

async function exportTables({ run, csv, models, json }: ArgumentsCamelCase<ExportOptions>): Promise<void> {
  const [{ checkFolder }, { BadInput }] = await Promise.all([import("../outFolder.ts"), import("../errors.ts")]);
  if (csv === undefined && models === undefined)
    throw new BadInput("export: nothing is asked for; expected --csv DIR, --models DIR or both");
  for (const folder of [csv, models]) if (folder !== undefined) await checkFolder(folder);
  const { writeModels } = await import("../records/models.ts");
  const { writeTables } = await import("../records/export.ts");
  const saved = models === undefined ? [] : await writeModels(run, models);
  const tables = csv === undefined ? [] : await writeTables(run, csv);
  if (json) {
    const written = {
      ...(csv === undefined ? {} : { folder: csv, tables }),
      ...(models === undefined ? {} : { models: saved }),
    };
    return console.log(JSON.stringify(written, null, 2));
  }
  for (const { file, steps } of saved) console.log(`${file}: ${steps} steps`);
  for (const { file, rows } of tables) console.log(`${file}: ${rows} rows`);
}
