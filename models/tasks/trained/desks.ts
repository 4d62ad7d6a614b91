import type { Member } from "../../fleet/member.ts";

/** Models by id, as they go to a thread. */
export type Pairs = readonly (readonly [string, Member])[];

/** Shared memory that is used again: a message of models would be copied twice, and its garbage would be the models' size. */
export interface Desks {
  /** Copies models to a desk that nobody else has until it is cleared. */
  lay(models: Pairs): { readonly models: Pairs; clear(): void };
}

export function desks(): Desks {
  const free: SharedArrayBuffer[] = [];
  return {
    lay(models) {
      const arrays = new Set(models.flatMap(([, member]) => arraysOf(member)));
      const bytes = [...arrays].reduce((sum, { byteLength }) => sum + byteLength, 0);
      const last = free.pop();
      const desk = last && last.byteLength >= bytes ? last : new SharedArrayBuffer(bytes);
      let at = 0;
      const laid = once((array) => {
        const place = new Float32Array(desk, at, array.length);
        place.set(array);
        at += array.byteLength;
        return place;
      });
      return {
        models: models.map(([id, member]) => [id, withArrays(member, laid)]),
        clear: () => void free.push(desk),
      };
    },
  };
}

/** Models that go home from a thread: those that lie on a desk are copied, since the desk stays. */
export function takenHome(models: Pairs): { readonly models: Pairs; readonly memory: readonly ArrayBuffer[] } {
  const own = once((array) => (array.buffer instanceof SharedArrayBuffer ? array.slice() : array));
  const taken = models.map(([id, member]) => [id, withArrays(member, own)] as const);
  const memory = new Set(taken.flatMap(([, member]) => arraysOf(member)).map(({ buffer }) => buffer as ArrayBuffer));
  return { models: taken, memory: [...memory] };
}

const arraysOf = ({ weights, first, second, past = [] }: Member): Float32Array[] => [weights, first, second, ...past];

function withArrays(member: Member, change: (array: Float32Array) => Float32Array): Member {
  const { weights, first, second, step, past } = member;
  const changed = { weights: change(weights), first: change(first), second: change(second), step };
  return past ? { ...changed, past: past.map(change) } : changed;
}

/** The same change of the same array. */
function once(change: (array: Float32Array) => Float32Array): (array: Float32Array) => Float32Array {
  const done = new Map<Float32Array, Float32Array>();
  return (array) => {
    const changed = done.get(array) ?? change(array);
    done.set(array, changed);
    return changed;
  };
}
