// npm consul against the door: what a registering client does, step by step. Arguments: host:port, node_modules.
import { createRequire } from 'node:module';
const require = createRequire(process.argv[3] + '/');
const Consul = require('consul');

const [host, port] = process.argv[2].split(':');
const consul = new Consul({ host, port: Number(port) });
const check = (step, ok, ...seen) => {
  console.log(ok ? 'ok' : 'FAILED', step, ...(ok ? [] : seen.map((s) => JSON.stringify(s))));
  if (!ok) process.exit(1);
};
const failure = async (call) => {
  try {
    await call();
    return 0;
  } catch (error) {
    return error.statusCode;
  }
};

await consul.agent.service.register({
  name: 'np', id: 'n1', address: '127.0.0.1', port: 80, tags: ['x'], meta: { team: 'a' },
  checks: [{ ttl: '120s' }, { tcp: `${host}:${port}`, interval: '1s' }],
});
const two = Object.keys(await consul.agent.check.list()).sort();
check('two checks', two.join() === 'service:n1:1,service:n1:2', two);

await consul.agent.service.register({ name: 'np', id: 'n2', check: { ttl: '120s', status: 'passing' } });
const one = Object.keys(await consul.agent.check.list()).filter((id) => id.includes('n2'));
check('one check', one.join() === 'service:n2', one);

await consul.agent.check.pass({ id: 'service:n2', note: 'fine' });
check('escaped colon', (await consul.agent.check.list())['service:n2'].Output === 'fine');
await consul.agent.check.warn('service:n2');
check('warn', (await consul.agent.check.list())['service:n2'].Status === 'warning');
await consul.agent.check.fail('service:n2');
check('fail', (await consul.agent.check.list())['service:n2'].Status === 'critical');
check('unknown check', (await failure(() => consul.agent.check.pass('nope'))) === 404);

const services = await consul.agent.service.list();
check('services', services.n1.Meta.team === 'a' && services.n2.Service === 'np', services);
check('self', (await consul.agent.self()).Config.Datacenter === 'dc1');
check('members', (await consul.agent.members()).length === 1);

await consul.agent.service.maintenance({ id: 'n2', enable: true, reason: 'why' });
check('maintenance', (await consul.agent.check.list())['_service_maintenance:n2'].Status === 'critical');
await consul.agent.service.maintenance({ id: 'n2', enable: false });
check('maintenance ends', !('_service_maintenance:n2' in (await consul.agent.check.list())));

await consul.agent.check.register({ name: 'disk', ttl: '120s', serviceid: 'n2' });
check('check of its own', 'disk' in (await consul.agent.check.list()));
await consul.agent.check.deregister('disk');
check('check goes', !('disk' in (await consul.agent.check.list())));

await consul.catalog.register({ node: 'ext-np', address: '10.8.8.8', service: { service: 'np-ext', port: 1 } });
check('external', (await consul.catalog.service.nodes('np-ext'))[0].Node === 'ext-np');
await consul.catalog.deregister({ node: 'ext-np' });
check('external goes', (await consul.catalog.service.nodes('np-ext')).length === 0);

await consul.agent.service.deregister('n1');
await consul.agent.service.deregister('n2');
check('deregistered', (await consul.health.service('np')).length === 0);
check('unknown service', (await failure(() => consul.agent.service.deregister('n1'))) === 404);
console.log('done');
