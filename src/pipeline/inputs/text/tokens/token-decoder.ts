/** The tokens of a text as a reader sees them, from the tokenizer's own decoder. */
import { continuingPrefix, decoderSteps, type DecoderSteps } from "./decoder-steps.ts";
import { afterBlank, partText, type TokenPart, type UnknownPart } from "./token-part.ts";
import { BPE, BPEDecoder, type Tokenizer } from "./tokenizers.ts";

export interface ReadToken {
  /** What it stands for. */
  readonly part: TokenPart | UnknownPart;
  /** As it is shown. */
  readonly shown: string;
}

export class TokenDecoder {
  /** Whether the tokenizer decides where blanks are shown, even against the text. */
  readonly tidies: boolean;
  readonly #tokenizer: Tokenizer;
  readonly #steps: DecoderSteps;
  readonly #added: ReadonlySet<string>;
  readonly #unknownId: number | undefined;
  /** What ends the last token of a word; "" for nothing. */
  readonly #suffix: string;
  /** What begins every other token of a word; "" for nothing, or where the decoder knows it. */
  readonly #prefix: string;
  readonly #known = new Map<string, TokenPart>();

  constructor(tokenizer: Tokenizer) {
    const { model, decoder } = tokenizer;
    this.#tokenizer = tokenizer;
    this.#steps = decoderSteps(tokenizer);
    this.tidies = this.#steps.tidies;
    this.#added = new Set([...tokenizer.get_added_tokens_decoder().values()].map(({ content }) => content));
    this.#unknownId = model?.unk_token_id ?? undefined;
    const ending = model?.end_of_word_suffix ?? "";
    this.#suffix = ending === "" && decoder instanceof BPEDecoder ? decoder.suffix : ending;
    this.#prefix = model instanceof BPE && !this.#steps.marksWords ? continuingPrefix(model.config) : "";
  }

  /** @param tokens As the tokenizer writes them, with their ids. */
  read(tokens: readonly string[], ids: readonly number[]): ReadToken[] {
    let wordEnded = true;
    return tokens.map((token, i) => {
      if (ids[i] === this.#unknownId) {
        wordEnded = true;
        return this.#unknown(token);
      }
      if (this.#added.has(token)) {
        wordEnded = true;
        const shown = this.#steps.asWord(token);
        return { part: shown, shown };
      }
      const isStart = wordEnded;
      wordEnded = this.#suffix !== "" && token.endsWith(this.#suffix);
      const part = this.#part(wordEnded ? token.slice(0, -this.#suffix.length) : token, isStart);
      return { part, shown: partText(part) };
    });
  }

  /** The text as the tokenizer takes it: with a blank for each sign that its vocabulary writes blanks with, such as ▁. */
  withBlanks(text: string): string {
    return text.replaceAll(/\S/g, (sign) => (this.#decode(sign) === " " ? " " : sign));
  }

  /** A token that stands outside of any text. */
  textOf(id: number): string | undefined {
    const token = this.#tokenizer.id_to_token(id);
    return token === undefined ? undefined : this.read([token], [id])[0]?.shown;
  }

  /** @param isStart Whether the token before ended a word, where tokens tell that. */
  #part(token: string, isStart: boolean): TokenPart {
    const goesOn = this.#prefix !== "" && token.startsWith(this.#prefix) && token !== this.#prefix;
    const part = this.#decode(goesOn ? token.slice(this.#prefix.length) : token);
    const isWord = this.#prefix !== "" ? !goesOn : this.#suffix !== "" && isStart;
    return isWord ? afterBlank(part) : part;
  }

  #decode(token: string): TokenPart {
    const part = this.#known.get(token) ?? this.#steps.decode(token);
    this.#known.set(token, part);
    return part;
  }

  /** Some tokenizers hand the word itself on; others its name only, which is what the model sees of both. */
  #unknown(token: string): ReadToken {
    const name = this.#tokenizer.id_to_token(this.#unknownId ?? -1) ?? token;
    if (token === name) return { part: { name }, shown: this.#steps.asWord(name) };
    const part = this.#decode(token);
    return { part, shown: partText(part) };
  }
}
