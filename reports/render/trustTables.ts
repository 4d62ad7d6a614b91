import { percent, plain } from "../format.ts";
import { SECONDS_PER_HOUR } from "../../sim/core/clock.ts";
import type { Mean, Share } from "../trust/interval.ts";
import type { Trust, TrustValues } from "../trust/trust.ts";
import type { TextTable } from "./tables.ts";

/** A period and its arms to print, as in the other tables. */
interface Place {
  readonly key: string;
  readonly arms: readonly string[];
}

type Row = TextTable["rows"][number];

/** The section "Trust": cheats, theory beside simulation, validators, and what checking costs. */
export function trustTables(trust: Trust, places: readonly Place[], groups: TextTable["groups"]): readonly TextTable[] {
  const values = places.flatMap(({ key, arms }) =>
    arms.map((arm) => trust.periods.find((period) => period.key === key)!.arms[arm]!),
  );
  const table = (key: string, title: string, note: string, rows: readonly Row[]): readonly TextTable[] =>
    rows.length === 0 ? [] : [{ key, title, note, groups, rows }];
  return [
    ...table("trust", `Trust: ${trust.regime}`, UNFAILING[trust.regime] ?? "", checkRows(values)),
    ...table("cheats", "What cheating brought", TWIN, cheatRows(values)),
    ...table("theory", "Theory beside simulation", THEORY, theoryRows(values)),
    ...table("validators", "Validators by behaviour", cabalNote(trust), validatorRows(values)),
  ];
}

/** Where no audit can fail anybody, found and caught are 0 by design. */
const UNFAILING: Readonly<Record<string, string>> = {
  none: "Nothing is checked here: no cheat can be found, and pay does not depend on quality.",
  rerun:
    "An audit measures quality here and fails nobody: worse answers are paid less, but no cheat is found or caught.",
};
const TWIN =
  "Epochs in which a miner did anything but train all it planned on its own data and answer with its own model. Gain: net income a day " +
  "(customers and subsidy less running cost, checks, bribes and bond lost) over that of the honest miners with as many units of the " +
  "same hardware in the same epoch; – where there are none. Standard errors (±) and 95% intervals take epochs as independent.";
const THEORY =
  "The least audit rate p* = g / ((d - f)(R + S)) that deters, with the saving g, reward R, bond S, detection d and false positives f of " +
  "this run, beside the audit rate p that there was; and cheaters caught at least once, beside 1 - (1 - p d)^n over n epochs. p* is a share of epochs: 0% where cheating saves nothing; – where no rate " +
  "deters, since audits find cheats no more often than honest work or too little is at stake, or nobody honest had such hardware.";

const cabalNote = ({ cabalNeeds }: Trust): string =>
  cabalNeeds === null
    ? ""
    : `A cabal sets the consensus weight of its own miners with ${percent(cabalNeeds)} of stake.`;

function checkRows(values: readonly TrustValues[]): readonly Row[] {
  const long = values.some(({ finalitySeconds }) => (finalitySeconds ?? 0) >= SECONDS_PER_HOUR);
  const row = (label: string, meaning: string, cell: (one: TrustValues) => string): Row => ({
    label,
    meaning,
    cells: values.map(cell),
  });
  return [
    row("False accusations", "failed audits of honest miners", (one) => share(one.falseAccusations)),
    row("Cost of checks, USD/day", "paid by validators and miners", (one) => plain(one.verificationUsdPerDay)),
    row("Cost of checks over revenue", "of what customers pay", (one) => fraction(one.verificationShare)),
    row(`Finality, ${long ? "hours" : "seconds"}`, "until a customer may rely on an answer", (one) =>
      one.finalitySeconds === null ? "–" : plain(one.finalitySeconds / (long ? SECONDS_PER_HOUR : 1)),
    ),
  ];
}

function cheatRows(values: readonly TrustValues[]): readonly Row[] {
  return namesOf(values.flatMap(({ cheats }) => cheats)).flatMap((behaviour) => {
    const cells = (show: (one: TrustValues["cheats"][number]) => string) =>
      values.map(({ cheats }) => shownOr(cheats, behaviour, show));
    return [
      { label: `${behaviour}: miners`, meaning: "that cheated", cells: cells(({ miners }) => plain(miners)) },
      {
        label: `${behaviour}: epochs in which it cheats`,
        meaning: "of those in which it serves",
        cells: cells(({ cheating }) => fraction(cheating.value)),
      },
      {
        label: `${behaviour}: audits that found it`,
        meaning: "95% interval",
        cells: cells(({ detection }) => share(detection)),
      },
      { label: `${behaviour}: gain, USD/day`, meaning: "", cells: cells(({ gainUsdPerDay }) => mean(gainUsdPerDay)) },
      ...(values.some(({ cheats }) => cheats.some((one) => one.behaviour === behaviour && bondLost(one)))
        ? [
            {
              label: `${behaviour}: bond lost, USD/day`,
              meaning: "mean of these epochs",
              cells: cells(({ slashedUsdPerDay }) => mean(slashedUsdPerDay)),
            },
          ]
        : []),
    ];
  });
}

const bondLost = ({ slashedUsdPerDay }: TrustValues["cheats"][number]): boolean => (slashedUsdPerDay.value ?? 0) > 0;

function theoryRows(values: readonly TrustValues[]): readonly Row[] {
  return namesOf(values.flatMap(({ theory }) => theory)).flatMap((behaviour) => {
    const cells = (show: (one: TrustValues["theory"][number]) => string) =>
      values.map(({ theory }) => shownOr(theory, behaviour, show));
    return [
      { label: `${behaviour}: audit rate p`, meaning: "", cells: cells(({ auditRate }) => share(auditRate)) },
      {
        label: `${behaviour}: rate that deters p*`,
        meaning: "– where no rate does",
        cells: cells(({ deterrentRate }) => fraction(deterrentRate)),
      },
      { label: `${behaviour}: caught`, meaning: "simulation", cells: cells(({ caught }) => share(caught)) },
      {
        label: `${behaviour}: caught, expected`,
        meaning: "closed form",
        cells: cells(({ caughtExpected }) => fraction(caughtExpected)),
      },
    ];
  });
}

function validatorRows(values: readonly TrustValues[]): readonly Row[] {
  return namesOf(values.flatMap(({ validators }) => validators)).flatMap((behaviour) => {
    const cells = (show: (one: TrustValues["validators"][number]) => string) =>
      values.map(({ validators }) => shownOr(validators, behaviour, show));
    return [
      { label: `${behaviour}: share of stake`, meaning: "", cells: cells(({ stakeShare }) => percent(stakeShare)) },
      {
        label: `${behaviour}: dividends per stake and year`,
        meaning: "new tokens for each token of stake",
        cells: cells(({ dividendPerStakeYear: paid }) => (paid === null ? "–" : plain(paid))),
      },
    ];
  });
}

const namesOf = (some: readonly { readonly behaviour: string }[]): readonly string[] =>
  [...new Set(some.map(({ behaviour }) => behaviour))].sort();

function shownOr<T extends { readonly behaviour: string }>(
  some: readonly T[],
  behaviour: string,
  show: (one: T) => string,
): string {
  const own = some.find((one) => one.behaviour === behaviour);
  return own === undefined ? "–" : show(own);
}

const fraction = (value: number | null): string => (value === null ? "–" : percent(value));

const share = ({ value, low, high }: Share): string =>
  value === null ? "–" : `${percent(value)} (${percent(low).slice(0, -1)}–${percent(high)})`;

const mean = ({ value, error }: Mean): string =>
  value === null ? "–" : error === null ? plain(value) : `${plain(value)} ± ${plain(error)}`;
