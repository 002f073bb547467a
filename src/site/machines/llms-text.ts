/** `llms.txt` (llmstxt.org): what the site is and where to read on, for language models and their tools. Pure. */
import { markdownLink as link, markdownText } from "../markdown/markdown-text.ts";

export interface LlmsLink {
  readonly title: string;
  /** A full address, where the site knows its host. */
  readonly address: string;
  /** Empty for none. */
  readonly says: string;
}

export interface LlmsSource {
  readonly title: string;
  /** One sentence or two. */
  readonly summary: string;
  /** Paragraphs before the lists. */
  readonly details: readonly string[];
  /** In their order; those without links are left out. What a reader in a hurry may skip comes last, as “Optional”. */
  readonly sections: readonly { readonly title: string; readonly links: readonly LlmsLink[] }[];
}

export function llmsText({ title, summary, details, sections }: LlmsSource): string {
  const blocks = [
    `# ${markdownText(title)}`,
    `> ${markdownText(summary)}`,
    ...details.map(markdownText),
    ...sections
      .filter(({ links }) => links.length > 0)
      .flatMap((section) => [`## ${markdownText(section.title)}`, section.links.map(item).join("\n")]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function item({ title, address, says }: LlmsLink): string {
  return `- ${link(title, address)}${says === "" ? "" : `: ${markdownText(says.replaceAll("\u00a0", " "))}`}`;
}
