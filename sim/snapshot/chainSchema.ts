import { z } from "zod";
import { amount, ANY, blocks, commits, flags, row, rows, stakes, U16, uid, whole } from "./fields.ts";

/** Parameters of the subnet, in the chain's names and units: u16 proportions mean x/65535, ppm x/1e6. */
function parameterFields(n: number) {
  const flag = z.boolean({ error: () => "expected true or false" });
  return {
    tempo: whole(1, ANY, "blocks per epoch"),
    activity_cutoff_blocks: whole(0, ANY, "blocks"),
    stake_threshold: amount("a threshold of stake"),
    kappa_u16: whole(0, U16, "a u16 proportion"),
    bonds_penalty_u16: whole(0, U16, "a u16 proportion"),
    bonds_moving_average_ppm: whole(0, 1_000_000, "parts per million"),
    yuma3_on: flag,
    liquid_alpha_on: flag,
    alpha_low_u16: whole(0, U16, "a u16 proportion"),
    alpha_high_u16: whole(0, U16, "a u16 proportion"),
    alpha_sigmoid_steepness_i16: whole(-32_768, 32_767, "an i16"),
    emission_units: amount("units to hand out"),
    owner_uid: uid(n).nullable(),
    last_mechanism_step_block: whole(0, ANY, "a block"),
    max_allowed_validators: whole(0, U16, "a number of permits"),
  };
}

type Parameters = {
  [Name in keyof ReturnType<typeof parameterFields>]: z.output<ReturnType<typeof parameterFields>[Name]>;
};

/** Every parameter; only the cutoff may be left to follow from `tempo`. */
export type ChainParameters = Omit<Parameters, "activity_cutoff_blocks"> &
  Partial<Pick<Parameters, "activity_cutoff_blocks">>;

/**
 * What holds where a snapshot is silent: the chain's defaults, no owner, no epoch before that is known of, and 1 token to
 * hand out. Whether Yuma 3 is on has no default, since it is on in newer subnets and off in older ones.
 * Source: opentensor/subtensor at 14bc6f9, runtime/src/lib.rs and pallets/subtensor/src/subnets/subnet.rs.
 */
export const chainDefaults = {
  tempo: 360,
  stake_threshold: 0,
  kappa_u16: 32_767,
  bonds_penalty_u16: 65_535,
  bonds_moving_average_ppm: 900_000,
  liquid_alpha_on: false,
  alpha_low_u16: 45_875,
  alpha_high_u16: 58_982,
  alpha_sigmoid_steepness_i16: 1000,
  emission_units: 1_000_000_000,
  owner_uid: null,
  last_mechanism_step_block: 0,
  max_allowed_validators: 64,
} as const satisfies Partial<ChainParameters>;

/** Each parameter, or nothing: for `params` over the defaults, and for a step over `params`. */
function someParameters(n: number) {
  const { yuma3_on, ...rest } = parameterFields(n);
  const optional = Object.fromEntries(Object.entries(rest).map(([name, field]) => [name, field.exactOptional()]));
  return { yuma3_on, optional: optional as { [Name in keyof typeof rest]: z.ZodExactOptional<(typeof rest)[Name]> } };
}

/** Permits as booleans for each uid, for the first uids (the validators) or as a list of uids; read as booleans. */
function permitsOrUids(n: number, validators: number) {
  const entry = z.union([z.boolean(), uid(n)], { error: () => `expected true, false or a uid from 0 to ${n - 1}` });
  return z.array(entry, { error: () => "expected a list of permits" }).transform((list, context): boolean[] => {
    const uids = list.filter((one) => typeof one === "number");
    const asFlags = uids.length === 0 && [n, validators].includes(list.length);
    const asUids = uids.length === list.length && new Set(uids).size === list.length;
    if (asFlags || asUids) return Array.from({ length: n }, (_, i) => (asUids ? uids.includes(i) : list[i] === true));
    const message = `expected ${n} or ${validators} times true or false, or uids that differ`;
    context.issues.push({ code: "custom", input: list, message });
    return z.NEVER;
  });
}

function stepSchema<Permits extends z.ZodType<boolean[]>>(n: number, permits: Permits) {
  const { yuma3_on, optional } = someParameters(n);
  return z.object({
    label: z.string().exactOptional(),
    block: whole(0, ANY, "the block of the epoch"),
    stake: stakes(n).exactOptional(),
    last_update: blocks(n).exactOptional(),
    block_at_registration: blocks(n).exactOptional(),
    weights_u16: rows(n).exactOptional(),
    weights_u16_changed_rows: changedRows(n).exactOptional(),
    permits_in: permits.exactOptional(),
    bonds_in_u16: rows(n).exactOptional(),
    commit_blocks: commits(n).exactOptional(),
    yuma3_on: yuma3_on.exactOptional(),
    ...optional,
  });
}

/** Rows by uid that replace those of the step before. */
function changedRows(n: number) {
  const expected = () => "expected a map from uids to rows";
  return z.record(z.string(), row(n), { error: expected }).superRefine((changed, context) => {
    for (const key of Object.keys(changed)) {
      if (/^\d+$/.test(key) && Number(key) < n) continue;
      const message = `belongs to no uid; expected keys from 0 to ${n - 1}`;
      context.addIssue({ code: "custom", path: [key], message });
    }
  });
}

/** Number of neurons of a snapshot; what else it holds has shapes that depend on it. */
export const sizeSchema = z.object({ n: whole(1, U16 + 1, "the number of uids") });

/** `kind: epoch_sequence`: consecutive epochs of one subnet. */
export const sequenceSchema = (n: number) => sequenceOf(n, stepSchema(n, flags(n)));

/** `kind: epoch_sequence_large`: the same, with validators first and permits as uids. */
export const largeSequenceSchema = (n: number, validators: number) =>
  sequenceOf(n, stepSchema(n, permitsOrUids(n, validators)));

export const validatorsSchema = (n: number) => z.object({ validators: whole(0, n, "the number of validators") });

function sequenceOf<Step extends z.ZodType>(n: number, step: Step) {
  const error = () => "expected a list of at least one step";
  return z
    .object({
      name: z.string().exactOptional(),
      params: paramsSchema(n),
      stake: stakes(n).exactOptional(),
      steps: z.array(step, { error }).min(1, { error }),
    })
    .transform((sequence) => ({ n, ...sequence }));
}

/** `params`, with the chain's defaults filled in. */
export function paramsSchema(n: number) {
  const { yuma3_on, optional } = someParameters(n);
  return z
    .object({ yuma3_on, ...optional }, { error: () => "expected a map of parameters with yuma3_on" })
    .transform((given): ChainParameters => ({ ...chainDefaults, ...given }));
}

/** Consecutive epochs of one subnet, as they were written. */
export type ChainSnapshot = z.output<ReturnType<typeof sequenceSchema>>;
export type WrittenStep = ChainSnapshot["steps"][number];
