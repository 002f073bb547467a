/** A tokenizer of words between blanks: the first is also what stands for unknown ones, the next two go around every text. */
export function wordTokenizer(words: readonly string[]): unknown {
  const [, open = "", close = ""] = words;
  const special = (id: number) => ({
    id,
    content: words[id],
    special: true,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
  });
  const piece = (name: string) => ({ SpecialToken: { id: name, type_id: 0 } });
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [0, 1, 2].map(special),
    normalizer: null,
    pre_tokenizer: { type: "Whitespace" },
    post_processor: {
      type: "TemplateProcessing",
      single: [piece(open), { Sequence: { id: "A", type_id: 0 } }, piece(close)],
      pair: [],
      special_tokens: {
        [open]: { id: open, ids: [1], tokens: [open] },
        [close]: { id: close, ids: [2], tokens: [close] },
      },
    },
    decoder: null,
    model: {
      type: "WordLevel",
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
      unk_token: words[0],
    },
  };
}
