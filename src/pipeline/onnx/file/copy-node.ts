/** Copies nodes of a file byte by byte. Only graphs inside nodes are written again, with sorted nodes. */
import type { Bytes } from "./byte-file.ts";
import { graphsOf, type OnnxAttribute, type OnnxGraph, type OnnxNode } from "./onnx-graph.ts";
import { bytesField, fieldsOf, readText, type Field, type Range } from "./protobuf.ts";

/** Fields of GraphProto, NodeProto and AttributeProto. */
const [GRAPH_NODE, NODE_ATTRIBUTE, ATTRIBUTE_NAME, ATTRIBUTE_GRAPH] = [1, 5, 1, 6];

/** The bytes of a range, unchanged. */
export function copyRange(file: Bytes, { start, end }: Range): Buffer {
  return file.bytes(start, end - start);
}

/** A node of the file as a field of its graph. @param whole The node's field in the file. */
export function copyNode(file: Bytes, node: OnnxNode, whole: Range): Buffer {
  if (graphsOf(node).length === 0) return copyRange(file, whole);
  const [field] = fieldsOf(file, whole);
  return field ? bytesField(field.number, withGraphs(file, node, field.range)) : copyRange(file, whole);
}

function withGraphs(file: Bytes, node: OnnxNode, range: Range): Buffer {
  return rewritten(file, range, (part) => {
    if (part.number !== NODE_ATTRIBUTE) return undefined;
    const attribute = attributeOf(file, node, part.range);
    const inner = attribute?.graph;
    if (inner === undefined) return undefined;
    const replaced = rewritten(file, part.range, (entry) =>
      entry.number === ATTRIBUTE_GRAPH
        ? bytesField(ATTRIBUTE_GRAPH, copyGraph(file, inner, entry.range))
        : undefined,
    );
    return bytesField(NODE_ATTRIBUTE, replaced);
  });
}

function attributeOf(file: Bytes, node: OnnxNode, range: Range): OnnxAttribute | undefined {
  for (const part of fieldsOf(file, range))
    if (part.number === ATTRIBUTE_NAME) return node.attributes.get(readText(file, part.range));
  return undefined;
}

/** Writes the nodes first, wherever they are in the file. */
function copyGraph(file: Bytes, graph: OnnxGraph, range: Range): Buffer {
  const nodes = graph.nodes.flatMap((node) => (node.whole ? [copyNode(file, node, node.whole)] : []));
  const none = Buffer.alloc(0);
  return Buffer.concat([
    ...nodes,
    rewritten(file, range, (part) => (part.number === GRAPH_NODE ? none : undefined)),
  ]);
}

/** Copies a message and replaces the fields for which `replace` returns a value. */
function rewritten(file: Bytes, range: Range, replace: (field: Field) => Buffer | undefined): Buffer {
  return Buffer.concat(
    [...fieldsOf(file, range)].map((field) => replace(field) ?? copyRange(file, field.whole)),
  );
}
