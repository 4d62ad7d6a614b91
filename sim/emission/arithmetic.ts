/** What a written schedule may be made of: its variables, functions and operators, the tree of it, and its value. */
export type Variable = "t" | "block" | "issuance" | "burned" | "price" | "revenue";
export type Values = Readonly<Record<Variable, number>>;

export const variables: readonly string[] = [
  "t",
  "block",
  "issuance",
  "burned",
  "price",
  "revenue",
] satisfies Variable[];

/** Functions by name: how many arguments they take, and what they are. */
export const functions = {
  abs: { most: 1, apply: Math.abs },
  ceil: { most: 1, apply: Math.ceil },
  exp: { most: 1, apply: Math.exp },
  floor: { most: 1, apply: Math.floor },
  log: { most: 1, apply: Math.log },
  log2: { most: 1, apply: Math.log2 },
  max: { most: 8, apply: Math.max },
  min: { most: 8, apply: Math.min },
  sqrt: { most: 1, apply: Math.sqrt },
} as const satisfies Readonly<Record<string, { most: number; apply: (...x: number[]) => number }>>;

/** Comparisons by the name that mathjs gives them; true is 1, false is 0. */
export const comparisons = {
  smaller: (a: number, b: number) => Number(a < b),
  smallerEq: (a: number, b: number) => Number(a <= b),
  larger: (a: number, b: number) => Number(a > b),
  largerEq: (a: number, b: number) => Number(a >= b),
  equal: (a: number, b: number) => Number(a === b),
  unequal: (a: number, b: number) => Number(a !== b),
};

/** Other operators by the name that mathjs gives them. */
export const operators = {
  add: (a: number, b: number) => a + b,
  subtract: (a: number, b: number) => a - b,
  multiply: (a: number, b: number) => a * b,
  divide: (a: number, b: number) => a / b,
  mod: (a: number, b: number) => a - b * Math.floor(a / b),
  pow: (a: number, b: number) => a ** b,
  unaryMinus: (a: number) => -a,
  unaryPlus: (a: number) => a,
  and: (a: number, b: number) => Number(a !== 0 && b !== 0),
  or: (a: number, b: number) => Number(a !== 0 || b !== 0),
  not: (a: number) => Number(a === 0),
};

export type FunctionName = keyof typeof functions;
export type Comparison = keyof typeof comparisons;
export type Operation = FunctionName | keyof typeof operators;

/** A checked expression. */
export type Tree =
  | { readonly type: "number"; readonly value: number }
  | { readonly type: "variable"; readonly name: Variable }
  | { readonly type: "apply"; readonly name: Operation; readonly to: readonly Tree[] }
  /** a < b < c: all comparisons hold */
  | { readonly type: "chain"; readonly comparisons: readonly Comparison[]; readonly terms: readonly Tree[] }
  | { readonly type: "choice"; readonly condition: Tree; readonly yes: Tree; readonly no: Tree };

/** What an operator or function makes of numbers. */
export const applied = (name: Operation): ((...x: number[]) => number) =>
  name in functions ? functions[name as FunctionName].apply : operators[name as keyof typeof operators];

export type Evaluate = (values: Values) => number;

/** The tree as one function, which costs about half of walking it. */
export function evaluator(tree: Tree): Evaluate {
  switch (tree.type) {
    case "number": {
      const { value } = tree;
      return () => value;
    }
    case "variable": {
      const { name } = tree;
      return (values) => values[name];
    }
    case "apply":
      return application(applied(tree.name), tree.to.map(evaluator));
    case "chain": {
      const holds = tree.comparisons.map((name) => comparisons[name]);
      const terms = tree.terms.map(evaluator);
      return (values) => {
        const numbers = terms.map((term) => term(values));
        return Number(holds.every((compare, k) => compare(numbers[k]!, numbers[k + 1]!) === 1));
      };
    }
    case "choice": {
      const [condition, yes, no] = [evaluator(tree.condition), evaluator(tree.yes), evaluator(tree.no)];
      return (values) => (condition(values) === 0 ? no(values) : yes(values));
    }
  }
}

function application(apply: (...x: number[]) => number, given: readonly Evaluate[]): Evaluate {
  const [a, b] = given;
  if (given.length === 1) return (values) => apply(a!(values));
  if (given.length === 2) return (values) => apply(a!(values), b!(values));
  return (values) => apply(...given.map((one) => one(values)));
}
