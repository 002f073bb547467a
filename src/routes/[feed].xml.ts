/** The Atom feed of atlases. A site without a date or an address has none, so its name is a parameter of the route. */
import type { APIRoute, GetStaticPaths } from "astro";
import { atlasFeed, type FeedSource } from "../site/machines/atlas-feed.ts";
import { describeForFeed } from "../site/machines/describe-site.ts";

export const getStaticPaths = (() => {
  const { BASE_URL: base, SITE: site } = import.meta.env;
  // Astro's types say that every site has an address.
  const source = describeForFeed(base, URL.canParse(site) ? new URL(site) : undefined);
  return source === null ? [] : [{ params: { feed: "feed" }, props: { source } }];
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ source: FeedSource }> = ({ props }) =>
  new Response(atlasFeed(props.source), {
    headers: { "content-type": "application/atom+xml; charset=utf-8" },
  });
