// npm consul against the door: what a watching client does, step by step. Arguments: host:port, node_modules.
import { createRequire } from 'node:module';
import { once } from 'node:events';
const require = createRequire(process.argv[3] + '/');
const Consul = require('consul');

const [host, port] = process.argv[2].split(':');
const consul = new Consul({ host, port: Number(port) });
const check = (step, ok, ...seen) => {
  console.log(ok ? 'ok' : 'FAILED', step, ...(ok ? [] : seen.map((s) => JSON.stringify(s))));
  if (!ok) process.exit(1);
};
const change = async (watch) => (await once(watch, 'change', { signal: AbortSignal.timeout(20_000) }))[0];

for (const id of ['n1', 'n2']) await consul.agent.service.register({ name: 'np-read', id, address: '10.0.0.1', port: 80 });

// Without a change: the same data at most every 2 to 2.2 s, never an index of 0, no busy loop.
let requests = 0;
const indexes = [];
const quiet = consul.watch({ method: consul.health.service, options: { service: 'np-read', wait: '2s' } });
quiet.on('error', (error) => check('no error', false, error.message));
quiet.on('response', (response) => {
  requests += 1;
  indexes.push(response.headers['x-consul-index']);
});
const first = await change(quiet);
check('first answer', first.length === 2, first);
await new Promise((resolve) => setTimeout(resolve, 3_000));
check('no busy loop', requests <= 2, requests);
check('never index 0', indexes.every((i) => Number(i) > 0), indexes);

// While it watches, one leaves.
const before = Number(indexes.at(-1));
const began = performance.now();
const next = change(quiet);
await consul.agent.service.deregister('n2');
const fewer = await next;
check('one fewer', fewer.length === 1 && fewer[0].Service.ID === 'n1', fewer);
check('within a second', performance.now() - began < 1_000, performance.now() - began);
check('index is larger', Number(indexes.at(-1)) > before, indexes);
quiet.end();

check('unknown service', (await consul.health.service('np-none')).length === 0);
check('unknown key', (await consul.kv.get('np/none')) === undefined);
check('put', (await consul.kv.set('np/a b', 'v')) === true);
check('get', (await consul.kv.get('np/a b')).Value === 'v');
check('keys', (await consul.kv.keys('np/')).join() === 'np/a b');
check('delete', (await consul.kv.del('np/a b')) === true);
check('services', (await consul.catalog.service.list())['np-read'] !== undefined);
check('filter', (await consul.health.service({ service: 'np-read', filter: 'Service.ID == n1' })).length === 1);
const refused = await consul.health.service({ service: 'np-read', filter: 'Service.Nope == 1' }).catch((e) => e.statusCode);
check('bad filter', refused === 400, refused);
await consul.agent.service.deregister('n1');
check('all gone', (await consul.health.service('np-read')).length === 0);
console.log('done');
