import { existsSync, readFileSync } from 'node:fs';

/** A link of a page to a file of this repository. */
export interface Link {
  /** As it is written. */
  readonly text: string;
  readonly url: URL;
  /** True if it names no heading. */
  readonly hasHeading: boolean;
}

/** The links of a page to files: all but those to the web. */
export function links(page: URL): Link[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter(target => !/^\w+:/.test(target))
    .map(target => {
      const [path = '', heading] = target.split('#');
      const url = path === '' ? page : new URL(path, page);
      const hasHeading = heading === undefined || (existsSync(url) && headingsOf(url).includes(heading));
      return { text: target, url, hasHeading };
    });
}

/** The anchors of a page's headings, as GitHub makes them. */
function headingsOf(page: URL): string[] {
  const headings = readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
