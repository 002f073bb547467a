/** What language models and their tools read first. */
import type { APIRoute } from "astro";
import { describeForModels } from "../site/machines/describe-site.ts";
import { llmsText } from "../site/machines/llms-text.ts";

export const GET: APIRoute = async ({ site }) =>
  new Response(llmsText(await describeForModels(import.meta.env.BASE_URL, site)), {
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
