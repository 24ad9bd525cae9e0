// grant, put, get, delete, get, each wherever etcd's Go client goes: it takes the endpoints in turn. Prints a line for each answer
// that is wrong or refused and, at the end, one of JSON with the counts.
// Arguments: rounds, how many at a time, endpoints.
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/etcd/clientv3"
)

const limit = 10 * time.Second

var wrong, refused int64

func failed(round int64, step string, err error) bool {
	if err == nil {
		return false
	}
	if strings.Contains(err.Error(), "requested lease not found") {
		say(&wrong, round, step, err)
	} else {
		say(&refused, round, step, err)
	}
	return true
}

func say(count *int64, round int64, step string, seen interface{}) {
	kind := "refused"
	if count == &wrong {
		kind = "wrong"
	}
	if atomic.AddInt64(count, 1) <= 20 {
		fmt.Printf("%s, round %d, %s: %v\n", kind, round, step, seen)
	}
}

func play(cli *clientv3.Client, round int64) {
	key, value := fmt.Sprintf("rounds/go/%d", round), fmt.Sprint(round)
	ctx, end := context.WithTimeout(context.Background(), limit)
	defer end()
	lease, err := cli.Grant(ctx, 120)
	if failed(round, "grant", err) {
		return
	}
	_, err = cli.Put(ctx, key, value, clientv3.WithLease(lease.ID))
	if failed(round, "put", err) {
		return
	}
	got, err := cli.Get(ctx, key)
	if failed(round, "get", err) {
		return
	}
	if len(got.Kvs) != 1 || string(got.Kvs[0].Value) != value {
		say(&wrong, round, "get after put", got)
	}
	deleted, err := cli.Delete(ctx, key)
	if failed(round, "delete", err) {
		return
	}
	if deleted.Deleted != 1 {
		say(&wrong, round, "delete", deleted)
	}
	got, err = cli.Get(ctx, key)
	if failed(round, "get after delete", err) {
		return
	}
	if len(got.Kvs) != 0 {
		say(&wrong, round, "get after delete", got)
	}
	_, err = cli.Revoke(ctx, lease.ID)
	failed(round, "revoke", err)
}

func main() {
	rounds, _ := strconv.ParseInt(os.Args[1], 10, 64)
	parallel, _ := strconv.Atoi(os.Args[2])
	var next int64
	var all sync.WaitGroup
	for n := 0; n < parallel; n++ {
		cli, err := clientv3.New(clientv3.Config{Endpoints: os.Args[3:], DialTimeout: 60 * time.Second})
		if err != nil {
			fmt.Println("dial:", err)
			os.Exit(2)
		}
		all.Add(1)
		go func() {
			defer all.Done()
			for round := atomic.AddInt64(&next, 1); round <= rounds; round = atomic.AddInt64(&next, 1) {
				play(cli, round)
			}
		}()
	}
	all.Wait()
	fmt.Printf("{\"rounds\":%d,\"wrong\":%d,\"refused\":%d}\n", rounds, wrong, refused)
}
