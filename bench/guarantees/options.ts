import { parseArgs } from "node:util";
import { BadInput } from "../../cli/errors.ts";
import type { Detail } from "./plan.ts";
import { settings, type Setting, type SettingName } from "./settings.ts";

export const help = `npm run bench consensus-guarantees -- [options]

Which share of a subnet's stake is safe from a minority that votes for itself: honest emission over honest stake S,
honest self-weight W_H and minor self-weight W_C, against the lines published with the chain's code.

  --settings NAMES   comma-separated; default all: ${Object.keys(settings).join(", ")}
  --seed N           first seed, 0 or more (default 1)
  --seeds COUNT      random draws, of which lines are the mean (default 10)
  --coarse           no full map, only the lines' W_C
  --fine             full maps for every setting, not for base alone
  --out DIR          write map.csv (first seed) and lines.csv
  --figure FILE      draw the retention lines of base as PNG
  --json             print JSON

Exit codes: 0 all within tolerance, 1 something is not, 2 bad input.
Example: npm run bench consensus-guarantees -- --settings base --out runs/guarantees`;

export interface Options {
  readonly played: Readonly<Record<string, Setting>>;
  readonly seeds: readonly number[];
  readonly detail: Detail;
  readonly out: string | undefined;
  readonly figure: string | undefined;
  readonly json: boolean;
  readonly help: boolean;
}

/** @throws BadInput naming the option, what it is and what it should be */
export function readOptions(words: readonly string[]): Options {
  const given = parse(words);
  if (given.coarse && given.fine) throw new BadInput("--coarse and --fine exclude each other");
  const played = settingsOf(given.settings);
  const detail = given.fine ? "fine" : given.coarse ? "coarse" : "base";
  if (given.figure !== undefined && (!("base" in played) || detail === "coarse")) {
    throw new BadInput("--figure draws the full map of base; expected base among --settings, and no --coarse");
  }
  const first = whole("--seed", given.seed, 0);
  const seeds = Array.from({ length: whole("--seeds", given.seeds, 1) }, (_, k) => first + k);
  return { played, seeds, detail, out: given.out, figure: given.figure, json: given.json, help: given.help };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        settings: { type: "string", default: Object.keys(settings).join() },
        seed: { type: "string", default: "1" },
        seeds: { type: "string", default: "10" },
        coarse: { type: "boolean", default: false },
        fine: { type: "boolean", default: false },
        out: { type: "string" },
        figure: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new BadInput((error as Error).message);
  }
}

function settingsOf(names: string): Readonly<Record<string, Setting>> {
  return Object.fromEntries(
    names.split(",").map((name) => {
      if (!Object.hasOwn(settings, name))
        throw new BadInput(`--settings names "${name}"; expected some of ${Object.keys(settings).join(", ")}`);
      return [name, settings[name as SettingName]];
    }),
  );
}

function whole(option: string, text: string, least: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= 0xffff_ffff))
    throw new BadInput(`${option} is "${text}"; expected a whole number, ${least} or more`);
  return value;
}
