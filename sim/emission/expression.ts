import { create, parseDependencies, type MathNode } from "mathjs/number";
import {
  comparisons,
  evaluator,
  functions,
  operators,
  variables,
  type Comparison,
  type Evaluate,
  type FunctionName,
  type Operation,
  type Tree,
  type Variable,
} from "./arithmetic.ts";

/**
 * Arithmetic that a scenario may write: numbers, the variables below, + - * / ^ %, comparisons, `and`, `or`, `not`,
 * `a ? b : c` and a few functions. mathjs only reads the text; it evaluates nothing, and a tree with any other node is refused, so
 * that an expression cannot assign, define, import or reach a property. Length and depth are bounded.
 */
export interface Expression {
  readonly variables: ReadonlySet<Variable>;
  readonly tree: Tree;
  readonly evaluate: Evaluate;
}

/** What is wrong with an expression, and where: characters from 1. */
export interface Misread {
  readonly at: number;
  readonly message: string;
}

const MOST_CHARACTERS = 400;
const MOST_DEPTH = 50;

/** Words that stand between numbers and names, as signs do. */
const signs = new Set(["and", "or", "not", "mod"]);
const words = new Set([...variables, ...Object.keys(functions), ...signs]);
const token = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(<=|>=|==|!=|[-+*/^%(),?:<>]))/y;

const { parse } = create(parseDependencies) as { parse: (text: string) => MathNode };

/** Reads an expression, or says what is wrong with it and where. */
export function readExpression(text: string): Expression | Misread {
  const scanned = scan(text);
  if ("message" in scanned) return scanned;
  let read: MathNode;
  try {
    read = parse(text);
  } catch (error) {
    const { char } = error as { char?: number };
    return { at: Math.min(char ?? 1, text.length + 1), message: "expected an expression that is complete" };
  }
  const used = new Set<Variable>();
  try {
    const { tree } = treeOf(read, { used, places: scanned.values() }, 0);
    return { variables: used, tree, evaluate: evaluator(tree) };
  } catch (error) {
    if (error instanceof Refused) return { at: error.at, message: error.message };
    throw error;
  }
}

/**
 * Where each number and name stands, in their order; or the first word or sign that no expression may have, found before
 * anything else reads the text.
 */
function scan(text: string): readonly number[] | Misread {
  if (text.length > MOST_CHARACTERS)
    return { at: MOST_CHARACTERS + 1, message: `expected at most ${MOST_CHARACTERS} characters` };
  const places: number[] = [];
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
    const rest = text.slice(token.lastIndex);
    if (depth === 0 && places.length > 0 && /\n/.test(text.slice(from, at)))
      return { at, message: "expected one expression: the next line starts another, unless parentheses hold it" };
    const message = refusedWord(word, rest) ?? (sign === "%" ? refusedRemainder(rest) : undefined);
    if (message !== undefined) return { at, message };
    if (sign === "(" && ++depth > MOST_DEPTH)
      return { at, message: `expected at most ${MOST_DEPTH} parentheses within each other` };
    if (sign === ")") depth--;
    if (sign === "?") choices++;
    if (sign === ":" && --choices < 0) return { at, message: "expected a ? before it: there are no ranges" };
    if (sign === undefined && !signs.has(word ?? "")) places.push(at);
  }
  return places;
}

function refusedWord(word: string | undefined, rest: string): string | undefined {
  if (word === undefined || signs.has(word)) return undefined;
  if (!words.has(word)) return `expected ${variables.join(", ")} or ${Object.keys(functions).join(", ")}`;
  const called = /^\s*\(/.test(rest);
  if (called && variables.includes(word)) return `${word} is no function`;
  return !called && word in functions ? `expected ${word} with its argument in parentheses` : undefined;
}

/** mathjs reads "3 + 8%" as 3 times 1.08, which few would expect, and "5 % -3" as a percentage too. */
function refusedRemainder(rest: string): string | undefined {
  return /^\s*[\w.(]/.test(rest) ? undefined : "expected % between two numbers, for the remainder";
}

/** A tree that no expression may be, found where the text alone did not show it. */
class Refused extends Error {
  constructor(
    message: string,
    readonly at: number,
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

interface Reading {
  readonly used: Set<Variable>;
  /** where the numbers and names stand that are still to come: a tree has them in the order of the text */
  readonly places: Iterator<number, undefined>;
}

/** A tree, and where its first number or name stands. */
interface Placed {
  readonly tree: Tree;
  readonly at: number;
}

function treeOf(read: unknown, reading: Reading, depth: number): Placed {
  const node = read as Node;
  const place = () => reading.places.next().value ?? 1;
  if (depth > MOST_DEPTH) throw new Refused(`expected at most ${MOST_DEPTH} operations within each other`, place());
  const below = (one: Node) => treeOf(one, reading, depth + 1);
  switch (node.type) {
    case "ConstantNode":
      return folded({ type: "number", value: Number(node.value) }, place());
    case "SymbolNode":
      return variable(node.name!, place(), reading.used);
    case "ParenthesisNode":
      return below(node.content!);
    case "OperatorNode":
      return operation(node, node.args!.map(below));
    case "RelationalNode":
      return chain(node.conditionals!, node.params!.map(below));
    case "FunctionNode":
      return call(node, place(), node.args!.map(below));
    case "ConditionalNode": {
      const [condition, yes, no] = [node.condition!, node.trueExpr!, node.falseExpr!].map(below) as [
        Placed,
        Placed,
        Placed,
      ];
      return { at: condition.at, tree: { type: "choice", condition: condition.tree, yes: yes.tree, no: no.tree } };
    }
    default:
      throw new Refused("expected arithmetic, comparisons, conditions and functions only", place());
  }
}

function variable(name: string, at: number, used: Set<Variable>): Placed {
  if (!variables.includes(name)) throw new Refused(`expected ${variables.join(", ")}`, at);
  used.add(name as Variable);
  return { at, tree: { type: "variable", name: name as Variable } };
}

function operation(node: Node, given: readonly Placed[]): Placed {
  const name = typeof node.fn === "string" ? node.fn : "";
  const { at } = given[0]!;
  if (Object.hasOwn(comparisons, name)) return chain([name], given);
  if (node.isPercentage || given.length > 2 || !Object.hasOwn(operators, name))
    throw new Refused("expected + - * / ^ %, comparisons, and, or, not", at);
  return folded({ type: "apply", name: name as Operation, to: given.map(({ tree }) => tree) }, at);
}

function chain(names: readonly string[], given: readonly Placed[]): Placed {
  const tree: Tree = { type: "chain", comparisons: names as Comparison[], terms: given.map((one) => one.tree) };
  return { at: given[0]!.at, tree };
}

function call(node: Node, at: number, given: readonly Placed[]): Placed {
  const name = typeof node.fn === "object" ? (node.fn.name ?? "") : "";
  const known = Object.hasOwn(functions, name) ? functions[name as FunctionName] : undefined;
  if (!known) throw new Refused(`expected a function among ${Object.keys(functions).join(", ")}`, at);
  if (given.length < 1 || given.length > known.most)
    throw new Refused(`expected ${known.most === 1 ? "1 argument" : `1 to ${known.most} arguments`} of ${name}`, at);
  return folded({ type: "apply", name: name as FunctionName, to: given.map(({ tree }) => tree) }, at);
}

/** What follows from written numbers alone is computed once, and must be a finite number. */
function folded(tree: Tree, at: number): Placed {
  const numbers = tree.type === "apply" && tree.to.every(({ type }) => type === "number");
  if (!numbers && tree.type !== "number") return { at, tree };
  const value = evaluator(tree)(NOTHING);
  if (!Number.isFinite(value)) throw new Refused(`expected finite numbers only, and this is ${value}`, at);
  return { at, tree: { type: "number", value } };
}

/** An expression of numbers alone reads no variable. */
const NOTHING = { t: NaN, block: NaN, issuance: NaN, burned: NaN, price: NaN, revenue: NaN };
