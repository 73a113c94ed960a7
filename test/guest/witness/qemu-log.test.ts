// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { exceptionsOf, exceptionsSaid, executedIn } from './qemu-log.ts';

const LOG = `Taking exception 1 [Undefined Instruction] on CPU 0
...from EL1 to EL1
...with ESR 0xd/0x36000002
...with ELR 0xffff80008001513c
...to EL1 PC 0xffff800080010800 PSTATE 0x3c5
Exception return from AArch64 EL1 to AArch64 EL1 PC 0xffff800080015520
Taking exception 6 [FIQ] on CPU 0
...from EL1 to EL1
...with ESR 0x25/0x9600004f
...with ELR 0xffff800080016438
...to EL1 PC 0xffff800080010900 PSTATE 0x3c5
Taking exception 11 [Hypervisor Call] on CPU 0
...from EL1 to EL2
...with ESR 0x16/0x5a000000
...handled as PSCI call
`;
const SERIAL =
  '    # taken kind=sync esr=0x36000002 elr=0xffff80008001513c\r\n    # taken kind=fiq esr=0x9600004f elr=0xffff800080016438\r\n';

test('the log and the guest are read to the same exceptions', () => {
  expect(exceptionsOf(LOG)).toEqual([
    { kind: 'sync', esr: 0x36000002n, elr: 0xffff80008001513cn },
    { kind: 'fiq', esr: undefined, elr: 0xffff800080016438n },
  ]);
  expect(exceptionsSaid(SERIAL)).toEqual(exceptionsOf(LOG));
});

test.for([
  ['another syndrome', LOG.replace('0x36000002', '0x36000001')],
  ['another place', LOG.replace('1513c', '15140')],
  ['one more', LOG + LOG],
  ['one less', LOG.slice(LOG.indexOf('Taking', 1))],
  ['another kind', LOG.replace('[FIQ]', '[IRQ]')],
] as const)('%s is a difference', ([, log]) => {
  expect(exceptionsSaid(SERIAL)).not.toEqual(exceptionsOf(log));
});

test('a guest that lost some is not believed', () => {
  expect(() => exceptionsSaid('    # taken lost=3\n')).toThrow('lost=3');
});

test('executed instructions, of QEMU 7.2 and 10', () => {
  const log = 'Trace 0: 0x7f3c5c000100 [00000000/ffff8000800112a0/00000061/ff000000] f\n';
  expect(executedIn(`${log}other\n${log}`)).toEqual([0xffff8000800112a0n, 0xffff8000800112a0n]);
});
