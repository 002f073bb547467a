/** Text without line breaks and control characters, which would end a field of RIS, or make a file invalid. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\s\u0085]+/g, " ")
    .replaceAll(/\p{Cc}/gu, "")
    .trim();
}
