// SPDX-License-Identifier: GPL-2.0-only
// What a page of Markdown names: paths of the project, other pages, npm scripts.

/** A word that is a path: names between slashes, perhaps with a `*`. No option, no placeholder, no address. */
const PATH = /^\.?\w[\w.@*-]*(?:\/[\w.@*-]+)+\/?$|^\.?\w[\w.@-]*\/$/;

/** The paths among the words in backticks and in indented blocks, without a trailing slash; each once. */
export function pathsIn(markdown: string): string[] {
  const words = codeIn(markdown).flatMap((code) => code.split(/[\s,;()]+/));
  const paths = words.map((word) => word.replace(/:\d+$/, '')).filter((word) => PATH.test(word));
  return [...new Set(paths.map((path) => path.replace(/\/$/, '')))];
}

/** Where the links to other files of the project lead, relative to the page; anchors and addresses left out. */
export function linksIn(markdown: string): string[] {
  const targets = [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^(?:[a-z]+:|#)/.test(target))
    .map((target) => target.replace(/#.*/, ''));
}

/** The scripts of `npm run NAME`, `npm test` and `npm start`, wherever they stand. */
export function npmScriptsIn(markdown: string): string[] {
  return [...markdown.matchAll(/\bnpm (?:run )?((?<=run )[\w:]+|start|test)\b/g)].map(
    ([, name = '']) => name,
  );
}

/** The first column of the table whose head begins with `head`, backticks gone; names that share a row are separated by commas. */
export function firstColumn(markdown: string, head: string): string[] {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${head} |`));
  const rows = start < 0 ? [] : lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows
    .slice(0, end < 0 ? rows.length : end)
    .map((row) => row.split(' | ')[0]?.replace(/^\| /, '').replaceAll('`', '') ?? '')
    .flatMap((cell) => cell.split(', '));
}

/** What stands between backticks in a line, and the lines of indented blocks. */
function codeIn(markdown: string): string[] {
  return [...markdown.matchAll(/`([^`\n]+)`|^ {4}(.+)$/gm)].map(([, code, line]) => code ?? line ?? '');
}
