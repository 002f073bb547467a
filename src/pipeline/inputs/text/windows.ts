/** What becomes of a sequence that is longer than a model takes: windows, or its beginning. */

/**
 * Splits a sequence into as few windows as possible, of like length, each between the special tokens of the whole:
 * [CLS] a b c d [SEP] of length 4 becomes [CLS] a b [SEP] and [CLS] c d [SEP].
 *
 * @param isFrame Of each token, whether it stands around a text rather than for a part of it.
 * @param length Most tokens of a window.
 * @returns Indices of the tokens of each window; the only window is the whole sequence if it fits.
 */
export function splitWindows(isFrame: readonly boolean[], length: number): number[][] {
  const all = isFrame.map((_, i) => i);
  if (all.length <= length) return [all];
  const { nBefore, nAfter } = around(isFrame);
  const room = length - nBefore - nAfter;
  // No room between the special tokens: they stay with the ends of the text.
  if (room < 1) return chunks(all, length);
  const [before, after] = [all.slice(0, nBefore), all.slice(all.length - nAfter)];
  const body = all.slice(nBefore, all.length - nAfter);
  return chunks(body, room).map((chunk) => [...before, ...chunk, ...after]);
}

/** Cuts before a closing special token: [CLS] a b c [SEP] of length 4 becomes [CLS] a b [SEP]. */
export function cutWindow(isFrame: readonly boolean[], length: number): number[] {
  const all = isFrame.map((_, i) => i);
  if (all.length <= length) return all;
  const { nAfter } = around(isFrame);
  if (nAfter >= length) return all.slice(0, length);
  return [...all.slice(0, length - nAfter), ...all.slice(all.length - nAfter)];
}

/** Special tokens at both ends. A sequence of special tokens alone has them all in front. */
function around(isFrame: readonly boolean[]): { nBefore: number; nAfter: number } {
  const first = isFrame.indexOf(false);
  if (first < 0) return { nBefore: isFrame.length, nAfter: 0 };
  return { nBefore: first, nAfter: isFrame.length - 1 - isFrame.lastIndexOf(false) };
}

/** As few parts of at most `size` as possible; their lengths differ by one at most. */
function chunks(list: readonly number[], size: number): number[][] {
  const n = Math.ceil(list.length / size);
  return Array.from({ length: n }, (_, i) =>
    list.slice(Math.floor((i * list.length) / n), Math.floor(((i + 1) * list.length) / n)),
  );
}
