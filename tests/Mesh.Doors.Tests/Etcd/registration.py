# python3-etcd3 as Debian has it: put, range, transaction, lease, watch, status.
import sys
import etcd3

host, port = sys.argv[1].split(':')
client = etcd3.client(host=host, port=int(port), timeout=60)


def check(step, ok, *seen):
    print('ok' if ok else 'FAILED', step, *([] if ok else seen), flush=True)
    if not ok:
        sys.exit(1)


client.put('/py/1', 'one')
value, meta = client.get('/py/1')
check('get', value == b'one' and meta.key == b'/py/1' and meta.version == 1, value, meta)
check('prefix', [v for v, _ in client.get_prefix('/py/')] == [b'one'])
check('missing', client.get('/py/none') == (None, None))

events, cancel = client.watch_prefix('/services/py/')
check('put if absent', client.put_if_not_exists('/services/py/2', 'two'))
check('put if absent again', not client.put_if_not_exists('/services/py/2', 'other'))
ok, _ = client.transaction(
    compare=[client.transactions.create('/services/py/3') == 0],
    success=[client.transactions.put('/services/py/3', 'three')],
    failure=[])
check('transaction with create_revision 0', ok)
check('delete', client.delete('/services/py/2'))
seen = [type(next(events)).__name__ for _ in range(3)]
check('watch', seen == ['PutEvent', 'PutEvent', 'DeleteEvent'], seen)
cancel()

lease = client.lease(10)
client.put('/py/leased', 'x', lease)
check('lease keys', list(lease.keys) == [b'/py/leased'] and lease.granted_ttl == 10, lease.keys)
check('refresh', [r.TTL for r in lease.refresh()] == [10])
lease.revoke()
check('revoked', client.get('/py/leased') == (None, None))

status = client.status()
check('status', status.version.startswith('3.') and status.leader is not None, status)
check('members', [m.client_urls for m in client.members] == [['http://%s:%s' % (host, port)]])

try:
    client.replace('/py/1', 'one', 'two')
    check('compare and swap is refused', False)
except Exception as fault:
    check('compare and swap is refused', 'UNIMPLEMENTED' in str(fault) or 'UNIMPLEMENTED' in repr(fault), repr(fault))
