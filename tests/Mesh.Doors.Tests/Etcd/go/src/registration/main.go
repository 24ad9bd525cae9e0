// The registration and discovery program of a service team that uses etcd's Go client: it registers instances with a
// transaction, reads, lists, keeps alive, listens, pings and cleans up. Prints a line for each step; exits 1 at the
// first that is not as expected.
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"go.etcd.io/etcd/clientv3"
)

const service = "/services/hello/"

func check(step string, ok bool, seen ...interface{}) {
	if !ok {
		fmt.Println("FAILED", step, fmt.Sprint(seen...))
		os.Exit(1)
	}
	fmt.Println("ok", step)
}

func must(step string, err error) { check(step, err == nil, err) }

func register(ctx context.Context, cli *clientv3.Client, key, value string) (bool, error) {
	reply, err := cli.Txn(ctx).
		If(clientv3.Compare(clientv3.CreateRevision(key), "=", 0)).
		Then(clientv3.OpPut(key, value)).
		Commit()
	if err != nil {
		return false, err
	}
	return reply.Succeeded, nil
}

func answers(address string) bool {
	conn, err := net.DialTimeout("tcp", address, 10*time.Second)
	if err == nil {
		conn.Close()
	}
	return err == nil
}

func main() {
	cli, err := clientv3.New(clientv3.Config{Endpoints: []string{os.Args[1]}, DialTimeout: 60 * time.Second})
	must("dial", err)
	defer cli.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	defer cancel()

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must("listen", err)
	alive := listener.Addr().String()
	dead := "127.0.0.1:1"

	events := cli.Watch(clientv3.WithRequireLeader(ctx), service, clientv3.WithPrefix(), clientv3.WithPrevKV(), clientv3.WithCreatedNotify())
	created := <-events
	check("watch", created.Created && created.Err() == nil, created.Err())

	_, err = cli.Put(ctx, service+dead, "")
	must("put an empty value", err)
	first, err := register(ctx, cli, service+alive, alive)
	check("register", first && err == nil, err)
	again, err := register(ctx, cli, service+alive, "other")
	check("register again changes nothing", !again && err == nil, again, err)

	one, err := cli.Get(ctx, service+alive)
	check("get one", err == nil && len(one.Kvs) == 1 && string(one.Kvs[0].Value) == alive, one, err)
	check("revision of the key", one.Kvs[0].ModRevision <= one.Header.Revision && one.Kvs[0].Version == 1, one)
	none, err := cli.Get(ctx, strings.TrimSuffix(service, "/"))
	check("get without prefix finds nothing", err == nil && len(none.Kvs) == 0, none, err)
	all, err := cli.Get(ctx, "/services/", clientv3.WithPrefix())
	check("list", err == nil && all.Count == 2, all, err)

	for _, kv := range all.Kvs {
		address := string(kv.Key[strings.LastIndex(string(kv.Key), "/")+1:])
		if !answers(address) {
			gone, err := cli.Delete(ctx, string(kv.Key))
			check("clean up what does not answer", err == nil && gone.Deleted == 1 && address == dead, gone, err)
		}
	}

	lease, err := cli.Grant(ctx, 5)
	must("grant", err)
	_, err = cli.Put(ctx, service+"127.0.0.1:2", "", clientv3.WithLease(lease.ID))
	must("put with a lease", err)
	beats, err := cli.KeepAlive(ctx, lease.ID)
	must("keep alive", err)
	beat := <-beats
	check("beat", beat != nil && beat.TTL == 5, beat)
	ttl, err := cli.TimeToLive(ctx, lease.ID, clientv3.WithAttachedKeys())
	check("time to live", err == nil && len(ttl.Keys) == 1 && ttl.GrantedTTL == 5, ttl, err)
	_, err = cli.Revoke(ctx, lease.ID)
	must("revoke", err)
	_, err = cli.Put(ctx, service+"127.0.0.1:2", "", clientv3.WithLease(lease.ID))
	check("put on a revoked lease", err != nil && err.Error() == "etcdserver: requested lease not found", err)

	three, err := cli.Txn(ctx).Then(
		clientv3.OpPut(service+"t/1", ""), clientv3.OpPut(service+"t/2", ""), clientv3.OpPut(service+"t/3", "")).Commit()
	must("three puts in a transaction", err)

	seen := []string{}
	for len(seen) < 8 {
		batch := <-events
		check("events", batch.Err() == nil, batch.Err())
		revision := int64(0)
		for _, e := range batch.Events {
			seen = append(seen, e.Type.String()+" "+strings.TrimPrefix(string(e.Kv.Key), service))
			if e.Kv.ModRevision == three.Header.Revision {
				revision++
			}
		}
		check("a transaction is one batch", revision == 0 || revision == 3, revision)
	}
	expected := fmt.Sprint([]string{"PUT " + dead, "PUT " + alive, "DELETE " + dead, "PUT 127.0.0.1:2", "DELETE 127.0.0.1:2",
		"PUT t/1", "PUT t/2", "PUT t/3"})
	check("discovery events in order", fmt.Sprint(seen) == expected, seen)

	_, err = cli.Txn(ctx).If(clientv3.Compare(clientv3.Value("x"), "=", "y")).Then(clientv3.OpPut("x", "z")).Commit()
	check("other compares are refused", err != nil && strings.Contains(err.Error(), "Unimplemented"), err)
	status, err := cli.Status(ctx, os.Args[1])
	check("status", err == nil && status.Leader != 0, status, err)
	members, err := cli.MemberList(ctx)
	check("members", err == nil && len(members.Members) > 0 && len(members.Members[0].ClientURLs) == 1, members, err)
	must("sync the endpoints", cli.Sync(ctx))
	_, err = cli.Delete(ctx, service+alive)
	must("remove, by the endpoints that the cluster named", err)
}
