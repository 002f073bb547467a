/**
 * Astro names each island after a digest that contains the path of its source file on the machine that builds. Numbers in their
 * place make the bytes of a site independent of where it is built: nothing in the page refers to the name.
 */

/** Islands are numbered in their order on the page. */
export function withNumberedIslands(html: string): string {
  let nIslands = 0;
  return html.replace(/(<astro-island uid=")[^"]*"/g, (_, before: string) => `${before}${nIslands++}"`);
}
