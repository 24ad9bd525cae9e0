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
const change = async (watch) => (await once(watch, 'change', { signal: AbortSignal.timeout(60_000) }))[0];

for (const id of ['n1', 'n2']) await consul.agent.service.register({ name: 'np-read', id, address: '10.0.0.1', port: 80 });

// Left to itself, the client breaks a request off a few tenths of a second after the server's time for it: too little for
// a machine that is busy with other tests.
const follow = (wait) => {
  const watch = consul.watch({ method: watched, options: { service: 'np-read', wait, timeout: 90_000 } });
  watch.on('error', (error) => check('no error', false, error.message));
  return watch;
};

// Without a change: the same data after 2 s and a little each time, never an index of 0, no busy loop.
let requests = 0;
const indexes = [];
const unchanged = [];
const watched = async (options) => {
  requests += 1;
  const began = performance.now();
  const answer = await consul.health.service(options);
  const index = answer[0].headers['x-consul-index'];
  if (index === indexes.at(-1)) unchanged.push(performance.now() - began);
  indexes.push(index);
  return answer;
};
const watch = follow('2s');
const first = await change(watch);
check('first answer', first.length === 2 && requests === 1, first, requests);
for (const start = performance.now(); unchanged.length < 2 && performance.now() - start < 60_000;)
  await new Promise((resolve) => setTimeout(resolve, 50));
watch.end();
check('it asked again', unchanged.length >= 2, unchanged);
check('no busy loop', requests <= unchanged.length + 2 && unchanged.every((ms) => ms > 1_950), requests, unchanged);
check('never index 0', indexes.every((i) => Number(i) > 0), indexes);

// While it watches, one leaves: it hears of it long before the time of its request is over.
const patient = follow('80s');
await change(patient);
const before = Number(indexes.at(-1));
const next = change(patient);
await consul.agent.service.deregister('n2');
const fewer = await next;
check('one fewer', fewer.length === 1 && fewer[0].Service.ID === 'n1', fewer);
check('index is larger', Number(indexes.at(-1)) > before, indexes);
patient.end();

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
