// SPDX-License-Identifier: GPL-2.0-only
// Which UART the guest takes for its console, by device trees of our own on `virt`, whose PL011 is at 0x09000000. A guest that takes another one
// prints nothing.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { toolOutput } from '../../harness/inspect/tool-output.ts';
import { findQemu } from '../../harness/machine/installed-qemu.ts';
import { connectQmp } from '../../harness/machine/qmp.ts';
import { findTool } from '../../harness/tool/tools.ts';
import { blob, type Node } from '../fixtures/device-tree/blob.ts';
import { prepared } from '../guest/prepared.ts';

const qemu = findQemu();
const folder = mkdtempSync(join(tmpdir(), 'sct-tree-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const one = await prepared('reviewed');
const image = one.ok ? one.image : expect.fail(one.failure.details.join('\n'));

const UART = 0x09000000;
/** Nothing answers there. */
const NOWHERE = 0x0a800000;

/** What is no UART of the guest's, and what every tree here has. QEMU adds memory, PSCI and the boot arguments. */
const board = (more: Node): Node => ({
  '#address-cells': 1,
  '#size-cells': 1,
  ...more,
});

/** A bus whose addresses are the CPU's. */
const bus = (more: Node): Node => ({
  compatible: 'simple-bus',
  '#address-cells': 1,
  '#size-cells': 1,
  ranges: true,
  ...more,
});

const pl011 = (address: number, more: Node = {}): Node => ({
  compatible: ['arm,pl011', 'arm,primecell'],
  reg: [address, 0x1000],
  ...more,
});

const off: Node = { status: 'disabled' };

/** A file with this tree. */
function dtbFor(name: string, tree: Node): string {
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.dtb`);
  writeFileSync(file, blob(board(tree)));
  return file;
}

function argvFor(name: string, tree: Node, bootargs: string): string[] {
  return [
    ...['-machine', 'virt', '-cpu', 'cortex-a57', '-m', '128', '-dtb', dtbFor(name, tree)],
    ...['-display', 'none', '-nodefaults', '-nic', 'none', '-no-user-config', '-no-reboot'],
    ...['-kernel', image.bin, '-append', `sct.run=tree sct.cases=dispatch.first_target ${bootargs}`.trim()],
  ];
}

/** What a guest with this tree prints until it powers off. */
async function printed(name: string, tree: Node, bootargs = ''): Promise<string> {
  const argv = [...argvFor(name, tree, bootargs), '-serial', 'stdio'];
  const { stdout, stderr, timedOut } = await execa(qemu, argv, {
    reject: false,
    stdin: 'ignore',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  expect({ timedOut, stderr }).toEqual({ timedOut: false, stderr: '' });
  return stdout;
}

const WHOLE = /^# sct boot run=tree .*\n# sct end run=tree cases=1 n=\d+ lines=\d+ crc=\w{8}\r?$/s;

const CHOSEN = (path: string): Node => ({ chosen: { 'stdout-path': path } });

test.for<[string, Node]>([
  [
    'stdout-path is a path',
    {
      ...CHOSEN('/soc/serial@9000000'),
      soc: bus({ 'serial@a800000': pl011(NOWHERE), 'serial@9000000': pl011(UART) }),
    },
  ],
  [
    'stdout-path has options',
    {
      ...CHOSEN('/soc/serial@9000000:115200n8'),
      soc: bus({ 'serial@a800000': pl011(NOWHERE), 'serial@9000000': pl011(UART) }),
    },
  ],
  [
    'stdout-path leaves out unit addresses',
    { ...CHOSEN('/soc@0/serial'), 'soc@0': bus({ 'serial@9000000': pl011(UART) }), uart: pl011(NOWHERE) },
  ],
  [
    'stdout-path is an alias with options',
    {
      ...CHOSEN('serial1:115200n8'),
      aliases: { serial0: '/soc/serial@a800000', serial1: '/soc/serial@9000000' },
      soc: bus({ 'serial@a800000': pl011(NOWHERE), 'serial@9000000': pl011(UART) }),
    },
  ],
  [
    'stdout-path names what is no known UART',
    {
      ...CHOSEN('/soc/lcd'),
      aliases: { serial0: '/soc/lcd', serial1: '/soc/serial@a800000', serial2: '/soc/serial@9000000' },
      soc: bus({
        lcd: { compatible: 'vendor,lcd', reg: [NOWHERE, 0x1000] },
        'serial@a800000': pl011(NOWHERE, off),
        'serial@9000000': pl011(UART),
      }),
    },
  ],
  [
    'neither stdout-path nor aliases',
    {
      soc: bus({
        'serial@a800000': pl011(NOWHERE, off),
        parts: { ...bus({ 'serial@a900000': pl011(NOWHERE) }), ...off },
        'serial@9000000': pl011(UART, { status: 'okay' }),
      }),
    },
  ],
  [
    'ranges on the way up',
    {
      ...CHOSEN('/soc/bus@40000/serial@100'),
      soc: {
        ...bus({}),
        // Two windows, the second leads to the UART.
        ranges: [0x20000000, NOWHERE, 0x1000, 0x7e000000, UART - 0x40000, 0x100000],
        'bus@40000': {
          ...bus({}),
          '#address-cells': 2,
          ranges: [1, 0, 0x7e040000, 0x1000],
          'serial@100': { compatible: 'arm,pl011', reg: [1, 0, 0x1000] },
        },
      },
    },
  ],
  [
    // The same registers, and fewer of them.
    "SBSA's UART",
    { ...CHOSEN('/uart'), uart: { compatible: 'arm,sbsa-uart', reg: [UART, 0x1000] } },
  ],
  [
    'nodes deeper than anybody follows',
    {
      ...CHOSEN('/soc/serial@9000000'),
      soc: bus({
        deep: Array.from({ length: 20 }).reduce<Node>((inner) => ({ deeper: inner }), {}),
        'serial@9000000': pl011(UART),
      }),
    },
  ],
])('%s', async ([name, tree]) => {
  expect(await printed(name, tree)).toMatch(WHOLE);
});

/** A tree that leads nowhere, and one that leads to the UART. */
const WRONG: Node = { ...CHOSEN('/serial'), serial: { compatible: 'arm,pl011', reg: [NOWHERE, 0x1000] } };
const RIGHT: Node = { ...CHOSEN('/serial'), serial: { compatible: 'arm,pl011', reg: [UART, 0x1000] } };

test.for([
  'earlycon=pl011,0x9000000',
  'earlycon=pl011,0x9000000,115200n8',
  'earlycon=pl011,mmio32,0x09000000',
  'quiet earlycon=pl011,mmio,150994944 sct.slow=',
])('%s is stronger than the device tree', async (words) => {
  expect(await printed(words, WRONG, words)).toMatch(WHOLE);
});

test.for([
  'earlycon',
  'earlycon=',
  'earlycon=pl011',
  'earlycon=pl011,io,0x3f8',
  'earlycon=pl011,mmio32be,0xa800000',
  'earlycon=pl011,0xa80000z',
  'earlycon=pl012,0xa800000',
])('%s says nothing: the device tree does', async (words) => {
  expect(await printed(words, RIGHT, words)).toMatch(WHOLE);
});

/** A Raspberry Pi 3's mini UART, which an 8250's driver can print on too: its registers are words, of which QEMU lets one read and write a byte. */
const MINI_UART = 0x3f215040;
const as8250 = (more: Node): Node => ({
  ...CHOSEN('serial0'),
  aliases: { serial0: '/serial' },
  serial: { compatible: ['vendor,uart', 'ns16550a'], reg: [MINI_UART, 0x40], ...more },
});

test.for<[string, Node, string]>([
  ['8250 of words', as8250({ 'reg-shift': 2, 'reg-io-width': 4 }), ''],
  ['8250 of bytes', as8250({ 'reg-shift': 2, 'reg-io-width': 1 }), ''],
  [
    '8250 of bytes behind others',
    as8250({ reg: [MINI_UART - 0x40, 0x80], 'reg-offset': 0x40, 'reg-shift': 2 }),
    '',
  ],
  ['8250 by earlycon', WRONG, 'earlycon=uart8250,mmio32,0x3f215040'],
  ['8250 by its short name', WRONG, 'earlycon=uart,mmio32,0x3f215040,115200n8'],
  ['mini UART by earlycon', WRONG, 'earlycon=bcm2835aux,0x3f215040'],
])('%s', async ([name, tree, words]) => {
  const argv = [
    ...[
      '-machine',
      'raspi3b',
      '-m',
      '1024',
      '-dtb',
      dtbFor(name, tree),
      '-display',
      'none',
      '-monitor',
      'none',
    ],
    ...['-no-user-config', '-serial', 'null', '-serial', 'stdio', '-kernel', image.bin],
    ...['-append', `sct.run=tree sct.cases=dispatch.first_target ${words}`.trim()],
  ];
  const pi = execa(qemu, argv, { reject: false, stdin: 'ignore', timeout: 60_000, killSignal: 'SIGKILL' });
  let said = '';
  // Nobody inside turns it off.
  for await (const line of pi) {
    said += `${line}\n`;
    if (line.startsWith('# sct end ')) pi.kill('SIGKILL');
  }
  expect(said.trimEnd()).toMatch(WHOLE);
});

/** The address that a global variable is linked at. */
async function addressOf(symbol: string): Promise<bigint> {
  const symbols = await toolOutput(findTool('llvm-readelf-19'), ['--symbols', image.elf]);
  const found = new RegExp(`([0-9a-f]{16}) +\\d+ OBJECT +GLOBAL \\w+ +\\d+ ${symbol}$`, 'm').exec(symbols);
  return BigInt(`0x${found?.[1]}`);
}

/** Where QEMU puts the image on `virt`. */
const LOADED_AT = 0x4020_0000n;
const LINKED_AT = 0xffff_8000_8000_0000n;

/**
 * What a debugger finds in a variable of the guest, which prints nothing, once there is something in it. By its physical address: the MMU
 * may be off.
 */
async function foundIn(symbol: string, bytes: number, argv: readonly string[]): Promise<Buffer> {
  const [serial = '', socket = '', dump = ''] = ['serial', 'qmp', 'dump'].map((file) => join(folder, file));
  const words = [
    ...argv,
    '-serial',
    `file:${serial}`,
    '-no-shutdown',
    '-qmp',
    `unix:${socket},server=on,wait=off`,
  ];
  const guest = execa(qemu, words, {
    reject: false,
    stdin: 'ignore',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  try {
    const val = Number((await addressOf(symbol)) - LINKED_AT + LOADED_AT);
    await expect.poll(() => existsSync(socket), { timeout: 50_000 }).toBe(true);
    using qmp = await connectQmp(socket, AbortSignal.timeout(50_000));
    const look = async () => {
      await qmp.execute('pmemsave', { val, size: bytes, filename: dump });
      return readFileSync(dump).some((byte) => byte !== 0);
    };
    await expect.poll(look, { timeout: 50_000 }).toBe(true);
    // It may still have been at it.
    await look();
    expect(readFileSync(serial, 'utf8')).toBe('');
    return readFileSync(dump);
  } finally {
    guest.kill('SIGKILL');
    await guest;
    rmSync(socket, { force: true });
  }
}

const text = (bytes: Buffer) => bytes.toString('latin1').replace(/\0.*$/s, '');

test.for<[string, Node]>([
  ['no UART at all', {}],
  ['none that is known', { serial: { compatible: 'vendor,uart', reg: [UART, 0x1000] } }],
  ['none that is okay', { serial: { compatible: 'arm,pl011', reg: [UART, 0x1000], status: 'disabled' } }],
  ['no ranges lead there', { i2c: { '#address-cells': 1, '#size-cells': 1, serial: pl011(UART) } }],
  ['out of the ranges', { soc: { ...bus({ serial: pl011(UART) }), ranges: [0, 0, 0x1000] } }],
])('%s: it says why in its memory', async ([name, tree]) => {
  expect(text(await foundIn('sct_boot_failure', 128, argvFor(name, tree, '')))).toBe(
    'no console: neither earlycon= nor the device tree names a known UART',
  );
});

test('without a console it powers off', async () => {
  expect(await printed('nothing', {})).toBe('');
});

/** movz x0, #upper, lsl #16; movz x1, #0x4020, lsl #16; br x1: into the image with this in the upper half of w0. */
const enterWith = (upper: number) => [0xd2a00000 | (upper << 5), 0xd2a80401, 0xd61f0020];

/** Starts the image as no boot loader should: with `upper` << 16 in x0; a device tree without a UART lies at 0x46000000. */
function startedWith(upper: number, virt: string): string[] {
  const load = (words: string) => ['-device', `loader,${words},force-raw=on`];
  const start = join(folder, 'start.bin');
  writeFileSync(start, new Uint8Array(Uint32Array.from(enterWith(upper)).buffer));
  return [
    ...['-machine', virt, '-cpu', 'cortex-a57', '-m', '128'],
    ...['-display', 'none', '-nodefaults', '-nic', 'none', '-no-user-config', '-no-reboot'],
    ...load(`file=${image.bin},addr=0x40200000`),
    ...load(`file=${dtbFor('loaded', {})},addr=0x46000000`),
    ...load(`file=${start},addr=0x47000000`),
    ...['-device', 'loader,addr=0x47000000,cpu-num=0'],
  ];
}

test.for([
  ['no device tree at 0x0, which x0 held at entry', 0, 'virt'],
  ['entered at EL3: firmware has to leave it at EL2 or EL1', 0x4600, 'virt,secure=on'],
  // The same tree where nothing else is wrong.
  ['no console: neither earlycon= nor the device tree names a known UART', 0x4600, 'virt'],
] as const)('%s', async ([failure, upper, virt]) => {
  expect(text(await foundIn('sct_boot_failure', 128, startedWith(upper, virt)))).toBe(failure);
});

test.for(['virt', 'virt,virtualization=on'])(
  'x0 names no memory, on %s: the exception is there',
  async (virt) => {
    const found = await foundIn('sct_boot_exception', 24, startedWith(0x0a80, virt));
    const [esr = 0n, elr = 0n, far = 0n] = [0, 8, 16].map((at) => found.readBigUInt64LE(at));
    // A data abort without a change of level, a synchronous external one (DDI 0487, ESR_ELx: EC 0x25, DFSC 0x10).
    expect([esr >> 26n, esr & 0x3fn]).toEqual([0x25n, 0x10n]);
    expect(elr > LOADED_AT && elr < LOADED_AT + 0x1_0000n).toBe(true);
    expect(far).toBe(0x0a800004n);
  },
);
