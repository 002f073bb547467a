/** The files of older tokenizers, made of a tokenizer.json: what transformers' save_vocabulary writes. */

interface TokenizerJson {
  readonly model: {
    readonly vocab: Readonly<Record<string, number>>;
    readonly merges?: readonly (string | readonly [string, string])[];
  };
}

/** vocab.txt. */
export function piecesOf({ model }: TokenizerJson): string {
  return `${tokensOf(model.vocab).join("\n")}\n`;
}

/** vocab.json and merges.txt. */
export function bytePairsOf({ model }: TokenizerJson): { vocabulary: string; merges: string } {
  const merges = (model.merges ?? []).map((pair) => (typeof pair === "string" ? pair : pair.join(" ")));
  return { vocabulary: JSON.stringify(model.vocab), merges: `#version: 0.2\n${merges.join("\n")}\n` };
}

function tokensOf(vocab: Readonly<Record<string, number>>): string[] {
  const ordered = Object.entries(vocab).sort(([, a], [, b]) => a - b);
  return ordered.map(([token]) => token);
}
