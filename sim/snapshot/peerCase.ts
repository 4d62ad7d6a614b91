import { z } from "zod";
import { peerParameters } from "../consensus/peers.ts";
import { amount, list, U16, whole } from "./fields.ts";

/** What a peer case counts. */
export const peerSizesSchema = z.object({
  validators: whole(1, U16, "the number of validators"),
  servers: whole(1, U16, "the number of servers"),
  epochs: whole(1, U16, "the number of epochs"),
});

type Sizes = z.output<typeof peerSizesSchema>;

/** A parameter as the two simulators take them: a number, a switch or a word. */
const parameter = z.union([z.number(), z.boolean(), z.string()], {
  error: () => "expected a number, true, false or a word",
});

const word = z.string({ error: () => "expected a word" });

const runSchema = z.object({
  producer: word,
  variant: word,
  params: z.record(z.string(), parameter),
  bondResetApplied: z.boolean({ error: () => "expected true or false" }),
});

/**
 * `format: peer-case/1`: stakes and weights by epoch, and the runs of other simulators that played them.
 * Weights are real numbers, validators x servers; a row may be all zero.
 */
export function peerCaseSchema({ validators, servers, epochs }: Sizes) {
  const error = () => "expected a list of at least one run";
  const row = list(amount("a weight"), servers, "servers");
  return z
    .object({
      id: word,
      stakes: list(list(amount("stake"), validators, "validators"), epochs, "epochs"),
      weights: list(list(row, validators, "validators"), epochs, "epochs"),
      bondReset: z
        .object(
          { server: whole(0, servers - 1, "a server"), epoch: whole(0, epochs - 1, "an epoch") },
          { error: () => "expected null, or a map with server and epoch" },
        )
        .nullable(),
      runs: z.array(runSchema, { error }).min(1, { error }),
    })
    .superRefine(({ runs, bondReset }, context) => {
      for (const [k, run] of runs.entries()) {
        const refuse = (path: string[], message: string) =>
          context.addIssue({ code: "custom", path: ["runs", k, ...path], message });
        const unplayable = faultOf(run);
        if (unplayable !== undefined) refuse([], `cannot be played: ${unplayable}`);
        if (run.bondResetApplied && bondReset === null)
          refuse(["bondResetApplied"], "is true; expected false, since bondReset is null");
      }
    });
}

/** What the rule says against a run's variant or parameters. */
function faultOf({ producer, variant, params }: z.output<typeof runSchema>): string | undefined {
  try {
    peerParameters(producer, variant, params);
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message.replace(/^peers: /, "");
    throw error;
  }
}

export type PeerCase = z.output<ReturnType<typeof peerCaseSchema>>;
