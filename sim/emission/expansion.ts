import { applied, type Comparison, type Operation, type Tree, type Variable } from "./arithmetic.ts";
import {
  constant,
  exp,
  floor,
  isConstant,
  log,
  order,
  power,
  product,
  reciprocal,
  scaled,
  sum,
  unknown,
  type Series,
} from "./series.ts";

/**
 * An expression as a series over a stretch of blocks, from the series of its variables there. It is unknown where the stretch holds a
 * threshold: a comparison, a whole number under `floor`, or the corner of a `max` whose outcome changes within it.
 */
export function expand(tree: Tree, given: Readonly<Record<Variable, Series>>): Series {
  switch (tree.type) {
    case "number":
      return constant(tree.value);
    case "variable":
      return given[tree.name];
    case "choice": {
      const condition = truth(expand(tree.condition, given));
      return condition === undefined ? unknown : expand(condition ? tree.yes : tree.no, given);
    }
    case "chain": {
      const terms = tree.terms.map((term) => expand(term, given));
      return allHold(tree.comparisons.map((name, k) => holds(name, order(terms[k]!, terms[k + 1]!))));
    }
    case "apply":
      return applyTo(
        tree.name,
        tree.to.map((one) => expand(one, given)),
      );
  }
}

const answer = (yes: boolean): Series => constant(Number(yes));

/** Whether a series is other than 0 throughout; undefined where it cannot be told. */
function truth(a: Series): boolean | undefined {
  const sign = order(a, constant(0));
  return Number.isNaN(sign) ? undefined : sign !== 0;
}

function allHold(all: readonly (boolean | undefined)[]): Series {
  if (all.includes(false)) return answer(false);
  return all.includes(undefined) ? unknown : answer(true);
}

function holds(name: Comparison, sign: number): boolean | undefined {
  if (Number.isNaN(sign)) return undefined;
  switch (name) {
    case "smaller":
      return sign < 0;
    case "smallerEq":
      return sign <= 0;
    case "larger":
      return sign > 0;
    case "largerEq":
      return sign >= 0;
    case "equal":
      return sign === 0;
    case "unequal":
      return sign !== 0;
  }
}

function applyTo(name: Operation, to: readonly Series[]): Series {
  if (to.every(isConstant)) return constant(applied(name)(...to.map(({ terms }) => terms[0]!)));
  const [a, b = a] = to as readonly [Series, Series?];
  switch (name) {
    case "add":
      return sum(a, b);
    case "subtract":
      return sum(a, b, -1);
    case "multiply":
      return product(a, b);
    case "divide":
      return quotient(a, b);
    case "mod":
      return sum(a, product(b, floor(quotient(a, b))), -1);
    case "pow":
      return raised(a, b);
    case "unaryMinus":
      return scaled(a, -1);
    case "unaryPlus":
      return a;
    case "and":
      return allHold([truth(a), truth(b)]);
    case "or":
      return not(allHold([negated(truth(a)), negated(truth(b))]));
    case "not":
      return not(allHold([truth(a)]));
    case "abs":
      return largest([a, scaled(a, -1)], 1);
    case "max":
      return largest(to, 1);
    case "min":
      return largest(to, -1);
    case "floor":
      return floor(a);
    case "ceil":
      return scaled(floor(scaled(a, -1)), -1);
    case "exp":
      return exp(a);
    case "log":
      return log(a);
    case "log2":
      return product(log(a), constant(Math.LOG2E));
    case "sqrt":
      return power(a, 0.5);
  }
}

const negated = (truth: boolean | undefined) => (truth === undefined ? undefined : !truth);

const not = (a: Series): Series => (isConstant(a) ? answer(a.terms[0] === 0) : unknown);

const quotient = (a: Series, b: Series): Series =>
  isConstant(b) ? product(a, constant(1 / b.terms[0]!)) : product(a, reciprocal(b));

/** a^b = e^(b log a) where b changes, for a > 0. */
function raised(a: Series, b: Series): Series {
  if (isConstant(b)) return power(a, b.terms[0]!);
  const base = isConstant(a) ? constant(Math.log(a.terms[0]!)) : log(a);
  return exp(product(b, base));
}

/** The one that is largest throughout (smallest with sign -1), if there is one. */
function largest(to: readonly Series[], sign: 1 | -1): Series {
  return to.reduce((best, one) => {
    const found = sign * order(one, best);
    return Number.isNaN(found) ? unknown : found > 0 ? one : best;
  });
}
