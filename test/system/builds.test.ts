// SPDX-License-Identifier: GPL-2.0-only
// Builds that are cut short, and builds at once: the cache holds whole entries or none.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, scratch, sct } from './sct.ts';

let tmp: string;
let cache: string;
beforeAll(() => {
  tmp = scratch();
  cache = join(tmp, 'cache');
});
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

const SHARED = process.env.SCT_CACHE ?? join(ROOT, '.cache');
const CELL = ['run', '--subject', 'reviewed', '--machine', 'host'];
const runIn = (cache: string) => sct(CELL, { env: { SCT_CACHE: cache, TMPDIR: tmp } });

/** Every file below a folder, relative to it. */
function files(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(folder, path), { throwIfNoEntry: false })?.isFile())
      .sort();
  } catch {
    return []; // not there yet, or going just now
  }
}

/** What a later run would be served: each object and each file of an image (or these of them), by the hash of its content. */
function served(cache: string, only?: readonly string[]): Record<string, string> {
  const all = () =>
    ['objects', 'images'].flatMap((kind) => files(join(cache, kind)).map((path) => join(kind, path)));
  const paths = only ?? all();
  const hash = (path: string) =>
    createHash('sha256')
      .update(readFileSync(join(cache, path)))
      .digest('hex');
  return Object.fromEntries(paths.map((path) => [path, hash(path)]));
}

const objects = (cache: string) => files(join(cache, 'objects')).length;
const unfinished = (cache: string) => files(join(cache, 'tmp'));

/** When a build is killed, in the order in which they come; `before` is how many objects the builds before it made. */
const MOMENTS: { name: string; come: (cache: string, before: number) => boolean }[] = [
  { name: 'as the first compiler writes', come: (cache) => unfinished(cache).length > 0 },
  { name: 'after one object', come: (cache, before) => objects(cache) >= Math.max(1, before + 1) },
  { name: 'after ten', come: (cache, before) => objects(cache) >= Math.max(10, before + 1) },
  { name: 'after twenty', come: (cache, before) => objects(cache) >= Math.max(20, before + 1) },
  { name: 'as it links', come: (cache) => unfinished(cache).some((path) => /image\/./.test(path)) },
];

test('builds killed half-way leave nothing that is served', async () => {
  const killed: string[] = [];
  for (const { name, come } of MOMENTS) {
    const before = objects(cache);
    const run = runIn(cache);
    let over = false;
    run.on('exit', () => {
      over = true;
    });
    while (!over && !come(cache, before)) await sleep(1);
    run.kill('SIGKILL');
    if ((await run).signal === 'SIGKILL') killed.push(name);
  }
  expect(killed).toEqual(MOMENTS.map(({ name }) => name));

  const { exitCode, stderr } = await runIn(cache);
  expect(exitCode).toBe(0);
  expect(stderr).toContain(`removed ${join(cache, 'tmp')}/sct-`);
  expect(readdirSync(join(cache, 'tmp'))).toEqual([]);

  // Byte for byte what a build that nobody disturbed makes: here, the one that all tests share.
  expect((await runIn(SHARED)).exitCode).toBe(0);
  const made = withoutFacts(served(cache));
  expect(Object.keys(made).length).toBeGreaterThan(objects(cache));
  expect(withoutFacts(served(SHARED, Object.keys(made)))).toEqual(made);
});

/** `facts.json` names the tools' time of change and is written whole or not at all: see `remember`. */
const withoutFacts = (entries: Record<string, string>) =>
  Object.fromEntries(Object.entries(entries).filter(([path]) => !path.endsWith('facts.json')));

test('runs at once make what the cache lacks', async () => {
  // What the test before made, if it ran: half of that is enough to run into one another.
  for (const path of files(join(cache, 'objects')).filter((_, index) => index % 2 === 0))
    rmSync(join(cache, 'objects', path));
  rmSync(join(cache, 'images'), { recursive: true, force: true });
  const runs = await Promise.all([runIn(cache), runIn(cache)]);
  expect(runs.map(({ exitCode, stderr }) => ({ exitCode, stderr: complaints(stderr) }))).toEqual(
    runs.map(() => ({ exitCode: 0, stderr: [] })),
  );
  expect(readdirSync(join(cache, 'tmp'))).toEqual([]);
  expect(Object.keys(served(cache)).filter((path) => path.endsWith('/Image'))).toHaveLength(1);
});

/** What was said besides progress. */
const complaints = (stderr: string) =>
  stderr.split('\n').filter((line) => line !== '' && !/^sct: (building|\[)/.test(line));
