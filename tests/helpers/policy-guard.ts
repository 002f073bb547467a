/** Notes whatever the site's own Content-Security-Policy refuses, in every page of a browser, so that no test can overlook it. */
import type { Browser, BrowserContext } from "playwright-core";
import { POLICY } from "../../src/integration/strict/policy.ts";

/** Closing the browser throws if anything was refused. A test that gives a page a stricter policy is not meant. */
export function guardPolicy(browser: Browser): Browser {
  const refused: string[] = [];
  const watch = (context: BrowserContext): BrowserContext => {
    context.on("console", (message) => {
      const text = message.text();
      if (message.type() === "error" && isRefusal(text)) refused.push(`${message.page()?.url()}: ${text}`);
    });
    return context;
  };
  const newContext = browser.newContext.bind(browser);
  const newPage = browser.newPage.bind(browser);
  const close = browser.close.bind(browser);
  return Object.assign(browser, {
    newContext: async (...options: Parameters<typeof newContext>) => watch(await newContext(...options)),
    newPage: async (...options: Parameters<typeof newPage>) => {
      const page = await newPage(...options);
      watch(page.context());
      return page;
    },
    close: async (...options: Parameters<typeof close>) => {
      await close(...options);
      if (refused.length > 0)
        throw new Error(`The site's Content-Security-Policy refused:\n${refused.join("\n")}`);
    },
  });
}

/** Whether a message on the console is about one of our own directives, as browsers word it. */
function isRefusal(text: string): boolean {
  if (!text.includes("Content Security Policy")) return false;
  return !text.includes("directive") || POLICY.split(";").some((directive) => text.includes(directive));
}
