/** Texts that authors write into their files. Used at build time only. */
import { z } from "zod";

/** A text on one line. @param most Letters. */
export function line(most: number): z.ZodString {
  return worded(expectedLine).max(most);
}

/** A string with its own error message. @param expectedText What the text must be, if it is not. */
export function worded(expectedText: (text: string) => string | undefined): z.ZodString {
  return z.string().superRefine((text, context) => {
    const expected = expectedText(text);
    if (expected !== undefined) context.addIssue({ code: "custom", message: `expected ${expected}` });
  });
}

function expectedLine(text: string): string | undefined {
  const isLine = text.trim() === text && text !== "" && !/[\p{Cc}\u2028\u2029]/u.test(text);
  return isLine && text.isWellFormed() ? undefined : "a text on one line";
}

/** What the address of a page must be, if it is not. */
export function expectedAddress(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url?.username === "" && url.password === "" && url.search === "" && url.hash === "";
  return isPlain && /^https?:\/\/[^\s"<>\\]+$/i.test(text)
    ? undefined
    : "an address such as https://me.github.io/my-atlas/";
}
