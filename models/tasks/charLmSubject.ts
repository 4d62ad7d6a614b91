import { DAYS_PER_YEAR } from "../../sim/core/clock.ts";
import { stream } from "../../sim/core/random.ts";
import { readMobyDick } from "../data/mobyDick.ts";
import { charLm } from "../fleet/architectures/charLm.ts";
import { type CharLmParameters, UNIGRAM_BITS } from "./charLm.ts";
import type { Subject } from "./trained/subject.ts";

/** Parts of the novel that shards may prefer. */
const PARTS = 10;

/**
 * Places in a text and what stands there. The score is minus the bits a character, so that more is better. An
 * example's class is the tenth of the novel in which it stands.
 * The spelling drifts: pairs of symbols are exchanged one after the other, in an order that belongs to the seed.
 */
export function charLmSubject(
  { context, hidden, exchangesPerYear, reachable }: CharLmParameters,
  seed: number,
): Subject {
  const { symbols, alphabet } = readMobyDick();
  const count = symbols.length - context;
  const spelling = exchanging(alphabet.length, seed);
  return {
    net: charLm(context, alphabet.length, hidden),
    count,
    labels: Uint8Array.from({ length: count }, (_, place) => Math.floor((PARTS * place) / count)),
    baseline: -UNIGRAM_BITS,
    reachable: -reachable,
    on(day) {
      const spelt = spelling(Math.floor((exchangesPerYear * day) / DAYS_PER_YEAR));
      return {
        write(places, { inputs, targets }, at) {
          for (let k = 0; k < places.length; k++) {
            const place = places[k]!;
            for (let c = 0; c < context; c++) inputs[(at + k) * context + c] = spelt[symbols[place + c]!]!;
            if (targets) targets[at + k] = spelt[symbols[place + context]!]!;
          }
        },
        mark: (place, outputs, from) => -bits(outputs, from, alphabet.length, spelt[symbols[place + context]!]!),
      };
    },
    score: (mean) => mean,
  };
}

/** Bits that naming a symbol takes by the model's own odds.   -log2 softmax(logits)[symbol] */
function bits(logits: Float32Array, from: number, symbols: number, symbol: number): number {
  let most = -Infinity;
  for (let k = 0; k < symbols; k++) most = Math.max(most, logits[from + k]!);
  let total = 0;
  for (let k = 0; k < symbols; k++) total += Math.exp(logits[from + k]! - most);
  return (Math.log(total) - (logits[from + symbol]! - most)) / Math.LN2;
}

/** The symbol that stands for each after some exchanges of pairs. */
function exchanging(symbols: number, seed: number): (exchanges: number) => Uint8Array {
  const random = stream(seed, "spelling");
  const steps: Uint8Array[] = [Uint8Array.from({ length: symbols }, (_, k) => k)];
  return (exchanges) => {
    while (steps.length <= exchanges) {
      const next = steps.at(-1)!.slice();
      const [a, b] = [Math.floor(random() * symbols), Math.floor(random() * symbols)];
      [next[a], next[b]] = [next[b]!, next[a]!];
      steps.push(next);
    }
    return steps[exchanges]!;
  };
}
