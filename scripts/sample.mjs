// SPDX-License-Identifier: GPL-2.0-only
// Puts a run of now into README, in the place of the one that it shows: `npm run sample`. `npm test` refuses one that shows another run.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMMAND = '    $ npx sct run\n';
/** Up to the next line that is neither empty nor of the block. */
const BLOCK = /^(?: {4}.*\n|\n(?= {4}))*/;

const checkout = dirname(dirname(fileURLToPath(import.meta.url)));
const page = join(checkout, 'README.md');
const [before, after, ...more] = readFileSync(page, 'utf8').split(COMMAND);
if (after === undefined || more.length > 0)
  throw new Error(`${page} must show one run, after ${COMMAND.trim()}`);

const sct = spawnSync(process.execPath, [join(checkout, 'dist/cli.js'), 'run'], {
  env: { ...process.env, NO_COLOR: '1' },
  stdio: ['ignore', 'pipe', 'inherit'],
  encoding: 'utf8',
});
if (sct.status !== 0) {
  process.stdout.write(sct.stdout);
  console.error('README is left as it is: it shows a run that passes');
  process.exit(sct.status ?? 1);
}
const block = sct.stdout.replaceAll(/^(?=.)/gm, '    ');
writeFileSync(page, `${before}${COMMAND}${block}${after.replace(BLOCK, '')}`);
