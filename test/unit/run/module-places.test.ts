// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { ConsoleEvent } from '../../../harness/console/event.ts';
import { modulePlaces } from '../../../harness/run/module-places.ts';

const layout = {
  sections: [
    { name: '.text', from: '0x4000000', bytes: 0x1000, access: 'rx' as const },
    { name: '.static_call.text', from: '0x4002000', bytes: 0x100, access: 'rx' as const },
  ],
  code: [{ name: 'arch_static_call_transform', start: '4000020', end: '4000080' }],
};
const kernel = {
  elf: 'vmlinux',
  from: '0xffff800080010000',
  bytes: 0x10000,
  code: [{ name: 'aarch64_insn_adrp_get_offset', start: 'ffff800080010100', end: 'ffff800080010140' }],
};

const BOOT = {
  base: '0xffff800012340000',
  tramps: '0xffff80001a000000',
  kernel: '0xffffc52ea9010000',
};

function told(event: ConsoleEvent, boot = BOOT) {
  const place = modulePlaces({ ...layout, kernel });
  place.event({ kind: 'boot', fields: { ...boot } });
  place.event(event);
  return event;
}

test('addresses of the module are those of its ELF file, signed ones too, and others stay', () => {
  const fields = {
    kind: 'sync',
    elr: '0xffff800012340010',
    lr: '0x00ff800012340020',
    far: '0xffff900000000000',
  };
  expect(told({ kind: 'fault', fields })).toEqual({
    kind: 'fault',
    fields: { kind: 'sync', elr: '0x4000010', lr: '0x4000020', far: '0xffff900000000000' },
  });
  expect(told({ kind: 'detail', text: 'fail a.c:1: at 0xffff80001a000040, not 0x12' })).toMatchObject({
    text: 'fail a.c:1: at 0x4002040, not 0x12',
  });
});

test('the boot line says that the module is where its file is', () => {
  const boot: ConsoleEvent = { kind: 'boot', fields: { base: '0xffff800012340000', tramps: 'x' } };
  modulePlaces(layout).event(boot);
  expect(boot.fields.base).toBe('0x4000000');
});

test('without a word of where it is everything stays', () => {
  const event: ConsoleEvent = { kind: 'detail', text: '0xffff800012340010' };
  modulePlaces(layout).event(event);
  expect(event.text).toBe('0xffff800012340010');
});

test("addresses of the kernel's own text are those of vmlinux, and beyond it they stay", () => {
  const event: ConsoleEvent = { kind: 'detail', text: 'at 0xffffc52ea9010120, not 0xffffc52ea9020004' };
  expect(told(event)).toMatchObject({ text: 'at 0xffff800080010120, not 0xffffc52ea9020004' });
});

test('what QEMU says of a hang is put right, too', () => {
  const place = modulePlaces({ ...layout, kernel });
  place.event({ kind: 'boot', fields: { ...BOOT } });
  expect(place.text('cpu0: pc=0xffff800012340044 lr=0xffffc52ea9010104 sp=0x0')).toBe(
    'cpu0: pc=0x4000044 lr=0xffff800080010104 sp=0x0',
  );
});

test.each([
  ['Linux: pc : aarch64_insn_adrp_get_offset+0x10/0x40', '(pc=0xffff800080010110)'],
  ['Linux: pc : arch_static_call_transform+0x8/0x60 [sct]', '(pc=0x4000028)'],
])('a place that Linux names has its address behind it: %s', (text, address) => {
  expect(told({ kind: 'detail', text })).toEqual({ kind: 'detail', text: `${text} ${address}` });
});

test.each([
  'Linux: pc : aarch64_insn_adrp_get_offset+0x10/0x40 [other]',
  'Linux: pc : arch_static_call_transform+0x8/0x60',
  'Linux: pc : 0x12',
])("nor one of a name that is nobody's here: %s", (text) => {
  expect(told({ kind: 'detail', text })).toEqual({ kind: 'detail', text });
});
