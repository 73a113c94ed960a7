// SPDX-License-Identifier: GPL-2.0-only
// Which mistake explains what: one table, from what is sure to what is a mere likeness. The first rule that explains a result has it; what
// only says the same as others is one cause with them, and everything else stands alone.

import type { CaseResult } from '../../base/verdict.ts';
import { DAMAGE } from '../../console/sums.ts';
import { TOO_BUSY } from '../busy.ts';
import { className } from '../fault.ts';
import { inTrampoline, type Seen, textOf } from './seen.ts';

/** What a result may show; all that is named must hold. */
export interface Sign {
  /** `suite.case`, each `*` for any letters. */
  cases?: readonly string[];
  /** Judged so: where `reviewed` does not do the same. An error may be anybody's. */
  verdict?: 'fail';
  /** Exception class, ESR_ELx.EC (Arm ARM, D24.2). */
  class?: number;
  btype?: number;
  /** Where its fault is: a trampoline, its first instruction, another function, none at all, address 0; or that it has none. */
  in?: 'trampoline' | 'trampoline start' | 'function' | 'no function' | 'NULL' | 'no fault';
  /** Its fault is a call that kCFI has refused. */
  refused?: true;
  /** What memory its fault is about, in the guest's word. */
  memory?: 'init' | 'ro_after_init';
  hung?: true;
  /** A hang in a function that is no case and no trampoline: the transform, or what it calls. */
  stuck?: true;
  /** The function that it is in. */
  symbol?: string;
  /** What its reason reads like. */
  reason?: RegExp;
  /** What its reason and its details read like, one behind the other. */
  text?: RegExp;
}

/** One mistake that people make, and the results that it explains. */
export interface Rule {
  /** A few words, for the closing line. */
  name: string | ((seen: Seen) => string);
  /** What a person would say. */
  says: string | ((seen: Seen) => string);
  /**
   * The case that this rule is about, `suite.case`: it leads the cause if it fails. One of `abi` speaks of the subject wherever it runs, any other
   * one of its own cell, and only if it shows what `behind` says.
   */
  key?: string;
  /** A result that shows one of these has this cause, whatever else is wrong. */
  explains: readonly Sign[];
  /** The same, but only where the key case fails. */
  behind?: readonly Sign[];
  /** What the key case must show besides, one of these, to lead: it may fail for a reason that is another rule's. */
  keyShows?: readonly Sign[];
  /** Another case: where it fails, that says more, and the key leads to nothing. */
  unless?: string;
  /** The key leads to this whatever it shows itself: it has its place further down. */
  leadsOnly?: true;
  /** What tells two causes of this rule apart; else all that it explains in a subject is one cause. */
  together?: (seen: Seen) => string;
  /** Who leads, if there is one, where no key case does. */
  leads?: (seen: Seen) => boolean;
  /** The line of the subject's own files that is at fault, if how it reads tells more than the marked instruction. */
  source?: RegExp;
  /** The trampoline's instruction that is at fault: its index (-1: the last), or how it reads. */
  marks?: number | RegExp;
}

/** Exception classes that the table speaks of. */
const UNDEFINED = 0x00;
const BRANCH_TARGET = 0x0d;
const ILLEGAL_STATE = 0x0e;
const INSTRUCTION_ABORT = 0x21;
const PC_ALIGNMENT = 0x22;
const DATA_ABORT = 0x25;
const SP_ALIGNMENT = 0x26;
const BRK = 0x3c;

/** How a CPU ends that has been sent somewhere: whatever lies there is no code, or not the code that was meant. */
const LOST = [
  UNDEFINED,
  BRANCH_TARGET,
  ILLEGAL_STATE,
  INSTRUCTION_ABORT,
  PC_ALIGNMENT,
  DATA_ABORT,
  SP_ALIGNMENT,
];

/** The suites that call through trampolines, and look at what comes of it. */
const CALLING = [
  'aapcs',
  'aapcs_types',
  'boot',
  'bti',
  'callers',
  'cost',
  'decode',
  'dispatch',
  'far',
  'fetch',
  'interrupt',
  'kcfi',
  'linux',
  'memory',
  'patch',
  'placement',
  'smp',
  'step',
].map((suite) => `${suite}.*`);

/** What guest/runtime/bench/balance.c says of a case that came back, in words that stand in no other reason. */
const UNBALANCED = [
  'a lock is left held',
  'interrupts are left masked',
  'preemption is left',
  'cpus_read_lock\\(\\) is left',
  'misuse of a lock',
  'x18 is changed',
  'the stack is used',
].join('|');

/** Nothing of that: a call that goes astray has left none of it behind. */
const BALANCED = new RegExp(`^(?![\\s\\S]*\\b(?:${UNBALANCED}))`);

/** A result that says more than that something was a WARN, or left behind. */
const OF_ITS_OWN: Sign = { reason: new RegExp(`^(?!.*\\b(?:WARN at |${UNBALANCED}))`), in: 'no fault' };

/** A call that went wrong, and no routine on the way: its result, or the place where it came out. */
const WENT_WRONG: readonly Sign[] = [OF_ITS_OWN, { in: 'no function' }, { in: 'trampoline' }];

/** What a write that goes elsewhere leaves in read-only memory. */
const NOT_AS_BUILT: Sign = { cases: ['bench.console'], reason: /^read-only memory: QEMU has it otherwise/ };

/** A call that faults by itself, so that no update was stepped through; one that goes to 0 is a NULL's. */
const CALL_FAULTS: Sign = {
  cases: ['step.*'],
  reason: /\bbefore any update in steps a call goes to (?!0x0 )\S+ and faults/,
};

/** What fetch.leads_to_no_target_of_before says of a call in the midst of an update, before and behind which calls come out well. */
const IN_BETWEEN = /\bin steps: a call before 0x[0-9a-f]+ (?:comes out at neither|goes to)/;

/** The same of an address that is no whole target's: which writes it is mixed of nobody knows. */
const FAULTS_IN_BETWEEN = /\bin steps: a call before 0x[0-9a-f]+ goes to 0x[0-9a-f]+ and faults/;

const HALF_DONE = /\ban update is seen half done\b/;

/** The lock that a reason names. */
const LOCK = /\block (?:is left )?held: (\w+)/;

/** How a lock was used. */
const MISUSE = /\bmisuse of a lock: (.*)/;

/** What says in a source that it is of init memory. */
const INIT = /\b__init(?:data|const)?\b|\.init\./;

/** What the runner says of a WARN that nobody expected. */
const WARNS = /\bWARN at \S+: \d+ of them, expected \d+/;

/** What balance.c says of interrupts. */
const MASKED = /\binterrupts are left masked\b/;

/** What patch.failed_write says of an error that is ignored. */
const UNTOLD = /\ba write failed with \S+, and nobody said so\b/;

/** What is said where another CPU hangs, and in the cases after that. */
const LOST_CPU = /^CPU \d+ (?:does not come back|is lost to an earlier case)$/;

/** Where a WARN was. */
const WARNED = /\bWARN at (\S+):/;

/** The macro that a definition of a key is made with, where it gives no code: what the guest asks of a subject. */
const MACRO =
  /(?:type specifier missing|call to undeclared function|implicit declaration of function|has no type|expected [^\n]*)(?=[\s\S]*\b(ARCH_DEFINE_STATIC_CALL(?:_[A-Z0-9]+)?)_TRAMP\()/;

/** What the linker says of a name that nothing defines. */
const UNDEFINED_SYMBOL = /\bundefined (?:\w+ )?symbol: (\S+)/;

/** A file of the cases: what they wait for may be a call that never comes. */
export const CASES = /^guest\/cases\//;

/** A file of the guest's, whichever. */
const GUEST = /^guest\/(?!subjects\/)/;

/** Where a case hangs, whatever instruction of the loop it was at. */
const HANGS: Rule = {
  name: (seen) => `hangs in ${placeOfHang(seen)}`,
  says: (seen) => `a case does not come to its end: it hangs in ${placeOfHang(seen)}`,
  explains: [{ hung: true }],
  together: (seen) => (inCase(seen) ? placeOfHang(seen) : ''),
  // The clock runs out in the transform, or in a helper that it calls again and again.
  leads: (seen) => seen.place?.file !== undefined && !GUEST.test(seen.place.file),
};

/** The one rule to which a case without a verdict may lead. */
export const DAMAGED_LOG = 'a damaged log';

/** An update that changes instructions where the design has a literal. */
const CHANGES_CODE: Rule = {
  name: 'changes code',
  says: 'an update changes instructions and no literal: few may be changed while others run them (Arm ARM, B2.2.5), and no branch reaches every target',
  key: 'patch.literal_and_nothing_else',
  explains: [],
  keyShows: [{ in: 'no fault', reason: /\bsnapshot\[changed - image\]|\bchanged >= .*_srodata/ }],
  behind: [
    {
      cases: ['bti.*', 'decode.*', 'far.*', 'interrupt.*', 'placement.*', 'smp.*', 'step.*'],
      reason: BALANCED,
    },
    { cases: ['patch.literal_and_nothing_else', 'fetch.changes_what_may_be_changed'] },
    { cases: ['fetch.*'], in: 'trampoline' },
    { reason: /\bread-only memory is not as it should be\b/ },
    NOT_AS_BUILT,
  ],
};

/** A target that is stored in pieces, whatever the order. */
const IN_PIECES: Rule = {
  name: 'an update is seen half done',
  says: 'the new target is not stored in one piece: who calls in the midst of an update goes to neither the old target nor the new one',
  key: 'step.function_to_function',
  keyShows: [{ reason: HALF_DONE }],
  explains: [],
  behind: [
    { reason: HALF_DONE },
    { cases: ['interrupt.sweep_update', 'smp.patch_*while_calling'] },
    { cases: ['fetch.leads_to_no_target_of_before'], reason: FAULTS_IN_BETWEEN },
  ],
};

/** Code that others execute meanwhile, and that may not change under them. */
const CHANGES_WHAT_RUNS: Rule = {
  name: 'changes what may not be changed while it runs',
  says: 'an update changes an instruction that other CPUs may be executing, from or to one of which the architecture promises nothing then (Arm ARM, B2.2.5)',
  key: 'fetch.changes_what_may_be_changed',
  explains: [{ cases: ['fetch.changes_what_may_be_changed'], reason: /\bbecomes 0x/ }],
};

/** An update of which only a part gets to where it is loaded, or all of it elsewhere. */
const LEADS_ASTRAY: Rule = {
  name: 'updates lead astray',
  says: 'after static_call_update() a call goes to where nothing is: what was written is no target, or not where the trampoline loads it',
  key: 'dispatch.update',
  explains: [],
  keyShows: [{ in: 'no function' }, { in: 'trampoline' }],
  behind: [{ cases: CALLING }, NOT_AS_BUILT],
  source: /^(?!\/).*\b(?:aarch64_insn_write_literal_u64|aarch64_insn_patch_text\w*|aarch64_insn_write)\s*\(/,
};

/** A transform that reads ADRP and LDR wrongly. */
const ANOTHER_LITERAL: Rule = {
  name: 'another literal than the trampoline loads',
  says: 'the transform takes another address for the literal than ADRP and LDR say, near or far, before or behind: what works here fails where the linker lays it out otherwise',
  key: 'decode.offsets_sampled',
  keyShows: [OF_ITS_OWN],
  explains: [{ cases: ['decode.*'], ...OF_ITS_OWN }],
  behind: [{ cases: ['decode.*', 'placement.*', 'far.*'] }],
  source: /\bALIGN\w*\s*\(|\badrp\w*\s*\(|\bliteral\w*\s*\(/,
};

/** Which cases show that something was written elsewhere, and how they read. */
const ELSEWHERE: readonly { key: string; reason: RegExp; unless?: string }[] = [
  ...['decode.offsets_forward', 'decode.adrp_in_last_word'].map((key) => ({
    key,
    reason: /\bADRP at (0x[0-9a-f]+) .*\bexpected a write to 0x[0-9a-f]+ alone, got one to (?!\1\b)/,
  })),
  {
    // The ADRP is at 0x104 of its page there (guest/cases/decode.c: MID_PAGE).
    key: 'decode.beyond_2_gib',
    reason:
      /\bexpected a write to (0x[0-9a-f]+), or by 32 bits to (0x[0-9a-f]+), got (?!0x0$|\1$|\2$|0x[0-9a-f]*104$)/,
  },
  // What is found near the beginning of a page, or in its midst, and not elsewhere.
  ...['decode.offsets_forward', 'decode.adrp_in_last_word'].map((key) => ({
    key,
    reason: /^(?!.* \+ 0 pages, LDR \+ 0x0: ).*\bexpected a write to 0x[0-9a-f]+ alone, got none\b/,
    // Who is one update behind writes nothing new there, and in the wrong order here.
    unless: 'decode.beyond_2_gib',
  })),
];

/** What is behind such a write, where that case shows it. */
function elsewhere(
  behind: readonly Sign[],
  { early = false, but }: { early?: boolean; but?: string } = {},
): Rule[] {
  return ELSEWHERE.filter(({ unless }) => but === undefined || unless === undefined).map(
    ({ key, reason, unless = but }) => ({
      ...ANOTHER_LITERAL,
      key,
      ...(unless === undefined ? {} : { unless }),
      keyShows: [{ ...OF_ITS_OWN, reason }],
      explains: [],
      behind,
      ...(early ? { leadsOnly: true } : {}),
    }),
  );
}

/** The decoder of ADRP, which another instruction is given to. */
const NO_ADRP: Sign = { class: BRK, symbol: 'aarch64_insn_adrp_get_offset' };

/** A trampoline that does not load what its key begins with. */
const FIRST_TARGET: Rule = {
  name: 'the first target is not called',
  says: 'a call does not reach the target that its key was defined with, so that no other call says more',
  key: 'dispatch.first_target',
  explains: [],
  keyShows: WENT_WRONG,
  behind: [{ cases: CALLING }, NOT_AS_BUILT],
};

/** A WARN that nobody has given cause for. */
const WARNS_AT_ALL: Rule = {
  name: 'WARNs where nothing is wrong',
  says: ({ result }) =>
    `a WARN is reached by what is legal, at ${whereItWarned(result)}: with panic_on_warn that is the end`,
  key: 'dispatch.update',
  explains: [{ reason: WARNS }],
  keyShows: [{ reason: WARNS }],
  behind: [
    { reason: WARNS },
    { cases: ['step.two_keys'], reason: /\bwarn_count - warnings\b/ },
    // Who tells of success may tell of nothing else.
    { cases: ['patch.failed_write'], reason: UNTOLD },
    { cases: ['patch.failed_write'], reason: /\bwarn_count - before\b/ },
  ],
  together: ({ result }) => whereItWarned(result),
};

/** A trampoline that ends elsewhere. */
const NO_BRANCH: Rule = {
  name: 'no branch to the target',
  says: 'a trampoline does not end in a branch to what its literal holds',
  key: 'abi.ends_in_its_target',
  explains: [],
  behind: [{ cases: CALLING, reason: BALANCED }, NOT_AS_BUILT],
  marks: -1,
};

/** A target in memory that anybody can write. */
const WRITABLE_LITERAL: Rule = {
  name: 'writable literal',
  says: 'the literal is not in read-only memory: whoever can write data can choose the target',
  key: 'abi.literal_read_only',
  explains: [],
  behind: [
    { reason: /no word of \.rodata|find_in_rodata/ },
    {
      cases: ['boot.literals_are_moved', 'memory.*', 'patch.*', 'placement.literal_below'],
    },
  ],
  marks: /^ldr\b/,
  source: /\.(?:push)?section\s+\.(?!static_call\.text)/,
};

/** A target in memory that can be executed. */
const AMONG_CODE: Rule = {
  name: 'literal among code',
  says: 'the literal lies where code does: data that can be run',
  key: 'abi.literal_read_only',
  keyShows: [{ reason: /\(read, execute\)/ }],
  explains: [],
  behind: [{ cases: ['patch.literal_and_nothing_else'], in: 'no fault' }],
  marks: /^ldr\b/,
};

/** A call of address 0 in an update that is stepped through. */
const NULL_IN_STEPS: Sign = { cases: ['step.*'], reason: / goes to 0x0 and faults/ };

/** The first that explains a result has it; the last takes what is left. */
export const RULES: readonly Rule[] = [
  // Of nobody's making, whatever else it looks like.
  {
    name: 'this host was too busy to tell',
    says: 'this host did so much else that nobody knows what these cases come to: try them again when it does less',
    explains: [{ reason: new RegExp(`^${TOO_BUSY}`) }],
  },

  // What a guest prints from may have been written over: then its log is not lost on the way.
  ...elsewhere([{ verdict: 'fail', reason: DAMAGE }], { early: true }),

  {
    name: DAMAGED_LOG,
    says: 'what the guest printed did not come through whole: what is lost says neither pass nor fail',
    key: 'bench.console',
    explains: [{ reason: DAMAGE }],
    // Its first line was lost; that is told of the console, and there it is known why.
    behind: [{ reason: /^reported, but never began$/ }, { cases: ['bench.console'], reason: DAMAGE }],
  },
  {
    name: 'the controls did not run',
    says: 'without its controls nothing that a boot says counts: where boot arguments name cases, they must name control too (sct.cases=control,…)',
    explains: [{ cases: ['control.*'], reason: /^never reported$/ }],
  },
  {
    name: 'the log ends too early',
    says: 'nothing stands behind its last case: whoever wrote it stopped too early, or the board died between two cases',
    explains: [
      { reason: /^never reported: the log ends there$/ },
      { cases: ['bench.console'], reason: /^the log ends there$/ },
    ],
  },
  {
    name: 'a design that sct does not know',
    says: 'what the cases look for is kept in another way: nobody is judged by that, neither as right nor as wrong',
    explains: [{ cases: ['build.design'], reason: /^not judged: / }],
  },

  {
    name: ({ result }) =>
      /the guest lacks .*?(?=, unless that)/.exec(result.reason)?.[0] ?? 'the guest lacks a name',
    says: 'the subject uses a name that neither it nor the guest defines: nobody is judged by that',
    explains: [{ cases: ['build.*'], reason: /^not judged: / }],
    together: ({ result }) => result.reason,
  },

  {
    name: 'meddles with the bench',
    says: 'the subject reaches for what judges it, which no kernel has: it is not judged any further',
    explains: [{ cases: ['build.*'], reason: /, which is the bench's own/ }],
    together: ({ result }) => result.reason,
  },

  {
    name: 'writes over the bench',
    says: 'the subject has changed what judges it, or ended the run in its place: nothing that this guest reports is to be believed',
    explains: [
      { cases: ['bench.console'], reason: /^the machine was not turned off by the bench/ },
      { reason: /was told to a result that is not its own/ },
    ],
  },

  {
    name: ({ result }) => `no ${told(MACRO, textOf(result))}_TRAMP()`,
    says: 'the header lacks a macro by which keys are defined, or it gives nothing: whoever defines such a key does not compile',
    explains: [{ cases: ['build.compile'], text: MACRO }],
    together: ({ result }) => told(MACRO, textOf(result)),
    source: /#\s*define\s+ARCH_DEFINE_STATIC_CALL_/,
  },

  {
    name: 'literal not aligned',
    says: 'a literal is not aligned to 8: the linker refuses the LDR that loads it, and a store of it could be seen in halves',
    explains: [{ cases: ['build.link'], text: /improper alignment for relocation R_AARCH64_LDST64/ }],
    source: /\.(?:p2align|balign|align)\s+[0-2]\b/,
  },

  {
    name: 'half of an address in a literal',
    says: 'a literal holds 32 bits of an address, or fewer: the linker refuses it',
    explains: [{ cases: ['build.link'], text: /R_AARCH64_ABS(?:32|16)\b/ }],
    source: /\.(?:word|long|int|hword|[24]byte)\b/,
  },

  {
    name: 'no symbol of a trampoline',
    says: "who calls looks for __SCT__ and the key's name: the macro defines no symbol of that name, or one that nobody else sees",
    explains: [{ cases: ['build.link'], verdict: 'fail', reason: /\bundefined (?:\w+ )?symbol: __SCT__/ }],
    source: /#\s*define\s+ARCH_DEFINE_STATIC_CALL_TRAMP\b/,
  },

  {
    name: ({ result }) => `nothing defines ${told(UNDEFINED_SYMBOL, result.reason)}`,
    says: 'a name is used for an address, and neither the subject nor the kernel has anything of that name',
    explains: [{ cases: ['build.link'], verdict: 'fail', reason: UNDEFINED_SYMBOL }],
    together: ({ result }) => told(UNDEFINED_SYMBOL, result.reason),
  },

  {
    name: 'the assembler refuses a trampoline',
    says: 'what asm() makes of a trampoline is no assembly: a line without its \\n, a wrong operand',
    explains: [{ cases: ['build.compile'], verdict: 'fail', reason: /<inline asm>:\d+:\d+: error: / }],
    source: /\basm(?:\s+volatile)?\s*\(/,
  },

  {
    name: 'does not build',
    says: 'the guest cannot be built with this subject',
    explains: [{ cases: ['build.*'] }],
    // How far out of range something is differs from image to image.
    together: ({ result }) => result.reason.replaceAll(/-?\d{6,}/g, '…'),
  },

  {
    name: 'stopped',
    says: 'the run was stopped before it came to its end',
    explains: [{ reason: /\binterrupted by SIG/ }],
  },

  {
    name: 'trampolines in init memory',
    says: 'trampolines lie in a section that is freed when the boot is over: a call comes at any time',
    key: 'abi.section',
    keyShows: [{ reason: /, got \.(?:init|exit)\b/ }],
    explains: [],
    behind: [{ memory: 'init' }, { cases: CALLING }, NOT_AS_BUILT],
    source: /\.(?:push)?section\s+\.(?:init|exit)\b/,
  },

  {
    name: 'literal in init memory',
    says: 'the literal lies in a section that is freed when the boot is over: a call loads it at any time',
    key: 'abi.literal_read_only',
    keyShows: [{ reason: /\bwhich is freed when the boot is over\b/ }],
    explains: [],
    behind: [{ memory: 'init' }, { cases: CALLING }, NOT_AS_BUILT],
    source: /\.(?:push)?section\s+\.(?:init|exit)\b/,
  },

  {
    name: 'literal in init memory',
    says: 'a literal is in memory that is there until the boot is over: a call comes at any time',
    key: 'dispatch.first_target',
    explains: [],
    keyShows: [{ memory: 'init', in: 'trampoline' }],
    behind: [{ cases: CALLING, reason: BALANCED }, NOT_AS_BUILT],
    source: INIT,
  },
  {
    name: ({ fault, place }) =>
      fault?.class === INSTRUCTION_ABORT
        ? `called after init memory was freed: ${place?.symbol ?? 'an unknown function'}`
        : '__initdata is used after init memory was freed',
    says: 'what is marked __init, __initdata or __initconst is there until the boot is over: an update comes at any time',
    explains: [{ memory: 'init' }],
    together: ({ fault, place }) => (fault?.class === INSTRUCTION_ABORT ? (place?.symbol ?? '') : 'data'),
    source: INIT,
  },

  {
    name: '__ro_after_init data is written after the boot',
    says: 'what is marked __ro_after_init is read-only when the boot is over: an update comes at any time',
    explains: [{ memory: 'ro_after_init' }],
    source: /\b__ro_after_init\b/,
  },

  {
    name: 'not in .static_call.text',
    says: "trampolines lie among other code: what finds them by their section, the kernel's linker script and the module loader, does not",
    key: 'abi.section',
    keyShows: [{ reason: /expected it in / }],
    explains: [],
    behind: [
      { cases: ['abi.true_size', 'abi.ends_in_its_target', 'abi.registers', 'abi.landing_pad'] },
      // A section that no linker script knows is data.
      { class: INSTRUCTION_ABORT, in: 'trampoline' },
      { cases: CALLING, in: 'no function' },
      { cases: CALLING, reason: BALANCED, in: 'no fault' },
    ],
    source: /\.(?:push)?section\b/,
  },

  {
    name: 'wrong flags of .static_call.text',
    says: 'trampolines lie in a section that can be written, or not be executed: its flags are "ax"',
    key: 'abi.section',
    keyShows: [{ reason: / to be read and executed alone, got / }],
    explains: [],
    source: /\.(?:push)?section\s+\.static_call\.text\b/,
  },

  {
    name: 'signs x30',
    says: 'a trampoline signs x30, the way back to the caller, and branches to a target that knows nothing of it: who returns there returns to nowhere',
    key: 'abi.registers',
    keyShows: [{ reason: /\bpaci[ab](?:sp|z)\b|\bpaci[ab]z? x30\b/ }],
    explains: [],
    behind: [{ cases: ['abi.landing_pad'] }, { cases: CALLING, reason: BALANCED }, NOT_AS_BUILT],
    marks: /^pac/,
  },

  // The next trampoline's landing pad may lie there.
  ...elsewhere([{ class: BRANCH_TARGET, in: 'trampoline start' }], { early: true, but: 'abi.landing_pad' }),

  {
    name: 'no landing pad',
    says: 'a trampoline does not begin with a landing pad: under BTI it cannot be called by its address',
    key: 'abi.landing_pad',
    explains: [{ class: BRANCH_TARGET, in: 'trampoline start' }],
    marks: 0,
  },

  {
    // Not a NOP in its place but nothing: who reads the second instruction for the ADRP, where a landing pad is the first, reads the LDR.
    name: 'no landing pad',
    says: 'a trampoline does not begin with a landing pad, and the transform reads its instructions as if it did',
    key: 'abi.landing_pad',
    keyShows: [{ reason: /, got adrp\b/ }],
    explains: [],
    behind: [NO_ADRP],
    marks: 0,
  },

  {
    name: 'calls its target',
    says: 'a trampoline calls its target and does not branch to it: x30, the way back to the caller, is gone',
    key: 'abi.registers',
    keyShows: [{ reason: /\bblr? / }],
    explains: [],
    behind: [{ cases: ['abi.ends_in_its_target'] }, { cases: CALLING, reason: BALANCED }, NOT_AS_BUILT],
    marks: /^blr?\b/,
  },

  {
    // What LDR (literal) loads has no ADRP; who writes `ldr x16, =target` has the assembler share and place it.
    ...AMONG_CODE,
    behind: [{ cases: ['abi.literal_its_own'] }, NO_ADRP],
  },

  {
    name: 'shared literal',
    says: 'two trampolines share one literal: an update of one key changes the other, too',
    key: 'abi.literal_its_own',
    explains: [],
    behind: [
      { in: 'no fault', cases: CALLING, reason: BALANCED },
      ...LOST.map((one) => ({ class: one })),
      // It may lie among code: then updates change what the transform reads next.
      { cases: ['placement.*'], ...NO_ADRP },
    ],
    marks: /^ldr\b/,
    source: /\.(?:push)?section\b.*"[a-zA-Z]*M/,
  },

  {
    name: 'loads from its key',
    says: 'a trampoline loads its target from the key itself, which holds NULL for NULL and can be written, and the transform writes over what a query reads',
    key: 'abi.literal_read_only',
    keyShows: [{ reason: /, and is the beginning of __SCK__/ }],
    explains: [],
    behind: [
      { class: INSTRUCTION_ABORT, in: 'NULL' },
      NULL_IN_STEPS,
      {
        cases: ['boot.*', 'dispatch.query', 'memory.*', 'patch.*', 'placement.literal_below'],
        in: 'no fault',
      },
    ],
    marks: /^ldr\b/,
  },

  {
    name: 'no branch to the target',
    says: 'a trampoline does not end in a branch to what its literal holds',
    key: 'abi.ends_in_its_target',
    explains: [],
    behind: [
      // What the register holds by chance may be 0: that is nobody's NULL.
      { class: INSTRUCTION_ABORT, in: 'NULL' },
      // Where there is no branch at all, nothing ends it.
      { cases: ['abi.true_size'], reason: /\bexecution runs past its end\b/ },
    ],
    marks: -1,
  },

  {
    ...WRITABLE_LITERAL,
    says: 'the literal is in memory that begins as 0: until its first update a key calls NULL, and whoever can write data can choose the target',
    keyShows: [{ reason: / is in \.bss\b/ }],
    behind: [{ class: INSTRUCTION_ABORT, in: 'NULL' }, NULL_IN_STEPS],
  },

  {
    name: 'half of the target is written',
    says: 'an update stores 32 bits of a target that has 64: whatever was in the rest, or 0, is called with them',
    key: 'decode.really_written',
    explains: [],
    // The lower eight digits are right, or the upper ones, and the rest is what was there.
    keyShows: [
      { reason: /expected 0x[0-9a-f]+?(?=[0-9a-f]{8},)0*([0-9a-f]+), got 0x[0-9a-f]*?\1$/ },
      { reason: /expected 0x([0-9a-f]{8})[0-9a-f]{8}, got 0x\1a5a5a5a5$/ },
    ],
    behind: [{ cases: CALLING, reason: BALANCED }, NOT_AS_BUILT],
    source: /\baarch64_insn_write\s*\(|\bu32\b/,
  },

  // Which of these targets can be rounded is a matter of where the compiler has put them.
  ...['decode.really_written', 'patch.literal_and_nothing_else'].map(
    (key): Rule => ({
      name: 'another target is written',
      says: 'what an update writes is near its target, and not the target: an address that was rounded, or that of an instruction behind its first',
      key,
      explains: [],
      keyShows: [{ in: 'no fault', text: /\bexpected 0x([0-9a-f]{14})[0-9a-f]{2}, got 0x\1[0-9a-f]{2}$/m }],
      behind: [{ cases: CALLING, reason: BALANCED }, NOT_AS_BUILT],
      source:
        /^(?!\/).*\b(?:aarch64_insn_write_literal_u64|aarch64_insn_patch_text\w*|aarch64_insn_write)\s*\(/,
    }),
  ),

  // Who writes elsewhere loses updates, and may change whatever lies there. Who writes to the ADRP itself changes code.
  ...elsewhere([
    { cases: CALLING, reason: BALANCED },
    { reason: /\bread-only memory is not as it should be\b/ },
    // The names that the guest prints may lie there.
    { cases: ['bench.console'] },
  ]),

  {
    name: 'no ADRP where the transform looks for one',
    says: 'the transform takes an instruction of its trampoline for an ADRP that is none: header and transform do not fit one another, or it reads another word than it means to',
    key: 'dispatch.update',
    explains: [],
    keyShows: [NO_ADRP],
    behind: [NO_ADRP],
    source: /\badrp\w*\s*\(/,
  },

  {
    ...FIRST_TARGET,
    key: 'placement.first_targets',
    unless: 'dispatch.first_target',
    // With 0 for RET0 nobody knows.
    keyShows: [
      { ...OF_ITS_OWN, reason: /: key \d+, trampoline 0x[0-9a-f]+: expected 0x[1-9a-f][0-9a-f]*, got 0x/ },
    ],
    behind: [{ cases: CALLING, reason: BALANCED }, NOT_AS_BUILT],
  },

  {
    name: 'updates become RET0',
    says: 'after an update a call gives 0, as __static_call_return0() does; where NULL is called as well, the test for NULL is the wrong way round',
    key: 'dispatch.update',
    unless: 'dispatch.first_target',
    explains: [],
    keyShows: [{ in: 'no fault', reason: /\bstatic_call\(\w+\)\(\w*\): expected 0x[0-9a-f]+, got 0x0$/ }],
    behind: [{ cases: CALLING, reason: BALANCED }, NOT_AS_BUILT],
    source: /\bif \(.*\bfunc\b/,
  },

  // Of code that is patched: it may be no code at all for a target out of reach, however whole it was stored.
  {
    ...CHANGES_CODE,
    // What reaches no target has missed the literal, whatever lies where it writes.
    unless: 'dispatch.update',
  },
  // Where no image can be compared with itself the write to the ADRP says the same.
  {
    ...CHANGES_CODE,
    key: 'decode.offsets_backward',
    keyShows: [
      { reason: /\bADRP at (0x[0-9a-f]+) .*\bexpected a write to 0x[0-9a-f]+ alone, got one to \1\b/ },
    ],
    unless: 'dispatch.update',
  },

  IN_PIECES,

  {
    name: 'written in the wrong order',
    says: 'an instruction is written before the data that it leads to, or the data while an instruction still leads there: who calls in the midst of an update goes to a target of long ago, to 0, or to half an address',
    key: 'fetch.leads_to_no_target_of_before',
    keyShows: [{ reason: IN_BETWEEN }],
    explains: [{ reason: IN_BETWEEN }],
    behind: [{ reason: IN_BETWEEN }, { reason: HALF_DONE }],
    source:
      /^(?!\/).*\b(?:aarch64_insn_patch_text\w*|aarch64_insn_write|aarch64_insn_write_literal_u64)\s*\(/,
  },

  {
    ...IN_PIECES,
    // A call of address 0 may as well be a NULL that was never replaced; it is not where no update is about NULL.
    explains: [{ reason: /an update is seen half done(?!.* goes to 0x0 )/ }],
    behind: [],
  },

  // Half of an address may be 0, and is no NULL where the case gives none.
  {
    ...LEADS_ASTRAY,
    unless: 'dispatch.first_target',
    behind: [
      { cases: ['dispatch.update'], in: 'no function' },
      { cases: ['far.target_with_lower_half_0'], class: INSTRUCTION_ABORT, in: 'NULL' },
    ],
  },

  {
    name: 'calls NULL',
    says: 'a NULL target is called: neither does the transform replace it, nor does the trampoline test for it',
    explains: [{ class: INSTRUCTION_ABORT, in: 'NULL' }, NULL_IN_STEPS],
    marks: /^br\b/,
  },

  {
    name: 'wrong register',
    says: 'a trampoline uses more than x16 and x17: it changes what the caller holds, and lands with BTYPE 3',
    key: 'abi.registers',
    // A branch through any register but x16 and x17 out of a guarded page sets BTYPE to 3 (Arm ARM, D8.4.5): bti c and paciasp refuse it.
    explains: [{ class: BRANCH_TARGET, btype: 3 }],
    behind: [
      { cases: ['aapcs.*', 'aapcs_types.*', 'callers.*', 'bti.*', 'far.pad_*', 'interrupt.*'] },
      { reason: /\bx18 is changed\b/ },
      CALL_FAULTS,
    ],
    marks: /\b(?!x1[67]\b)(?!w1[67]\b)(?:[xw][0-9]+|sp)\b/,
  },

  AMONG_CODE,

  WRITABLE_LITERAL,

  {
    name: 'not exported',
    says: 'modules that update a key do not load: the transform has no EXPORT_SYMBOL_GPL()',
    key: 'abi.transform_exported',
    explains: [],
    source: /\barch_static_call_transform\s*\(/,
  },

  {
    name: 'section left open',
    says: 'a macro leaves the assembler in another section than it found it in: what follows lands there',
    key: 'abi.section_restored',
    explains: [],
  },

  NO_BRANCH,

  {
    name: 'goes on into what lies behind it',
    says: 'a way through a trampoline leads past its end, into whatever lies there: most likely another trampoline, which calls the target of another key',
    key: 'abi.true_size',
    keyShows: [{ reason: /\bexecution runs past its end\b/ }],
    explains: [],
    behind: [{ cases: CALLING, reason: BALANCED }, NOT_AS_BUILT],
    marks: /^(?:cbn?z|tbn?z|b\.\w+|b)\b/,
    source: /\b(?:cbn?z|tbn?z)\b/,
  },

  // What guest/runtime/bench/balance.c finds when a case comes back; what follows from what stands behind.
  {
    name: ({ result }) => `a lock is never released${told(LOCK, result.reason, ': ')}`,
    says: 'a lock stays held on some way out of the transform, or is taken twice: whoever wants it next waits for ever',
    explains: [
      { reason: /\ba lock is left held\b/ },
      // The patching code's own is given back by itself: who hangs there goes round it.
      { hung: true, symbol: 'wait_for_lock', reason: /^(?![\s\S]*\block held: patch_lock\b)/ },
    ],
  },
  {
    name: 'ends the case itself',
    says: 'the transform has gone back to the runner in place of the case: what that was still to expect nobody has looked at',
    explains: [{ reason: /\bended in the midst of an update\b/ }],
  },
  {
    name: 'interrupts left masked',
    says: 'interrupts stay off on some way out of the transform: nothing restores them',
    key: 'dispatch.update',
    explains: [{ reason: MASKED }],
    keyShows: [{ reason: MASKED }],
    // Where each update leaves them off no interrupt comes any more.
    behind: [{ reason: MASKED }, { cases: ['interrupt.*', 'patch.interrupts_and_lock'] }],
  },
  {
    name: 'preemption left unbalanced',
    says: 'preempt_disable() and preempt_enable() are no pair on some way out of the transform',
    explains: [{ reason: /\bpreemption is left\b/ }],
  },
  {
    name: 'cpus_read_lock() left held',
    says: 'cpus_read_lock() has no cpus_read_unlock() on some way out of the transform',
    explains: [{ reason: /\bcpus_read_lock\(\) is left held\b/ }],
    source: /\bcpus_read_(?:try)?lock\b/,
  },
  {
    name: ({ result }) => told(MISUSE, result.reason),
    says: ({ result }) => `a lock is used as it must not be: ${told(MISUSE, result.reason)}`,
    explains: [{ reason: /\bmisuse of a lock: / }],
    together: ({ result }) => told(MISUSE, result.reason),
    source: /\bcpus_read_(?:un)?lock\b|\b(?:mutex|spin)_unlock\w*\(/,
  },
  {
    name: 'changes x18',
    says: "x18 is changed, the platform's register: the kernel keeps its shadow call stack there",
    explains: [{ reason: /\bx18 is changed\b/ }],
    source: /\b[xw]18\b/,
  },
  {
    name: 'deep stack',
    says: 'more than half of a kernel stack of 16 KiB is used, and callers need some, too',
    explains: [{ reason: /\bthe stack is used \d+ bytes deep\b/ }],
  },

  {
    name: 'left in the instruction caches',
    says: 'what an update has written is not cleaned and invalidated when it returns (DC CVAU, DSB, IC IVAU, DSB, ISB; Arm ARM, B2.4.4): a CPU may go on with the old instruction',
    key: 'fetch.maintained_before_return',
    explains: [
      { cases: ['fetch.maintained_before_return'], reason: /\bwhen the update returns there was no / },
    ],
    source: /^(?!\/).*\baarch64_insn_write\s*\(/,
  },

  // Where it was no instruction for that before the update already, it is one that no update is about.
  {
    ...CHANGES_WHAT_RUNS,
    keyShows: [{ reason: /\(may not be changed\) becomes 0x/ }],
    explains: [],
    behind: [
      { cases: ['fetch.changes_what_may_be_changed'], ...OF_ITS_OWN },
      { reason: /\bread-only memory is not as it should be\b/ },
      { cases: ['decode.*', 'patch.literal_and_nothing_else'], ...OF_ITS_OWN },
      NOT_AS_BUILT,
    ],
  },

  // One in each update is a flood where there are very many.
  {
    ...WARNS_AT_ALL,
    explains: [],
    unless: 'dispatch.first_target',
    behind: [
      { cases: ['dispatch.update'], reason: WARNS },
      { reason: /\bstopped after \d+ bytes of output\b/ },
    ],
    leadsOnly: true,
  },

  // Before what is lost: an update that does not come back has lost nothing yet. What waits for a call or has gone astray comes last.
  { ...HANGS, explains: [{ stuck: true }] },

  FIRST_TARGET,

  {
    name: 'updates are lost',
    says: 'after static_call_update() a call does not reach the new target, so that no other update says more',
    key: 'dispatch.update',
    explains: [],
    keyShows: [OF_ITS_OWN],
    behind: [{ cases: CALLING }, NOT_AS_BUILT],
    source:
      /^(?!\/).*\b(?:aarch64_insn_write_literal_u64|aarch64_insn_patch_text\w*|aarch64_insn_write)\s*\(/,
  },

  LEADS_ASTRAY,

  {
    name: 'updates to NULL are lost',
    says: 'after an update to NULL a call still reaches the target of before',
    key: 'dispatch.update_to_null',
    explains: [],
    keyShows: [OF_ITS_OWN],
    behind: [{ cases: CALLING }, NOT_AS_BUILT],
  },

  {
    name: 'RET0 does not give 0',
    says: 'a key that is to return 0 leaves in x0 whatever its caller had there: RET0 is no NULL, whose result nobody reads',
    key: 'dispatch.ret0',
    explains: [],
    keyShows: [{ in: 'no fault', reason: /\bX0_AFTER\(\w+\): expected 0x0, got / }],
    behind: [
      {
        cases: [
          '*.*ret0*',
          'aapcs_types.null_in_the_midst',
          'placement.first_targets',
          'placement.literal_below',
        ],
        ...OF_ITS_OWN,
      },
    ],
    source: /\bARCH_DEFINE_STATIC_CALL_RET0_TRAMP\b/,
  },

  {
    name: 'the second update is lost',
    says: 'a key that was updated once does not get its first target back, so that no other update says more',
    key: 'dispatch.update_back',
    explains: [],
    keyShows: [OF_ITS_OWN],
    behind: [{ cases: CALLING }, NOT_AS_BUILT],
  },

  {
    name: 'the poke slot stays mapped',
    says: 'the writable window is open after an update: whoever finds it can write what is read-only',
    key: 'patch.poke_slot_unmapped',
    // On the way of a failure alone, perhaps.
    explains: [
      {
        cases: ['patch.failed_write'],
        reason: /lookup_mapping\(fix_to_virt\(FIX_TEXT_POKE0\)/,
      },
    ],
    keyShows: [OF_ITS_OWN],
    behind: [
      {
        cases: ['patch.poke_slot_unmapped', 'memory.no_writable_alias', 'smp.window_closes_on_every_cpu'],
        ...OF_ITS_OWN,
      },
      { reason: /lookup_mapping\(fix_to_virt\(FIX_TEXT_POKE0\)/ },
    ],
    source: /\bset_fixmap\w*\s*\(/,
  },

  CHANGES_CODE,

  CHANGES_WHAT_RUNS,

  ANOTHER_LITERAL,

  WARNS_AT_ALL,

  {
    name: 'two updates at once',
    says: "two CPUs that update at once get in one another's way: what they share is under no lock",
    key: 'step.two_keys',
    explains: [],
    behind: [
      {
        in: 'no fault',
        cases: ['step.two_keys', 'step.same_key', 'smp.patch_*', 'interrupt.sweep_update_handler_updates'],
      },
      // Under no lock, so with interrupts on: a handler finds the window open.
      { cases: ['interrupt.sweep_update'], reason: /lookup_mapping\(fix_to_virt\(FIX_TEXT_POKE0\)/ },
    ],
  },

  {
    name: 'too little aligned',
    says: 'a trampoline may begin at an address at which none may: the section can be placed so by any other link',
    key: 'abi.aligned',
    explains: [],
    behind: [{ cases: ['abi.adrp_not_at_page_end'] }],
    source: /\.(?:p2align|balign|align)\b/,
  },

  {
    name: 'wrong size',
    says: "the size of a trampoline's symbol is not its own: a backtrace gives code a wrong name, or none",
    key: 'abi.true_size',
    explains: [],
    source: /\.size\b/,
  },

  {
    name: 'ADRP at the end of a page',
    says: 'an ADRP can land in the last two words of a page, where the module loader rewrites it (Cortex-A53 erratum 843419)',
    key: 'abi.adrp_not_at_page_end',
    explains: [],
    marks: /^adrp\b/,
  },

  {
    name: 'writes over the bench',
    says: 'the subject has changed what judges it, or ended the run in its place: nothing that this guest reports is to be believed',
    explains: [NOT_AS_BUILT],
  },

  {
    name: 'a failed write is not told',
    says: 'a write that fails is ignored: the old target is still there, and nobody knows',
    explains: [{ cases: ['patch.failed_write'], reason: UNTOLD }],
    source:
      /^(?!\/).*\b(?:aarch64_insn_write_literal_u64|aarch64_insn_patch_text\w*|aarch64_insn_write)\s*\(/,
  },

  {
    name: (seen) => `kCFI refuses a call${seen.place ? ` in ${seen.place.symbol}()` : ''}`,
    says: 'C calls a function through a pointer of another type than its own, or one that has no type at all: a kernel with kCFI dies of it',
    explains: [{ refused: true }],
    together: ({ place }) => place?.symbol ?? '',
  },

  {
    name: 'BUG for a failed write',
    says: 'a write that fails ends the kernel: a WARN is enough, for the old target is still there',
    explains: [{ cases: ['patch.failed_write'], class: BRK, symbol: 'arch_static_call_transform' }],
    source: /\bBUG(?:_ON)?\s*\(|\bpanic\s*\(/,
  },

  {
    name: 'prints without end',
    says: 'a case prints so much that it can only be a loop',
    explains: [{ reason: /\bstopped after \d+ bytes of output\b/ }],
  },

  {
    name: 'resets the machine',
    says: 'a case resets the machine that it runs on',
    explains: [{ reason: /\bthe guest reset\b/ }],
  },

  {
    name: 'turns the machine off',
    says: 'a case turns the machine off that it runs on',
    explains: [{ reason: /\bthe guest powered off early\b/ }],
  },

  HANGS,

  // Who hangs there with the only CPU does so with another one, where nobody sees the place.
  ...['dispatch.first_target', 'dispatch.update', 'dispatch.update_to_null', 'dispatch.null'].map(
    (key): Rule => ({
      ...HANGS,
      key,
      keyShows: [{ hung: true }],
      explains: [],
      behind: [{ cases: ['smp.*'], verdict: 'fail', reason: LOST_CPU }],
      leadsOnly: true,
    }),
  ),

  {
    name: 'another CPU does not come back',
    says: 'another CPU that calls or updates does not come to an end of that: what needs it later cannot be tried',
    explains: [{ cases: ['smp.*'], verdict: 'fail', reason: LOST_CPU }],
  },

  {
    name: placeOfFault,
    says: (seen) => `a fault that nobody expects: ${placeOfFault(seen)}`,
    explains: [{ in: 'trampoline' }, { in: 'function' }, { in: 'no function' }],
    together: placeOfFault,
  },

  {
    name: ({ name }) => name,
    says: ({ name, result }) => `${name} ${result.verdict === 'error' ? 'errs' : 'fails'}`,
    explains: [{}],
    together: ({ name, result }) => `${firstLine(result.reason)}\n${saysWhere(result.reason) ? '' : name}`,
  },
];

/** What a case leaves behind when it dies in the midst: others stumble over it. */
export const SPOILT: readonly { by: string; cases: readonly string[]; reason: RegExp }[] = [
  // It gives each of its keys a target of its own, and the others expect those of the beginning.
  {
    by: 'placement.each_its_own',
    cases: ['placement.every_page_offset', 'placement.literal_at_page_ends'],
    reason: /: key \d+, trampoline 0x[0-9a-f]+: expected 0x[0-9a-f]+, got 0x/,
  },
];

/** Whether a hang is in a case itself. */
function inCase({ place }: Seen): boolean {
  return CASES.test(place?.file ?? '');
}

/** Where a guest hangs, whatever instruction of the loop it was at. */
function placeOfHang(seen: Seen): string {
  const { place } = seen;
  // Some are called `one`, or `first`.
  return place ? `${place.symbol}${inTrampoline(seen) ? '' : '()'}` : 'an unknown place';
}

/** The same fault at the same place, whichever trampoline it is in. */
function placeOfFault(seen: Seen): string {
  const { fault, place } = seen;
  const btype = fault?.class === BRANCH_TARGET ? ` with BTYPE ${fault.btype}` : '';
  const what = `${fault?.class === undefined ? 'exception' : className(fault.class)}${btype}`;
  if (!place) return `${what} outside of any function`;
  const where = inTrampoline(seen) ? 'a trampoline' : place.symbol;
  return `${what} in ${where}+0x${place.offset.toString(16)}`;
}

/** What a pattern finds in a reason, behind `before`; empty if nothing. */
function told(pattern: RegExp, reason: string, before = ''): string {
  const found = pattern.exec(reason)?.[1];
  return found === undefined ? '' : before + found;
}

/** Where a WARN was, in the reason or in what the guest printed. */
function whereItWarned({ reason, details }: CaseResult): string {
  return told(WARNED, reason) || told(/^warn (\S+:\d+)$/m, details.join('\n'));
}

/** A reason's first line without the numbers that differ from machine to machine and from case to case. */
function firstLine(reason: string): string {
  return (reason.split('\n')[0] ?? '').replace(/0x[0-9a-f]+/g, '0x…');
}

/** Whether a reason names the line that says it: then cases that share it share the check. Else only the same case on other machines does. */
function saysWhere(reason: string): boolean {
  return /^\S+:\d+: /.test(reason) || /^never reported: /.test(reason);
}
