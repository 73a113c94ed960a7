// SPDX-License-Identifier: GPL-2.0-only
import { styleText } from 'node:util';
import type { Command } from 'commander';
import { mendAll, type ToolStatus, toolStatuses } from '../tool/tools.ts';

/** `sct doctor`: lists the tools; exit code 3 if one is missing, too old or broken. */
export function register(program: Command): void {
  program
    .command('doctor')
    .description('list each tool: path, version, least version, what it is for, the command that mends it')
    .option('--json', 'print JSON instead of a table')
    .action(async (options: { json?: true }) => {
      const statuses = await toolStatuses();
      process.stdout.write(options.json ? formatJson(statuses) : await formatTable(statuses));
      if (statuses.some((status) => status.verdict !== 'ok')) process.exitCode = 3;
    });
}

/** The statuses as JSON, schema version 1. */
export function formatJson(statuses: ToolStatus[]): string {
  const tools = statuses.map(({ tool, path, version, verdict, mend }) => ({
    name: tool.name,
    purpose: tool.purpose,
    path: path ?? null,
    version: version ?? null,
    least: tool.least,
    verdict,
    mend,
    variable: tool.variable ?? null,
  }));
  return `${JSON.stringify({ schemaVersion: 1, tools }, null, 2)}\n`;
}

/** The statuses for people: two lines a tool, and at the end one command for all that needs mending. */
export async function formatTable(statuses: ToolStatus[]): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    head: ['tool\npath', 'version\nleast', 'what it is for\nthe command that mends it', ''],
    style: { head: [], border: [] },
  });
  for (const { tool, path, version, verdict, mend } of statuses) {
    table.push([
      `${tool.name}\n${path ?? '-'}`,
      `${version ?? '-'}\n>= ${tool.least}`,
      `${tool.purpose}\n${mend}`,
      styleText(verdict === 'ok' ? 'green' : 'red', verdict),
    ]);
  }
  return `${table.toString()}\n${advice(statuses)}\n`;
}

function advice(statuses: ToolStatus[]): string {
  const bad = statuses.filter((status) => status.verdict !== 'ok').map((status) => status.tool);
  if (bad.length === 0) return 'All tools are there.';
  return `To mend ${bad.map((tool) => tool.name).join(', ')}:\n  ${mendAll(bad).join('\n  ')}`;
}
