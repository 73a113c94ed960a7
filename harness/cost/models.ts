// SPDX-License-Identifier: GPL-2.0-only
// What llvm-mca makes of the same instructions. A model of a pipeline: it knows neither caches nor the prediction of branches, so it says how
// long the instructions take if nothing goes wrong, and never what a call costs.

import type { Document } from '../report/documents.ts';
import { locateTool } from '../tool/lookup.mjs';
import { toolNamed } from '../tool/tools.ts';

/** What a model says of one form, as `--json` has it. */
export type CostModel = Document<'cost'>['models'][number];

const TOOL = 'llvm-mca-19';

/** Calls of one form in a row. */
const ITERATIONS = 100;

/**
 * Values of `-mcpu` that have, or share, a scheduling model of their own in LLVM 19 (llvm/lib/Target/AArch64/AArch64Processors.td). Which ones
 * share it is asked: those that name the same resources.
 */
const CPUS = [
  ...['cortex-a53', 'cortex-a35', 'cortex-a55', 'cortex-a510', 'cortex-a520'],
  ...[
    'cortex-a57',
    'cortex-a72',
    'cortex-a76',
    'cortex-a78',
    'cortex-x1',
    'cortex-a710',
    'cortex-a720',
    'cortex-x3',
    'cortex-x4',
  ],
  ...['neoverse-n1', 'neoverse-n2', 'neoverse-n3', 'neoverse-v1', 'neoverse-v2', 'neoverse-v3'],
  ...[
    'apple-m1',
    'apple-m4',
    'ampere1',
    'ampere1b',
    'a64fx',
    'thunderx',
    'thunderx2t99',
    'thunderx3t110',
    'tsv110',
  ],
];

/** llvm-mca takes a call for 100 cycles, so each is written as a branch, which it takes as it comes. */
const CALL = { direct: ['b 1f', '1:'], register: ['br x8'] } as const;
const CALLEE = ['hint 34', 'ret'];
const POINTER = ['adrp x8, p', 'ldr x8, [x8, #8]'];
const CHECK = [
  'ldur w16, [x8, #-4]',
  'movk w17, #1',
  'movk w17, #2, lsl #16',
  'cmp w16, w17',
  'b.eq 2f',
  '2:',
];
const TRAMPOLINE = ['hint 34', 'adrp x16, p', 'ldr x16, [x16, #8]'];
const TESTED = ['cbz x16, 3f', 'br x16', '3:'];
/** Patched code that leads to a target out of a branch's range, and the literal beside it. */
const FAR = ['hint 34', 'nop'];
const BESIDE = ['ldr x16, p'];

const LOADS = [...POINTER, ...CALL.register, ...CALLEE];
const BY_LITERAL = [...CALL.direct, ...TRAMPOLINE, 'br x16', ...CALLEE];
const BY_TESTED_LITERAL = [...CALL.direct, ...TRAMPOLINE, ...TESTED, ...CALLEE];
const BY_BRANCH = [...CALL.direct, 'hint 34', 'b 3f', '3:', ...CALLEE];

/**
 * The instructions of each form, from the caller's first to the return; of each built-in subject with a target set, those of patched code for a
 * near target and for a far one. A test holds their number against the subjects' disassembly.
 */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  direct: [...CALL.direct, ...CALLEE],
  generic: LOADS,
  'typed-ret0': LOADS,
  kcfi: [...POINTER, ...CHECK, ...CALL.register, ...CALLEE],
  reviewed: BY_LITERAL,
  laight: BY_LITERAL,
  v7: BY_TESTED_LITERAL,
  v3: BY_TESTED_LITERAL,
  branch: BY_BRANCH,
  v2: BY_BRANCH,
  v5: BY_BRANCH,
  mark: BY_BRANCH,
  'v2 far': [...CALL.direct, ...FAR, 'adrp x16, p', 'add x16, x16, #8', 'br x16', ...CALLEE],
  'v5 far': [...CALL.direct, ...FAR, ...BESIDE, ...TESTED, ...CALLEE],
  'mark far': [...CALL.direct, ...FAR, ...BESIDE, 'br x16', ...CALLEE],
};

/** How many instructions the models take each form for. */
export function modelledInstructions(): Record<string, number> {
  const count = (lines: readonly string[]) => lines.filter((line) => !line.endsWith(':')).length;
  return Object.fromEntries(Object.entries(FORMS).map(([form, lines]) => [form, count(lines)]));
}

/** The columns of a table of models: forms that are the same instructions share one. */
export function modelColumns(models: readonly CostModel[]): { alike: string[]; form: string }[] {
  const there = (form: string) => models.some(({ forms }) => forms.some((one) => one.form === form));
  const kinds = [...new Set(Object.values(FORMS).map((lines) => lines.join('\n')))];
  return kinds.flatMap((kind) => {
    const alike = Object.keys(FORMS).filter((form) => FORMS[form]?.join('\n') === kind && there(form));
    const [form] = alike;
    return form === undefined ? [] : [{ alike, form }];
  });
}

/** What is read of `llvm-mca -json`. */
interface Answer {
  CodeRegions?: { Name?: string; SummaryView?: { TotalCycles?: number; Iterations?: number } }[];
  TargetInfo?: { Resources?: string[] };
}

/** The models, or, without the tool, none and why. */
export async function costModels(signal?: AbortSignal): Promise<{ models: CostModel[]; notes: string[] }> {
  const tool = locateTool(toolNamed(TOOL));
  if (tool === undefined) return { models: [], notes: [`no models: ${TOOL} is not installed`] };
  const { execa } = await import('execa');
  const found: { resources: string; model: CostModel }[] = [];
  for (const cpu of CPUS) {
    const { stdout, exitCode } = await execa(
      tool,
      ['-mtriple=aarch64', `-mcpu=${cpu}`, `-iterations=${ITERATIONS}`, '-json'],
      { input: source(), reject: false, stderr: 'ignore', ...(signal ? { cancelSignal: signal } : {}) },
    );
    signal?.throwIfAborted();
    // An llvm-mca of another version may lack a CPU.
    if (exitCode !== 0) continue;
    const answer = JSON.parse(stdout) as Answer;
    const resources = JSON.stringify(answer.TargetInfo?.Resources ?? []);
    const known = found.find((one) => one.resources === resources && isSame(one.model, formsOf(answer)));
    if (known) known.model.cpus.push(cpu);
    else found.push({ resources, model: { model: cpu, cpus: [cpu], forms: formsOf(answer) } });
  }
  return { models: found.map(({ model }) => model), notes: [] };
}

/** A region's name is a word. */
function idOf(form: string): string {
  return form.replace(/\W/g, '_');
}

function isSame({ forms }: CostModel, others: CostModel['forms']): boolean {
  return JSON.stringify(forms) === JSON.stringify(others);
}

/** All forms in one file, each a region of its own. */
function source(): string {
  return Object.entries(FORMS)
    .flatMap(([name, lines]) => [`# LLVM-MCA-BEGIN ${idOf(name)}`, ...lines, `# LLVM-MCA-END ${idOf(name)}`])
    .join('\n')
    .concat('\n');
}

function formsOf({ CodeRegions = [] }: Answer): CostModel['forms'] {
  return CodeRegions.map(({ Name = '', SummaryView = {} }) => ({
    form: Object.keys(FORMS).find((form) => idOf(form) === Name) ?? Name,
    cycles: Math.round(((SummaryView.TotalCycles ?? 0) / (SummaryView.Iterations ?? ITERATIONS)) * 100) / 100,
  }));
}
