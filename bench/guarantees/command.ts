import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BadInput, exitCodes } from "../../cli/errors.ts";
import { checkFolder } from "../../cli/outFolder.ts";
import kappa60 from "../../test/vectors/guarantees/kappa_60.json" with { type: "json" };
import plots from "../../test/vectors/guarantees/consensus_guarantees.json" with { type: "json" };
import { epochsOf, type Column } from "./columns.ts";
import { compareHeadlines, compareLines, readPublished, type PublishedSetting } from "./compare.ts";
import { drawRetention } from "./figure.ts";
import { help, readOptions, type Options } from "./options.ts";
import { lineWeights, planOf, type PlannedTask } from "./plan.ts";
import { checkPoints } from "./points.ts";
import { playAll } from "./pool.ts";
import { collect } from "./results.ts";
import { allWell, csv, findingsText, type Findings } from "./text.ts";

/**
 * `npm run bench consensus-guarantees`
 * @param script the bundled worker
 * @returns exit code
 */
export async function consensusGuarantees(words: readonly string[], script: URL): Promise<number> {
  try {
    const options = readOptions(words);
    if (options.help) console.log(help);
    else return await play(options, script);
    return exitCodes.done;
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    console.error(error.message);
    return exitCodes.badInput;
  }
}

async function play(options: Options, script: URL): Promise<number> {
  const { played, seeds, detail, out, figure } = options;
  for (const folder of [out, figure && dirname(figure)]) if (folder !== undefined) await checkFolder(folder);
  const published = [plots, kappa60].flatMap(readPublished).filter(({ name }) => name in played);
  const planned = planOf(played, published, seeds, detail);
  const { points, map, epochs } = collect(planned, await columnsOf(planned, script));
  const findings: Findings = {
    seeds,
    epochs,
    lines: compareLines(published, points),
    headlines: compareHeadlines(played, lineWeights, points),
    points: checkPoints(seeds),
  };
  if (out !== undefined) {
    await write(join(out, "map.csv"), csv(map));
    await write(join(out, "lines.csv"), csv(findings.lines));
  }
  if (figure !== undefined) await write(figure, await drawRetention(map, baseOf(published), seeds[0]!));
  console.log(options.json ? JSON.stringify(findings, null, 2) : findingsText(findings));
  return allWell(findings) ? exitCodes.done : exitCodes.failed;
}

const baseOf = (published: readonly PublishedSetting[]): PublishedSetting =>
  published.find(({ name }) => name === "base")!;

async function write(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

/** Plays the plan, a line of progress on stderr for every tenth. */
async function columnsOf(planned: readonly PlannedTask[], script: URL): Promise<readonly (readonly Column[])[]> {
  const tasks = planned.map(({ task }) => task);
  const total = tasks.reduce((epochs, task) => epochs + epochsOf(task), 0);
  const started = performance.now();
  const all = new Array<readonly Column[]>(tasks.length);
  let [played, tenth] = [0, 0];
  await playAll(tasks, script, (place, columns) => {
    all[place] = columns;
    played += epochsOf(tasks[place]!);
    if (Math.floor((10 * played) / total) === tenth) return;
    tenth = Math.floor((10 * played) / total);
    const seconds = (performance.now() - started) / 1000;
    const left = Math.ceil((seconds * (total - played)) / played);
    console.error(`${10 * tenth}%  ${seconds.toFixed(0)} s, about ${left} s left`);
  });
  return all;
}
