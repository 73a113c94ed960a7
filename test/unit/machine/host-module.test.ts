// SPDX-License-Identifier: GPL-2.0-only
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '../../../harness/base/exit.ts';
import { type BootOptions, boot } from '../../../harness/machine/boot.ts';
import { loadArgv } from '../../../harness/machine/host-load.ts';
import {
  type Asked,
  type HostLinux,
  loadedModules,
  UNASKED,
  whyNoModule,
} from '../../../harness/machine/host-module.ts';
import { LIMITS } from '../../../harness/machine/limits.ts';
import { MACHINES } from '../../../harness/machine/machines.ts';
import type { Probe } from '../../../harness/machine/probe.ts';
import { chooseMachines } from '../../../harness/run/choose.ts';

const NAME = 'host-module';
const KERNEL: Exclude<HostLinux['kernel'], string> = {
  name: 'host',
  folder: '/lib/modules/6.12.95',
  release: '6.12.95',
  compiler: 'gcc-12',
  cfi: false,
  bti: false,
  inTree: false,
  image: '/lib/modules/6.12.95/build/.config',
  build: '/lib/modules/6.12.95/build',
  more: [],
  pageSize: 4,
  signs: true,
  kprobes: true,
};
const READY: HostLinux = {
  arch: 'arm64',
  kernel: KERNEL,
  root: 'sudo',
  mayLoad: true,
  modulesDisabled: false,
  lockdown: 'none',
  signatures: false,
  kptrRestrict: 1,
  loaded: [],
  missing: [],
};
const AGREED: Asked = { byName: true, agreed: true };

test.for<[string, Partial<HostLinux>, Partial<Asked>, RegExp | undefined]>([
  ['all is there', {}, {}, undefined],
  ['by root itself', { root: 'is' }, {}, undefined],
  [
    'another architecture, whoever agreed',
    { arch: 'x64' },
    {},
    /^it needs an arm64 host, and this one is x64$/,
  ],
  ['another architecture, and nobody agreed', { arch: 'x64' }, { agreed: false }, /and this one is x64$/],
  ['a command that loads none', {}, UNASKED, /by `sct run` alone$/],
  ['a pattern is no name', {}, { byName: false }, /only for who names host-module in full$/],
  [
    'nobody agreed: what may happen, and what to add',
    {},
    { agreed: false },
    /a wrong one can crash it, hang it .* add --yes-load-a-module$/,
  ],
  [
    'nobody agreed, and nothing else is there',
    { kernel: 'no headers', root: 'none' },
    { agreed: false },
    /can crash it/,
  ],
  ['no headers', { kernel: 'no headers. To mend it: x' }, {}, /^no headers\. To mend it: x$/],
  ['no kprobes', { kernel: { ...KERNEL, kprobes: false } }, {}, /CONFIG_KPROBES=y$/],
  ['no insmod', { missing: ['insmod', 'rmmod'] }, {}, /^insmod and rmmod cannot be found\. .* install kmod$/],
  ['neither root nor sudo without a password', { root: 'none' }, {}, /To mend it: sudo -v in this terminal/],
  ['root of a container', { root: 'is', mayLoad: false }, {}, /outside of the container$/],
  ['no module any more', { modulesDisabled: true }, {}, /kernel\.modules_disabled is 1/],
  ['lockdown', { lockdown: 'integrity' }, {}, /locked down \(integrity\).*Secure Boot/],
  ['signatures', { signatures: true }, {}, /boot without module\.sig_enforce=1/],
  ['addresses hidden', { kptrRestrict: 2 }, {}, /sudo sysctl kernel\.kptr_restrict=1$/],
  [
    'one is there',
    { loaded: ['sct', 'sct_peer'] },
    {},
    /^sct and sct_peer of .* sudo rmmod sct sct_peer;.*anew$/,
  ],
])('%s', ([, host, asked, why]) => {
  const said = whyNoModule({ ...READY, ...host }, { ...AGREED, ...asked });
  if (why === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(why);
});

test('what is in the kernel of ours, and of nobody else', () => {
  const text = 'sct 98304 1 - Live 0x0 (OE-)\nsctp 40960 0 - Live 0x0\nsct_peer 28672 1 sct, Live 0x0 (OE)\n';
  expect(loadedModules(text)).toEqual(['sct', 'sct_peer']);
});

describe('which runs have it', () => {
  const QEMU: Probe = {
    facts: { version: '10.0.13', cpus: ['max', 'cortex-a57'], boards: ['virt'] },
    problem: null,
  };
  const choose = (machines: string[], loadsModule: boolean | undefined, host = READY) =>
    chooseMachines(
      { machines, loadsModule },
      async () => QEMU,
      () => host,
    );
  const namesOf = (machines: readonly { name: string }[]) => machines.map(({ name }) => name);

  test('no matrix', () => {
    expect(MACHINES.filter(({ matrix }) => matrix === 'named').map(({ name }) => name)).toEqual([NAME]);
  });

  test('no matrix, whoever agreed', async () => {
    for (const matrix of ['default', 'full'] as const) {
      const { machines } = await chooseMachines(
        { machines: [], matrix, loadsModule: true },
        async () => QEMU,
        () => READY,
      );
      expect(namesOf(machines)).not.toContain(NAME);
    }
  });

  test('who names it and agrees, with the build of that kernel', async () => {
    const { machines } = await choose([NAME], true);
    expect(namesOf(machines)).toEqual([NAME]);
  });

  test('a pattern leaves it out, with a note', async () => {
    const { machines, notes } = await choose(['max', 'host-*'], true);
    expect(namesOf(machines)).toContain('max');
    expect(namesOf(machines)).not.toContain(NAME);
    expect(notes).toEqual([expect.stringContaining('host-module: left out, a module is loaded')]);
  });

  test.for<[string, boolean | undefined, HostLinux]>([
    ['without consent', false, READY],
    ['by another command', undefined, READY],
    ['on another host', true, { ...READY, arch: 'x64' }],
    ['without root', true, { ...READY, root: 'none' }],
  ])('%s it is refused', async ([, agreed, host]) => {
    await expect(choose([NAME], agreed, host)).rejects.toThrow(UsageError);
  });
});

test('the loader is root, or sudo makes it root without a question', () => {
  const line = { script: '/s/load.sh', folder: '/f', runId: 'aa' };
  expect(loadArgv({ ...line, isRoot: true })).toEqual(['/bin/sh', '/s/load.sh', '/f', 'aa']);
  expect(loadArgv({ ...line, isRoot: false }).slice(0, 3)).toEqual(['/usr/bin/sudo', '-n', '/bin/sh']);
});

describe('a loader', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sct-loader-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const load = (script: string, more: Partial<BootOptions> = {}) =>
    boot({
      argv: ['/bin/sh', '-c', script],
      folder,
      limits: LIMITS,
      process: true,
      held: true,
      ...more,
    });
  /** Deaf to signals, as what root has started. */
  const DEAF = "trap '' TERM INT; echo on; cat >/dev/null; exit 5";

  test.for<[string, string, unknown]>([
    ['0: judged by what was printed', 'exit 0', { kind: 'log' }],
    [
      'else it could not be loaded',
      'echo insmod: refused >&2; exit 2',
      { kind: 'exit', code: 2, stderr: 'insmod: refused\n', process: true },
    ],
  ])('%s', async ([, script, end]) => {
    await using guest = await load(script);
    guest.output[Symbol.asyncIterator]().next();
    expect(await guest.end).toEqual(end);
  });

  test('is ended by its stdin, and not by signals', async () => {
    const guest = await load(DEAF);
    for await (const _ of guest.output) break;
    guest.stop();
    expect(await guest.end).toEqual({ kind: 'stopped' });
    await guest[Symbol.asyncDispose]();
  });

  test('sleeps while the module runs, and only silence for its whole time is a hang', async () => {
    await using guest = await load(DEAF, { limits: { ...LIMITS, idle: 1.5 } });
    guest.allowSilence(0.8);
    const before = performance.now();
    expect(await guest.end).toEqual({ kind: 'timeout', seconds: 0.8, idle: true, diagnosis: [] });
    expect(performance.now() - before).toBeGreaterThan(790);
  });
});
