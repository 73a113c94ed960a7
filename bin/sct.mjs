#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-only
// `sct` as npm links it: checked in, so that it is there before a build. Makes dist/ of a checkout that has none, then is what lies there.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Exit code of sct for "a tool is missing". */
const TOOL_MISSING = 3;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(root, 'dist/cli.js');

if (existsSync(cli) || build()) await import(cli);
else process.exitCode = TOOL_MISSING;

/** Makes dist/, as `npm run build` does. Says what to run where it cannot. */
function build() {
  if (existsSync(join(root, 'node_modules/rolldown'))) {
    process.stderr.write('sct: building dist/, once\n');
    const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 2, 2] });
    if (status === 0 && existsSync(cli)) return true;
  }
  process.stderr.write(
    `sct: it is not built yet, and its packages are not installed.\nTo mend it: run \`npm start\` in ${root}, which installs, builds and runs it.\n`,
  );
  return false;
}
