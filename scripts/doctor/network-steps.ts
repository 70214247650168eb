/** Steps for the app's own connections besides those to the cloud: the outbound proxy, and Redis. */

import { proxySettings } from '../../lib/server/http/outbound';
import { RedisFailure } from '../../lib/server/redis';
import { limitSettings, metastudioSettings } from '../../lib/server/settings';
import { type Advice, networkProblem, type Step } from './examination';

export const proxyStep: Step = {
  checks: ['Outbound proxy'],
  needs: ['Settings'],
  applies: (environment) => proxySettings(environment).url !== undefined,
  async examine({ environment, reachPort }) {
    const check = 'Outbound proxy';
    const { protocol, hostname, port, host } = new URL(proxySettings(environment).url ?? '');
    try {
      const byProtocol = protocol === 'https:' ? 443 : 80;
      await reachPort(hostname, Number(port || byProtocol), metastudioSettings(environment).timeoutMs);
      return [
        { check, level: 'ok', text: `${host} takes connections; every call below that leaves this machine uses it` },
      ];
    } catch (error) {
      const advice: Advice = {
        means: 'No call leaves this machine: neither to the cloud nor to the sign-in provider.',
        todo: 'Check HTTPS_PROXY. Hosts that need no proxy go into NO_PROXY.',
        docs: 'docs/operate.md, “Through an outbound proxy”',
      };
      return [{ check, level: 'failure', text: `no connection to ${host}: ${networkProblem(error)}`, advice }];
    }
  },
};

export const redisStep: Step = {
  checks: ['Redis'],
  needs: ['Settings'],
  applies: (environment) => limitSettings(environment).redisUrl !== undefined,
  async examine({ environment, writeToRedis }) {
    const check = 'Redis';
    const url = limitSettings(environment).redisUrl ?? '';
    const { host } = new URL(url);
    try {
      await writeToRedis(url);
      return [{ check, level: 'ok', text: `${host} takes a write` }];
    } catch (error) {
      if (!(error instanceof RedisFailure)) throw error;
      return [
        {
          check,
          level: 'failure',
          text: `${host} takes no write: ${error.message}`,
          advice: redisAdvice(error.message),
        },
      ];
    }
  },
};

function redisAdvice(reason: string): Advice {
  const docs = 'docs/operate.md, “Redis”';
  if (/^(WRONGPASS|NOAUTH|NOPERM)$/.test(reason))
    return {
      means: 'Redis refuses this user and password, or forbids the user to write.',
      todo: 'Put user and password into REDIS_URL: redis://user:password@host:6379. Encode @, /, : and % in them.',
      docs,
    };
  if (reason === 'READONLY')
    return {
      means: 'This is a replica. After a failover the address must lead to the new master.',
      todo: 'Point REDIS_URL at the address that follows the master.',
      docs,
    };
  if (reason === 'OOM' || reason === 'MISCONF')
    return {
      means: 'Redis refuses every write: it is full, or cannot save.',
      todo: 'Give it memory or disk, or an eviction policy; counters of a minute and a day need little.',
      docs,
    };
  return {
    means: '/api/ready answers 503, and each instance counts its limits alone.',
    todo: 'Check REDIS_URL, and that this machine may connect to the port; rediss:// where Redis wants TLS.',
    docs,
  };
}
