/** Normalizes text by everything that tokenizers may change: case, compatible forms, composed accents, kinds of spaces. */

export interface Letter {
  readonly letter: string;
  /** Blanks, marks on letters and signs without a shape: a tokenizer may drop them. */
  readonly isSoft: boolean;
}

/** A letter, and the character of the text that it is (a part of); places in UTF-16 units. */
export interface PlacedLetter extends Letter {
  readonly start: number;
  readonly end: number;
}

export const BLANK: Letter = { letter: " ", isSoft: true };

const known = new Map<string, readonly Letter[]>();

/** `ﬁ` is two letters, `é` a letter and a mark, however it is written. */
export function foldCharacter(character: string): readonly Letter[] {
  const folded = known.get(character) ?? fold(character);
  known.set(character, folded);
  return folded;
}

function fold(character: string): readonly Letter[] {
  return Array.from(character.normalize("NFKD")).flatMap((sign): readonly Letter[] => {
    if (/\s/u.test(sign)) return [BLANK];
    if (/[\p{M}\p{Cc}\p{Cf}\uFFFD]/u.test(sign)) return [{ letter: sign, isSoft: true }];
    // Both ways, for ς is σ, and ẞ is ss.
    const plain = sign.toLowerCase().toUpperCase().toLowerCase();
    return Array.from(plain, (letter) => ({ letter, isSoft: false }));
  });
}

export function foldText(text: string): PlacedLetter[] {
  const letters: PlacedLetter[] = [];
  let start = 0;
  for (const character of text) {
    const end = start + character.length;
    for (const letter of foldCharacter(character)) letters.push({ ...letter, start, end });
    start = end;
  }
  return letters;
}
