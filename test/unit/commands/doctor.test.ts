// SPDX-License-Identifier: GPL-2.0-only
import { Command } from 'commander';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { formatJson, formatText, register } from '../../../harness/commands/doctor.ts';
import { readTools, type ToolStatus } from '../../../harness/tool/tools.ts';

/** The table's tools, all well but for what is said of some. */
function statuses(changes: Record<string, Partial<ToolStatus>> = {}): ToolStatus[] {
  return readTools().map((tool) => ({
    tool,
    path: `/tools/${tool.name}`,
    version: tool.least,
    verdict: 'ok',
    mend: `get ${tool.name}`,
    ...changes[tool.name],
  }));
}

const AILING = statuses({
  'ld.lld-19': { version: '18.1.8', verdict: 'too old' },
  'llvm-objdump-19': { version: undefined, verdict: 'broken' },
  'qemu-system-aarch64': { path: undefined, version: undefined, verdict: 'missing' },
});

describe('for people', () => {
  test('has path, version, least version and purpose of each tool, and mends nothing that is well', () => {
    const text = formatText(statuses());
    expect(text).not.toContain('mend');
    for (const { tool, path, version } of statuses()) {
      for (const part of [tool.name, path, version, `needs ${tool.least} or newer`, tool.purpose]) {
        expect(text).toContain(part);
      }
    }
    expect(text).toMatch(/All tools that sct needs are there\.\n$/);
  });

  test('has the command that mends each tool that ails, and no other', () => {
    const mended = [...formatText(AILING).matchAll(/^ {2}to mend it: get (.*)$/gm)].map(([, name]) => name);
    expect(mended).toEqual(
      readTools()
        .map(({ name }) => name)
        .filter((name) => ['ld.lld-19', 'llvm-objdump-19', 'qemu-system-aarch64'].includes(name)),
    );
  });

  test('ends with one command for all that ails', () => {
    const lines = formatText(AILING).trimEnd().split('\n');
    expect(lines.at(-2)).toBe('To mend ld.lld-19, llvm-objdump-19, qemu-system-aarch64:');
    expect(lines.at(-1)).toMatch(/ lld-19 llvm-19 qemu-system-arm$/);
  });
});

test('an optional tool that is missing is shown, and nothing is amiss', () => {
  const text = formatText(
    statuses({ 'gdb-multiarch': { path: undefined, version: undefined, verdict: 'missing' } }),
  );
  expect(text).toMatch(/MISSING.* gdb-multiarch - \(needs .* or newer; optional\)/);
  expect(text).toMatch(/All tools that sct needs are there\.\n$/);
});

test('JSON has a schema version, and null for what is not known', () => {
  const report = JSON.parse(formatJson(AILING));
  expect(report.schemaVersion).toBe(1);
  expect(report.tools).toHaveLength(readTools().length);
  expect(report.tools).toContainEqual({
    name: 'qemu-system-aarch64',
    purpose: 'boots the guests',
    optional: false,
    path: null,
    version: null,
    least: '7.2.0',
    verdict: 'missing',
    mend: 'get qemu-system-aarch64',
    variable: 'SCT_QEMU',
  });
});

describe('sct doctor', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    process.exitCode = undefined;
  });

  test.each([
    [['doctor'], 'SCT_QEMU', 3],
    [['doctor', '--json'], 'SCT_QEMU', 3],
    [['doctor'], 'SCT_GDB', undefined],
    [['doctor', '--json'], 'SCT_GDB', undefined],
  ])('%j without what %s names: exit code %s', async (argv, variable, exitCode) => {
    let printed = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += text;
      return true;
    });
    vi.stubEnv(variable, '/nowhere/tool');
    const program = new Command();
    register(program);
    await program.parseAsync(argv, { from: 'user' });
    expect(process.exitCode).toBe(exitCode);
    expect(printed).toContain(`unset ${variable}`);
  });
});
