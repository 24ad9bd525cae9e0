package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"go.etcd.io/etcd/clientv3"
	pb "go.etcd.io/etcd/etcdserver/etcdserverpb"
)

const (
	ttl  = 600
	keys = 10
)

var (
	ctx   = context.Background()
	value = strings.Repeat("x", 200)
)

func connect(endpoint string) *clientv3.Client {
	conn, err := clientv3.New(clientv3.Config{Endpoints: []string{endpoint}, DialTimeout: 10 * time.Second})
	fail(err)
	return conn
}

// Connections, spread over the nodes.
func connectAll() []*clientv3.Client {
	all := make([]*clientv3.Client, connections)
	for i := range all {
		all[i] = connect(hosts()[i%len(hosts())])
	}
	return all
}

func leaseAt(conn *clientv3.Client) clientv3.LeaseID {
	lease, err := conn.Grant(ctx, ttl)
	fail(err)
	return lease.ID
}

// 200 bytes under a lease of ten keys that are written again and again, as a host renews its instances: a real etcd looks
// at all keys of a lease with each put under it.
func put() {
	conns, run := connectAll(), unique()
	leases := make([]clientv3.LeaseID, *workers)
	for i := range leases {
		leases[i] = leaseAt(conns[0])
	}
	repeat(func(worker, i int) error {
		key := fmt.Sprintf("/load/%s/%d/%d", run, worker, i%keys)
		_, err := conns[worker%connections].Put(ctx, key, value, clientv3.WithLease(leases[worker]))
		return err
	})
}

// What a service does that comes up: a lease, and its address under it. For Mesh this is an instance.
func register() {
	conns, run := connectAll(), unique()
	repeat(func(worker, i int) error {
		return granted(conns[worker%connections], fmt.Sprintf("/services/load-%s-%d/10.%d.%d.%d:80", run, worker, i>>16, i>>8&255, i&255))
	})
}

// The same with a key that is no service's.
func registerKey() {
	conns, run := connectAll(), unique()
	repeat(func(worker, i int) error {
		return granted(conns[worker%connections], fmt.Sprintf("/load/%s/%d/%d", run, worker, i))
	})
}

func granted(conn *clientv3.Client, key string) error {
	lease, err := conn.Grant(ctx, ttl)
	if err == nil {
		_, err = conn.Put(ctx, key, value, clientv3.WithLease(lease.ID))
	}
	return err
}

func serviceKey(n int) string {
	service := n % *services
	return fmt.Sprintf("/services/svc-%05d/10.%d.%d.%d:80", service, n / *services, service>>8, service&255)
}

// So many instances, each with its lease, or some of them with one. Run again it is the same instances that come back,
// under new leases.
func fill() {
	conns := connectAll()
	finish(*count / *perLease, func(worker, i int) error {
		conn := conns[worker%connections]
		lease, err := conn.Grant(ctx, ttl)
		for n := i * *perLease; err == nil && n < (i+1)**perLease; n++ {
			_, err = conn.Put(ctx, serviceKey(n), value, clientv3.WithLease(lease.ID))
		}
		return err
	})
}

// The instances of one service after another, among what fill put there.
func get() {
	conns, expected := connectAll(), *count / *services
	repeat(func(worker, i int) error {
		prefix := fmt.Sprintf("/services/svc-%05d/", (worker*7919+i*104729)%*services)
		reply, err := conns[worker%connections].Get(ctx, prefix, clientv3.WithPrefix())
		if err == nil && len(reply.Kvs) != expected {
			err = fmt.Errorf("%s has %d keys, not %d", prefix, len(reply.Kvs), expected)
		}
		return err
	})
}

// Many leases, renewed over a stream for each worker that waits for each answer.
func keepAlive() {
	conns := connectAll()
	leases := make([]int64, *count)
	each(64, func(worker int) {
		for i := worker; i < *count; i += 64 {
			leases[i] = int64(leaseAt(conns[0]))
		}
	})
	streams := make([]pb.Lease_LeaseKeepAliveClient, *workers)
	for i := range streams {
		stream, err := pb.NewLeaseClient(conns[i%connections].ActiveConnection()).LeaseKeepAlive(ctx)
		fail(err)
		streams[i] = stream
	}
	repeat(func(worker, i int) error {
		id := leases[(worker+i**workers)%*count]
		if err := streams[worker].Send(&pb.LeaseKeepAliveRequest{ID: id}); err != nil {
			return err
		}
		reply, err := streams[worker].Recv()
		if err == nil && reply.TTL <= 0 {
			err = fmt.Errorf("lease %d is gone", id)
		}
		return err
	})
}

// From a put at the first node to its event at a watcher of the last.
func propagation() {
	writer, reader := connect(hosts()[0]), connect(hosts()[len(hosts())-1])
	prefix := "/propagation/" + unique() + "/"
	events := reader.Watch(clientv3.WithRequireLeader(ctx), prefix, clientv3.WithPrefix(), clientv3.WithCreatedNotify())
	<-events
	changed(func(i int) error {
		_, err := writer.Put(ctx, fmt.Sprintf("%s%06d", prefix, i), value)
		return err
	}, func(seen func(i int)) {
		for reply := range events {
			for _, event := range reply.Events {
				seen(number(string(event.Kv.Key[len(prefix):])))
			}
		}
	})
}

// One change, until the last of many watchers has it.
func fanOut() {
	conns, key := connectAll(), "/fanout/"+unique()
	told := make(chan time.Time, *count)
	for i := 0; i < *count; i++ {
		go func(events clientv3.WatchChan) {
			for reply := range events {
				at := time.Now()
				for range reply.Events {
					told <- at
				}
				if reply.Created {
					told <- at
				}
			}
		}(conns[i%connections].Watch(ctx, key, clientv3.WithCreatedNotify()))
	}
	await := func() (last time.Time) {
		limit := time.After(2 * time.Minute)
		for i := 0; i < *count; i++ {
			select {
			case at := <-told:
				if at.After(last) {
					last = at
				}
			case <-limit:
				fail(fmt.Errorf("%d of %d watchers heard nothing within 2 minutes", *count-i, *count))
			}
		}
		return last
	}
	await()
	var took []time.Duration
	began := time.Now()
	for i := 0; i < *changes; i++ {
		time.Sleep(500 * time.Millisecond)
		at := time.Now()
		_, err := conns[0].Put(ctx, key, value)
		fail(err)
		took = append(took, await().Sub(at))
	}
	report(took, time.Since(began))
}
