import type { ArgumentsCamelCase, CommandModule } from "yargs";
import { json } from "../options.ts";
import { wantsColour } from "../text.ts";

interface ReportOptions {
  readonly runs: string[];
  readonly json: boolean;
  readonly png: boolean;
  readonly out: string | undefined;
}

export const command: CommandModule<object, ReportOptions> = {
  command: "report <runs..>",
  describe: "Write the report of a run again, from its records alone",
  builder: (yargs) =>
    yargs
      .positional("runs", { type: "string", array: true, demandOption: true, describe: "folders of runs" })
      .option("json", json)
      .option("png", { type: "boolean", default: true, describe: "draw charts/*.png; --no-png leaves them out" })
      .option("out", {
        type: "string",
        requiresArg: true,
        describe: "write here instead of into the run's folder (a folder each for several runs)",
      })
      .example(
        "$0 report runs/quick",
        "report.html, report.md, verdict.json and charts/ in runs/quick; the verdict here",
      )
      .example("$0 report runs/quick --json --no-png", "The verdict as JSON (a list for several runs)"),
  handler: report,
};

async function report({ runs, json, png, out }: ArgumentsCamelCase<ReportOptions>): Promise<void> {
  const [
    { basename, join, resolve },
    { readReportRecords, writeReportOf },
    { terminal },
    { BadInput },
    { checkFolder },
  ] = await Promise.all([
    import("node:path"),
    import("../report/writeReport.ts"),
    import("../../reports/render/terminal.ts"),
    import("../errors.ts"),
    import("../outFolder.ts"),
  ]);
  const places = runs.map((dir) =>
    out === undefined ? dir : runs.length === 1 ? out : join(out, basename(resolve(dir))),
  );
  if (new Set(places).size < places.length)
    throw new BadInput("report: two runs would be written to the same folder; report them one by one");
  for (const place of places) await checkFolder(place);
  const { readManifest } = await import("../records/read.ts");
  for (const dir of runs) await readManifest(dir);
  const verdicts = [];
  for (const [k, dir] of runs.entries()) {
    verdicts.push(await writeReportOf(dir, await readReportRecords(dir), { png, out: places[k]! }));
  }
  if (json) return console.log(JSON.stringify(verdicts.length === 1 ? verdicts[0] : verdicts, null, 2));
  const colour = wantsColour(process.stdout, process.env);
  for (const [k, verdict] of verdicts.entries()) {
    console.log(terminal(verdict, { colour }));
    console.log(`report: ${join(places[k]!, "report.html")}`);
  }
}
