// SPDX-License-Identifier: GPL-2.0-only
// Puts runs of now into the pages, in the place of those that they show: `npm run sample`. `npm test` refuses a page that shows another run.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The pages that show what a command prints, and the words behind `npx sct`. */
export const SAMPLES = [
  { pages: ['README.md'], words: 'run' },
  {
    pages: ['README.md', 'docs/compare.md'],
    words: 'compare v7 reviewed --machine host,max-icount --markdown',
  },
];

/** Up to the next line that is neither empty nor of the block. */
const BLOCK = /^(?: {4}.*\n|\n(?= {4}))*/;

const checkout = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * A page's text before a command's output, that output, and what follows it.
 * @param {string} text
 * @param {string} words
 * @returns {{ before: string, block: string, after: string }}
 * @throws Error if it shows that command not at all, or more than once
 */
export function taken(text, words) {
  const command = `    $ npx sct ${words}\n`;
  const [before = '', after, ...more] = text.split(command);
  if (after === undefined || more.length > 0) throw new Error(`it must show once: ${command.trim()}`);
  const [block = ''] = BLOCK.exec(after) ?? [];
  return { before: `${before}${command}`, block, after: after.slice(block.length) };
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const { pages, words } of SAMPLES) {
    const sct = spawnSync(process.execPath, [join(checkout, 'dist/cli.js'), ...words.split(' ')], {
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
    });
    if (sct.status !== 0) {
      process.stdout.write(sct.stdout);
      console.error(`${pages.join(', ')} as before: what is shown of \`npx sct ${words}\` passes`);
      process.exit(sct.status ?? 1);
    }
    for (const page of pages) {
      const file = join(checkout, page);
      const { before, after } = taken(readFileSync(file, 'utf8'), words);
      writeFileSync(file, `${before}${sct.stdout.replaceAll(/^(?=.)/gm, '    ')}${after}`);
    }
  }
