// SPDX-License-Identifier: GPL-2.0-only
import { chmodSync, existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MACHINES } from '../../../harness/machine/machines.ts';
import { availableMachines, parseCpus, probeQemu } from '../../../harness/machine/probe.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sct-probe-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A QEMU that does `script` and leaves a line in `calls` for each time it was asked. */
function fakeQemu(script: string): string {
  const file = join(folder, 'qemu');
  writeFileSync(file, `#!/bin/sh\necho "$*" >>${folder}/calls\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}
const calls = () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n').length;
const cacheFolder = () => join(folder, 'cache');
const probe = (qemu: string) => probeQemu({ qemu, cacheFolder: cacheFolder(), seconds: 1 });

const GOOD = `case "$*" in
--version) echo 'QEMU emulator version 9.1.2 (Debian 1:9.1.2)';;
*'-cpu help') printf 'Available CPUs:\\n  max\\n  cortex-a57\\n  pxa250 (deprecated)\\n\\n';;
esac`;
const FACTS = { version: '9.1.2', cpus: ['max', 'cortex-a57', 'pxa250'] };

describe('a QEMU that answers', () => {
  test('is asked once', async () => {
    const qemu = fakeQemu(GOOD);
    expect(await probe(qemu)).toEqual({ facts: FACTS, problem: null });
    expect(calls()).toBe(2);
    expect(await probe(qemu)).toEqual({ facts: FACTS, problem: null });
    expect(calls()).toBe(2);
    expect(readdirSync(cacheFolder())).toEqual([expect.stringMatching(/^qemu-[0-9a-f]{16}\.json$/)]);
  });

  test('is asked again once it has changed', async () => {
    const qemu = fakeQemu(GOOD);
    await probe(qemu);
    utimesSync(qemu, 1, 1);
    await probe(qemu);
    expect(calls()).toBe(4);
    fakeQemu(GOOD.replace('9.1.2', '10.0.0'));
    expect((await probe(qemu)).facts?.version).toBe('10.0.0');
  });

  test.for(['', '{', 'null', '{"key":"another"}'])('is asked again if the cache holds %j', async (damage) => {
    const qemu = fakeQemu(GOOD);
    await probe(qemu);
    const [entry = ''] = readdirSync(cacheFolder());
    writeFileSync(join(cacheFolder(), entry), damage);
    expect((await probe(qemu)).facts).toEqual(FACTS);
    expect(calls()).toBe(4);
  });

  test('needs no cache that can be written', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect((await probeQemu({ qemu: fakeQemu(GOOD), cacheFolder: join(file, 'cache') })).facts).toEqual(
      FACTS,
    );
  });
});

describe('a QEMU that gives no usable answer is not remembered', () => {
  test.for([
    ['exit 1 with a message', 'echo "no way" >&2; exit 1', /`.*qemu --version` failed: no way/],
    ['killed', 'kill -KILL $$', /qemu --version` failed: .*SIGKILL/],
    ['silent', 'exit 0', /printed no version/],
    ['garbage', 'echo hello', /printed no version/],
    ['no CPUs', 'echo QEMU emulator version 9.1.2', /-cpu help` listed no CPU/],
    ['hanging', 'exec sleep 60', /gave no answer in 1 s/],
    ['hanging in a child', 'sleep 4; exit', /gave no answer in 1 s/],
    ['endless', 'exec yes', /qemu --version` does not stop printing/],
  ] as const)('%s', async ([, script, problem]) => {
    const started = performance.now();
    expect(await probe(fakeQemu(script))).toEqual({ facts: null, problem: expect.stringMatching(problem) });
    expect(existsSync(cacheFolder())).toBe(false);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  test('a missing one is an error of its own', async () => {
    await expect(probe(join(folder, 'none'))).rejects.toMatchObject({ name: 'ToolMissing', exitCode: 3 });
    writeFileSync(join(folder, 'plain'), '');
    await expect(probe(join(folder, 'plain'))).rejects.toThrow('it is not executable');
  });
});

test('parseCpus', () => {
  expect(parseCpus('Available CPUs:\n  a64fx\n  max\n  pxa250 (deprecated)\n')).toEqual([
    'a64fx',
    'max',
    'pxa250',
  ]);
  expect(parseCpus('nothing indented\n')).toEqual([]);
});

describe('availableMachines', () => {
  const cpus = (...names: string[]) => ({ facts: { version: '7.2.22', cpus: names }, problem: null });
  const [max, maxEl2, a57, a710] = ['max', 'max-el2', 'cortex-a57', 'cortex-a710'].map((name) =>
    MACHINES.find((machine) => machine.name === name),
  );
  const some = [max, maxEl2, a57, a710].filter((machine) => machine !== undefined);

  test('leaves out what QEMU lacks, with a note', () => {
    expect(availableMachines(some, cpus('max', 'cortex-a57'))).toEqual({
      machines: [max, maxEl2, a57],
      notes: ['cortex-a710: left out, the installed QEMU 7.2.22 has no such CPU'],
    });
    expect(availableMachines(some, cpus('cortex-a57', 'cortex-a710')).notes).toEqual([
      'max: left out, the installed QEMU 7.2.22 has no such CPU',
      'max-el2: left out, the installed QEMU 7.2.22 has no CPU max',
    ]);
  });

  test('leaves nothing out when QEMU gave no answer', () => {
    expect(availableMachines(some, { facts: null, problem: 'it sulks' })).toEqual({
      machines: some,
      notes: ['QEMU could not be probed: it sulks'],
    });
  });
});
