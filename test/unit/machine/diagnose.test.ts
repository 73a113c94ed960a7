// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeCpu, diagnose } from '../../../harness/machine/diagnose.ts';

const DUMP = `
CPU#0
 PC=ffff800000081234 X00=0000000000000000 X01=0000000000000000
X28=0000000000000000 X29=ffff800000090fe0 X30=ffff800000081000  SP=ffff800000090fd0
PSTATE=604003c5 -ZC- EL1h  SVCR=00000000 --  BTYPE=0    FPU disabled
`.replaceAll('\n', '\r\n');

describe('describeCpu', () => {
  test('pc, lr, sp, pstate and the level', () => {
    expect(describeCpu(0, DUMP)).toBe(
      'cpu0: pc=0xffff800000081234 lr=0xffff800000081000 sp=0xffff800000090fd0 pstate=0x604003c5 EL1h',
    );
  });

  test('anything else', () => {
    expect(describeCpu(3, 'unknown command')).toBe("cpu3: no registers of an AArch64 CPU in QEMU's answer");
  });
});

describe('diagnose never throws', () => {
  let folder: string;
  let server: Server | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sct-qmp-test-'));
  });
  afterEach(async () => {
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Answers each line it gets with the next of `replies`, the first one unasked; then it is silent. */
  async function qmpServer(replies: string[]): Promise<string> {
    const socket = join(folder, 'qmp.sock');
    server = createServer((client) => {
      const rest = [...replies];
      const next = () => {
        const reply = rest.shift();
        if (reply === 'hang up') client.destroy();
        else if (reply !== undefined) client.write(`${reply}\r\n`);
      };
      client.on('error', () => {});
      next();
      client.on('data', next);
    });
    await new Promise<void>((done) => server?.listen(socket, done));
    return socket;
  }

  const GREETING = '{"QMP": {"version": {}}}';
  const OK = '{"return": {}}';
  const CPUS = '{"return": [{"cpu-index": 0}, {"cpu-index": 1}]}';
  const registers = JSON.stringify({ return: DUMP });
  const failed = (why: string) => `QEMU could not be asked where the guest is: ${why}`;
  const CPU0 = expect.stringMatching(/^cpu0: pc=0xffff800000081234 /);
  const table: [name: string, replies: string[], lines: unknown[]][] = [
    [
      'two vCPUs',
      [GREETING, OK, CPUS, OK, registers, registers],
      [CPU0, expect.stringMatching(/^cpu1: pc=/)],
    ],
    [
      'events in between',
      [`{"event": "RESUME"}\n${GREETING}`, OK, CPUS, `{"event": "STOP"}\n${OK}`, registers, registers],
      [CPU0, expect.anything()],
    ],
    ['no greeting', [], [failed('no answer in time')]],
    ['silent after the first vCPU', [GREETING, OK, CPUS, OK, registers], [CPU0, failed('no answer in time')]],
    ['hangs up', [GREETING, 'hang up'], [failed('QEMU hung up')]],
    ['an error', [GREETING, OK, '{"error": {"class": "x", "desc": "not now"}}'], [failed('not now')]],
    ['garbage', ['hello'], [failed('not QMP: hello')]],
  ];
  test.for(table)('%s', async ([, replies, lines]) => {
    expect(await diagnose({ socket: await qmpServer(replies), seconds: 0.3 })).toEqual(lines);
  });

  test('QEMU that runs and does not answer is not waited for', async () => {
    let cpu = 0;
    const start = performance.now();
    const lines = await diagnose({
      socket: await qmpServer([GREETING]),
      seconds: 60,
      cpu: () => (cpu += 0.2),
    });
    expect(lines).toEqual([expect.stringMatching(/^QEMU could not be asked where the guest is/)]);
    expect(performance.now() - start).toBeLessThan(30_000);
  });

  test('no socket', async () => {
    expect(await diagnose({ socket: join(folder, 'none') })).toEqual([
      expect.stringMatching(/ENOENT.*none$/),
    ]);
  });
});
