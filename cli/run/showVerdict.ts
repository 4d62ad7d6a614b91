import { join } from "node:path";
import { wantsColour } from "../text.ts";
import type { RunOptions } from "../commands/run.ts";

/** Writes the report of a finished run into its folder and prints its verdict. */
export async function showVerdict(dir: string, { json, png }: Pick<RunOptions, "json" | "png">): Promise<void> {
  const { writeReport } = await import("../report/writeReport.ts");
  const { terminal } = await import("../../reports/render/terminal.ts");
  const verdict = await writeReport(dir, { png });
  if (json) console.log(JSON.stringify(verdict));
  else console.log(terminal(verdict, { colour: wantsColour(process.stdout, process.env) }));
  console.error(`report: ${join(dir, "report.html")}`);
}
