/**
 * What a reader chose for all pages: theme, colors, that the greeting was read. A browser may refuse to keep anything (a
 * sandboxed frame, blocked cookies, private windows): then it is known until the page is left.
 */
const sinceOpened = new Map<string, string>();

export function remembered(key: string): string | null {
  const chosen = sinceOpened.get(key);
  if (chosen !== undefined) return chosen;
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  sinceOpened.set(key, value);
  try {
    localStorage.setItem(key, value);
  } catch {
    // Refused or full.
  }
}
