/** What an operator is doing. Hardware is owned from `serving` to `off`. */
export const status = { candidate: 0, ordered: 1, serving: 2, elsewhere: 3, off: 4, gone: 5 } as const;
export const statusNames = Object.keys(status) as readonly (keyof typeof status)[];

/** Hardware is owned while it serves, works elsewhere or is off. */
export function owns(state: number): boolean {
  return state === status.serving || state === status.elsewhere || state === status.off;
}

/** What does not change about the operators: columns over the roster. Hours are available hours of one unit. */
export interface Hardware {
  /** [operators] index of the scenario's group: same hardware and behaviour, so they share expectations */
  readonly group: Int32Array;
  readonly groups: number;
  readonly units: Float64Array;
  readonly throughput: Float64Array;
  /** [operators] USD per available hour: energy at full use, with capital and maintenance, and capital alone */
  readonly runningPerHour: Float64Array;
  readonly fullPerHour: Float64Array;
  readonly capitalPerHour: Float64Array;
  /** [operators] USD per unit at the price of its class: bought, and sold */
  readonly capexUsd: Float64Array;
  readonly scrapUsd: Float64Array;
  readonly lifeDays: Float64Array;
  /** [operators] available hours of a unit in an epoch, and in a year */
  readonly hoursPerEpoch: Float64Array;
  readonly hoursPerYear: Float64Array;
  readonly patienceEpochs: Int32Array;
}

/** A slice of the world: what operators are doing and remember. All [operators] unless said. */
export interface Standing {
  readonly status: Uint8Array;
  readonly ageDays: Float64Array;
  /** epoch from which ordered hardware serves; -1 for none */
  readonly arrives: Int32Array;
  /** averaged income in USD per available hour: from customers, from the subsidy */
  readonly feesPerHour: Float64Array;
  readonly subsidyPerHour: Float64Array;
  /** consecutive epochs below the exit trigger, above the return trigger, and switched off */
  readonly below: Int32Array;
  readonly above: Int32Array;
  readonly idleEpochs: Int32Array;
  /** [groups] the same averages over a group, NaN before anybody of it served */
  readonly groupFees: Float64Array;
  readonly groupSubsidy: Float64Array;
  /** the same over everybody who serves, per hour of reference throughput; NaN before anybody served */
  readonly networkFees: number;
  readonly networkSubsidy: number;
  /** orders that the entry rule owes, a fraction of one */
  readonly owedOrders: number;
  /** [groups] deliveries that suppliers owe where only a share of orders is delivered, a fraction of one */
  readonly owedDeliveries: Float64Array;
  /** what its hardware cost relative to its class: it is sold at the same level */
  readonly paidLevel: Float64Array;
  /** index of the outside option that it works for; -1 for those who do not */
  readonly workload: Int32Array;
  /** [options] averaged pay in USD per hour of reference hardware; NaN before the first epoch */
  readonly outsidePerHour: Float64Array;
}

/** An outside option in an epoch, per hour of reference hardware. */
export interface Outside {
  /** gross USD that it paid */
  readonly usdPerHour: number;
  /** USD that moving a unit costs, spread over the days of the stay */
  readonly movingPerDay: number;
  /** weight of the epoch in the average that operators keep */
  readonly weight: number;
  /** hours that shared its pay; Infinity where more of them would not lower it */
  readonly hours: number;
}

/** What an announced schedule says of the subsidy to come, as multiples of the epoch that ends. */
export interface Outlook {
  /** in the coming epoch */
  readonly coming: number;
  /** [groups] discounted mean over the life of hardware: of what is ordered now, and of what serves at once */
  readonly ordered: Float64Array;
  readonly replaced: Float64Array;
}

export interface MembershipInput {
  readonly standing: Standing;
  readonly hardware: Hardware;
  readonly epoch: number;
  readonly epochDays: number;
  /** [operators] available unit-hours on the subnet, and USD received for them */
  readonly hours: Float64Array;
  readonly feesUsd: Float64Array;
  readonly subsidyUsd: Float64Array;
  /** [operators] USD per available hour that serving costs an owner as it works (hours that it does not train cost nothing) */
  readonly avoidablePerHour: Float64Array;
  /** USD per epoch that a network with nobody in it would pay: requests left unanswered and pay without a miner */
  readonly vacantUsd: number;
  /** what else the hardware could do */
  readonly outside: readonly Outside[];
  /** null where schedules are not looked at */
  readonly outlook: Outlook | null;
  /** [operators] price of hardware today relative to that of its class */
  readonly priceLevel: Float64Array;
  /** [groups] share of orders for hardware that is delivered */
  readonly supply: Float64Array;
  readonly discountRate: number;
  /** [operators] 1 for those who hold a uid: without one nobody serves */
  readonly registered: Uint8Array;
  /** uids that are free, and uids whose holders newcomers could replace */
  readonly freeSlots: number;
  readonly replaceable: number;
  /** [operators] USD that the first, second ... newcomer of an epoch expects to pay for a uid */
  readonly registrationUsd: Float64Array;
}

export interface Members {
  readonly standing: Standing;
  /** [operators] USD paid for hardware and received for scrap */
  readonly purchaseUsd: Float64Array;
  readonly scrapUsd: Float64Array;
  /** roster indices, in order: who starts serving, who stops, who gives up its uid for good, who ordered hardware */
  readonly entered: readonly number[];
  readonly stopped: readonly number[];
  readonly left: readonly number[];
  readonly ordered: readonly number[];
  /** [operators] averaged income that the exit rule looked at, USD per available hour */
  readonly incomePerHour: Float64Array;
}

export interface Membership {
  step(input: MembershipInput): Members;
  /** how long after the end of an epoch what is ordered in it serves; null where nobody looks at announced schedules */
  readonly foresight: { readonly lagDays: number } | null;
  /** what a reader should know of these parameters, such as cycles made by the rule itself */
  readonly warnings: readonly string[];
}
