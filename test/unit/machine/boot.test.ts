// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { qemuArgv } from '../../../harness/machine/argv.ts';
import { type BootOptions, boot, type RunningGuest } from '../../../harness/machine/boot.ts';
import type { BootEnd } from '../../../harness/machine/end.ts';
import { LIMITS, type Limits } from '../../../harness/machine/limits.ts';
import { MACHINES } from '../../../harness/machine/machines.ts';

const [machine] = MACHINES;
const fixtures = new URL('../../fixtures/qemu/', import.meta.url).pathname;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sct-boot-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function bootFake(fake: string, limits: Partial<Limits> = {}, more: Partial<BootOptions> = {}) {
  if (!machine) throw new Error('no machine');
  const argv = qemuArgv({ qemu: join(fixtures, fake), machine, folder, bootargs: 'run=1' });
  return boot({ argv, folder, limits: { ...LIMITS, ...limits }, ...more });
}

async function textOf(guest: RunningGuest): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of guest.output) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Whether a process lives; a zombie does not. */
function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

const noQmp = expect.stringMatching(/^QEMU could not be asked where the guest is: .*qmp\.sock/);

describe('how a boot ends', () => {
  const table: [fake: string, limits: Partial<Limits>, end: unknown, output: unknown][] = [
    ['powers-off', {}, { kind: 'poweroff' }, '# good bye\n'],
    ['resets', {}, { kind: 'reset' }, '# once more\n'],
    ['fails', {}, { kind: 'exit', code: 1, stderr: 'qemu-system-aarch64: no such thing as a fake\n' }, ''],
    ['dies', {}, { kind: 'signal', signal: 'SIGKILL', stderr: 'last words\n' }, ''],
    ['leaves', {}, { kind: 'exit', code: 0, stderr: '' }, ''],
    ['hangs', { idle: 0.3 }, { kind: 'timeout', seconds: 0.3, idle: true, diagnosis: [noQmp] }, ''],
    ['stalls', { idle: 2 }, { kind: 'timeout', seconds: 2, idle: true, diagnosis: [noQmp] }, '# one line\n'],
    ['hangs', { total: 0.3 }, { kind: 'timeout', seconds: 0.3, idle: false, diagnosis: [noQmp] }, ''],
    ['stubborn', { idle: 2 }, { kind: 'timeout', seconds: 2, idle: true, diagnosis: [noQmp] }, '# try me\n'],
    [
      'floods',
      { bytes: 1e6 },
      { kind: 'flood', bytes: expect.any(Number) },
      expect.stringMatching(/^# and again\n/),
    ],
    ['floods-stderr', { bytes: 1e6 }, { kind: 'flood', bytes: expect.any(Number) }, ''],
    ['lingers', {}, { kind: 'poweroff' }, '# gone\n'],
  ];
  test.for(table)('%s %o', async ([fake, limits, end, output]) => {
    await using guest = await bootFake(fake, limits);
    const [text, ended] = await Promise.all([textOf(guest), guest.end]);
    expect(ended).toEqual(end);
    expect(text).toEqual(output);
    expect(isAlive(guest.pid)).toBe(false);
  });

  test('output keeps a slow guest alive', async () => {
    await using guest = await bootFake('powers-off-slowly', { idle: 0.8 });
    expect(await guest.end).toEqual<BootEnd>({ kind: 'poweroff' });
  });

  test('output that came while sct itself was busy counts', async () => {
    await using guest = await bootFake('powers-off-slowly', { idle: 0.8 });
    const until = performance.now() + 1000;
    while (performance.now() < until);
    expect(await guest.end).toEqual<BootEnd>({ kind: 'poweroff' });
  });

  test('a last line that is read late keeps nothing waiting', async () => {
    await using guest = await bootFake('powers-off', { exit: 0.1 });
    expect(await guest.end).toEqual<BootEnd>({ kind: 'poweroff' });
    const timers = () => process.getActiveResourcesInfo().filter((what) => what === 'Timeout').length;
    const before = timers();
    guest.expectExit();
    expect(timers()).toBe(before);
  });

  test('a machine that no guest can turn off is turned off once the guest sleeps behind its last line', async () => {
    await using guest = await bootFake('stalls', { exit: 20 }, { powersOff: false });
    for await (const _ of guest.output) guest.expectExit();
    expect(await guest.end).toEqual({ kind: 'poweroff' });
  });

  test('one that sleeps without a last line hangs', async () => {
    await using guest = await bootFake('stalls', { idle: 0.4 }, { powersOff: false });
    expect(await guest.end).toMatchObject({ kind: 'timeout', idle: true });
  });

  test('one whose guest goes on behind its last line hangs', async () => {
    await using guest = await bootFake('stays-awake', { exit: 1 }, { powersOff: false });
    for await (const _ of guest.output) guest.expectExit();
    expect(await guest.end).toMatchObject({ kind: 'timeout', seconds: 1, idle: false });
  });

  test('a QEMU that leaves while it is diagnosed was late all the same', async () => {
    await using guest = await bootFake('leaves-late', { idle: 0.3 });
    const silent = createServer((client) => setTimeout(() => client.destroy(), 400));
    await new Promise<void>((done) => silent.listen(join(folder, 'qmp.sock'), done));
    expect(await guest.end).toEqual({
      kind: 'timeout',
      seconds: 0.3,
      idle: true,
      diagnosis: ['QEMU could not be asked where the guest is: QEMU hung up'],
    });
    silent.close();
  });

  test('a QEMU that stays after the last line is one that hangs', async () => {
    await using guest = await bootFake('stalls', { exit: 0.2 });
    for await (const _ of guest.output) guest.expectExit();
    expect(await guest.end).toEqual({
      kind: 'timeout',
      seconds: 0.2,
      idle: false,
      diagnosis: ["QEMU had not left after the guest's last line", noQmp],
    });
  });

  test('the user stops it', async () => {
    const controller = new AbortController();
    await using guest = await bootFake('hangs', {}, { signal: controller.signal });
    controller.abort(Object.assign(new Error(), { signal: 'SIGINT' }));
    expect(await guest.end).toEqual<BootEnd>({ kind: 'interrupted', signal: 'SIGINT' });
    expect(isAlive(guest.pid)).toBe(false);
  });

  test('nothing starts once the user has stopped', async () => {
    const stopped = new Error('stopped');
    await expect(bootFake('hangs', {}, { signal: AbortSignal.abort(stopped) })).rejects.toBe(stopped);
    expect(existsSync(join(folder, 'argv.json'))).toBe(false);
  });
});

test.for([
  ['no-such-qemu', 'there is no such file'],
  ['lib.sh', 'it is not executable'],
])('a missing QEMU is no boot: %s', async ([fake = '', why = '']) => {
  await expect(bootFake(fake)).rejects.toMatchObject({
    name: 'ToolMissing',
    exitCode: 3,
    message: expect.stringContaining(why),
  });
});

test('disposing kills at once, even one that ignores SIGTERM', async () => {
  const guest = await bootFake('stubborn');
  expect(isAlive(guest.pid)).toBe(true);
  await guest[Symbol.asyncDispose]();
  expect(isAlive(guest.pid)).toBe(false);
});

test('the folder holds what happened', async () => {
  await using guest = await bootFake('fails');
  await guest.end;
  const argv = JSON.parse(readFileSync(join(folder, 'argv.json'), 'utf8'));
  expect(argv[0]).toBe(join(fixtures, 'fails'));
  expect(readFileSync(join(folder, 'run.sh'), 'utf8')).toMatch(
    /^#!\/bin\/sh\nexec .*fails -machine virt .*Image -append run=1\n$/,
  );
  expect(readFileSync(join(folder, 'stderr.log'), 'utf8')).toBe(
    'qemu-system-aarch64: no such thing as a fake\n',
  );
});
