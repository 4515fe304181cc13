// A server of its own for a group of tests: a fresh demonstration in a temporary folder, on a free port.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Portal {
  private constructor(
    readonly url: string,
    private server: ChildProcess,
    private readonly folder: string,
    private readonly log: string[],
  ) {}

  static async start(): Promise<Portal> {
    const [port, folder] = [await freePort(), await mkdtemp(join(tmpdir(), 'portal-'))];
    const log: string[] = [];
    const portal = new Portal(`http://localhost:${port}`, launch(port, folder, log, ['--fresh-demo']), folder, log);
    await portal.isReady();
    return portal;
  }

  /** The machine loses its power: no goodbye, nothing finished. */
  async die(): Promise<void> {
    const ended = new Promise((resolve) => this.server.once('exit', resolve));
    this.server.kill('SIGKILL');
    await ended;
  }

  /** The same portal over what it had stored. */
  async revive(): Promise<void> {
    this.server = launch(Number(new URL(this.url).port), this.folder, this.log, []);
    await this.isReady();
  }

  /** What the server complained of. */
  complaints(): string[] {
    return this.log.join('').split('\n').filter((line) => line.includes('ERROR') || line.includes('panicked'));
  }

  /** The path of the newest link below `path` that was mailed to somebody, once it is there. */
  async linkMailedTo(address: string, path: string): Promise<string> {
    const mails = join(this.folder, 'mail');
    for (let tries = 0; tries < 100; tries += 1) {
      const names = await readdir(mails).catch(() => []);
      const found = await Promise.all(
        names.map(async (name) => {
          const file = join(mails, name);
          const [text, { mtimeMs }] = await Promise.all([readFile(file, 'latin1'), stat(file)]);
          return { link: text.includes(address) ? linkIn(text, path) : undefined, mtimeMs };
        }),
      );
      const newest = found.filter(({ link }) => link).sort((a, b) => b.mtimeMs - a.mtimeMs)[0];
      if (newest?.link) return newest.link;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`No mail to ${address} has a link below ${path}`);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.server.once('exit', resolve));
    if (this.server.exitCode === null && this.server.signalCode === null) {
      this.server.kill('SIGKILL');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private async isReady(): Promise<void> {
    for (let tries = 0; tries < 300; tries += 1) {
      if (this.server.exitCode !== null) break;
      const health = await fetch(`${this.url}/health`).catch(() => undefined);
      if (health?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await this.stop();
    throw new Error(`The server did not become ready:\n${this.log.join('')}`);
  }
}

/** The link in a mail of plain text, whichever way its body is encoded. */
function linkIn(mail: string, path: string): string | undefined {
  const [head, ...body] = mail.split('\r\n\r\n');
  const raw = body.join('\r\n\r\n');
  const text = /base64/i.test(head) ? Buffer.from(raw, 'base64').toString('utf8') : raw.replace(/=\r\n/g, '');
  return new RegExp(`${path}[0-9a-f]+`).exec(text)?.[0];
}

function launch(port: number, folder: string, log: string[], more: string[]): ChildProcess {
  const server = spawn(
    needed('PORTAL_BIN'),
    ['serve', '--port', `${port}`, '--data-dir', folder, '--site-root', needed('PORTAL_SITE'), ...more],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, LEPTOS_OUTPUT_NAME: 'portal' } },
  );
  server.stderr?.on('data', (chunk: Buffer) => log.push(chunk.toString()));
  return server;
}

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; start the journeys with: cargo xtask test browser`);
  return value;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
