import { DAYS_PER_YEAR, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import { playerOf, type Player } from "../../sim/schedule/play.ts";
import { schedulePoint } from "../../sim/schedule/point.ts";
import { scheduleRows, type Period, type ScheduleRow } from "../../sim/schedule/rows.ts";
import type { Schedule } from "../../sim/schedule/schedule.ts";
import type { EmissionOptions } from "../commands/emission.ts";
import { BadInput } from "../errors.ts";
import { factsOf } from "./facts.ts";
import { checkNewFile, writeHtml, writePlot } from "./files.ts";
import { pointsCsv, pointsJson, pointsText, rowsCsv, rowsJson, rowsText } from "./print.ts";
import { schedulesOf } from "./sources.ts";
import { heldOf, momentOf, refuseTogether, yearsOf } from "./wishes.ts";

/** A schedule with its rows, and what it is, for a reader. */
export interface Shown {
  readonly schedule: Schedule;
  readonly by: Period;
  readonly rows: readonly ScheduleRow[];
  readonly facts: readonly string[];
}

/** Years of a preset; by era Bitcoin's last one ends in its 132nd. */
const YEARS = 40;
const YEARS_BY_ERA = 150;

/** Everything is checked and played before anything is written. */
export async function showEmission(options: EmissionOptions): Promise<void> {
  refuseTogether(options);
  const held = heldOf(options);
  const moment = options.at === undefined ? undefined : momentOf(options.at);
  const given = options.years === undefined ? undefined : yearsOf(options.years);
  for (const file of [options.plot, options.html]) if (file !== undefined) checkNewFile(file);
  if (options.plot !== undefined && !/\.png$/i.test(options.plot))
    throw new BadInput(
      `--plot is ${JSON.stringify(options.plot)}; expected the name of a PNG file, such as emission.png`,
    );
  const schedules = await schedulesOf(options.sources, options.set, held);
  if (moment !== undefined) {
    const points = schedules.map((schedule) => {
      const player = playerOf(schedule);
      const point = refusing(() => schedulePoint(schedule, moment, player));
      return { schedule, point, facts: factsOf(schedule, player.looked, held) };
    });
    return console.log(options.json ? pointsJson(points) : options.csv ? pointsCsv(points) : pointsText(points));
  }
  const by = options.by ?? "year";
  const days = given === undefined ? Math.max(...schedules.map((one) => daysOf(one, by))) : given * DAYS_PER_YEAR;
  const shown = schedules.map((schedule): Shown => {
    const player: Player = playerOf(schedule);
    const rows = refusing(() => scheduleRows({ schedule, by, days }, player));
    return { schedule, by, rows, facts: factsOf(schedule, player.looked, held) };
  });
  if (options.plot !== undefined) await refusing(() => writePlot(options.plot!, schedules, days));
  if (options.html !== undefined) await refusing(() => writeHtml(options.html!, shown, days));
  if (options.json) return console.log(rowsJson(shown));
  if (options.csv) return console.log(rowsCsv(shown));
  if (options.plot === undefined && options.html === undefined) return console.log(rowsText(shown));
  for (const name of ["plot", "html"] as const)
    if (options[name] !== undefined) console.log(`${name}: ${options[name]}`);
}

function daysOf({ origin, clock }: Schedule, by: Period): number {
  if (origin.kind === "scenario") return (clock.epochs * clock.epochSeconds) / SECONDS_PER_DAY;
  return DAYS_PER_YEAR * (by === "era" ? YEARS_BY_ERA : YEARS);
}

/** What a schedule refuses was asked of it by the options. */
function refusing<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof RangeError ? new BadInput(error.message) : error;
  }
}
