// SPDX-License-Identifier: GPL-2.0-only
import { Command } from 'commander';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { formatJson, formatTable, register } from '../../../harness/commands/doctor.ts';
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

describe('the table', () => {
  test('has path, version, least version, purpose and mending command of each tool', async () => {
    const text = await formatTable(statuses());
    for (const { tool, path, version, mend } of statuses()) {
      for (const part of [tool.name, path, version, `>= ${tool.least}`, tool.purpose, mend]) {
        expect(text).toContain(part);
      }
    }
    expect(text).toMatch(/All tools are there\.\n$/);
  });

  test('ends with one command for all that ails', async () => {
    const lines = (await formatTable(AILING)).trimEnd().split('\n');
    expect(lines.at(-2)).toBe('To mend ld.lld-19, llvm-objdump-19, qemu-system-aarch64:');
    expect(lines.at(-1)).toMatch(/ lld-19 llvm-19 qemu-system-arm$/);
  });
});

test('JSON has a schema version, and null for what is not known', () => {
  const report = JSON.parse(formatJson(AILING));
  expect(report.schemaVersion).toBe(1);
  expect(report.tools).toHaveLength(readTools().length);
  expect(report.tools).toContainEqual({
    name: 'qemu-system-aarch64',
    purpose: 'boots the guests',
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

  test.each([[['doctor']], [['doctor', '--json']]])(
    '%j: exit code 3 when a tool is missing',
    async (argv) => {
      let printed = '';
      vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
        printed += text;
        return true;
      });
      vi.stubEnv('SCT_QEMU', '/nowhere/qemu');
      const program = new Command();
      register(program);
      await program.parseAsync(argv, { from: 'user' });
      expect(process.exitCode).toBe(3);
      expect(printed).toContain('unset SCT_QEMU');
    },
  );
});
