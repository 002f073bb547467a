/** Small token tables, by the texts of their sequences. */
import { decodeTokens, encodeTokens, type TokenTable } from "#atlas/tokens/tokens.ts";

/** Special tokens are those that begin with `<|`, or with a bracket and a capital, after a blank or none. */
export function tableOf(...sequences: readonly (readonly string[])[]): TokenTable {
  return labeledTable(sequences, {});
}

/** @param labels A value per token, by the label's name. */
export function labeledTable(
  sequences: readonly (readonly string[])[],
  labels: Readonly<Record<string, readonly (string | number | null)[]>>,
): TokenTable {
  const tokens = sequences.flat();
  let at = 0;
  const starts = [0, ...sequences.map(({ length }) => (at += length))];
  return decodeTokens(
    encodeTokens({
      tokens,
      starts: Uint32Array.from(starts),
      special: Uint8Array.from(tokens, (text) => (/^ ?(<\||\[[A-Z])/.test(text) ? 1 : 0)),
      sequenceLabels: new Map(),
      tokenLabels: new Map(Object.entries(labels)),
    }),
  );
}
