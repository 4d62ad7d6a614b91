import { audits, miners, operators, validators } from "../record/participants.ts";
import { epochs, flows, segments, type Part, type Row, type Tables } from "../record.ts";
import { forArms } from "../record/batch.ts";
import type { Table } from "../record/column.ts";
import { refuseGaps } from "../record/gaps.ts";
import type { Rules } from "../rules.ts";
import type { World } from "../world.ts";
import { networkRow } from "./rows/network.ts";
import { auditBatch, minerBatch, operatorBatch, validatorBatch, type Key } from "./rows/participants.ts";
import { choiceColumns } from "./serve.ts";
import type { Settlements } from "./settle.ts";

/**
 * What is recorded of an epoch, for each of some arms that it belongs to, one arm after the other. A table is made and checked
 * when it is asked for. Columns are declared in record.ts.
 *
 * @throws RangeError on reading a table in which a number is missing that must not be
 */
export function tablesOf(
  rules: Rules,
  before: World,
  after: World,
  all: Settlements,
): (arms: readonly string[]) => Tables {
  return (arms) => {
    const key = { arm: arms[0]!, epoch: before.epoch, subnet: 0 };
    const made = new Map<Table, readonly Part[]>();
    const once = (table: Table, make: () => readonly Part[]): readonly Part[] => {
      const known = made.get(table);
      if (known) return known;
      const parts = make();
      refuseGaps(table, parts);
      const copies = forArms(parts, arms);
      made.set(table, copies);
      return copies;
    };
    return {
      get epochs() {
        return once(epochs, () => [networkRow(key, before, after, all)]);
      },
      get segments() {
        return once(segments, () => segmentRows(rules, before, all, key));
      },
      get flows() {
        return once(flows, () => flowRows(all, key));
      },
      get miners() {
        return once(miners, () => [minerBatch(rules, before, all, key)]);
      },
      get validators() {
        return once(validators, () => [validatorBatch(rules, before, all, key)]);
      },
      get operators() {
        return once(operators, () => [operatorBatch(rules, before, after, all, key)]);
      },
      get audits() {
        return once(audits, () => [auditBatch(rules, all, key)]);
      },
    };
  };
}

function segmentRows({ demand }: Rules, before: World, { served }: Settlements, { arm, epoch, subnet }: Key): Row[] {
  const { wanted } = served;
  return demand.segments.map((segment, k) => ({
    arm,
    epoch,
    subnet,
    segment,
    belief: before.beliefs[k]!,
    networkShare: wanted.networkShare[k]!,
    cloudShare: wanted.cloudShare[k]!,
    nothingShare: wanted.nothingShare[k]!,
    surplusUsd: wanted.surplusUsd[k]!,
    wanted: wanted.requests[k]!,
    served: served.servedBySegment[k]!,
    serviceValueUsd: served.valueUsd[k]!,
    ...choiceColumns(demand, served, k),
  }));
}

function flowRows({ books }: Settlements, { arm, epoch, subnet }: Key): Row[] {
  return books.transfers.map(({ ledger, from, to, why, amount }) => ({
    arm,
    epoch,
    subnet,
    ledger,
    from,
    to,
    why,
    amount,
  }));
}
