// SPDX-License-Identifier: GPL-2.0-only
// The console's UARTs: guest/kernel/dev/uart.c and its table of drivers, on UARTs that are played from what others say of their registers. Of two there
// is no model in QEMU.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileFlags, DEFAULT_BUILD, includeFlags } from '../../../harness/compile/flags.ts';
import { toolRunner } from '../../../harness/compile/run-tool.ts';
import { RUNTIMES } from '../../../harness/compile/sources.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import { findTool } from '../../../harness/tool/tools.ts';

const root = packageRoot();
const folder = mkdtempSync(join(tmpdir(), 'sct-unit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DRIVERS = 'guest/kernel/dev/uart_drivers.c';
const OTHERS = ['test/fixtures/uart/main.c', 'guest/kernel/dev/uart.c', 'guest/runtime/lib/string.c'];
const run = toolRunner({ cwd: root });

async function compiled(source: string, name: string): Promise<string> {
  const object = join(folder, `${name}.o`);
  const { ok, message } = await run(findTool('clang-19'), [
    ...compileFlags('kernel', 'c', DEFAULT_BUILD),
    ...includeFlags({ subject: [], headers: [], guest: RUNTIMES.kernel.include }, DEFAULT_BUILD.compiler),
    ...['-c', source, '-o', object],
  ]);
  expect(ok, message).toBe(true);
  return object;
}

let others: string[];
beforeAll(async () => {
  others = await Promise.all(OTHERS.map((source, nth) => compiled(source, `${nth}`)));
}, 30_000);

/** A program of these drivers. */
async function linked(drivers: string, name: string): Promise<string> {
  const binary = join(folder, name);
  const object = await compiled(drivers, `${name}-drivers`);
  const { ok, message } = await run(findTool('ld.lld-19'), ['-o', binary, object, ...others]);
  expect(ok, message).toBe(true);
  return binary;
}

/** What comes out of it; cut off if it waits for ever. */
async function played(binary: string, compatible: string): Promise<string> {
  const argv = [...(process.arch === 'arm64' ? [] : [findTool('qemu-aarch64')]), binary, compatible];
  const [file = '', ...args] = argv;
  const { stdout } = await execa(file, args, {
    timeout: 20_000,
    reject: false,
    stripFinalNewline: false,
  });
  return stdout;
}

test('each kind prints what it is told, with all of it as firmware may have left it', async () => {
  const binary = await linked(DRIVERS, 'right');
  for (const compatible of [
    'arm,pl011',
    'ns16550a',
    'brcm,bcm2835-aux-uart',
    'fsl,imx6q-uart',
    'cdns,uart-r1p12',
    'amlogic,meson-gx-uart',
    'qcom,geni-debug-uart',
  ])
    expect(await played(binary, compatible), compatible).toBe('wire: # sct boot\r\n');
}, 60_000);

test.each([
  [
    'amlogic,meson-gx-uart',
    'does not wait for room',
    '.ready = { 0x0c, BIT(21), 0 }',
    '.ready = { 0x0c, BIT(23), 0 }',
  ],
  [
    'amlogic,meson-gx-uart',
    'leaves its transmitter off',
    '.start = { { 0x08, 0, BIT(12) } }',
    '.start = { { 0x08, 0, BIT(13) } }',
  ],
  [
    'qcom,geni-debug-uart',
    'does not wait for the last transfer',
    '.ready = { 0x40, BIT(0), 0 }',
    '.ready = { 0x40, BIT(1), 0 }',
  ],
  ['qcom,geni-debug-uart', 'begins no transfer', '{ 0x600, BIT(27) }', '{ 0x600, BIT(26) }'],
  ['qcom,geni-debug-uart', 'does not say how long it is', '{ 0x270, 1 }', '{ 0x274, 1 }'],
])(
  '%s: a driver that %s loses characters',
  async (compatible, mistake, from, to) => {
    const right = readFileSync(join(root, DRIVERS), 'utf8');
    expect(right.split(from)).toHaveLength(2);
    const file = join(folder, 'drivers.c');
    writeFileSync(file, right.replace(from, to));
    expect(await played(await linked(file, mistake.replaceAll(' ', '-')), compatible)).toContain(
      'a character is lost',
    );
  },
  30_000,
);
