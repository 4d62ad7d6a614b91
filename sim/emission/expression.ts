import { create, parseDependencies, type MathNode } from "mathjs/number";

/**
 * Arithmetic that a scenario may write: numbers, the variables below, + - * / ^ %, comparisons, `and`, `or`, `not`,
 * `a ? b : c` and a few functions. mathjs only reads the text; it evaluates nothing, and a tree with any other node is refused, so
 * that an expression cannot assign, define, import or reach a property. Length and depth are bounded.
 */
export type Variable = "t" | "block" | "issuance" | "burned" | "price" | "revenue";
export type Values = Readonly<Record<Variable, number>>;

export interface Expression {
  readonly variables: ReadonlySet<Variable>;
  evaluate(values: Values): number;
}

/** What is wrong with an expression, and where: characters from 1. */
export interface Misread {
  readonly at: number;
  readonly message: string;
}

const MOST_CHARACTERS = 400;
const MOST_DEPTH = 50;

const variables: readonly string[] = ["t", "block", "issuance", "burned", "price", "revenue"] satisfies Variable[];

/** Functions by name: how many arguments they take, and what they are. */
const functions: Readonly<Record<string, { readonly most: number; readonly apply: (...x: number[]) => number }>> = {
  abs: { most: 1, apply: Math.abs },
  ceil: { most: 1, apply: Math.ceil },
  exp: { most: 1, apply: Math.exp },
  floor: { most: 1, apply: Math.floor },
  log: { most: 1, apply: Math.log },
  log2: { most: 1, apply: Math.log2 },
  max: { most: 8, apply: Math.max },
  min: { most: 8, apply: Math.min },
  sqrt: { most: 1, apply: Math.sqrt },
};

/** Operators by the name that mathjs gives them; true is 1, false is 0. */
const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  mod: (a, b) => a - b * Math.floor(a / b),
  pow: (a, b) => a ** b,
  unaryMinus: (a) => -a,
  unaryPlus: (a) => a,
  smaller: (a, b) => Number(a < b),
  smallerEq: (a, b) => Number(a <= b),
  larger: (a, b) => Number(a > b),
  largerEq: (a, b) => Number(a >= b),
  equal: (a, b) => Number(a === b),
  unequal: (a, b) => Number(a !== b),
  and: (a, b) => Number(a !== 0 && b !== 0),
  or: (a, b) => Number(a !== 0 || b !== 0),
  not: (a) => Number(a === 0),
};

const words = new Set([...variables, ...Object.keys(functions), "and", "or", "not", "mod"]);
const token = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(<=|>=|==|!=|[-+*/^%(),?:<>]))/y;

const { parse } = create(parseDependencies) as { parse: (text: string) => MathNode };

/** Reads an expression, or says what is wrong with it and where. */
export function readExpression(text: string): Expression | Misread {
  const misread = refuseToken(text);
  if (misread) return misread;
  let tree: MathNode;
  try {
    tree = parse(text);
  } catch (error) {
    const { char } = error as { char?: number };
    return { at: Math.min(char ?? 1, text.length + 1), message: "expected an expression that is complete" };
  }
  const used = new Set<Variable>();
  try {
    const evaluate = compile(tree, used, 0);
    return { variables: used, evaluate };
  } catch (error) {
    if (error instanceof Refused)
      return { at: error.word === "" ? 1 : text.indexOf(error.word) + 1, message: error.message };
    throw error;
  }
}

/** The first word or sign that no expression may have, before anything else reads the text. */
function refuseToken(text: string): Misread | undefined {
  if (text.length > MOST_CHARACTERS)
    return { at: MOST_CHARACTERS + 1, message: `expected at most ${MOST_CHARACTERS} characters` };
  let depth = 0;
  let choices = 0;
  const end = text.trimEnd().length;
  for (token.lastIndex = 0; token.lastIndex < end;) {
    const from = token.lastIndex;
    const found = token.exec(text);
    if (!found) {
      const at = from + /^\s*/.exec(text.slice(from))![0].length + 1;
      return { at, message: "expected numbers, names, + - * / ^ %, comparisons, commas and parentheses" };
    }
    const [whole, , word, sign] = found;
    const at = from + whole.length - whole.trimStart().length + 1;
    if (word !== undefined && !words.has(word))
      return { at, message: `expected ${variables.join(", ")} or ${Object.keys(functions).join(", ")}` };
    const called = /^\s*\(/.test(text.slice(token.lastIndex));
    if (word !== undefined && called && variables.includes(word)) return { at, message: `${word} is no function` };
    if (word !== undefined && !called && word in functions)
      return { at, message: `expected ${word} with its argument in parentheses` };
    if (sign === "(" && ++depth > MOST_DEPTH)
      return { at, message: `expected at most ${MOST_DEPTH} parentheses within each other` };
    if (sign === ")") depth--;
    if (sign === "?") choices++;
    if (sign === ":" && --choices < 0) return { at, message: "expected a ? before it: there are no ranges" };
  }
  return undefined;
}

/** A tree that no expression may be, found where the text alone did not show it. */
class Refused extends Error {
  constructor(
    message: string,
    readonly word = "",
  ) {
    super(message);
  }
}

/** A node of mathjs, as far as it is read here. */
interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: string;
  readonly fn?: string | { readonly name?: string };
  readonly args?: readonly Node[];
  readonly isPercentage?: boolean;
  readonly content?: Node;
  readonly condition?: Node;
  readonly trueExpr?: Node;
  readonly falseExpr?: Node;
  readonly conditionals?: readonly string[];
  readonly params?: readonly Node[];
}

type Evaluate = (values: Values) => number;

function compile(read: unknown, used: Set<Variable>, depth: number): Evaluate {
  const node = read as Node;
  if (depth > MOST_DEPTH) throw new Refused(`expected at most ${MOST_DEPTH} operations within each other`);
  const below = (one: Node) => compile(one, used, depth + 1);
  switch (node.type) {
    case "ConstantNode":
      return constant(node.value);
    case "SymbolNode":
      return variable(node.name!, used);
    case "ParenthesisNode":
      return below(node.content!);
    case "OperatorNode":
      return operation(node, node.args!.map(below));
    case "RelationalNode":
      return chain(node.conditionals!, node.params!.map(below));
    case "FunctionNode":
      return call(node, node.args!.map(below));
    case "ConditionalNode": {
      const [condition, yes, no] = [node.condition!, node.trueExpr!, node.falseExpr!].map(below) as [
        Evaluate,
        Evaluate,
        Evaluate,
      ];
      return (values) => (condition(values) === 0 ? no(values) : yes(values));
    }
    default:
      throw new Refused(
        "expected arithmetic, comparisons, conditions and functions only",
        node.type === "RangeNode" ? ":" : "",
      );
  }
}

function constant(value: unknown): Evaluate {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new Refused("expected finite numbers only");
  return () => value;
}

function variable(name: string, used: Set<Variable>): Evaluate {
  if (!variables.includes(name)) throw new Refused(`expected ${variables.join(", ")}`, name);
  used.add(name as Variable);
  return (values) => values[name as Variable];
}

function operation(node: Node, [a, b = a]: Evaluate[]): Evaluate {
  // mathjs reads "3 + 8%" as 3 times 1.08, which few would expect.
  if (node.isPercentage) throw new Refused("expected % between two numbers, for the remainder", "%");
  const apply = typeof node.fn === "string" && Object.hasOwn(operators, node.fn) ? operators[node.fn] : undefined;
  if (!apply || !a || !b) throw new Refused("expected + - * / ^ %, comparisons, and, or, not");
  return (values) => apply(a(values), b(values));
}

/** a < b < c: all comparisons hold. */
function chain(comparisons: readonly string[], terms: readonly Evaluate[]): Evaluate {
  return (values) => {
    const numbers = terms.map((term) => term(values));
    return Number(comparisons.every((name, k) => operators[name]!(numbers[k]!, numbers[k + 1]!) === 1));
  };
}

function call(node: Node, given: readonly Evaluate[]): Evaluate {
  const name = typeof node.fn === "object" ? (node.fn.name ?? "") : "";
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!known) throw new Refused(`expected a function among ${Object.keys(functions).join(", ")}`, name);
  if (given.length < 1 || given.length > known.most)
    throw new Refused(`expected ${known.most === 1 ? "1 argument" : `1 to ${known.most} arguments`} of ${name}`, name);
  return (values) => known.apply(...given.map((one) => one(values)));
}
