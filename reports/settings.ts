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
  /** who else sells requests at a price that the scenario states */
  readonly outside: readonly Outside[];
}

/** A dated event of the world outside. */
export interface Shock {
  readonly day: number;
  readonly label: string;
  /** path that is multiplied, by what, and until when; Infinity: to the end */
  readonly on: string;
  readonly factor: number;
  readonly untilDay: number;
}

/** A cloud or another network. */
export interface Outside {
  readonly usdPerRequest: number;
  /** events on clouds' prices meet it */
  readonly isCloud: boolean;
}

type Entry = Readonly<Record<string, unknown>>;

/** What is read of the canonical scenario: times are texts such as "4838400 s". */
interface Scenario {
  readonly discountRate?: unknown;
  readonly membership?: { readonly deliveryLag?: unknown };
  readonly consensus?: { readonly kappa?: unknown };
  readonly demand?: { readonly cloud?: Entry; readonly clouds?: readonly Entry[]; readonly rivals?: readonly Entry[] };
  readonly shocks?: { readonly events?: readonly Entry[] };
}

export function settingsOf({ scenario }: Pick<Manifest, "scenario">): Settings {
  const { discountRate, membership, consensus, demand, shocks } = (scenario ?? {}) as Scenario;
  return {
    discountRate: numberOf(discountRate),
    deliveryLagDays: daysOf(membership?.deliveryLag) ?? 0,
    kappa: numberOf(consensus?.kappa),
    shocks: (shocks?.events ?? []).flatMap((event) => {
      const day = daysOf(event["at"]);
      return day === null ? [] : [shockOf(event, day)];
    }),
    outside: [
      ...pricesOf([...(demand?.cloud ? [demand.cloud] : []), ...(demand?.clouds ?? [])], true),
      ...pricesOf(demand?.rivals ?? [], false),
    ],
  };
}

/** Least price of a request outside on a day, with the events on clouds' prices that are in force; Infinity where none is stated. */
export function outsideUsdPerRequest({ outside, shocks }: Settings, day: number): number {
  const inForce = shocks.filter((one) => one.on === "cloudPrice" && day >= one.day && day < one.untilDay);
  const factor = inForce.reduce((product, one) => product * one.factor, 1);
  return Math.min(...outside.map(({ usdPerRequest, isCloud }) => usdPerRequest * (isCloud ? factor : 1)));
}

const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);

const pricesOf = (sellers: readonly Entry[], isCloud: boolean): readonly Outside[] =>
  sellers.flatMap((seller) => {
    const usdPerRequest = amountOf(seller["usdPerRequest"], "USD/request");
    return usdPerRequest === null ? [] : [{ usdPerRequest, isCloud }];
  });

function shockOf(event: Entry, day: number): Shock {
  return {
    day,
    label: labelOf(event),
    on: String(event["on"]),
    factor: numberOf(event["multiply"]) ?? 1,
    untilDay: daysOf(event["until"]) ?? Infinity,
  };
}

/** Days of a time in seconds as the canonical form writes it; null where it is none. */
function daysOf(time: unknown): number | null {
  const seconds = amountOf(time, "s");
  return seconds === null ? null : seconds / SECONDS_PER_DAY;
}

/** The number of an amount such as "0.018 USD/request"; null where it is none in that unit. */
function amountOf(text: unknown, unit: string): number | null {
  const found = typeof text === "string" ? /^(\d+(?:\.\d+)?(?:e[+-]?\d+)?) (\S+)$/.exec(text) : null;
  return found?.[2] === unit ? Number(found[1]) : null;
}

/** "hardware price ×2" where the scenario gives the event no name of its own. */
function labelOf({ label, on, multiply }: Entry): string {
  if (typeof label === "string" && label !== "") return label;
  const what = String(on).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${what} ×${String(multiply)}`;
}
