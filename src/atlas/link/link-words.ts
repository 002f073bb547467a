/**
 * Words of an address that are no part of the view: what a copied link says of the page that it was made on, and what
 * other sites append. Pure.
 */

/** What a copied link says of the page, apart from its view. */
export interface LinkWords {
  /** The digest of the atlas, as `atlasDigest` makes it. */
  readonly data?: string | undefined;
  /** The text of the selected token, or its beginning: other data have it in another place. */
  readonly token?: string | undefined;
  /** How the page looked, where its reader chose it. It holds for readers who have chosen nothing. */
  readonly theme?: string | undefined;
  readonly palette?: string | undefined;
}

const WORDS = ["data", "token", "theme", "palette"] as const satisfies (keyof LinkWords)[];

/** What each can be. */
const FORMS: Readonly<Record<keyof LinkWords, RegExp>> = {
  data: /^[0-9a-f]{12}$/,
  token: /^/,
  theme: /^(light|dark)$/,
  palette: /^(classic|safe)$/,
};

/** Longest text of a token that a link carries, in characters. */
const MAX_TOKEN = 40;

/** Of the selected token, as much as a link carries. */
export function tokenWord(text: string): string {
  return Array.from(text).slice(0, MAX_TOKEN).join("");
}

/** Writes the words behind a view. @param query Of the view, with its `?`; may be empty. */
export function withWords(query: string, words: LinkWords): string {
  const params = new URLSearchParams();
  for (const name of WORDS) if (words[name] !== undefined) params.append(name, words[name]);
  const text = params.toString();
  return text === "" ? query : `${query === "" ? "?" : `${query}&`}${text}`;
}

/** Reads the words of a link; one that cannot be read is left out. */
export function readWords(search: string): LinkWords {
  const params = new URLSearchParams(search);
  return Object.fromEntries(
    WORDS.flatMap((name) => {
      const text = params.get(name);
      return text !== null && FORMS[name].test(text) ? [[name, text]] : [];
    }),
  );
}

/** What the word can be; undefined for a name that is none of these words. */
export function formOfWord(name: string): RegExp | undefined {
  return WORDS.some((word) => word === name) ? FORMS[name as keyof LinkWords] : undefined;
}

/** What other sites append to follow their readers, names of pages that show an embed, and the name of a referring site. */
const FOREIGN =
  /^(utm_|mtm_|pk_|piwik_|matomo_|hsa_|oly_|fb_|_hs|__hs|_bta_|mc_|at_|gad_|ga_|sc_|s_k|trk|ref|_ga|_gl|_ke|_openstat|cmpid|ck_subscriber_id|dclid|epik|fbclid|gbraid|gclid|gclsrc|igsh|li_fat_id|mkt_tok|ml_subscriber|msclkid|ncid|rdt_|si$|source$|spm|srsltid|sr_share|ttclid|twclid|vero_|wbraid|wickedid|yclid|zanpid|ui$)/;

/** Whether a name is one that is silently ignored. */
export function isForeign(name: string): boolean {
  return FOREIGN.test(name.toLowerCase());
}
