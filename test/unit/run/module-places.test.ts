// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { ConsoleEvent } from '../../../harness/console/event.ts';
import { modulePlaces } from '../../../harness/run/module-places.ts';

const layout = {
  sections: [
    { name: '.text', from: '0x4000000', bytes: 0x1000, access: 'rx' as const },
    { name: '.static_call.text', from: '0x4002000', bytes: 0x100, access: 'rx' as const },
  ],
};

function told(event: ConsoleEvent, boot = { base: '0xffff800012340000', tramps: '0xffff80001a000000' }) {
  const place = modulePlaces(layout);
  place({ kind: 'boot', fields: { ...boot } });
  place(event);
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
  modulePlaces(layout)(boot);
  expect(boot.fields.base).toBe('0x4000000');
});

test('without a word of where it is everything stays', () => {
  const event: ConsoleEvent = { kind: 'detail', text: '0xffff800012340010' };
  modulePlaces(layout)(event);
  expect(event.text).toBe('0xffff800012340010');
});
