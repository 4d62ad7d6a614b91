import { writeFileSync } from "node:fs";
import { clock as clockOf } from "../../sim/core/clock.ts";
import type { Manifest } from "../../sim/manifest.ts";
import { roster as rosterOf } from "../../sim/roster.ts";
import { referenceStepsOf } from "../../sim/rules.ts";
import { parseScenario, ScenarioError } from "../../sim/scenario.ts";
import { names, type Name } from "../../reports/fit/curve.ts";
import { fit, fitSentence, type CurveFit } from "../../reports/fit/fit.ts";
import { yamlOf } from "../../reports/fit/yaml.ts";
import { catalog } from "../catalog.ts";
import type { FitWords } from "../commands/fit.ts";
import { BadInput } from "../errors.ts";
import { manifestFile } from "../records/layout.ts";
import { readManifest, readRun, type RunRecords } from "../records/read.ts";
import { table } from "../text.ts";
import { load } from "../textFile.ts";

/** Fits a curve to the records of runs and prints it, or writes it where that is asked for. */
export async function showFit({ runs, hold, resamples, seed, json, out }: FitWords): Promise<void> {
  const held = heldOf(hold);
  const whole = (name: string, value: number, least: number) => {
    if (!(Number.isInteger(value) && value >= least))
      throw new BadInput(`--${name} is ${value}; expected a whole number, ${least} or more`);
  };
  whole("resamples", resamples, 100);
  whole("seed", seed, 0);
  const scales = [];
  for (const dir of runs) scales.push(scaleOf(dir, await readManifest(dir)));
  const records: RunRecords[] = [];
  for (const dir of runs) records.push(await readRun(dir, { tables: ["epochs", "miners"] }));
  const found = fit(records, { stepsPerDay: scales[0]!, held, resamples, seed });
  if (out !== undefined) write(out, yamlOf(found));
  if (json) console.log(JSON.stringify(found, null, 2));
  else if (out === undefined) console.log(yamlOf(found).trimEnd());
  else console.log(`${out}: ${fitSentence(found)}\n${summary(found)}`);
}

/** @throws BadInput for what is no NAME=NUMBER of a parameter, or out of its range */
function heldOf(words: readonly string[]): Partial<Record<Name, number>> {
  const held: Partial<Record<Name, number>> = {};
  for (const word of words) {
    const [, name = "", value = ""] = /^([^=]*)=(.*)$/.exec(word) ?? [];
    if (!(names as readonly string[]).includes(name))
      throw new BadInput(`--hold ${word}: expected ${names.map((known) => `${known}=NUMBER`).join(" or ")}`);
    const number = value.trim() === "" ? NaN : Number(value);
    const most = name === "catchUp" ? Infinity : 1;
    if (!(number >= 0 && number <= most && Number.isFinite(number) && (name !== "drift" || number < 1)))
      throw new BadInput(
        `--hold ${word}: expected a number ${name === "catchUp" ? "per day, 0 or more" : name === "drift" ? "from 0 to below 1" : "from 0 to 1"}`,
      );
    held[name as Name] = number;
  }
  return held;
}

/**
 * Steps a day that are effort 1 in a run.
 * @throws BadInput when its scenario cannot be read by this version, or trains nobody
 */
function scaleOf(dir: string, { scenario: canonical }: Manifest): number {
  const file = manifestFile(dir);
  try {
    const { scenario } = parseScenario(JSON.stringify(canonical), file, catalog, load, []);
    const clock = clockOf(scenario.blockTime, scenario.tempo, scenario.duration);
    const steps = referenceStepsOf(scenario, rosterOf(scenario, catalog, clock));
    if (steps > 0) return steps / clock.epochDays;
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new BadInput(`${file}: not a scenario of this version: ${error.message.split("\n")[0]}`);
  }
  throw new BadInput(`${dir}: no miner of its scenario trains; expected a trainShare above 0`);
}

function summary({ values, intervals, opening, noise, pathResidual }: CurveFit): string {
  const short = (value: number) => String(Number(value.toPrecision(3)));
  const rows = names.map((name) => [
    name,
    short(values[name]),
    intervals[name] ? `${intervals[name].map(short).join(" to ")} (95%)` : "held",
  ]);
  return table([
    ...rows,
    ["opening", short(opening)],
    ["noise", short(noise)],
    ["pathResidual", short(pathResidual), "over whole paths"],
  ]);
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new BadInput(`${file}: ${(error as Error).message}; expected a file to write to`);
  }
}
