// SPDX-License-Identifier: GPL-2.0-only
import { chmodSync, existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MACHINES } from '../../../harness/machine/machines.ts';
import { availableMachines, parseAnswers, probeQemu } from '../../../harness/machine/probe.ts';

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
const probe = (qemu: string, seconds?: number) =>
  probeQemu({ qemu, cacheFolder: cacheFolder(), ...(seconds && { seconds }) });

const GOOD = `cat <<'ANSWERS'
{"QMP": {"version": {"qemu": {"micro": 2, "minor": 1, "major": 9}, "package": "Debian"}, "capabilities": ["oob"]}}
{"return": {}}
{"return": [{"name": "max", "deprecated": false}, {"name": "cortex-a57"}, {"name": "pxa250", "deprecated": true}]}
{"return": [{"name": "virt", "cpu-max": 512}, {"name": "raspi3b", "cpu-max": 4}]}
{"event": "SHUTDOWN", "data": {"guest": false}}
{"return": {}}
ANSWERS`;
const FACTS = { version: '9.1.2', cpus: ['max', 'cortex-a57', 'pxa250'], boards: ['virt', 'raspi3b'] };

describe('a QEMU that answers', () => {
  test('is asked once', async () => {
    const qemu = fakeQemu(GOOD);
    expect(await probe(qemu)).toEqual({ facts: FACTS, problem: null });
    expect(calls()).toBe(1);
    expect(await probe(qemu)).toEqual({ facts: FACTS, problem: null });
    expect(calls()).toBe(1);
    expect(readdirSync(cacheFolder())).toEqual([expect.stringMatching(/^qemu-[0-9a-f]{16}\.json$/)]);
  });

  test('is asked again once it has changed', async () => {
    const qemu = fakeQemu(GOOD);
    await probe(qemu);
    utimesSync(qemu, 1, 1);
    await probe(qemu);
    expect(calls()).toBe(2);
    fakeQemu(GOOD.replace('"major": 9', '"major": 10'));
    expect((await probe(qemu)).facts?.version).toBe('10.1.2');
  });

  test.for(['', '{', 'null', '{"key":"another"}'])('is asked again if the cache holds %j', async (damage) => {
    const qemu = fakeQemu(GOOD);
    await probe(qemu);
    const [entry = ''] = readdirSync(cacheFolder());
    writeFileSync(join(cacheFolder(), entry), damage);
    expect((await probe(qemu)).facts).toEqual(FACTS);
    expect(calls()).toBe(2);
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
    ['exit 1 with a message', 'echo "no way" >&2; exit 1', /`.*qemu .*-qmp stdio` failed: no way/],
    ['killed', 'kill -KILL $$', /-qmp stdio` failed: .*SIGKILL/],
    ['silent', 'exit 0', /told no version/],
    ['garbage', 'echo hello', /told no version/],
    ['no CPUs', GOOD.replaceAll('"name"', '"nom"'), /-qmp stdio` listed no CPU/],
    ['hanging', 'exec sleep 60', /gave no answer in 1 s/, 1],
    // Whoever waited for the child would wait for longer than a test may take.
    ['hanging in a child', 'sleep 60; exit', /gave no answer in 1 s/, 1],
    ['endless', 'exec yes', /-qmp stdio` does not stop printing/],
  ] as const)('%s', async ([, script, problem, seconds]) => {
    expect(await probe(fakeQemu(script), seconds)).toEqual({
      facts: null,
      problem: expect.stringMatching(problem),
    });
    expect(existsSync(cacheFolder())).toBe(false);
  });

  test('a missing one is an error of its own', async () => {
    await expect(probe(join(folder, 'none'))).rejects.toMatchObject({ name: 'ToolMissing', exitCode: 3 });
    writeFileSync(join(folder, 'plain'), '');
    await expect(probe(join(folder, 'plain'))).rejects.toThrow('it is not executable');
  });
});

test.for([
  ['', undefined, [], []],
  ['null\n[]\n"text"\n{"return": null}\n{"QMP": 1}', undefined, [], []],
  ['{"QMP": {"version": {"qemu": {"major": 7, "minor": 2, "micro": 22}}}}\nnoise', '7.2.22', [], []],
  ['{"return": [{"name": "max"}, {"name": 1}, null, {"name": "a64fx"}]}', undefined, ['max', 'a64fx'], []],
  [
    '{"return": [{"name": "none", "cpu-max": 1}, {"name": "virt", "cpu-max": 512}]}',
    undefined,
    [],
    ['none', 'virt'],
  ],
] as const)('parseAnswers: %j', ([text, version, cpus, boards]) => {
  expect(parseAnswers(text)).toEqual({ version, cpus, boards });
});

describe('availableMachines', () => {
  const cpus = (...names: string[]) => ({
    facts: { version: '7.2.22', cpus: names, boards: ['virt', 'raspi3b'] },
    problem: null,
  });
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

  test("a CPU's properties are no part of what QEMU lists", () => {
    const record = MACHINES.find(({ name }) => name === 'max-nopac');
    if (!record) throw new Error('there is no max-nopac');
    expect(availableMachines([record], cpus('max')).machines).toEqual([record]);
    expect(availableMachines([record], cpus('cortex-a57')).notes).toEqual([
      'max-nopac: left out, the installed QEMU 7.2.22 has no CPU max',
    ]);
  });

  test('leaves out a board that QEMU lacks, or whose device tree is not here', () => {
    const boards = MACHINES.filter(({ name }) => ['raspi3b', 'raspi4b', 'xlnx-versal-virt'].includes(name));
    const [raspi3b] = boards;
    // Which CPU `-cpu` takes is no matter to a board.
    expect(availableMachines(boards, cpus(), () => true)).toEqual({
      machines: [raspi3b],
      notes: [
        'raspi4b: left out, the installed QEMU 7.2.22 has no such board',
        'xlnx-versal-virt: left out, the installed QEMU 7.2.22 has no such board',
      ],
    });
    expect(availableMachines(boards.slice(0, 1), cpus(), () => false)).toEqual({
      machines: [],
      notes: [
        expect.stringMatching(
          /^raspi3b: left out, its device tree is not in \/.*\/device-trees: npm run setup:full fetches it$/,
        ),
      ],
    });
  });

  test('leaves nothing out when QEMU gave no answer', () => {
    expect(availableMachines(some, { facts: null, problem: 'it sulks' })).toEqual({
      machines: some,
      notes: ['QEMU could not be probed: it sulks'],
    });
  });
});
