/** Real proxies with the configuration of their documentation, in front of two instances, over plain http and TLS. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { connect } from 'node:tls';
import { anyFreePort } from '../../scripts/free-port';
import { until } from '../../scripts/until';
import type { Certificate } from './certificate';

export interface ReverseProxy {
  name: string;
  /** The public address: with a scheme, without a path. */
  urls: string[];
  stop(): Promise<void>;
}

interface Plan {
  folder: string;
  certificate: Certificate;
  /** Ports of the instances. A proxy that routes by path sends `/api/` to the last one. */
  instances: number[];
  ports: { http: number; https: number };
}

export interface ProxyKind {
  name: string;
  /** The path of its program, if installed. */
  find: () => string | undefined;
  /** Writes its files. @returns its arguments and its environment */
  prepare: (plan: Plan) => { args: string[]; env?: Record<string, string> };
  hasPlainHttp: boolean;
}

const onPath =
  (...candidates: string[]) =>
  () =>
    candidates.find((candidate) => !spawnSync(candidate, ['-v']).error) ?? candidates.find(existsSync);

export const proxyKinds: ProxyKind[] = [
  {
    name: 'nginx',
    find: onPath('nginx', '/usr/sbin/nginx'),
    hasPlainHttp: true,
    prepare: ({ folder, certificate, instances, ports }) => {
      const config = join(folder, 'nginx.conf');
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
      // The buffers are nginx's defaults: it answers 502 to headers of more than 4 kB.
      writeFileSync(
        config,
        `daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/nginx-error.log;
        events { worker_connections 512; }
        http {
          access_log off;
          ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
          upstream pages { server 127.0.0.1:${instances[0]}; keepalive 64; }
          upstream api { server 127.0.0.1:${instances.at(-1)}; keepalive 64; }
          server {
            listen 127.0.0.1:${ports.http};
            listen 127.0.0.1:${ports.https} ssl;
            ssl_certificate ${certificate.certificateFile}; ssl_certificate_key ${certificate.keyFile};
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            location / { proxy_pass http://pages; }
            location /api/ { proxy_pass http://api; }
          }
        }`,
      );
      return { args: ['-p', folder, '-c', config] };
    },
  },
  {
    name: 'HAProxy',
    find: onPath('haproxy', '/usr/sbin/haproxy'),
    hasPlainHttp: true,
    prepare: ({ folder, certificate, instances, ports }) => {
      const both = join(folder, 'haproxy.pem');
      writeFileSync(both, certificate.certificate + certificate.key);
      const config = join(folder, 'haproxy.cfg');
      writeFileSync(
        config,
        `defaults
          mode http
          timeout connect 5s
          timeout client 30s
          timeout server 30s
          option forwardfor
        frontend site
          bind 127.0.0.1:${ports.http}
          bind 127.0.0.1:${ports.https} ssl crt ${both}
          http-request set-header X-Forwarded-Proto https if { ssl_fc }
          http-request set-header X-Forwarded-Proto http unless { ssl_fc }
          use_backend api if { path_beg /api/ }
          default_backend pages
        backend pages
          http-reuse always
          server one 127.0.0.1:${instances[0]}
        backend api
          http-reuse always
          server two 127.0.0.1:${instances.at(-1)}\n`,
      );
      return { args: ['-db', '-f', config] };
    },
  },
  {
    name: 'Caddy with our Caddyfile',
    find: onPath('caddy', '/usr/bin/caddy'),
    hasPlainHttp: false,
    prepare: ({ folder, instances, ports }) => {
      const config = join(folder, 'Caddyfile');
      // Only what restricts it to this folder and these ports precedes our own file.
      writeFileSync(
        config,
        `{\n\tadmin off\n\tskip_install_trust\n\thttp_port ${ports.http}\n}\nimport ${resolve('deploy/Caddyfile')}\n`,
      );
      for (const name of ['data', 'config']) mkdirSync(join(folder, name), { recursive: true });
      return {
        args: ['run', '--config', config, '--adapter', 'caddyfile'],
        env: {
          SITE_ADDRESS: `https://localhost:${ports.https}`,
          APP_INSTANCES: instances.map((port) => `127.0.0.1:${port}`).join(' '),
          XDG_DATA_HOME: join(folder, 'data'),
          XDG_CONFIG_HOME: join(folder, 'config'),
          HOME: folder,
        },
      };
    },
  },
];

/** @throws with the proxy's output when it does not start */
export async function startProxy(
  kind: ProxyKind,
  program: string,
  { folder, certificate, instances }: Omit<Plan, 'ports'>,
): Promise<ReverseProxy> {
  const ports = { http: await anyFreePort(), https: await anyFreePort() };
  mkdirSync(folder, { recursive: true });
  const { args, env } = kind.prepare({ folder, certificate, instances, ports });
  const child: ChildProcess = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  try {
    await Promise.race([
      until(() => speaksTls(ports.https), `${kind.name} to take connections`),
      ended.then(() => {
        throw new Error(`${kind.name} has ended.`);
      }),
    ]);
  } catch (error) {
    await stop();
    const log = join(folder, 'nginx-error.log');
    throw new Error(`${String(error)}\n${output}${existsSync(log) ? readFileSync(log, 'utf8') : ''}`);
  }
  const urls = [`https://localhost:${ports.https}`, ...(kind.hasPlainHttp ? [`http://localhost:${ports.http}`] : [])];
  return { name: kind.name, urls, stop };
}

/** Caddy listens before it has created its certificate. */
const speaksTls = (port: number) =>
  new Promise<boolean>((resolve) => {
    const probe = connect({ port, host: '127.0.0.1', servername: 'localhost', rejectUnauthorized: false });
    probe.once('error', () => resolve(false));
    probe.once('secureConnect', () => {
      probe.destroy();
      resolve(true);
    });
  });
