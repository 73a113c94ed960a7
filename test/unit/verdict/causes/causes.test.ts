// SPDX-License-Identifier: GPL-2.0-only
// Which mistake a report of made-up results comes down to, and that no result is lost on the way.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONSOLE_CASE, nameOf } from '../../../../harness/base/plan.ts';
import type { CaseResult, Cause, CellResult } from '../../../../harness/base/verdict.ts';
import { packageRoot } from '../../../../harness/store/places.ts';
import { causesOf } from '../../../../harness/verdict/causes/causes.ts';
import { RULES, SPOILT } from '../../../../harness/verdict/causes/rules.ts';
import { cell, result, SAMPLE } from '../../report/sample.ts';

/** A failed result with a fault: its exception class, where, and the name of that place. */
function fault(
  name: string,
  code: number,
  elr: string,
  place = '',
  more: Partial<CaseResult> = {},
): CaseResult {
  const [suite = '', each = ''] = name.split('.');
  const btype = code === 0x0d ? ' btype=2' : '';
  const esr = `0x${(code * 2 ** 26 + 2).toString(16)}`;
  return result(suite, each, {
    verdict: 'fail',
    reason: `unexpected something (esr=${esr}, elr=${elr})`,
    details: [
      `fault kind=sync esr=${esr} elr=${elr} far=0x0 spsr=0x4${btype}`,
      ...(place ? [`elr: ${place}`] : []),
    ],
    ...more,
  });
}

function fails(name: string, reason: string, more: Partial<CaseResult> = {}): CaseResult {
  const [suite = '', each = ''] = name.split('.');
  return result(suite, each, { verdict: 'fail', reason, ...more });
}

const HUNG = { verdict: 'error', reason: 'hang: no end after 4000 ms, at 0x90', cut: 'hang' } as const;
const hang = (name: string, place: string) =>
  fails(name, '', { ...HUNG, details: ['fault kind=watchdog elr=0x90', `elr: ${place}`] });

const BTI = 0x0d;
const UNDEFINED = 0;
const INSTRUCTION_ABORT = 0x21;
const BRK = 0x3c;
const DATA_ABORT = 0x25;
const LOOP = 'arch_static_call_transform';

/** Names of causes, each with the results that it explains. */
const summary = (causes: readonly Cause[]) =>
  Object.fromEntries(
    causes.map((cause) => [
      cause.name,
      cause.findings.map(({ machine, suite, case: name }) => `${machine} ${suite}.${name}`).join(', '),
    ]),
  );

const ROWS: { name: string; cells: CellResult[]; causes: Record<string, string> }[] = [
  {
    name: 'no landing pad, on the host and in the guest',
    cells: [
      cell('host', [fails('abi.landing_pad', '__SCT__a: expected bti c, got nop')]),
      cell('max', [
        fault('bti.x', BTI, '0x90', '__SCT__a'),
        fault('far.y', BTI, '0xa0', '__SCT__b'),
        fault('far.z', BTI, '0xa4', '__SCT__b+0x4'),
      ]),
    ],
    causes: {
      'no landing pad': 'host abi.landing_pad, max bti.x, max far.y',
      'Branch Target exception with BTYPE 2 in a trampoline+0x4': 'max far.z',
    },
  },
  {
    name: 'no landing pad, since nothing is there: who reads the second instruction for the ADRP reads another',
    cells: [
      cell('host', [
        fails('abi.landing_pad', '__SCT__a: expected it to begin with bti c, got adrp x16, 0x9'),
      ]),
      cell('max', [
        fault('bti.x', BTI, '0x90', '__SCT__a'),
        fault('patch.y', BRK, '0xa0', 'aarch64_insn_adrp_get_offset+0x28'),
        fault('patch.z', BRK, '0xa0', 'another+0x28'),
        fails('patch.x18', 'a.c:1: x18 is changed, the pointer'),
      ]),
    ],
    causes: {
      'no landing pad': 'host abi.landing_pad, max bti.x, max patch.y',
      'BRK in another+0x28': 'max patch.z',
      'changes x18': 'max patch.x18',
    },
  },
  {
    name: 'a NOP for a landing pad is no reason to read the wrong instruction',
    cells: [
      cell('host', [fails('abi.landing_pad', '__SCT__a: expected it to begin with bti c, got nop')]),
      cell('max', [fault('patch.y', BRK, '0xa0', 'aarch64_insn_adrp_get_offset+0x28')]),
    ],
    causes: {
      'no landing pad': 'host abi.landing_pad',
      'BRK in aarch64_insn_adrp_get_offset+0x28': 'max patch.y',
    },
  },
  {
    name: 'a branch through a register that holds 0 by chance, and a lock beside it',
    cells: [
      cell('host', [fails('abi.ends_in_its_target', '__SCT__a: it ends in ldr x16, [x16]; br x17')]),
      cell('max', [
        fault('far.x', INSTRUCTION_ABORT, '0x0'),
        fails('far.y', 'a.c:1: a lock is left held: mine'),
      ]),
    ],
    causes: {
      'no branch to the target': 'host abi.ends_in_its_target, max far.x',
      'a lock is never released: mine': 'max far.y',
    },
  },
  {
    name: 'a trampoline that signs x30: it is its landing pad, too',
    cells: [
      cell('host', [
        fails('abi.registers', '__SCT__a: uses more than x16 and x17, or stores: paciasp'),
        fails('abi.landing_pad', '__SCT__a: expected it to begin with bti c or bti jc, got paciasp'),
      ]),
      cell('max', [
        fault('far.x', INSTRUCTION_ABORT, '0x5b8b80008003e994', 'probe+0x88'),
        fails('far.y', 'a.c:1: a lock is left held: mine'),
      ]),
    ],
    causes: {
      'signs x30': 'host abi.registers, host abi.landing_pad, max far.x',
      'a lock is never released: mine': 'max far.y',
    },
  },
  {
    name: 'a literal that begins as 0, since nothing of it is in the image',
    cells: [
      cell('host', [fails('abi.literal_read_only', '__SCT__a: its literal at 0x9 is in .bss (read, write)')]),
      cell('max', [
        fault('far.x', INSTRUCTION_ABORT, '0x0'),
        fails('memory.y', 'a.c:1: expected a fault'),
        fails('step.z', 's.c:1: in steps: a call goes to 0x0 and faults'),
      ]),
    ],
    causes: { 'writable literal': 'host abi.literal_read_only, max far.x, max memory.y, max step.z' },
  },
  {
    name: 'a literal in .data is there from the beginning: a NULL has nothing to do with it',
    cells: [
      cell('host', [
        fails('abi.literal_read_only', '__SCT__a: its literal at 0x9 is in .data (read, write)'),
      ]),
      cell('max', [fault('far.x', INSTRUCTION_ABORT, '0x0')]),
    ],
    causes: { 'writable literal': 'host abi.literal_read_only', 'calls NULL': 'max far.x' },
  },
  {
    name: 'no branch at all: nothing ends it',
    cells: [
      cell('host', [
        fails('abi.true_size', '__SCT__a: execution runs past its end, after ldr x16, [x16]'),
        fails('abi.ends_in_its_target', '__SCT__a: it ends in adrp x16, 0x9; ldr x16, [x16]'),
      ]),
      cell('max', [fault('far.x', UNDEFINED, '0x90', '__SCT__b')]),
    ],
    causes: {
      'no branch to the target': 'host abi.true_size, host abi.ends_in_its_target, max far.x',
    },
  },
  {
    name: 'a literal that is found elsewhere, so that updates are lost',
    cells: [
      cell('max', [
        fails('dispatch.update', 'd.c:1: expected 0x1, got 0x2'),
        fails(
          'decode.offsets_forward',
          'd.c:2: ADRP at 0x1 + 0 pages, LDR + 0x8: expected a write to 0x8 alone, got none 0x0',
        ),
        fault('far.x', INSTRUCTION_ABORT, '0x0'),
        fails('far.y', 'f.c:2: a lock is left held: mine'),
      ]),
      cell('process', [
        fails('dispatch.update', 'd.c:1: expected 0x1, got 0x2'),
        fails(
          'decode.offsets_forward',
          'd.c:2: ADRP at 0x1 + 0 pages, LDR + 0x0: expected a write to 0x8 alone, got one to 0x9',
        ),
      ]),
    ],
    causes: {
      'another literal than the trampoline loads':
        'max dispatch.update, max decode.offsets_forward, max far.x, process dispatch.update, process decode.offsets_forward',
      'a lock is never released: mine': 'max far.y',
    },
  },
  {
    name: 'the test for NULL the wrong way round: each target becomes RET0, and NULL is called',
    cells: [
      cell('max', [
        fails('dispatch.update', 'd.c:1: static_call(updated)(5): expected 0xf, got 0x0'),
        fault('dispatch.update_to_null', INSTRUCTION_ABORT, '0x0'),
        fails('far.y', 'f.c:2: a lock is left held: mine'),
      ]),
    ],
    causes: {
      'updates become RET0': 'max dispatch.update, max dispatch.update_to_null',
      'a lock is never released: mine': 'max far.y',
    },
  },
  {
    name: 'interrupts that each update leaves off are no update that is lost',
    cells: [
      cell('max', [
        fails('dispatch.update', 'd.c:1: interrupts are left masked: DAIF 0x80'),
        hang('interrupt.between_calls', 'interrupt_between_calls+0x9c (guest/cases/interrupt.c:51)'),
        fails('patch.interrupts_and_lock', 'p.c:1: read_sysreg(daif): expected 0x0, got 0x80'),
        fails('patch.failed_write', 'p.c:2: a write failed with -EFAULT, and nobody said so: neither'),
      ]),
    ],
    causes: {
      'interrupts left masked':
        'max dispatch.update, max interrupt.between_calls, max patch.interrupts_and_lock',
      'a failed write is not told': 'max patch.failed_write',
    },
  },
  {
    name: 'half of a target: the rest is what was there, or 0',
    cells: ['0xa5a5a5a5800486d8', '0x800486d8', '0xffff8000a5a5a5a5'].map((got, index) =>
      cell(`machine${index}`, [
        fails('decode.really_written', `d.c:1: *(p): expected 0xffff8000800486d8, got ${got}`),
        fails(
          'decode.offsets_forward',
          'd.c:2: ADRP at 0x1 + 0 pages, LDR + 0x8: expected a write to 0x8 alone, got none 0x0',
        ),
      ]),
    ),
    causes: {
      'half of the target is written':
        'machine0 decode.really_written, machine0 decode.offsets_forward, machine1 decode.really_written, machine1 decode.offsets_forward, machine2 decode.really_written, machine2 decode.offsets_forward',
    },
  },
  {
    name: 'a trampoline that loads the literal of another key',
    cells: [
      cell('max', [
        fails('placement.first_targets', 'p.c:1: key 0, trampoline 0x9: expected 0x1000, got 0x2'),
        fails('dispatch.by_address', 'd.c:1: result: expected 0x9, got 0x8'),
        fault('dispatch.update_to_ret0', INSTRUCTION_ABORT, '0x1'),
      ]),
    ],
    causes: {
      'the first target is not called':
        'max placement.first_targets, max dispatch.by_address, max dispatch.update_to_ret0',
    },
  },
  {
    name: 'a call that kCFI refuses is no BUG for a write that failed',
    cells: [
      cell('max-kcfi', [
        fails('patch.failed_write', 'unexpected BRK', {
          details: ['fault kind=sync esr=0xf2008228 elr=0x90 target=0xa0', `elr: ${LOOP}+0x4c`],
        }),
      ]),
      cell('max', [fault('patch.failed_write', BRK, '0x90', LOOP)]),
    ],
    causes: {
      'kCFI refuses a call in arch_static_call_transform()': 'max-kcfi patch.failed_write',
      'BUG for a failed write': 'max patch.failed_write',
    },
  },
  {
    name: 'one update behind, and code that is patched: neither has another literal',
    cells: [
      cell('max', [
        fault('dispatch.update', INSTRUCTION_ABORT, '0x12345678'),
        fails(
          'decode.offsets_forward',
          'd.c:2: ADRP at 0x104 + 0 pages, LDR + 0x8: expected a write to 0x8 alone, got none 0x0',
        ),
        fails(
          'decode.beyond_2_gib',
          'd.c:3: 524288 pages: expected a write to 0x18, or by 32 bits to 0x8, got 0x8',
        ),
      ]),
      cell('max-el2', [
        fails('dispatch.update', 'd.c:1: expected 0x1, got 0x2'),
        fails(
          'decode.offsets_forward',
          'd.c:2: ADRP at 0x104 + 0 pages, LDR + 0x0: expected a write to 0x8 alone, got one to 0x104',
        ),
        fails(
          'decode.beyond_2_gib',
          'd.c:3: 524288 pages: expected a write to 0x18, or by 32 bits to 0x8, got 0x90104',
        ),
      ]),
    ],
    causes: {
      'updates lead astray': 'max dispatch.update, max decode.offsets_forward, max decode.beyond_2_gib',
      'updates are lost':
        'max-el2 dispatch.update, max-el2 decode.offsets_forward, max-el2 decode.beyond_2_gib',
    },
  },
  {
    name: 'updates that are lost anywhere',
    cells: [
      cell('max', [
        fails('dispatch.update', 'd.c:1: expected 0x1, got 0x2'),
        fails(
          'decode.offsets_forward',
          'd.c:2: ADRP at 0x1 + 0 pages, LDR + 0x0: expected a write to 0x8 alone, got none 0x0',
        ),
      ]),
    ],
    causes: { 'updates are lost': 'max dispatch.update, max decode.offsets_forward' },
  },
  {
    name: 'RET0 that keeps x0, and another case that has nothing to do with it',
    cells: [
      cell('max', [
        fails('dispatch.ret0', 'd.c:1: X0_AFTER(zero_u64): expected 0x0, got 0x5ca1'),
        fails('kcfi.ret0', 'k.c:1: result: expected 0x0, got 0x1'),
        fails('placement.literal_below', 'p.c:1: expected 0x0, got 0x9'),
        fails('far.other', 'f.c:1: expected 0x0, got 0x9'),
        fails('far.caller_of_ret0', 'f.c:2: a lock is left held: mine'),
      ]),
    ],
    causes: {
      'RET0 does not give 0': 'max dispatch.ret0, max kcfi.ret0, max placement.literal_below',
      'far.other': 'max far.other',
      'a lock is never released: mine': 'max far.caller_of_ret0',
    },
  },
  {
    name: 'lost updates, and what Linux itself makes of them',
    cells: [
      cell('linux-stock', [
        fails('dispatch.update', 'd.c:1: the target was not called'),
        fails('linux.unload_sets_back', 'l.c:1: expected 0x79, got 0x6f'),
      ]),
    ],
    causes: { 'updates are lost': 'linux-stock dispatch.update, linux-stock linux.unload_sets_back' },
  },
  {
    name: 'the key for a literal, and a NULL that has nothing to do with it',
    cells: [
      cell('host', [
        fails(
          'abi.literal_read_only',
          '__SCT__a: its literal is in .data (write), and is the beginning of __SCK__a',
        ),
      ]),
      cell('max', [
        fault('far.x', INSTRUCTION_ABORT, '0x0'),
        fails('dispatch.query', 'd.c:1: expected 0x0, got 0x1'),
        fails('dispatch.cond', 'd.c:9: expected 0x0, got 0x1'),
      ]),
    ],
    causes: {
      'loads from its key': 'host abi.literal_read_only, max far.x, max dispatch.query',
      'dispatch.cond': 'max dispatch.cond',
    },
  },
  {
    name: 'code that is changed, looked at in the midst, and preemption beside it',
    cells: [
      cell('max', [
        fails('patch.literal_and_nothing_else', 'p.c:69: snapshot[changed - image]: expected 0x1, got 0x2'),
        fails('step.null_to_function', 's.c:1: an update is seen half done: a call goes to 0x9 and faults'),
        fails('step.two_keys', 's.c:2: preemption is left disabled: preempt_count is 1'),
      ]),
    ],
    causes: {
      'changes code': 'max patch.literal_and_nothing_else, max step.null_to_function',
      'preemption left unbalanced': 'max step.two_keys',
    },
  },
  {
    name: 'a literal that is shared, and lies among code: what an update changes there',
    cells: [
      cell('host', [fails('abi.literal_its_own', "__SCT__b: its literal at 0x9000 is __SCT__a's, too")]),
      cell('max', [
        fails('patch.literal_and_nothing_else', 'p.c:69: snapshot[changed - image]: expected 0x1, got 0x2'),
        fault('placement.each_its_own', BRK, '0xa0', 'aarch64_insn_adrp_get_offset+0x28'),
        fault('dispatch.each', BRK, '0xa0', 'aarch64_insn_adrp_get_offset+0x28'),
      ]),
    ],
    causes: {
      'shared literal':
        'host abi.literal_its_own, max patch.literal_and_nothing_else, max placement.each_its_own',
      'BRK in aarch64_insn_adrp_get_offset+0x28': 'max dispatch.each',
    },
  },
  {
    name: 'what was given up for wrecks has the cause of the last of them',
    cells: [
      cell('max', [
        fault('aapcs.a', DATA_ABORT, '0x90', 'memset+0x4'),
        fails(
          'aapcs.b',
          'not tried: 3 boots ended like this before it, the last one, in aapcs.a: the kernel gave up',
          {
            cut: 'unreported',
          },
        ),
        fails(
          'bti.c',
          'not tried: 6 boots were cut short before it, the last one, in aapcs.a, by this: it gave up',
          {
            cut: 'unreported',
          },
        ),
        fails('bti.x18', 'b.c:1: x18 is changed, the pointer'),
      ]),
    ],
    causes: {
      'data abort in memset+0x4': 'max aapcs.a, max aapcs.b, max bti.c',
      'changes x18': 'max bti.x18',
    },
  },
  {
    name: 'the window stays open on another CPU, too, and updates under no lock beside it',
    cells: [
      cell('max-smp2', [
        fails('patch.poke_slot_unmapped', 'p.c:105: expected: !lookup_mapping((u64)alias, &map)'),
        fails('smp.window_closes_on_every_cpu', 's.c:431: READ_ONCE(looker.loads): expected 0x1, got 0x2'),
        fails('step.two_keys', 's.c:253: expected: leads_to(static_call(step_mine)(0), mine.last)'),
      ]),
    ],
    causes: {
      'the poke slot stays mapped':
        'max-smp2 patch.poke_slot_unmapped, max-smp2 smp.window_closes_on_every_cpu',
      'two updates at once': 'max-smp2 step.two_keys',
    },
  },
  {
    name: 'updates under no lock, seen by a handler',
    cells: [
      cell('max-icount4', [
        fails('step.two_keys', 's.c:253: expected: leads_to(static_call(step_mine)(0), mine.last)'),
        fails(
          'interrupt.sweep_update',
          'i.c:149: expected: !lookup_mapping(fix_to_virt(FIX_TEXT_POKE0), &map)',
        ),
      ]),
    ],
    causes: { 'two updates at once': 'max-icount4 step.two_keys, max-icount4 interrupt.sweep_update' },
  },
  {
    name: 'what this host was too busy to tell, whatever it looks like, behind a fail and before nobody',
    cells: [
      cell('max-smp2', [
        result('smp', 'two_keys', {
          verdict: 'error',
          reason: 'this host was too busy to tell: x',
          cut: 'hang',
        }),
        fails('smp.other', 's.c:1: expected 0x1, got 0x2'),
        result('smp', 'same_key', { verdict: 'error', reason: 'this host was too busy to tell: y' }),
      ]),
    ],
    causes: {
      'smp.other': 'max-smp2 smp.other',
      'this host was too busy to tell': 'max-smp2 smp.two_keys, max-smp2 smp.same_key',
    },
  },
  {
    name: 'the same without the host, on two machines',
    cells: [
      cell('max', [fault('bti.x', BTI, '0x90', '__SCT__a')]),
      cell('max-el2', [fault('bti.x', BTI, '0x90', '__SCT__a')]),
    ],
    causes: { 'no landing pad': 'max bti.x, max-el2 bti.x' },
  },
  {
    name: 'a jump to 0, and what the dead case left behind; in another cell the same words stand alone',
    cells: [
      cell('max', [
        fault('placement.each_its_own', INSTRUCTION_ABORT, '0x0'),
        fails('placement.every_page_offset', 'p.c:59: key 1, trampoline 0x90: expected 0x1001, got 0x12aa'),
      ]),
      cell('max-el2', [
        fails('placement.every_page_offset', 'p.c:59: key 1, trampoline 0x90: expected 0x1001, got 0x12aa'),
      ]),
    ],
    causes: {
      'calls NULL': 'max placement.each_its_own, max placement.every_page_offset',
      'placement.every_page_offset': 'max-el2 placement.every_page_offset',
    },
  },
  {
    name: 'x9: any landing with BTYPE 3; what the register spoils only where abi says so',
    cells: [
      cell('host', [fails('abi.registers', '__SCT__a: uses more than x16 and x17')]),
      cell('max', [
        fails('aapcs.x9_x15_set', 'x9: expected 0x1, got 0x2'),
        fails('memory.other', 'm.c:1: something else'),
      ]),
    ],
    causes: {
      'wrong register': 'host abi.registers, max aapcs.x9_x15_set',
      'memory.other': 'max memory.other',
    },
  },
  {
    name: 'a call that faults by itself has what abi says of it; a torn update, and a NULL, stand alone',
    cells: [
      cell('host', [
        fails('abi.registers', '__SCT__a: uses more than x16 and x17'),
        fails('abi.ends_in_its_target', '__SCT__a: it ends in b 0x90'),
      ]),
      cell('max', [
        fails('step.ret0_to_function', 's.c:131: before any update in steps a call goes to 0x90 and faults'),
        fails('step.null_to_function', 's.c:131: before any update in steps a call goes to 0x0 and faults'),
        fails('step.function_to_function', 's.c:103: an update is seen half done: a call before 0x90'),
      ]),
    ],
    causes: {
      'wrong register': 'host abi.registers, max step.ret0_to_function',
      'no branch to the target': 'host abi.ends_in_its_target',
      'calls NULL': 'max step.null_to_function',
      'an update is seen half done': 'max step.function_to_function',
    },
  },
  {
    name: 'where nothing is wrong with the trampoline, that has no known cause',
    cells: [
      cell('max', [
        fails('step.ret0_to_function', 's.c:131: before any update in steps a call goes to 0x90 and faults'),
      ]),
    ],
    causes: { 'step.ret0_to_function': 'max step.ret0_to_function' },
  },
  {
    name: 'spoilt registers without a word of abi are no known mistake',
    cells: [cell('max', [fails('aapcs.x9_x15_set', 'x9: expected 0x1, got 0x2')])],
    causes: { 'aapcs.x9_x15_set': 'max aapcs.x9_x15_set' },
  },
  {
    name: 'a writable literal',
    cells: [
      cell('host', [fails('abi.literal_read_only', '__SCT__a: in .data')]),
      cell('max', [
        fails('far.target_above_8g', 'far.c:73: expected: find_in_rodata((u64)target)'),
        fails('memory.literal_is_read_only', 'no word of .rodata'),
        fails('far.caller_above_8g', 'far.c:150: expected 0x1, got 0x2'),
      ]),
    ],
    causes: {
      'writable literal':
        'host abi.literal_read_only, max far.target_above_8g, max memory.literal_is_read_only',
      'far.caller_above_8g': 'max far.caller_above_8g',
    },
  },
  {
    name: 'what a case leaves unbalanced is told by that, though the update itself is where it shows',
    cells: [
      cell('max', [
        fails('dispatch.update', 'd.c:5: x18 is changed, the shadow call stack: expected 0x1, got 0x2'),
        fails('patch.a', 'p.c:5: x18 is changed, the shadow call stack: expected 0x1, got 0x3'),
        fails('patch.b', 'p.c:5: a lock is left held: text_mutex'),
        hang('patch.c', 'wait_for_lock+0x8'),
        fails('patch.d', 'p.c:6: interrupts are left masked: DAIF 0x80'),
        fails('patch.e', 'p.c:7: preemption is left disabled: preempt_count is 1'),
        fails('patch.f', 'p.c:8: cpus_read_lock() is left held, 1 times'),
        fails('patch.g', 'p.c:9: misuse of a lock: a mutex is released that nobody holds'),
        fails('patch.h', 'p.c:9: the stack is used 12544 bytes deep, of at most 8192'),
      ]),
    ],
    causes: {
      'changes x18': 'max dispatch.update, max patch.a',
      'a lock is never released: text_mutex': 'max patch.b, max patch.c',
      'interrupts left masked': 'max patch.d',
      'preemption left unbalanced': 'max patch.e',
      'cpus_read_lock() left held': 'max patch.f',
      'a mutex is released that nobody holds': 'max patch.g',
      'deep stack': 'max patch.h',
    },
  },
  {
    name: 'what is gone or read-only when the boot is over, whatever else the case stumbles over',
    cells: [
      cell('max', [
        fails('dispatch.update', 'unexpected something', {
          details: ['fault kind=sync esr=0x86000007 elr=0x90 far=0x90 memory=init', 'elr: literal_of'],
        }),
        fails('far.a', 'far.c:163: expected no fault', {
          details: [
            'fault kind=sync esr=0x86000005 elr=0x70 far=0x70',
            'fault kind=sync esr=0x9600004f elr=0x80 far=0x90 memory=ro_after_init',
            'elr: f+0x8',
          ],
        }),
      ]),
    ],
    causes: {
      'called after init memory was freed: literal_of': 'max dispatch.update',
      '__ro_after_init data is written after the boot': 'max far.a',
    },
  },
  {
    name: 'what kCFI refuses, by where it was called, whether the case expected a fault or not',
    cells: [
      cell('max-kcfi', [
        fails('dispatch.update', 'CFI failure at transform', {
          details: ['fault kind=sync esr=0xf2008228 elr=0x80 target=0x90 type=0x1', 'elr: transform+0x8'],
        }),
        fails('far.a', 'far.c:163: expected no fault', {
          details: ['fault kind=sync esr=0xf2008228 elr=0x80 target=0x90 type=0x1', 'elr: transform+0x8'],
        }),
        fault('patch.b', 0x3c, '0x84', 'other+0x4'),
      ]),
    ],
    causes: {
      'kCFI refuses a call in transform()': 'max-kcfi dispatch.update, max-kcfi far.a',
      'BRK in other+0x4': 'max-kcfi patch.b',
    },
  },
  {
    name: 'a WARN of what is legal stands alone',
    cells: [
      cell('max', [
        fails('dispatch.update', 'd.c:5: WARN at s.c:23: 1 of them, expected 0'),
        fails('patch.a', 'p.c:5: WARN at s.c:23: 3 of them, expected 0'),
      ]),
    ],
    causes: { 'WARNs where nothing is wrong': 'max dispatch.update, max patch.a' },
  },
  {
    name: 'a WARN of updates that are lost is theirs',
    cells: [
      cell('max', [
        fails('dispatch.update', 'd.c:61: expected 0xf, got 0x6'),
        fails('patch.a', 'p.c:5: WARN at s.c:23: 1 of them, expected 0'),
      ]),
    ],
    causes: { 'updates are lost': 'max dispatch.update, max patch.a' },
  },
  {
    name: 'a branch into nowhere, and the cases that the wreck left undone',
    cells: [
      cell('host', [fails('abi.ends_in_its_target', '__SCT__a: it ends in b 0x90')]),
      cell('max', [
        fault('interrupt.a', UNDEFINED, '0x90', '', {
          verdict: 'error',
          cut: 'crash',
          reason: 'gave up, in this case',
        }),
        fails('memory.b', 'never reported: gave up, in interrupt.a', { verdict: 'error', cut: 'unreported' }),
        fails('bench.console', 'gave up, in interrupt.a: no', { verdict: 'error', cut: 'crash' }),
      ]),
    ],
    causes: {
      'no branch to the target':
        'host abi.ends_in_its_target, max interrupt.a, max memory.b, max bench.console',
    },
  },
  {
    name: 'a lost update: where the plainest one is lost no other says more, not by a fault either',
    cells: [
      cell('max', [
        fails('dispatch.update', 'd.c:41: expected 0x2, got 0x3'),
        fails('far.target_above_8g', 'far.c:9: expected 0x1, got 0x2'),
        fault('memory.x', UNDEFINED, '0x90'),
        fails('bench.console', 'a line that is none of the protocol', { verdict: 'error' }),
      ]),
      cell('max-el2', [fails('far.target_above_8g', 'far.c:9: expected 0x1, got 0x2')]),
    ],
    causes: {
      'bench.console': 'max bench.console',
      'updates are lost': 'max dispatch.update, max far.target_above_8g, max memory.x',
      'far.target_above_8g': 'max-el2 far.target_above_8g',
    },
  },
  {
    name: 'an update that leads nowhere is not a lost one, and what it wrote elsewhere is no attack',
    cells: [
      cell('max', [
        fault('dispatch.update', UNDEFINED, '0x90'),
        fails('far.target_above_8g', 'far.c:9: expected 0x1, got 0x2'),
        fails('bench.console', 'read-only memory: QEMU has it otherwise than it was built: 3 words'),
      ]),
    ],
    causes: {
      'updates lead astray': 'max dispatch.update, max far.target_above_8g, max bench.console',
    },
  },
  {
    name: 'an update that dies on its way is not a lost one',
    cells: [
      cell('max', [
        fault('dispatch.update', UNDEFINED, '0x90', 'arch_static_call_transform+0x8 (x.c:9)'),
        fails('far.target_above_8g', 'far.c:9: expected 0x1, got 0x2'),
      ]),
    ],
    causes: {
      'undefined instruction in arch_static_call_transform+0x8': 'max dispatch.update',
      'far.target_above_8g': 'max far.target_above_8g',
    },
  },
  {
    name: 'a call where a branch should be, whichever case of the host says so',
    cells: [
      cell('host', [
        fails('abi.registers', '__SCT__x: uses more than x16 and x17, or stores: blr x16; ret '),
        fails('abi.ends_in_its_target', '__SCT__x: it ends in blr x16; ret'),
      ]),
      cell('max', [hang('boot.moved', '__SCT__first+0x10'), hang('far.near', '__SCT__far_key+0x10')]),
    ],
    causes: {
      'calls its target': 'host abi.registers, host abi.ends_in_its_target, max boot.moved, max far.near',
    },
  },
  {
    name: 'code changes instead of a literal',
    cells: [
      cell('max', [
        fails('patch.literal_and_nothing_else', 'p.c:55: expected: changed >= (const u64 *)_srodata'),
        fault('far.target_above_8g', 0x3c, '0x90', '__SCT__far_key+0x4'),
        fails('bench.console', 'read-only memory: QEMU has it otherwise than it was built: 3 words'),
      ]),
    ],
    causes: {
      'changes code': 'max patch.literal_and_nothing_else, max far.target_above_8g, max bench.console',
    },
  },
  {
    name: 'one address for the literal in the transform and another in the trampoline',
    cells: [
      cell('max', [
        fails('decode.offsets_sampled', 'd.c:9: expected a write to 0x1 alone, got none'),
        fails('decode.offsets_backward', 'd.c:9: expected a write to 0x2 alone, got one to 0x3'),
        fails('placement.literal_below', 'p.c:9: expected 0x1, got 0x2'),
      ]),
    ],
    causes: {
      'another literal than the trampoline loads':
        'max decode.offsets_sampled, max decode.offsets_backward, max placement.literal_below',
    },
  },
  {
    name: 'a BUG for a write that fails',
    cells: [
      cell('max', [fault('patch.failed_write', 0x3c, '0x90', 'arch_static_call_transform+0x84 (x.c:30)')]),
    ],
    causes: { 'BUG for a failed write': 'max patch.failed_write' },
  },
  {
    name: 'aligned to 4: an ADRP at the end of a page is what follows',
    cells: [
      cell('host', [
        fails('abi.aligned', '__SCT__x: aligned to 4'),
        fails('abi.adrp_not_at_page_end', '__SCT__x: its ADRP can land at page offset 0xff8'),
      ]),
    ],
    causes: { 'too little aligned': 'host abi.aligned, host abi.adrp_not_at_page_end' },
  },
  {
    name: 'hangs at the same place, whatever instruction of it, and what was not tried for their sake',
    cells: [
      cell('max', [
        hang('a.b', `${LOOP}+0x10 (subject/arch/arm64/kernel/static_call.c:3)`),
        hang('a.c', `${LOOP}+0x18 (subject/arch/arm64/kernel/static_call.c:3)`),
        fails('a.d', `not tried: hung three times at ${LOOP}+0x18`),
        hang('a.e', 'elsewhere (guest/cases/a.c:7)'),
      ]),
    ],
    causes: { [`hangs in ${LOOP}()`]: 'max a.b, max a.c, max a.d', 'hangs in elsewhere()': 'max a.e' },
  },
  {
    name: 'an update that does not come back hangs wherever the clock runs out, and has lost nothing',
    cells: [
      cell('max', [
        hang('dispatch.update', 'poke+0x4 (guest/runtime/patch/text_patching.c:46)'),
        hang('dispatch.update_back', `${LOOP}+0x18 (subject/arch/arm64/kernel/static_call.c:3)`),
        fails(
          'decode.offsets_sampled',
          'not tried: hung 4 times, the last time at poke+0x8 (guest/runtime/lib/uaccess.c:32)',
        ),
        hang('step.same_key', '__SCT__step_shared+0x4'),
      ]),
      cell('process', [hang('dispatch.update', '__set_fixmap+0x4 (guest/process/mm/maps.c:46)')]),
    ],
    causes: {
      [`hangs in ${LOOP}()`]:
        'max dispatch.update, max dispatch.update_back, max decode.offsets_sampled, max step.same_key, process dispatch.update',
    },
  },
  {
    name: 'what wrecks the guest, in its first call already, and what was not tried for its sake',
    cells: [
      cell('max', [
        fails('dispatch.first_target', 'began, but never ended: the guest reset, in this case', {
          cut: 'crash',
        }),
        fails('dispatch.update', 'not tried: 3 boots ended like this before it: the guest reset', {
          cut: 'unreported',
        }),
        fails('a.b', 'not tried: 3 boots ended like this before it: stopped after 33000 bytes of output'),
        fails('a.c', 'not tried: 3 boots ended like this: timed out after 2 s without output, at pc=0x200'),
      ]),
    ],
    causes: {
      'resets the machine': 'max dispatch.first_target, max dispatch.update',
      'prints without end': 'max a.b',
      'hangs in an unknown place': 'max a.c',
    },
  },
  {
    name: 'the same check says the same of two cases; without a line only the same case does',
    cells: [
      cell('max', [
        fails('d.a', 'd.c:41: key: expected 0x2, got 0x3'),
        fails('d.b', 'd.c:41: key: expected 0x9, got 0xa'),
        fails('d.c', 'd.c:42: key: expected 0x2, got 0x3'),
        fails('d.d', 'no words'),
        fails('d.e', 'no words'),
      ]),
      cell('max-el2', [fails('d.d', 'no words')]),
    ],
    causes: { 'd.a': 'max d.a, max d.b', 'd.c': 'max d.c', 'd.d': 'max d.d, max-el2 d.d', 'd.e': 'max d.e' },
  },
  {
    name: 'a call in steps that goes wrong before its update has the cause of what it meets',
    cells: [
      cell('max', [
        fault('fetch.leads_to_no_target_of_before', INSTRUCTION_ABORT, '0x0'),
        fails('step.null_to_function', 's.c:131: before any update in steps a call goes to 0x0 and faults'),
        fails(
          'step.function_to_null',
          's.c:103: an update is seen half done: a call before 0x9 goes to 0x0 and faults',
        ),
      ]),
      cell('cortex-a57', [
        fault('fetch.leads_to_no_target_of_before', BTI, '0x90', 'fetch_one', {
          details: ['fault kind=sync esr=0x36000003 elr=0x90 far=0x0 spsr=0xc00 btype=3', 'elr: fetch_one'],
        }),
      ]),
    ],
    causes: {
      'calls NULL':
        'max fetch.leads_to_no_target_of_before, max step.null_to_function, max step.function_to_null',
      'wrong register': 'cortex-a57 fetch.leads_to_no_target_of_before',
    },
  },
  {
    name: 'two writes in the wrong order, beside a NULL that is called and a trampoline that uses x9',
    cells: [
      cell('host', [fails('abi.registers', '__SCT__a: uses more than x16 and x17')]),
      cell('max', [
        fails(
          'fetch.leads_to_no_target_of_before',
          'f.c:9: from a far one to NULL in steps: a call before 0x90 goes to 0x0 and faults',
        ),
        fails(
          'step.function_to_null',
          's.c:103: an update is seen half done: a call before 0x9 goes to 0x0 and faults',
        ),
        fault('dispatch.null', INSTRUCTION_ABORT, '0x0'),
        fails('aapcs.x9_x15_set', 'x9: expected 0x1, got 0x2'),
      ]),
      cell('max-el2', [
        fails(
          'fetch.leads_to_no_target_of_before',
          'f.c:9: from NULL to a far one in steps: a call before 0x90 comes out at neither, but at 0x1',
        ),
      ]),
    ],
    causes: {
      'wrong register': 'host abi.registers, max aapcs.x9_x15_set',
      'written in the wrong order':
        'max fetch.leads_to_no_target_of_before, max step.function_to_null, max-el2 fetch.leads_to_no_target_of_before',
      'calls NULL': 'max dispatch.null',
    },
  },
  {
    name: 'a target that is stored in pieces; one of long ago is whole, and has another cause',
    cells: [
      cell('max', [
        fails(
          'step.function_to_function',
          's.c:1: an update is seen half done: a call goes to 0x9 and faults',
        ),
        fails(
          'fetch.leads_to_no_target_of_before',
          'f.c:9: from NULL to a far one in steps: a call before 0x90 goes to 0x90 and faults',
        ),
      ]),
      cell('max-el2', [
        fails(
          'step.function_to_function',
          's.c:1: an update is seen half done: a call goes to 0x9 and faults',
        ),
        fails(
          'fetch.leads_to_no_target_of_before',
          'f.c:9: from NULL to a far one in steps: a call before 0x90 comes out at neither, but at 0x1',
        ),
      ]),
    ],
    causes: {
      'an update is seen half done':
        'max step.function_to_function, max fetch.leads_to_no_target_of_before, max-el2 step.function_to_function',
      'written in the wrong order': 'max-el2 fetch.leads_to_no_target_of_before',
    },
  },
  {
    name: 'an order that is wrong in each way that step sees, too',
    cells: [
      cell('max', [
        fails(
          'step.null_to_function',
          's.c:1: an update is seen half done: a call before 0x9 goes to neither target',
        ),
        fails(
          'fetch.leads_to_no_target_of_before',
          'f.c:9: from NULL to a far one in steps: a call before 0x90 comes out at neither, but at 0x1',
        ),
      ]),
    ],
    causes: {
      'written in the wrong order': 'max step.null_to_function, max fetch.leads_to_no_target_of_before',
    },
  },
  {
    name: 'no maintenance, and a RET for a branch: two causes',
    cells: [
      cell('max', [
        fails(
          'fetch.maintained_before_return',
          'f.c:9: from a near target to NULL, trampoline+0x4 is written, and when the update returns there was no DC CVAU of it',
        ),
        fails(
          'fetch.changes_what_may_be_changed',
          'f.c:9: from a near target to NULL, trampoline+0x4: 0x14000001 (b) becomes 0xd65f03c0 (may not take its place)',
        ),
        fails('far.x', 'f.c:1: read-only memory is not as it should be: 1 words'),
      ]),
    ],
    causes: {
      'left in the instruction caches': 'max fetch.maintained_before_return',
      'changes what may not be changed while it runs': 'max fetch.changes_what_may_be_changed',
      'far.x': 'max far.x',
    },
  },
  {
    name: 'an instruction that no update is about is changed, and a lock beside it',
    cells: [
      cell('max', [
        fails('dispatch.update', 'd.c:44: read-only memory is not as it should be: 1 words'),
        fails(
          'fetch.changes_what_may_be_changed',
          'f.c:9: from a near target to NULL, trampoline+0x0: 0xd503245f (may not be changed) becomes 0xd50324df (may not take its place)',
        ),
        fails('patch.literal_and_nothing_else', 'p.c:69: changes: expected 0x1, got 0x2'),
        fails('patch.b', 'p.c:5: a lock is left held: text_mutex'),
      ]),
    ],
    causes: {
      'changes what may not be changed while it runs':
        'max dispatch.update, max fetch.changes_what_may_be_changed, max patch.literal_and_nothing_else',
      'a lock is never released: text_mutex': 'max patch.b',
    },
  },
  {
    name: 'half of an address that is 0, beside a NULL that is called; where no call comes out, it may be either',
    cells: [
      cell('max', [
        fault('dispatch.update', INSTRUCTION_ABORT, '0x90'),
        fault('dispatch.null', INSTRUCTION_ABORT, '0x0'),
        fault('far.target_with_lower_half_0', INSTRUCTION_ABORT, '0x0'),
      ]),
      cell('max-el2', [
        fault('dispatch.update', INSTRUCTION_ABORT, '0x0'),
        fault('dispatch.first_target', INSTRUCTION_ABORT, '0x0'),
        fault('far.target_with_lower_half_0', INSTRUCTION_ABORT, '0x0'),
      ]),
    ],
    causes: {
      'updates lead astray': 'max dispatch.update, max far.target_with_lower_half_0',
      'calls NULL':
        'max dispatch.null, max-el2 dispatch.update, max-el2 dispatch.first_target, max-el2 far.target_with_lower_half_0',
    },
  },
  {
    name: 'a write that misses the literal, and changes what lies there',
    cells: [
      cell('max', [
        fails('dispatch.update', 'd.c:41: expected 0x2, got 0x3'),
        fails('patch.literal_and_nothing_else', 'p.c:69: snapshot[changed - image]: expected 0x1, got 0x2'),
      ]),
    ],
    causes: { 'updates are lost': 'max dispatch.update, max patch.literal_and_nothing_else' },
  },
  {
    name: 'NULL that is not written, seen by a module; alone it stands for itself',
    cells: [
      cell('linux-stock', [
        fails('dispatch.update_to_null', 'd.c:85: calls: expected 0x1, got 0x2'),
        fails('linux.null_by_trampoline', 'l.c:57: peer_noted(): expected 0x0, got 0x4'),
      ]),
      cell('linux-cfi', [fails('linux.null_by_trampoline', 'l.c:57: peer_noted(): expected 0x0, got 0x4')]),
    ],
    causes: {
      'updates to NULL are lost': 'linux-stock dispatch.update_to_null, linux-stock linux.null_by_trampoline',
      'linux.null_by_trampoline': 'linux-cfi linux.null_by_trampoline',
    },
  },
  {
    name: 'instructions are patched where a literal is loaded: whatever is behind it, a lock excepted',
    cells: [
      cell('max', [
        fails('patch.literal_and_nothing_else', 'p.c:73: snapshot[changed - image]: expected 0x1, got 0x2'),
        fails(
          'fetch.changes_what_may_be_changed',
          'f.c:9: trampoline+0x4: 0x1 (may not be changed) becomes 0x2 (b)',
        ),
        fault('fetch.leads_to_no_target_of_before', BRK, '0x90', '__SCT__a+0x4'),
        fails('step.null_to_function', 's.c:103: an update is seen half done: a call before 0x9 goes to 0x8'),
        fails('decode.offsets_sampled', 'd.c:274: expected a write to 0x1 alone, got one to 0x2'),
        fault('far.pad_nop', BRK, '0x90', '__SCT__a+0x4'),
        fails('smp.patch_same_key', 's.c:305: expected: result == mine'),
        fails('bench.console', 'read-only memory: QEMU has it otherwise than it was built'),
        fails('smp.x', 'a.c:1: a lock is left held: mine'),
      ]),
      cell('process', [
        fails(
          'decode.offsets_backward',
          'd.c:274: ADRP at 0x104 + -1 pages, LDR + 0x0: expected a write to 0x90 alone, got one to 0x104',
        ),
        fault('far.pad_nop', BRK, '0x90', '__SCT__a+0x4'),
      ]),
    ],
    causes: {
      'changes code':
        'max patch.literal_and_nothing_else, max fetch.changes_what_may_be_changed, max fetch.leads_to_no_target_of_before, max step.null_to_function, max decode.offsets_sampled, max far.pad_nop, max smp.patch_same_key, max bench.console, process decode.offsets_backward, process far.pad_nop',
      'a lock is never released: mine': 'max smp.x',
    },
  },
  {
    name: 'what is written elsewhere lies over the next landing pad, and over what is printed; a log that is lost on its way is another matter',
    cells: [
      cell('max', [
        fails(
          'decode.offsets_forward',
          'd.c:274: ADRP at 0x104 + 1 pages, LDR + 0x0: expected a write to 0x90 alone, got one to 0x108',
        ),
        fault('placement.first_targets', BTI, '0x90', '__SCT__a'),
        fails(
          'placement.each_its_own',
          'lines 1 to 2 of the log: not as the guest printed it: something is changed',
        ),
        fails('placement.every_page_offset', 'line 3 of the log: not as the guest printed it', {
          verdict: 'error',
        }),
      ]),
    ],
    causes: {
      'another literal than the trampoline loads':
        'max decode.offsets_forward, max placement.first_targets, max placement.each_its_own',
      'a damaged log': 'max placement.every_page_offset',
    },
  },
  {
    name: 'a literal pool: shared, among the code, and loaded without an ADRP',
    cells: [
      cell('host', [
        fails('abi.literal_its_own', "__SCT__b: its literal at 0x90 is __SCT__a's, too"),
        fails(
          'abi.literal_read_only',
          '__SCT__a: its literal at 0x90 is in .static_call.text (read, execute)',
        ),
      ]),
      cell('max', [
        fault('dispatch.update', BRK, '0xa0', 'aarch64_insn_adrp_get_offset+0x28'),
        fault('patch.y', BRK, '0xa0', 'aarch64_insn_adrp_get_offset+0x28'),
      ]),
    ],
    causes: {
      'literal among code':
        'host abi.literal_its_own, host abi.literal_read_only, max dispatch.update, max patch.y',
    },
  },
  {
    name: 'another word than the ADRP is decoded, and something else is wrong',
    cells: [
      cell('max', [
        fault('dispatch.update', BRK, '0xa0', 'aarch64_insn_adrp_get_offset+0x28'),
        fault('patch.y', BRK, '0xa0', 'aarch64_insn_adrp_get_offset+0x28'),
        fault('patch.z', BRK, '0xa0', 'another+0x28'),
      ]),
    ],
    causes: {
      'no ADRP where the transform looks for one': 'max dispatch.update, max patch.y',
      'BRK in another+0x28': 'max patch.z',
    },
  },
  {
    name: 'a literal in init memory, what cannot be called behind it, and a function there as well',
    cells: [
      cell('max', [
        result('dispatch', 'first_target', {
          verdict: 'fail',
          details: ['fault kind=sync esr=0x96000007 elr=0x90 far=0x1 memory=init', 'elr: __SCT__a+0x8'],
        }),
        fails('step.two_keys', 's.c:140: before any update in steps a call goes to 0x9 and faults'),
        fails('cost.update', 'c.c:1: WARN at subject/static_call.c:26: 1 of them, expected 0'),
        result('linux', 'x', {
          verdict: 'fail',
          details: ['fault kind=sync esr=0x86000007 elr=0x90 far=0x1 memory=init', 'elr: helper'],
        }),
      ]),
      cell('max-el2', [
        result('dispatch', 'update', {
          verdict: 'fail',
          details: ['fault kind=sync esr=0x96000007 elr=0x90 far=0x1 memory=init', 'elr: helper+0x8'],
        }),
      ]),
    ],
    causes: {
      'literal in init memory': 'max dispatch.first_target, max step.two_keys, max cost.update, max linux.x',
      '__initdata is used after init memory was freed': 'max-el2 dispatch.update',
    },
  },
  {
    name: 'a WARN in each update is a flood where there are very many; a flood without one is not',
    cells: [
      cell('max', [
        fails('dispatch.update', 'd.c:1: WARN at s.c:23: 2 of them, expected 0'),
        fails(
          'decode.offsets_forward',
          'began, but never ended: stopped after 9 bytes of output, in this case',
          {
            details: [
              'warn s.c:23',
              'fault kind=watchdog elr=0x90',
              'elr: put+0x1 (guest/runtime/lib/console.c:55)',
            ],
          },
        ),
        fails('patch.failed_write', 'p.c:173: warn_count - before: expected 0x0, got 0x1', {
          details: ['warn s.c:23'],
        }),
      ]),
      cell('max-el2', [
        fails('patch.x', 'began, but never ended: stopped after 9 bytes of output, in this case'),
      ]),
    ],
    causes: {
      'WARNs where nothing is wrong':
        'max dispatch.update, max decode.offsets_forward, max patch.failed_write',
      'prints without end': 'max-el2 patch.x',
    },
  },
  {
    name: 'a way past the end of a trampoline; a size that is merely wrong has nothing behind it',
    cells: [
      cell('host', [fails('abi.true_size', '__SCT__a: execution runs past its end, by cbz x16, 0x90')]),
      cell('max', [fails('dispatch.update_to_null', 'd.c:85: calls: expected 0x1, got 0x2')]),
      cell('host', [fails('abi.true_size', '__SCT__a: its symbol says 12 bytes, its instructions take 16')], {
        subject: 'other',
      }),
      cell('max', [fails('dispatch.update_to_null', 'd.c:85: calls: expected 0x1, got 0x2')], {
        subject: 'other',
      }),
    ],
    causes: {
      'goes on into what lies behind it': 'host abi.true_size, max dispatch.update_to_null',
      'wrong size': 'host abi.true_size',
      'updates to NULL are lost': 'max dispatch.update_to_null',
    },
  },
  {
    name: 'another CPU that hangs where the first one did; where none did it stands for itself',
    cells: [
      cell('max-smp2', [
        { ...hang('dispatch.update_to_null', '__SCT__a'), verdict: 'fail' },
        fails('smp.patch_to_null_while_calling', 'CPU 1 does not come back'),
        fails('smp.patch_two_keys', 'CPU 1 is lost to an earlier case'),
      ]),
      cell('max-icount4', [fails('smp.patch_two_keys', 'CPU 1 is lost to an earlier case')]),
    ],
    causes: {
      'hangs in __SCT__a':
        'max-smp2 dispatch.update_to_null, max-smp2 smp.patch_to_null_while_calling, max-smp2 smp.patch_two_keys',
      'another CPU does not come back': 'max-icount4 smp.patch_two_keys',
    },
  },
  {
    name: 'what does not link is called by what is missing; how far out of reach something is tells nothing apart',
    cells: [
      cell('host', [fails('build.link', 'does not link: ld.lld-19: error: undefined symbol: func')]),
      cell('max', [fails('build.link', 'does not link: ld.lld-19: error: undefined symbol: __SCT__a')]),
      cell('max-el2', [fails('build.link', 'does not link: out of range: 140735340507136')]),
      cell('process', [fails('build.link', 'does not link: out of range: -137439170560')]),
      cell('max-kcfi', [
        fails(
          'build.compile',
          'does not compile: <inline asm>:9:9: error: unexpected token in argument list',
        ),
      ]),
    ],
    causes: {
      'nothing defines func': 'host build.link',
      'no symbol of a trampoline': 'max build.link',
      'does not build': 'max-el2 build.link, process build.link',
      'the assembler refuses a trampoline': 'max-kcfi build.compile',
    },
  },
  {
    name: 'a design that no case knows',
    cells: [
      cell('max', [result('build', 'design', { verdict: 'skip', reason: 'not judged: __SCT__a adds' })], {
        verdict: 'unjudged',
      }),
    ],
    causes: { 'a design that sct does not know': 'max build.design' },
  },
  {
    name: 'a guest that cannot be built is one cause, whichever subjects stumble over it',
    cells: [
      cell('max', [fails('build.compile', 'does not compile: a.c:1: error: no')]),
      cell('max', [fails('build.compile', 'does not compile: a.c:1: error: no')], { subject: 'other' }),
    ],
    causes: { 'does not build': 'max build.compile, max build.compile' },
  },
];

describe('causes', () => {
  test.for(ROWS)('$name', ({ cells, causes }) => {
    expect(summary(causesOf(cells))).toEqual(causes);
  });

  test('each subject has its own', () => {
    const bad = [fault('bti.x', BTI, '0x90', '__SCT__a')];
    const causes = causesOf([cell('max', bad), cell('max', bad, { subject: 'other' })]);
    expect(causes.map(({ name, lead }) => [name, lead.subject])).toEqual([
      ['no landing pad', 'v7'],
      ['no landing pad', 'other'],
    ]);
  });

  test('the finding of abi leads, a fault is its example, errors come first', () => {
    const causes = causesOf([
      cell('host', [fails('abi.landing_pad', '__SCT__a: expected bti c')]),
      cell('max', [fault('bti.x', BTI, '0x90', '__SCT__a'), hang('a.b', 'somewhere')]),
    ]);
    expect(causes.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['hangs in somewhere()', 'error'],
      ['no landing pad', 'fail'],
    ]);
    expect(causes[1]).toMatchObject({ lead: { machine: 'host' }, example: { suite: 'bti', case: 'x' } });
  });
});

test('a report without failures has no cause', () => {
  expect(
    causesOf([cell('max', [result('s', 'c'), result('s', 'd', { verdict: 'skip', reason: 'no' })])]),
  ).toEqual([]);
});

test('a log that ends too early accuses nobody', () => {
  const error = (suite: string, name: string, reason: string) =>
    result(suite, name, { verdict: 'error', reason });
  const lost = 'lines 7 to 10 of the log: no checksum vouches for what stands there';
  const causes = causesOf([
    cell('log', [
      error('dispatch', 'update_to_null', lost),
      error('dispatch', 'cond', 'never reported: the log ends there'),
      error('far', 'pad_bti', 'reported, but never began'),
      error('bench', 'console', lost),
    ]),
  ]);
  expect(causes.map(({ name }) => name)).toEqual(['a damaged log', 'the log ends too early']);
});

test('controls that nobody asked for are one cause', () => {
  const missing = ['a', 'b'].map((name) =>
    result('control', name, { verdict: 'error', reason: 'never reported' }),
  );
  expect(causesOf([cell('log', missing)]).map(({ name }) => name)).toEqual(['the controls did not run']);
});

test('every case that a rule is about exists', async () => {
  const text = readFileSync(join(packageRoot(), 'docs/cases.md'), 'utf8');
  const known = new Set(
    text.split('\n## ').flatMap((section) => {
      const suite = section.split('\n')[0];
      return Array.from(section.matchAll(/`(\w+)`(?= .*\|)/g), ([, name]) => `${suite}.${name}`);
    }),
  );
  expect(known).toContain('abi.landing_pad');
  known.add(nameOf(CONSOLE_CASE));
  const named = [
    ...RULES.flatMap(({ key }) => key ?? []),
    ...SPOILT.flatMap(({ by, cases }) => [by, ...cases]),
  ];
  for (const name of named) expect(known).toContain(name);
});

test('the last rule, and no other, explains whatever there is', () => {
  const signs = RULES.map(({ explains }) => explains.some((sign) => Object.keys(sign).length === 0));
  expect(signs.lastIndexOf(true)).toBe(RULES.length - 1);
  expect(signs.indexOf(true)).toBe(RULES.length - 1);
});

test('counts add up: each result that failed or erred is in exactly one cause', () => {
  const words = fc.constantFrom(
    'd.c:41: expected 0x2, got 0x3',
    'never reported: the guest reset, in a.b',
    'not tried: hung three times at f+0x4',
    'no word of .rodata alone holds it',
    '',
  );
  const any = fc
    .record({
      suite: fc.constantFrom('a', 'abi', 'bench', 'build', 'control', 'placement'),
      name: fc.constantFrom('b', 'console', 'landing_pad', 'registers', 'each_its_own', 'every_page_offset'),
      verdict: fc.constantFrom('pass', 'fail', 'skip', 'xfail', 'error'),
      reason: words,
      code: fc.constantFrom(0, 0x0d, 0x21, 0x25),
      elr: fc.constantFrom('0x0', '0x90', 'nonsense'),
      place: fc.constantFrom('', '__SCT__a', '__SCT__a+0x4', 'f+0x4 (a.c:1)'),
      cut: fc.constantFrom(undefined, 'hang', 'crash', 'unreported'),
    })
    .map(
      ({ suite, name, verdict, reason, code, elr, place, cut }): CaseResult => ({
        ...fault(`${suite}.${name}`, code, elr, place),
        verdict: verdict as CaseResult['verdict'],
        reason,
        ...(cut ? { cut: cut as NonNullable<CaseResult['cut']> } : {}),
      }),
    );
  const machines = fc.array(fc.array(any, { maxLength: 12 }), { maxLength: 4 });
  fc.assert(
    fc.property(machines, (all) => {
      const cells = all.map((results, index) => cell(`m${index % 2}`, results, { subject: `s${index % 3}` }));
      const bad = cells.flatMap(({ subject, machine, results }) =>
        results
          .filter(({ verdict }) => verdict === 'fail' || verdict === 'error')
          .map((one) => ({ subject, machine, ...one })),
      );
      const found = causesOf(cells).flatMap(({ findings }) => findings);
      const sorted = (list: object[]) => list.map((one) => JSON.stringify(one)).sort();
      expect(sorted(found)).toEqual(sorted(bad));
    }),
  );
  expect(causesOf(SAMPLE.cells).flatMap(({ findings }) => findings)).toHaveLength(4);
});
