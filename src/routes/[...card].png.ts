/** The pictures that stand beside links to pages. The build draws them; the last segment of each is `card.png`. */
import { drawCard } from "headland:cards";
import type { APIRoute, GetStaticPaths } from "astro";
import type { PageCard } from "../atlas/page-card.ts";
import { allCards } from "../site/cards/page-cards.ts";

export const getStaticPaths = (() =>
  allCards().map(({ file, card }) => ({
    params: { card: file.replace(/\.png$/, "") },
    props: { card },
  }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ card: PageCard }> = async ({ props }) =>
  new Response(await drawCard(props.card), { headers: { "content-type": "image/png" } });
