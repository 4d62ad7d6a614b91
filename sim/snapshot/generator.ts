import { z } from "zod";
import type { ChainParameters, ChainSnapshot, WrittenStep } from "./chainSchema.ts";
import { amount, ANY, U16, whole } from "./fields.ts";

/** Validators first, or at every uid that a number divides: "every_8th_uid". */
const layout = z.string().regex(/^(validators_first|every_[1-9]\d*(st|nd|rd|th)_uid)$/, {
  error: () => "expected validators_first or, for another number, every_8th_uid",
});

/**
 * `kind: epoch_generator`: equal validators give every server the same weight, for some epochs, once for each layout and
 * each weight that servers give themselves.
 */
export const generatorSchema = z
  .object({
    n: whole(1, U16 + 1, "the number of uids"),
    validators: whole(1, U16, "the number of validators"),
    stake_per_validator: amount("stake"),
    stake_per_server: amount("stake"),
    weight_u16_validator_to_every_server: whole(0, U16, "a u16"),
    server_self_weight_options: z.array(whole(0, U16, "a u16").nullable()).min(1),
    layouts: z.array(layout).min(1),
    epochs: whole(1, U16, "epochs of each case"),
    block: whole(0, ANY, "a block"),
    last_update_validators: whole(0, ANY, "a block"),
    block_at_registration: whole(0, ANY, "a block"),
  })
  .superRefine(({ n, validators, layouts }, context) => {
    for (const [k, name] of layouts.entries()) {
      const placed = validatorsOf(name, n, validators).filter(Boolean).length;
      if (placed === validators) continue;
      const message = `has room for ${placed} validators among n = ${n}; expected room for ${validators}`;
      context.addIssue({ code: "custom", path: ["layouts", k], message });
    }
  });

type Generator = z.output<typeof generatorSchema>;

/** [n] who is a validator. */
function validatorsOf(layout: string, n: number, validators: number): boolean[] {
  const every = Number(/\d+/.exec(layout)?.[0]);
  return Array.from({ length: n }, (_, uid) => (layout === "validators_first" ? uid < validators : uid % every === 0));
}

/** The steps that a generator describes, case by case; the first epoch of a case has no bonds. */
export function generated(generator: Generator, params: ChainParameters): ChainSnapshot {
  const { n, layouts, server_self_weight_options: options } = generator;
  const cases = layouts.flatMap((layout) => options.map((selfWeight) => ({ layout, selfWeight })));
  return { n, params, steps: cases.flatMap(({ layout, selfWeight }) => stepsOf(generator, layout, selfWeight)) };
}

function stepsOf(generator: Generator, layout: string, selfWeight: number | null): WrittenStep[] {
  const { n, validators, epochs, block, weight_u16_validator_to_every_server: weight } = generator;
  const judges = validatorsOf(layout, n, validators);
  const toServers = [...judges.keys()].filter((uid) => !judges[uid]).map((uid): [number, number] => [uid, weight]);
  const label = `${layout}, ${selfWeight === null ? "no self weights" : `self weights ${selfWeight}`}`;
  const first: WrittenStep = {
    label: `${label}, epoch 1`,
    block,
    stake: judges.map((judge) => (judge ? generator.stake_per_validator : generator.stake_per_server)),
    last_update: judges.map((judge) => (judge ? generator.last_update_validators : 0)),
    block_at_registration: judges.map(() => generator.block_at_registration),
    weights_u16: judges.map((judge, uid) => (judge ? toServers : selfWeight === null ? [] : [[uid, selfWeight]])),
    permits_in: judges,
    bonds_in_u16: judges.map(() => []),
  };
  const later = Array.from({ length: epochs - 1 }, (_, e) => ({ label: `${label}, epoch ${e + 2}`, block }));
  return [first, ...later];
}
