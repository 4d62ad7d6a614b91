/** Longest that a subnet goes without an epoch, blocks; the longest tempo that an owner may set is the same week. */
const MOST_BLOCKS = 50_400;
/** Epochs that the network runs in one block; further ones slip to the next. */
const MOST_EPOCHS_PER_BLOCK = 2;

/** When a subnet last ran, and when it is to run. */
export interface Schedule {
  /** blocks per epoch; 0 for never */
  readonly tempo: number;
  readonly lastEpochBlock: number;
  /** block from which the owner wants an epoch, null for none */
  readonly triggeredAt: number | null;
}

/**
 * Blocks until the next automatic epoch.   max(0, last + tempo - t)
 * @param block t
 * @returns blocks; null with tempo 0, which never runs
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/coinbase/run_coinbase.rs.
 */
export function blocksUntilEpoch(
  { tempo, lastEpochBlock }: Pick<Schedule, "tempo" | "lastEpochBlock">,
  block: number,
): number | null {
  return tempo === 0 ? null : Math.max(0, lastEpochBlock + tempo - block);
}

/**
 * Whether an epoch is due: the tempo has passed, or the owner's block is reached, or more than 50,400 blocks have passed.
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/coinbase/run_coinbase.rs, should_run_epoch.
 */
export function isDue(schedule: Schedule, block: number): boolean {
  const { tempo, lastEpochBlock, triggeredAt } = schedule;
  if (tempo === 0) return false;
  if (triggeredAt !== null && block >= triggeredAt) return true;
  return block - lastEpochBlock > MOST_BLOCKS || blocksUntilEpoch(schedule, block) === 0;
}

/**
 * Which subnets run at a block, in the order given; no more than two, and the rest slip to the next block, their pending pay
 * growing meanwhile.
 *
 * @param schedules by netuid
 * @returns netuids that run now, and that are due but wait
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/coinbase/run_coinbase.rs, drain_pending.
 */
export function dueEpochs(
  schedules: ReadonlyMap<number, Schedule>,
  block: number,
): { readonly run: readonly number[]; readonly deferred: readonly number[] } {
  const due = [...schedules].filter(([, schedule]) => isDue(schedule, block)).map(([netuid]) => netuid);
  return { run: due.slice(0, MOST_EPOCHS_PER_BLOCK), deferred: due.slice(MOST_EPOCHS_PER_BLOCK) };
}

/** The schedule of a subnet after it ran. */
export function afterEpoch({ tempo }: Schedule, block: number): Schedule {
  return { tempo, lastEpochBlock: block, triggeredAt: null };
}

/**
 * The schedule of a new subnet, staggered by its number so that subnets do not all run at once.
 *
 *   last = t - netuid mod tempo, at least 0
 *
 * Source: opentensor/subtensor at 14bc6f9, pallets/subtensor/src/subnets/subnet.rs, init_new_network.
 */
export function staggeredSchedule(netuid: number, tempo: number, block: number): Schedule {
  const ahead = tempo === 0 ? 0 : netuid % tempo;
  return { tempo, lastEpochBlock: Math.max(0, block - ahead), triggeredAt: null };
}
