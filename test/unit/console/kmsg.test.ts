// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { kmsgLines, kmsgRecord } from '../../../harness/console/kmsg.ts';

/** As Debian's 6.12.95 had it: what was there before the load, a dictionary, and the first and last lines of the module. */
const LOG = `6,48,0,-;rcu: \\x09RCU restricting CPUs from NR_CPUS=512 to nr_cpu_ids=1.
6,185,1596265,-;pl061_gpio 9030000.pl061: PL061 GPIO chip registered
 SUBSYSTEM=amba
 DEVICE=+amba:9030000.pl061
2,243,3889570,-;sct: ok 18 step of an earlier load
12,244,3889572,-;sct load 00000000000000aa
4,246,3967500,-;sct_peer: module verification failed: signature and/or required key missing - tainting kernel
2,1553,5551004,-;sct:     ok 5 ret0_to_function # SKIP Linux steps for its debuggers, not for a module
2,1554,5551022,-;sct:     # sum n=294 lines=3 crc=d16c4cfe
`;

async function read(...pieces: string[]): Promise<string> {
  async function* source() {
    for (const piece of pieces) yield Buffer.from(piece, 'latin1');
  }
  let text = '';
  for await (const bytes of kmsgLines(source(), 'sct load 00000000000000aa'))
    text += Buffer.from(bytes).toString();
  return text;
}

test.for<[string, string, ReturnType<typeof kmsgRecord>]>([
  ['a record', '2,1559,5551120,-;sct: ok 18 step', { sequence: 1559, text: 'sct: ok 18 step' }],
  ['more fields than there are yet', '2,7,12,c,caller=T1;on; and on', { sequence: 7, text: 'on; and on' }],
  ['what is escaped', '6,49,0,-;\\x09Rude\\x0asecond\\x5cx0a', { sequence: 49, text: '\tRude\nsecond\\x0a' }],
  ['no text', '4,3,1,-;', { sequence: 3, text: '' }],
  ['a line of a dictionary', ' SUBSYSTEM=amba', undefined],
  ['one whose head is cut', '51004,-;sct: ok 5', undefined],
])('%s', ([, line, record]) => {
  expect(kmsgRecord(line)).toEqual(record);
});

test('what was there before this load is not its own, and no dictionary is a line', async () => {
  const text = await read(LOG);
  expect(text).not.toContain('earlier load');
  expect(text).not.toContain('SUBSYSTEM');
  expect(text).toMatch(/^lost: 1 records of the kernel's log\nsct_peer: module verification failed/);
});

test('bytes come as they were printed, in whatever pieces', async () => {
  const own = 'sct:     # sum n=294 lines=3 crc=d16c4cfe\n';
  expect(await read(...LOG)).toBe(await read(LOG));
  expect((await read(LOG)).endsWith(own)).toBe(true);
  const utf8 = await read('1,1,1,-;sct load 00000000000000aa\n1,2,1,-;caf\\xc3\\xa9\n');
  expect(utf8).toBe('café\n');
});

test('whoever begins anew has nothing twice', async () => {
  const more = '2,1555,5551039,-;sct:     # begin step.two_keys\n';
  expect(await read(LOG, LOG, more)).toBe(`${await read(LOG)}sct:     # begin step.two_keys\n`);
});

test('without the mark there is nothing of this load', async () => {
  expect(await read(LOG.replace('load 00000000000000aa', 'load 00000000000000ab'))).toBe('');
});
