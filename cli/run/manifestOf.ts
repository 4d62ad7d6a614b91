import packageJson from "../../package.json" with { type: "json" };
import type { Arms } from "../../sim/arms.ts";
import { SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import type { Manifest } from "../../sim/manifest.ts";
import type { ParsedScenario } from "../../sim/scenario.ts";

/** What a run's folder says of itself, from the scenario and its rules. */
export function manifestOf(
  { scenario, canonical, hash }: ParsedScenario,
  { arms, leftOut = [] }: Arms,
  versions: Readonly<Record<string, string>>,
): Manifest {
  const { clock, taper, task, work, warnings, roster } = arms[0]!.rules;
  const day = (block: number) => (block * clock.blockSeconds) / SECONDS_PER_DAY;
  return {
    taper: packageJson.version,
    name: scenario.name,
    question: scenario.question,
    hash,
    seed: scenario.seed,
    backend: task.backend,
    versions,
    arms: arms.map((arm) => arm.name),
    blockSeconds: clock.blockSeconds,
    tempo: clock.tempo,
    epochs: clock.epochs,
    epochDays: clock.epochDays,
    subsidyEnd: Number.isFinite(taper.from)
      ? {
          announcedDay: day(taper.announcedAt),
          fromDay: day(taper.from),
          floorDay: Number.isFinite(taper.floorAt) ? day(taper.floorAt) : null,
        }
      : null,
    scale: work,
    hardwareLifeDays: roster.operators.hardware.lifeDays.reduce((most, days) => Math.max(most, days), 0),
    warnings: [...warnings, ...leftOut],
    scenario: JSON.parse(canonical) as unknown,
    status: "running",
  };
}
