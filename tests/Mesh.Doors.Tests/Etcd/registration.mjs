// npm etcd3: put, get, getAll, count, leases, watch.
import { createRequire } from 'node:module';
const require = createRequire(process.argv[3] + '/');
const { Etcd3, EtcdLeaseInvalidError } = require('etcd3');

const client = new Etcd3({ hosts: `http://${process.argv[2]}` });
const check = (step, ok, ...seen) => {
  console.log(ok ? 'ok' : 'FAILED', step, ...(ok ? [] : seen));
  if (!ok) process.exit(1);
};

await client.put('/npm/1').value('one');
await client.put('/npm/2').value('two');
check('get', (await client.get('/npm/1').string()) === 'one');
check('missing', (await client.get('/npm/none').string()) === null);
check('count', (await client.getAll().prefix('/npm/').count()) === 2);
check('keys', (await client.getAll().prefix('/npm/').keys()).join() === '/npm/1,/npm/2');
check('limit and sort', (await client.getAll().prefix('/npm/').sort('Key', 'Descend').limit(1).keys()).join() === '/npm/2');

const watcher = await client.watch().prefix('/npm/').withPreviousKV().create();
const events = [];
const three = new Promise(done => {
  const add = e => { events.push(e); if (events.length === 3) done(); };
  watcher.on('put', (kv, previous) => add(`put ${kv.key}=${kv.value} was ${previous?.value ?? ''}`));
  watcher.on('delete', (kv, previous) => add(`delete ${kv.key} was ${previous?.value ?? ''}`));
});
await client.put('/npm/2').value('deux');
await client.put('/npm/3').value('three');
await client.delete().key('/npm/1');
await three;
check('watch', events.join() === 'put /npm/2=deux was two,put /npm/3=three was ,delete /npm/1 was one', events);
await watcher.cancel();

const lease = client.lease(10);
await lease.put('/npm/leased').value('x');
check('leased', (await client.get('/npm/leased').string()) === 'x');
await lease.keepaliveOnce();
await lease.revoke();
check('gone with its lease', (await client.get('/npm/leased').string()) === null);

const ended = await client.leaseClient.leaseGrant({ TTL: 60, ID: 0 });
await client.leaseClient.leaseRevoke({ ID: ended.ID });
try {
  await client.put('/npm/late').value('x').lease(ended.ID);
  check('put on a revoked lease', false);
} catch (fault) {
  check('put on a revoked lease', fault instanceof EtcdLeaseInvalidError, fault);
}

const absent = await client.if('/services/npm/once', 'Create', '==', 0).then(client.put('/services/npm/once').value('1')).commit();
check('put if absent', absent.succeeded);
const present = await client.if('/services/npm/once', 'Create', '==', 0).then(client.put('/services/npm/once').value('2'))
  .else(client.get('/services/npm/once')).commit();
check('else branch', !present.succeeded && present.responses[0].response_range.kvs[0].value.toString() === '1', present);
try {
  await client.lock('/npm/lock').ttl(5).acquire();
  check('a lock is refused', false);
} catch (fault) {
  check('a lock is refused', /compare-and-swap are refused/.test(fault.message), fault);
}
client.close();
process.exit(0);
