import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRecords } from "../cli/records/files.ts";
import { readRun } from "../cli/records/read.ts";
import { savingTo } from "../cli/run/checkpoints.ts";
import { manifestOf } from "../cli/run/manifestOf.ts";
import { writeManifest } from "../cli/run/folder.ts";
import { armsOf, type Arms } from "../sim/arms.ts";
import { economy } from "../sim/catalog.ts";
import { begin, run } from "../sim/run.ts";
import { parseScenario, type ParsedScenario } from "../sim/scenario.ts";
import { table } from "./table.ts";

const EPOCHS = 3650;
/** As `taper run` does where an epoch is a day. */
const CHECKPOINT_EPOCHS = 91;

/** Ten years of days of 248 miners and 8 validators; the arms part on the first day. */
const SCENARIO = `
name: recording
question: How long does it take to write down ten years of days?
seed: 1
duration: ${EPOCHS} days
tempo: 7200
emission: { kind: constant, tokensPerBlock: 0.1 tokens/block }
taper: { kind: step, at: 0 days, announcedAt: 0 days }
consensus: { kind: yuma }
scoring: { kind: softmax, temperature: 0.15 }
verification: { kind: rerun, usdPerAudit: 0.03 USD }
demand:
  kind: logit
  segments:
    - { id: hobby, requests: 200000 requests/day, sensitivity: 500, usdPerSecond: 0.00002, belief: 0.91, best: 0.012 USD/request, useless: 0.2 }
    - { id: business, requests: 150000 requests/day, sensitivity: 300, usdPerSecond: 0.0001, belief: 0.91, best: 0.03 USD/request, useless: 0.4 }
  cloud: { usdPerRequest: 0.018 USD/request, quality: 0.98 }
market: { kind: posted, usdPerRequest: 0.006 USD/request }
settlement: { kind: direct, validatorShare: 0.1 }
price: { kind: pool, tokens: 200000, usd: 200000 USD, investors: 200 USD/day }
workload: { kind: none }
membership: { kind: fixed }
task: { kind: curve, catchUp: 0.1 /day, drift: 0.004, opening: 0.9, noise: 0 }
work: { stepsPerReferenceHour: 10, requestsPerReferenceHour: 100 }
participants:
  - { id: a100, role: miner, count: 48, hardware: a100-colo, trainShare: 0.3, costSpread: 0.3 }
  - { id: rtx4090, role: miner, count: 160, hardware: rtx4090-texas, units: 2, trainShare: 0.3, costSpread: 0.3 }
  - { id: rtx3090, role: miner, count: 40, hardware: rtx3090-home, units: 4, trainShare: 0.3, behaviour: { kind: lazy, effort: 0.1 } }
  - { id: validator, role: validator, count: 8, stake: 4000, cash: 100 USD }
`;

/** Seconds of one core for a run, all its tables on disk, and for reading some columns of them back. */
export async function benchRecording(): Promise<string> {
  const parsed = parseScenario(SCENARIO, "recording.yaml", economy, () => "");
  const arms = armsOf(parsed, economy);
  const dir = await mkdtemp(join(tmpdir(), "taper-recording-"));
  try {
    const run = await record(arms, dir);
    await writeManifest(dir, { ...manifestOf(parsed, arms, {}), status: "complete" });
    return shown(parsed, run, await read(dir));
  } finally {
    await rm(dir, { recursive: true });
  }
}

interface Recorded {
  /** seconds of CPU: of the run, and of the same run that keeps nothing */
  readonly all: number;
  readonly engine: number;
  /** seconds on the clock of the run that keeps all */
  readonly wall: number;
  /** MB resident at half of the epochs, and at most */
  readonly half: number;
  readonly peak: number;
}

/** Time of the CPU in seconds, of all threads. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Plays the arms and keeps nothing, then again and writes all down. */
async function record(arms: Arms, dir: string): Promise<Recorded> {
  const opened = cpu();
  for await (const epoch of run(arms, await begin(arms))) void epoch;
  const engine = cpu() - opened;
  const records = await openRecords(dir);
  const [started, clock] = [cpu(), performance.now()];
  let [played, half] = [0, 0];
  const checkpoints = savingTo(dir, records);
  for await (const epoch of run(arms, await begin(arms))) {
    await records.write(epoch.tables);
    played++;
    const done = epoch.world.epoch;
    if (done % CHECKPOINT_EPOCHS === 0 || done === EPOCHS) await checkpoints.save({ played, state: epoch.save() });
    if (played === EPOCHS) half = process.resourceUsage().maxRSS / 1024;
  }
  await checkpoints.saved();
  await records.close();
  const wall = (performance.now() - clock) / 1000;
  return { all: cpu() - started, engine, wall, half, peak: process.resourceUsage().maxRSS / 1024 };
}

async function read(dir: string): Promise<{ readonly seconds: number; readonly rows: Record<string, number> }> {
  const started = cpu();
  const { frames } = await readRun(dir, {
    columns: {
      miners: ["arm", "epoch", "id", "behaviour", "quality", "payTokens", "feesUsd"],
      operators: ["arm", "epoch", "id", "status", "customerFundedUsd", "netSubsidyUsd"],
    },
  });
  const rows = Object.fromEntries(Object.entries(frames).map(([name, { length }]) => [name, length]));
  return { seconds: cpu() - started, rows };
}

function shown(
  { scenario }: ParsedScenario,
  { all, engine, wall, half, peak }: Recorded,
  { seconds, rows }: Awaited<ReturnType<typeof read>>,
): string {
  const total = Object.values(rows).reduce((a, b) => a + b, 0);
  const members = scenario.participants.reduce((n, { count }) => n + count, 0);
  const what = `recording, ${EPOCHS} daily epochs, ${members} participants, two arms`;
  return table([
    { name: `${what}: all`, value: all, unit: "s of CPU" },
    { name: `${what}: all`, value: wall, unit: "s on the clock" },
    { name: `${what}: engine`, value: engine, unit: "s of CPU" },
    { name: `${what}: records and checkpoints`, value: all - engine, unit: "s of CPU" },
    { name: `${what}: rows of miners`, value: rows["miners"]!, unit: "rows" },
    { name: `${what}: rows of all tables`, value: total / (all - engine), unit: "rows/s recorded" },
    { name: `${what}: after one arm`, value: half, unit: "MB resident at most" },
    { name: `${what}: after both`, value: peak, unit: "MB resident at most" },
    {
      name: `${what}: read back, 13 columns of miners and operators, the other tables whole`,
      value: seconds,
      unit: "s of CPU",
    },
  ]);
}
