/** The workflow that publishes a project on GitHub Pages. */
import type { PackageManager } from "./package-manager.ts";
import { prepareSteps } from "./prepare-steps.ts";

/** Its place in a project. */
export const PAGES_WORKFLOW = ".github/workflows/pages.yml";

/** What a build keeps for the next one: results, atlases, and models from the Hugging Face hub. */
const KEPT = `|
            .headland
            public/atlas
            ~/.cache/huggingface`;

/** @returns The text of the file. It needs no secret, and no job has more rights than it uses. */
export function pagesWorkflow(manager: PackageManager): string {
  return `# Builds this site and publishes it on GitHub Pages, after every push to main and when you start it by hand.
# Before the first run: Settings → Pages → Source: GitHub Actions.
name: Publish

on:
  push:
    branches: [main]
  workflow_dispatch:

permissions: {}

# A run that is publishing is finished; of those that wait, only the last one remains.
concurrency:
  group: pages
  cancel-in-progress: false

jobs:
  build:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      pages: read
    steps:
      ${prepareSteps(manager)}
      - name: Ask where the site will be
        id: pages
        uses: actions/configure-pages@v5
      # Atlases that did not change are not computed again.
      - name: Take the atlases of earlier runs
        id: kept
        uses: actions/cache/restore@v4
        with:
          path: ${KEPT}
          key: headland-\${{ runner.os }}-\${{ hashFiles('content/**', '*lock*') }}
          restore-keys: |
            headland-\${{ runner.os }}-\${{ hashFiles('content/**', '*lock*') }}
            headland-\${{ runner.os }}-
      - name: Build
        run: npx headland build
        env:
          SITE: \${{ steps.pages.outputs.origin }}
          BASE: \${{ steps.pages.outputs.base_path }}
          # GitHub keeps 10 GB of a repository in all.
          HEADLAND_STORE_LIMIT: 5GB
      # Of a run that was stopped, too: the next one continues with the next head.
      - name: Keep the atlases for later runs
        if: always() && steps.kept.outputs.cache-hit != 'true'
        uses: actions/cache/save@v4
        with:
          path: ${KEPT}
          key: \${{ steps.kept.outputs.cache-primary-key }}\${{ job.status != 'success' && format('-stopped-{0}', github.run_id) || '' }}
      - uses: actions/upload-pages-artifact@v3
        with:
          path: dist

  deploy:
    needs: build
    runs-on: ubuntu-latest
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: \${{ steps.published.outputs.page_url }}
    steps:
      - id: published
        uses: actions/deploy-pages@v4
`;
}
