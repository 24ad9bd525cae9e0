// What programs with etcd's Go client do that list every node of a mesh as an endpoint: the client goes from one to the next with
// each call. Prints a line for each step; exits 1 at the first that is not as expected.
package main

import (
	"context"
	"fmt"
	"os"
	"sort"
	"time"

	"go.etcd.io/etcd/clientv3"
	"go.etcd.io/etcd/clientv3/mirror"
	"go.etcd.io/etcd/clientv3/ordering"
	"go.etcd.io/etcd/mvcc/mvccpb"
)

func check(step string, ok bool, seen ...interface{}) {
	if !ok {
		fmt.Println("FAILED", step, fmt.Sprint(seen...))
		os.Exit(1)
	}
}

func must(step string, err error) { check(step, err == nil, err) }

func client(endpoints ...string) *clientv3.Client {
	cli, err := clientv3.New(clientv3.Config{Endpoints: endpoints, DialTimeout: 60 * time.Second})
	must("dial", err)
	return cli
}

// Grant, put, get, delete, get, each wherever the client goes.
func rotate(ctx context.Context, cli *clientv3.Client) {
	last := int64(0)
	for i := 0; i < 200; i++ {
		key, value := fmt.Sprintf("rotation/%d", i%7), fmt.Sprint(i)
		lease, err := cli.Grant(ctx, 30)
		must("grant", err)
		put, err := cli.Put(ctx, key, value, clientv3.WithLease(lease.ID))
		must("put", err)
		check("a revision goes back at a put", put.Header.Revision > last, put.Header.Revision, " after ", last)
		last = put.Header.Revision
		got, err := cli.Get(ctx, key)
		must("get", err)
		check("the put is not seen", len(got.Kvs) == 1 && string(got.Kvs[0].Value) == value, got)
		check("mod_revision is another one", got.Kvs[0].ModRevision == last, got.Kvs[0].ModRevision, " not ", last)
		check("a revision goes back at a get", got.Header.Revision >= last, got.Header.Revision, " after ", last)
		last = got.Header.Revision
		deleted, err := cli.Delete(ctx, key)
		must("delete", err)
		check("nothing is deleted", deleted.Deleted == 1, deleted)
		check("a revision goes back at a delete", deleted.Header.Revision > last, deleted.Header.Revision, " after ", last)
		last = deleted.Header.Revision
		got, err = cli.Get(ctx, key)
		must("get", err)
		check("the deletion is not seen", len(got.Kvs) == 0 && got.Header.Revision >= last, got)
	}
	fmt.Println("ok rotation")
}

// The library's own check that no answer is older than one before.
func order(ctx context.Context, cli *clientv3.Client) {
	kv := ordering.NewKV(cli.KV, ordering.NewOrderViolationSwitchEndpointClosure(cli))
	for i := 0; i < 200; i++ {
		_, err := kv.Put(ctx, "ordered", fmt.Sprint(i))
		must("ordered put", err)
		for range cli.Endpoints() {
			got, err := kv.Get(ctx, "ordered")
			must("ordered get", err)
			check("an old value", string(got.Kvs[0].Value) == fmt.Sprint(i), got)
		}
	}
	fmt.Println("ok ordering")
}

// A copy of a prefix, as make-mirror makes it, while others write.
func copies(ctx context.Context, cli *clientv3.Client, writers []*clientv3.Client) {
	for i := 0; i < 2100; i++ {
		_, err := cli.Put(ctx, fmt.Sprintf("mirror/%04d", i), "0")
		must("put", err)
	}
	sync := mirror.NewSyncer(cli, "mirror/", 0)
	base, errs := sync.SyncBase(ctx)
	held := map[string]string{}
	for page := range base {
		for _, kv := range page.Kvs {
			held[string(kv.Key)] = string(kv.Value)
		}
	}
	must("base", <-errs)
	check("the base is not whole", len(held) == 2100, len(held))
	updates := sync.SyncUpdates(ctx)
	done := make(chan bool)
	for n, w := range writers {
		go func(n int, w *clientv3.Client) {
			for i := 0; i < 100; i++ {
				_, err := w.Put(ctx, fmt.Sprintf("mirror/%04d", n*100+i), "1")
				must("put beside the mirror", err)
				_, err = w.Delete(ctx, fmt.Sprintf("mirror/%04d", 1000+n*100+i))
				must("delete beside the mirror", err)
			}
			done <- true
		}(n, w)
	}
	for range writers {
		<-done
	}
	_, err := cli.Put(ctx, "mirror/end", "1")
	must("put", err)
	for held["mirror/end"] == "" {
		got, ok := <-updates
		check("the watch ended", ok && got.Err() == nil, got.Err())
		for _, e := range got.Events {
			if e.Type == mvccpb.DELETE {
				delete(held, string(e.Kv.Key))
			} else {
				held[string(e.Kv.Key)] = string(e.Kv.Value)
			}
		}
	}
	whole, err := cli.Get(ctx, "mirror/", clientv3.WithPrefix())
	must("get", err)
	check("the copy has another number of keys", len(whole.Kvs) == len(held), len(whole.Kvs), " and ", len(held))
	for _, kv := range whole.Kvs {
		check("the copy differs", held[string(kv.Key)] == string(kv.Value), string(kv.Key))
	}
	fmt.Println("ok mirror")
}

// A watch that goes on at another endpoint hears each event once.
func resume(ctx context.Context, clients []*clientv3.Client) {
	first, err := clients[0].Put(ctx, "resumed", "0")
	must("put", err)
	from := first.Header.Revision
	for round := 0; round < 6; round++ {
		var want []string
		for i := 1; i <= 5; i++ {
			_, err := clients[(round+i)%len(clients)].Put(ctx, "resumed", fmt.Sprint(round*5+i))
			must("put", err)
			want = append(want, fmt.Sprint(round*5+i))
		}
		watching, stop := context.WithCancel(ctx)
		events := clients[round%len(clients)].Watch(watching, "resumed", clientv3.WithRev(from+1))
		var seen []string
		for len(seen) < len(want) {
			got := <-events
			must("watch", got.Err())
			for _, e := range got.Events {
				seen = append(seen, string(e.Kv.Value))
				from = e.Kv.ModRevision
			}
		}
		stop()
		check("other events than were written", fmt.Sprint(seen) == fmt.Sprint(want), seen, " not ", want)
	}
	fmt.Println("ok resumed watches")
}

func members(ctx context.Context, cli *clientv3.Client, endpoints []string) {
	var want []string
	for _, e := range endpoints {
		want = append(want, "http://"+e)
	}
	sort.Strings(want)
	for {
		list, err := cli.MemberList(ctx)
		must("members", err)
		var seen []string
		for _, m := range list.Members {
			seen = append(seen, m.ClientURLs...)
		}
		sort.Strings(seen)
		if fmt.Sprint(seen) == fmt.Sprint(want) {
			break
		}
		// They tell each other soon after they are ready.
		time.Sleep(100 * time.Millisecond)
	}
	must("sync", cli.Sync(ctx))
	check("other endpoints", len(cli.Endpoints()) == len(endpoints), cli.Endpoints())
	fmt.Println("ok members")
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	defer cancel()
	endpoints := os.Args[1:]
	cli := client(endpoints...)
	var each []*clientv3.Client
	for _, e := range endpoints {
		each = append(each, client(e))
	}
	members(ctx, cli, endpoints)
	rotate(ctx, client(endpoints...))
	order(ctx, client(endpoints...))
	resume(ctx, each)
	copies(ctx, client(endpoints...), each)
}
