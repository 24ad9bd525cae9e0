// grant, put, get, delete, get, each wherever npm's etcd3 goes. Prints a line for each answer that is wrong or refused and, at the
// end, one of JSON with the counts.
// Arguments: rounds, how many at a time, the folder that has node_modules, endpoints.
import { createRequire } from 'node:module';
const [rounds, parallel, folder, ...endpoints] = process.argv.slice(2);
const { Etcd3 } = createRequire(folder + '/')('etcd3');

const counts = { rounds: Number(rounds), wrong: 0, refused: 0 };
const say = (kind, round, step, seen) => {
  if (++counts[kind] <= 20) console.log(`${kind}, round ${round}, ${step}: ${seen}`);
};

async function play(client, round) {
  const key = `rounds/npm/${round}`;
  let step = 'grant';
  try {
    // The client's own leases renew themselves; a bare one is what the other clients use.
    const lease = await client.leaseClient.leaseGrant({ TTL: 120, ID: 0 });
    step = 'put';
    await client.put(key).value(`${round}`).lease(lease.ID);
    step = 'get';
    const got = await client.get(key).string();
    if (got !== `${round}`) say('wrong', round, 'get after put', got);
    step = 'delete';
    const deleted = await client.delete().key(key);
    if (Number(deleted.deleted) !== 1) say('wrong', round, 'delete', JSON.stringify(deleted));
    step = 'get after delete';
    const gone = await client.get(key).string();
    if (gone !== null) say('wrong', round, step, gone);
    step = 'revoke';
    await client.leaseClient.leaseRevoke({ ID: lease.ID });
  } catch (fault) {
    say(/lease not found/.test(fault.message) ? 'wrong' : 'refused', round, step, fault.message);
  }
}

let next = 0;
await Promise.all(Array.from({ length: Number(parallel) }, async () => {
  const client = new Etcd3({ hosts: endpoints.map(e => `http://${e}`) });
  while (next < counts.rounds) await play(client, ++next);
  client.close();
}));
console.log(JSON.stringify(counts));
process.exit(0);
