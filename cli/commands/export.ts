import type { ArgumentsCamelCase, CommandModule } from "yargs";
import { json } from "../options.ts";

interface ExportOptions {
  readonly run: string;
  readonly csv: string;
  readonly json: boolean;
}

export const command: CommandModule<object, ExportOptions> = {
  command: "export <run>",
  describe: "Write all tables of a run as CSV, with a description of their columns",
  builder: (yargs) =>
    yargs
      .positional("run", { type: "string", demandOption: true, describe: "folder of a run" })
      .option("csv", { type: "string", demandOption: true, requiresArg: true, describe: "folder to write to" })
      .option("json", json)
      .example("$0 export runs/quick --csv tables", "tables/epochs.csv, tables/miners.csv ... and tables/columns.csv"),
  handler: exportTables,
};

async function exportTables({ run, csv, json }: ArgumentsCamelCase<ExportOptions>): Promise<void> {
  const [{ checkFolder }, { writeTables }] = await Promise.all([
    import("../outFolder.ts"),
    import("../records/export.ts"),
  ]);
  await checkFolder(csv);
  const written = await writeTables(run, csv);
  if (json) return console.log(JSON.stringify({ folder: csv, tables: written }, null, 2));
  for (const { file, rows } of written) console.log(`${file}: ${rows} rows`);
}
