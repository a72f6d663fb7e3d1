import type { ASTNode } from "@marcbachmann/cel-js";

/** An expression is one thought; a longer one belongs into a named function with tests. */
const MAX_SOURCE_LENGTH = 300;
const MAX_NODES = 200;
const MAX_LIST_LENGTH = 100;

/** Loops over lists; one inside another multiplies its cost. */
const COMPREHENSIONS: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "filter", "map"]);
/** Regular expressions can take exponential time. */
const REFUSED_METHODS: ReadonlySet<string> = new Set(["matches"]);

/**
 * Why an expression may not run, or `undefined`. What editors write is run for every citizen, so nothing in it may
 * be able to take long: unguarded, nested comprehensions over modest lists hang the process.
 */
export function findExcess(source: string, ast?: ASTNode): string | undefined {
  if (source.length > MAX_SOURCE_LENGTH)
    return `is ${source.length} characters long; at most ${MAX_SOURCE_LENGTH} are allowed`;
  if (!ast) return undefined;
  let nodes = 0;
  return visit(ast, 0);

  function visit(node: ASTNode, loops: number): string | undefined {
    nodes++;
    if (nodes > MAX_NODES) return `has more than ${MAX_NODES} parts; split it into several steps or terms`;
    if (node.op === "list" && node.args.length > MAX_LIST_LENGTH) return `holds a list of more than ${MAX_LIST_LENGTH}`;
    const method = node.op === "rcall" ? node.args[0] : undefined;
    if (method && REFUSED_METHODS.has(method))
      return `uses ${method}, which can take very long; compare texts directly`;
    const inner = method && COMPREHENSIONS.has(method) ? loops + 1 : loops;
    if (inner > 1) return "has a loop inside a loop, which can take very long";
    for (const child of childrenOf(node)) {
      const refused = visit(child, inner);
      if (refused) return refused;
    }
    return undefined;
  }
}

/** Every name it reads, each once, in order of appearance. */
export function identifiersOf(ast: ASTNode): string[] {
  const names = new Set<string>();
  const waiting = [ast];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.op === "id") names.add(node.args);
    waiting.push(...childrenOf(node).toReversed());
  }
  return [...names];
}

export function childrenOf(node: ASTNode): ASTNode[] {
  return flatten(node.args).filter(isNode);
}

function flatten(args: unknown): unknown[] {
  return Array.isArray(args) ? args.flatMap(flatten) : [args];
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value;
}
