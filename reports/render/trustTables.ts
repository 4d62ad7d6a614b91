import { percent, plain } from "../format.ts";
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
    ...table("trust", `Trust: ${trust.regime}`, "", checkRows(values)),
    ...table("cheats", "What cheating brought", TWIN, cheatRows(values)),
    ...table("theory", "Theory beside simulation", THEORY, theoryRows(values)),
    ...table("validators", "Validators by behaviour", cabalNote(trust), validatorRows(values)),
  ];
}

const TWIN =
  "Epochs in which a miner cheated. Gain: net income a day over that of the honest miners on the same hardware in the same epoch, " +
  "with its standard error. Shares with their 95% interval.";
const THEORY =
  "The least audit rate p* = g / ((d - f)(R + S)) that deters, with the saving g, reward R, bond S, detection d and false positives f of " +
  "this run, beside the audit rate p that there was; and cheaters caught at least once, beside 1 - (1 - p d)^n.";

const cabalNote = ({ cabalNeeds }: Trust): string =>
  cabalNeeds === null
    ? ""
    : `A cabal sets the consensus weight of its own miners with ${percent(cabalNeeds)} of stake.`;

function checkRows(values: readonly TrustValues[]): readonly Row[] {
  const row = (label: string, meaning: string, cell: (one: TrustValues) => string): Row => ({
    label,
    meaning,
    cells: values.map(cell),
  });
  return [
    row("False accusations", "failed audits of honest miners", (one) => share(one.falseAccusations)),
    row("Cost of checks, USD/day", "paid by validators and miners", (one) => plain(one.verificationUsdPerDay)),
    row("Cost of checks over revenue", "of what customers pay", (one) => fraction(one.verificationShare)),
    row("Finality, hours", "until a customer may rely on an answer", (one) =>
      one.finalitySeconds === null ? "–" : plain(one.finalitySeconds / 3600),
    ),
  ];
}

function cheatRows(values: readonly TrustValues[]): readonly Row[] {
  return namesOf(values.flatMap(({ cheats }) => cheats)).flatMap((behaviour) => {
    const cells = (show: (one: TrustValues["cheats"][number]) => string) =>
      values.map(({ cheats }) => shownOr(cheats, behaviour, show));
    return [
      { label: `${behaviour}: miners`, meaning: "that cheated", cells: cells(({ miners }) => plain(miners)) },
      { label: `${behaviour}: audits that found it`, meaning: "", cells: cells(({ detection }) => share(detection)) },
      { label: `${behaviour}: gain, USD/day`, meaning: "", cells: cells(({ gainUsdPerDay }) => mean(gainUsdPerDay)) },
      {
        label: `${behaviour}: bond lost, USD/day`,
        meaning: "",
        cells: cells(({ slashedUsdPerDay }) => mean(slashedUsdPerDay)),
      },
    ];
  });
}

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
  value === null ? "–" : `${percent(value)} (${percent(low)} to ${percent(high)})`;

const mean = ({ value, error }: Mean): string =>
  value === null ? "–" : error === null ? plain(value) : `${plain(value)} ± ${plain(error)}`;
