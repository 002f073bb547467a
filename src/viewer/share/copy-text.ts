/**
 * Puts a text on the clipboard. In pages from a disk, and in frames that may not use the clipboard, the older way works.
 *
 * @param beside The pressed button: a modal dialog allows a selection only inside itself.
 * @returns Whether the browser has allowed it.
 */
export async function copyText(text: string, beside: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text, beside);
  }
}

function copySelected(text: string, beside: HTMLElement): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.className = "visually-hidden";
  beside.after(field);
  field.select();
  try {
    // Deprecated, but the only way where there is no clipboard.
    const older: { execCommand(command: "copy"): boolean } = document;
    return older.execCommand("copy");
  } finally {
    field.remove();
    beside.focus();
  }
}
