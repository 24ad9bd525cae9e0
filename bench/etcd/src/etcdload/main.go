// Loads anything that speaks the etcd v3 API with etcd's own Go client, and prints one line per load:
// NAME RATE P50MS P99MS. The loads: put (200 bytes; each worker has a lease with ten keys and writes them again and again,
// as a host renews its instances: a real etcd looks at all keys of a lease with each put under it) and range (the ten
// instances of one of a thousand services).
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"sort"
	"strings"
	"sync"
	"time"

	"go.etcd.io/etcd/clientv3"
)

const (
	services  = 1000
	instances = 10
	clients   = 8
	puts      = 10
)

func main() {
	endpoint := flag.String("endpoint", "127.0.0.1:2379", "host:port")
	seconds := flag.Float64("seconds", 4, "length of each load")
	workers := flag.Int("workers", 64, "concurrent calls")
	flag.Parse()

	conns := make([]*clientv3.Client, clients)
	for i := range conns {
		conn, err := clientv3.New(clientv3.Config{Endpoints: []string{*endpoint}, DialTimeout: 5 * time.Second})
		fail(err)
		conns[i] = conn
	}
	ctx := context.Background()
	value := strings.Repeat("x", 200)
	leases := make([]clientv3.LeaseID, *workers)
	for i := range leases {
		lease, err := conns[0].Grant(ctx, 600)
		fail(err)
		leases[i] = lease.ID
	}
	length := time.Duration(*seconds * float64(time.Second))
	run := func(name string, length time.Duration, call func(conn *clientv3.Client, worker, i int) error) {
		load(name, length, *workers, func(worker, i int) error { return call(conns[worker%clients], worker, i) })
	}
	put := func(conn *clientv3.Client, worker, i int) error {
		_, err := conn.Put(ctx, fmt.Sprintf("/load/put/%d/%d", worker, i%puts), value, clientv3.WithLease(leases[worker]))
		return err
	}
	run("", time.Second, put)
	run(fmt.Sprintf("put/%d", *workers), length, put)
	each(64, func(worker int) {
		for i := worker; i < services*instances; i += 64 {
			_, err := conns[worker%clients].Put(ctx, key(i/instances, i%instances), value)
			fail(err)
		}
	})
	// A real etcd reads slowly after a burst of writes until some small commits have passed: not what is asked here.
	for i := 0; i < 25; i++ {
		_, err := conns[0].Put(ctx, "/load/settle", value)
		fail(err)
		time.Sleep(100 * time.Millisecond)
	}
	get := func(conn *clientv3.Client, worker, i int) error {
		service := (worker*7919 + i*104729) % services
		reply, err := conn.Get(ctx, fmt.Sprintf("/load/svc-%05d/", service), clientv3.WithPrefix())
		if err == nil && len(reply.Kvs) != instances {
			err = fmt.Errorf("%d keys", len(reply.Kvs))
		}
		return err
	}
	run("", time.Second, get)
	run(fmt.Sprintf("range/%d", *workers), length, get)
	for _, lease := range leases {
		_, err := conns[0].Revoke(ctx, lease)
		fail(err)
	}
	_, err := conns[0].Delete(ctx, "/load/", clientv3.WithPrefix())
	fail(err)
}

func key(service, instance int) string {
	return fmt.Sprintf("/load/svc-%05d/10.0.0.%d:80", service, instance)
}

func each(count int, do func(worker int)) {
	var all sync.WaitGroup
	for w := 0; w < count; w++ {
		all.Add(1)
		go func(w int) { defer all.Done(); do(w) }(w)
	}
	all.Wait()
}

func load(name string, length time.Duration, workers int, call func(worker, i int) error) {
	took := make([][]time.Duration, workers)
	began := time.Now()
	each(workers, func(worker int) {
		for i := 0; time.Since(began) < length; i++ {
			at := time.Now()
			fail(call(worker, i))
			took[worker] = append(took[worker], time.Since(at))
		}
	})
	elapsed := time.Since(began)
	var all []time.Duration
	for _, some := range took {
		all = append(all, some...)
	}
	if name == "" {
		return
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	at := func(part float64) float64 { return all[int(part*float64(len(all)-1))].Seconds() * 1000 }
	fmt.Printf("%s %.0f %.3f %.3f\n", name, float64(len(all))/elapsed.Seconds(), at(0.5), at(0.99))
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
