import { clock, SECONDS_PER_DAY } from "../../sim/core/clock.ts";
import { owns, status, type Hardware, type MembershipInput, type Standing } from "../../sim/membership/contract.ts";
import { membership } from "../../sim/membership/index.ts";

/** The membership rule in weekly epochs, with everything off that is not named. Times in seconds. */
export const profitDriven = (wish: Record<string, number>) =>
  membership.build(
    {
      kind: "profitDriven",
      incomeMemory: 1,
      deliveryLag: 0,
      adjustment: 1e9,
      hurdle: 0,
      hopeless: 1e9,
      depreciation: 0,
      expectations: "adaptive",
      ...wish,
    } as never,
    { clock: clock(12, 50_400, 365 * SECONDS_PER_DAY), seed: 1 },
  );

/** Standing of operators who all serve, with one average each. */
export function standing({
  n = 1,
  feesPerHour = NaN,
  options = 0,
}: {
  n?: number;
  feesPerHour?: number;
  options?: number;
}): Standing {
  return {
    status: new Uint8Array(n).fill(status.serving),
    ageDays: new Float64Array(n),
    arrives: new Int32Array(n).fill(-1),
    feesPerHour: new Float64Array(n).fill(feesPerHour),
    subsidyPerHour: new Float64Array(n),
    below: new Int32Array(n),
    above: new Int32Array(n),
    idleEpochs: new Int32Array(n),
    groupFees: Float64Array.of(feesPerHour),
    groupSubsidy: Float64Array.of(0),
    networkFees: feesPerHour,
    networkSubsidy: 0,
    owedOrders: 0,
    owedDeliveries: new Float64Array(1),
    paidLevel: new Float64Array(n).fill(1),
    workload: new Int32Array(n).fill(-1),
    outsidePerHour: new Float64Array(options).fill(NaN),
  };
}

interface Wish {
  readonly hours?: number;
  readonly feesUsd?: number;
  readonly runningPerHour?: number;
  readonly fullPerHour?: number;
  readonly patienceEpochs?: number;
  readonly lifeDays?: number;
  readonly scrapUsd?: number;
  readonly registrationUsd?: number;
  readonly outside?: MembershipInput["outside"];
  readonly epochDays?: number;
  readonly supply?: number;
}

/** Input of a step in which all operators are alike: one group, one unit, throughput 1, hardware that lasts. */
export function memberInput(before: Standing, wish: Wish): MembershipInput {
  const n = before.status.length;
  const all = (value: number) => new Float64Array(n).fill(value);
  const running = wish.runningPerHour ?? 0.1;
  const hardware: Hardware = {
    group: new Int32Array(n),
    groups: 1,
    units: all(1),
    throughput: all(1),
    runningPerHour: all(running),
    fullPerHour: all(wish.fullPerHour ?? 1e9),
    capitalPerHour: all(0),
    capexUsd: all(1000),
    scrapUsd: all(wish.scrapUsd ?? 0),
    lifeDays: all(wish.lifeDays ?? 1e9),
    hoursPerEpoch: all(wish.hours ?? 100),
    hoursPerYear: all(8000),
    patienceEpochs: new Int32Array(n).fill(wish.patienceEpochs ?? 1),
  };
  const serves = before.status.map((s) => (s === status.serving ? 1 : 0));
  return {
    standing: before,
    hardware,
    epoch: 0,
    epochDays: wish.epochDays ?? 7,
    hours: Float64Array.from(serves, (s) => s * (wish.hours ?? 100)),
    feesUsd: Float64Array.from(serves, (s) => s * (wish.feesUsd ?? 0)),
    subsidyUsd: all(0),
    avoidablePerHour: all(running),
    vacantUsd: 0,
    outside: wish.outside ?? [],
    outlook: null,
    priceLevel: all(1),
    supply: Float64Array.of(wish.supply ?? 1),
    discountRate: 0.1,
    registered: before.status.map((s) => (owns(s) ? 1 : 0)),
    freeSlots: 100,
    replaceable: 0,
    registrationUsd: all(wish.registrationUsd ?? 0),
  };
}
