import { stringify } from "csv-stringify/sync";
import { peerEpochs, type PeerEpoch } from "../../sim/consensus/peers.ts";
import type { PeerCase } from "../../sim/snapshot/peerCase.ts";
import { numberText } from "../records/csv.ts";
import { table } from "../text.ts";
import { shareText, type Shown } from "./shown.ts";

type Run = PeerCase["runs"][number];

interface PlayedRun {
  readonly run: Run;
  readonly epochs: readonly PeerEpoch[];
}

/** Runs of a case that other simulators played, each by its variant of Yuma. */
export function showPeers(peerCase: PeerCase): Shown {
  const played = peerCase.runs.map((run): PlayedRun => ({ run, epochs: peerEpochs(peerCase, run) }));
  return {
    json: () => ({ id: peerCase.id, runs: played.map(runJson) }),
    csv: () => stringify([csvHeader, ...played.flatMap(csvRows)]),
    text: () => played.map(runText).join("\n\n"),
  };
}

function runJson({ run: { producer, variant, params }, epochs }: PlayedRun): object {
  return {
    producer,
    variant,
    params,
    consensus: epochs.map(({ consensus }) => consensus),
    incentive: epochs.map(({ incentive }) => incentive),
    bonds: epochs.map(({ bonds }) => bonds),
    dividendShare: epochs.map(({ dividendShare }) => dividendShare),
    dividendPer1000: epochs.map(({ dividendPer1000 }) => dividendPer1000),
  };
}

const csvHeader = ["run", "producer", "variant", "epoch", "role", "index"].concat(
  ["consensus", "incentive"], // of servers
  ["dividendShare", "dividendPer1000"], // of validators
);

function csvRows({ run: { producer, variant }, epochs }: PlayedRun, k: number): string[][] {
  return epochs.flatMap((epoch, t) => {
    const { consensus, incentive, dividendShare, dividendPer1000 } = epoch;
    const row = (role: string, index: number, ...cells: string[]) => [
      ...[`${k}`, producer, variant, `${t}`, role, `${index}`],
      ...cells,
    ];
    return [
      ...consensus.map((c, j) => row("server", j, numberText(c), numberText(incentive[j]!), "", "")),
      ...dividendShare.map((d, i) => row("validator", i, "", "", numberText(d), numberText(dividendPer1000[i]!))),
    ];
  });
}

/** The last epoch, and what validators earned over all. */
function runText({ run, epochs }: PlayedRun, k: number): string {
  const last = epochs.at(-1)!;
  const total = (i: number) => epochs.reduce((paid, { dividendPer1000 }) => paid + dividendPer1000[i]!, 0);
  const validators = last.dividendShare.map((share, i) => [share, last.dividendPer1000[i]!, total(i)].map(shareText));
  const servers = last.consensus.map((consensus, j) => [consensus, last.incentive[j]!].map(shareText));
  return [
    `run ${k}: ${run.producer} ${run.variant}, ${paramsText(run)}`,
    `after epoch ${epochs.length - 1}`,
    table([["validator", "dividend", "per 1000", "total per 1000"], ...validators.map(numbered)]),
    table([["server", "consensus", "incentive"], ...servers.map(numbered)]),
  ].join("\n");
}

const numbered = (cells: readonly string[], index: number) => [`${index}`, ...cells];

function paramsText({ params, bondResetApplied }: Run): string {
  const named = Object.entries(params).map(([name, value]) => `${name} ${value}`);
  return [...named, ...(bondResetApplied ? ["with bond reset"] : [])].join(", ");
}
