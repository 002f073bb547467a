/** Gives every block its tower and its layer. Blocks that read the same data form one tower. */
import { kindOf } from "../feeds/input-content.ts";
import type { GraphIndex } from "../file/graph-index.ts";
import type { OnnxInput } from "../file/onnx-graph.ts";
import type { AttentionBlock, FoundBlock } from "./attention-block.ts";
import { originsOf, streamsOf, type Streams } from "./attention-order.ts";
import { outlineOf } from "./outline.ts";

/** Text comes first, because a text tower may also attend to pictures. */
const KINDS = ["text", "vision", "audio"] as const;

/**
 * A graph with a single tower needs no names. Layers count within a tower, in order of computation. Encoders come first,
 * because they do not depend on a decoder.
 */
export function nameTowers(graph: GraphIndex, found: readonly FoundBlock[]): AttentionBlock[] {
  const towers = towersOf(graph, found);
  const isSingle = new Set(towers).size === 1;
  const counts = new Map<string, number>();
  const named = found.map((block, i) => {
    const tower = towers[i] ?? "";
    const layer = counts.get(tower) ?? 0;
    counts.set(tower, layer + 1);
    return isSingle ? { ...block, layer } : { ...block, tower, layer };
  });
  const isEncoder = ({ tower }: AttentionBlock): boolean => tower === "encoder";
  return [...named.filter(isEncoder), ...named.filter((block) => !isEncoder(block))];
}

/** Streams with queries of cross-attention are decoders; streams that only provide its keys are encoders. */
function towersOf(graph: GraphIndex, found: readonly FoundBlock[]): string[] {
  const streams = streamsOf(
    originsOf(
      graph,
      found.map(({ source }) => outlineOf(source)),
    ),
  );
  const crosses = streams.filter((_, i) => found[i]?.kind === "cross");
  const asking = new Set(crosses.map(({ query }) => query));
  const asked = new Set(crosses.map(({ key }) => key));
  const isTwoWay = (stream: number): boolean => asking.has(stream) && asked.has(stream);
  const twoWay = new Set(
    streams.filter((stream, i) => found[i]?.kind === "self" && isTwoWay(stream.query)).map(queryOf),
  );
  const towers: Tower[] = [];
  return found.map((block, i) => {
    if (block.kind === "cross") return "cross";
    const stream = streams[i]?.query ?? i;
    // Two sequences that attend to each other are named by what they read.
    const hasOwnName = isTwoWay(stream) && twoWay.size > 1;
    if (asking.has(stream) && !hasOwnName) return "decoder";
    if (asked.has(stream) && !hasOwnName) return "encoder";
    const { query } = outlineOf(found[hasOwnName ? stream : i]!.source);
    return towerOf(graph.sourcesOf(query), towers).name;
  });
}

function queryOf({ query }: Streams): number {
  return query;
}

interface Tower {
  readonly kind: string;
  readonly name: string;
  inputs: ReadonlySet<string>;
}

/**
 * The tower that reads these inputs. Later layers may read more inputs than the first (such as a mask whose name says
 * nothing), so inputs of one kind make two towers only if they are disjoint.
 */
function towerOf(sources: readonly OnnxInput[], towers: Tower[]): Tower {
  const kinds = new Set(sources.map(kindOf));
  const kind = KINDS.find((name) => kinds.has(name)) ?? "text";
  const inputs = sources.map((input) => input.name);
  const set = new Set(inputs);
  const known = towers.find(
    (tower) => tower.kind === kind && (holds(tower.inputs, inputs) || holds(set, [...tower.inputs])),
  );
  if (known) {
    known.inputs = new Set([...known.inputs, ...inputs]);
    return known;
  }
  const used = new Set(towers.map(({ name }) => name));
  let name: string = kind;
  // Two towers over different data of one kind, as in a model for questions and answers: text, text2.
  for (let number = 2; used.has(name); number++) name = `${kind}${number}`;
  const tower = { kind, name, inputs: set };
  towers.push(tower);
  return tower;
}

function holds(set: ReadonlySet<string>, entries: readonly string[]): boolean {
  return entries.every((entry) => set.has(entry));
}
