/** The few settings of a scenario that a report needs, read from the canonical form in the manifest. */
import { SECONDS_PER_DAY } from "../sim/core/clock.ts";
import type { Manifest } from "../sim/manifest.ts";

export interface Settings {
  /** fraction a year; null where the manifest does not say it */
  readonly discountRate: number | null;
  /** days from order to first service; 0 where hardware is not ordered */
  readonly deliveryLagDays: number;
  /** share of stake that decides; null where the consensus has none */
  readonly kappa: number | null;
  readonly shocks: readonly Shock[];
}

/** A dated event of the world outside. */
export interface Shock {
  readonly day: number;
  readonly label: string;
}

/** What is read of the canonical scenario: times are texts such as "4838400 s". */
interface Scenario {
  readonly discountRate?: unknown;
  readonly membership?: { readonly deliveryLag?: unknown };
  readonly consensus?: { readonly kappa?: unknown };
  readonly shocks?: { readonly events?: readonly Readonly<Record<string, unknown>>[] };
}

export function settingsOf({ scenario }: Pick<Manifest, "scenario">): Settings {
  const { discountRate, membership, consensus, shocks } = (scenario ?? {}) as Scenario;
  return {
    discountRate: numberOf(discountRate),
    deliveryLagDays: daysOf(membership?.deliveryLag) ?? 0,
    kappa: numberOf(consensus?.kappa),
    shocks: (shocks?.events ?? []).flatMap((event) => {
      const day = daysOf(event["at"]);
      return day === null ? [] : [{ day, label: labelOf(event) }];
    }),
  };
}

const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** Days of a time in seconds as the canonical form writes it; null where it is none. */
function daysOf(time: unknown): number | null {
  const seconds = typeof time === "string" ? /^(\d+(?:\.\d+)?(?:e[+-]?\d+)?) s$/.exec(time)?.[1] : undefined;
  return seconds === undefined ? null : Number(seconds) / SECONDS_PER_DAY;
}

/** "hardware price ×2" where the scenario gives the event no name of its own. */
function labelOf({ label, on, multiply }: Readonly<Record<string, unknown>>): string {
  if (typeof label === "string" && label !== "") return label;
  const what = String(on).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${what} ×${String(multiply)}`;
}
