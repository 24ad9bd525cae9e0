// The load of the comparisons: one program, with the same loop, for Mesh and for what it is compared with. Etcd's API is
// spoken by etcd's own Go client, to a real etcd and to the etcd door of Mesh alike.
//
//	load [options] NAME
//
// prints one line of JSON: how many calls there were, how many a second, and their times in milliseconds.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Connections of one load; more workers than these share them, as the callers of one process do.
const connections = 8

var (
	endpoints = flag.String("endpoints", "127.0.0.1:2379", "host:port of each node, comma separated")
	workers   = flag.Int("workers", 64, "calls at a time")
	seconds   = flag.Float64("seconds", 4, "length of a load that has no count")
	warm      = flag.Float64("warm", 1, "seconds of the same load before it, not counted")
	count     = flag.Int("count", 10000, "keys, leases, changes or watchers, where the load has a number of them")
	services  = flag.Int("services", 1000, "services that the keys of fill and get belong to")
	perLease  = flag.Int("perlease", 1, "instances of fill that share a lease")
	changes   = flag.Int("changes", 5, "changes that the watchers of fanout see one after the other")
	pace      = flag.Duration("pace", 5*time.Millisecond, "pause between the changes of propagation")
)

var loads = map[string]func(){
	"put":                put,
	"register":           register,
	"register-key":       registerKey,
	"fill":               fill,
	"get":                get,
	"keepalive":          keepAlive,
	"propagation":        propagation,
	"fanout":             fanOut,
	"register-native":    registerNative,
	"fill-native":        fillNative,
	"propagation-native": propagationNative,
	"create-ephemeral":   createEphemeral,
}

func main() {
	flag.Parse()
	load, known := loads[flag.Arg(0)]
	if !known {
		fmt.Fprintln(os.Stderr, "usage: load [options] NAME; names:")
		for name := range loads {
			fmt.Fprintln(os.Stderr, "  "+name)
		}
		os.Exit(2)
	}
	load()
}

func hosts() []string { return strings.Split(*endpoints, ",") }

// An ending of names that no other run of this program used.
func unique() string { return fmt.Sprintf("%x", time.Now().UnixNano()) }

// Calls by all workers, again and again: first to warm up, then for the figures.
func repeat(call func(worker, i int) error) {
	turns := make([]int, *workers)
	once := func(length time.Duration) ([][]time.Duration, time.Duration) {
		took := make([][]time.Duration, *workers)
		began := time.Now()
		each(*workers, func(worker int) {
			for time.Since(began) < length {
				at := time.Now()
				fail(call(worker, turns[worker]))
				took[worker] = append(took[worker], time.Since(at))
				turns[worker]++
			}
		})
		return took, time.Since(began)
	}
	once(length(*warm))
	took, elapsed := once(length(*seconds))
	report(join(took), elapsed)
}

// So many calls in all, by all workers; nothing warms up.
func finish(total int, call func(worker, i int) error) {
	took := make([][]time.Duration, *workers)
	next := int64(-1)
	began := time.Now()
	each(*workers, func(worker int) {
		for i := int(atomic.AddInt64(&next, 1)); i < total; i = int(atomic.AddInt64(&next, 1)) {
			at := time.Now()
			fail(call(worker, i))
			took[worker] = append(took[worker], time.Since(at))
		}
	})
	report(join(took), time.Since(began))
}

func each(number int, do func(worker int)) {
	var all sync.WaitGroup
	for w := 0; w < number; w++ {
		all.Add(1)
		go func(w int) { defer all.Done(); do(w) }(w)
	}
	all.Wait()
}

func report(took []time.Duration, elapsed time.Duration) {
	if len(took) == 0 {
		fail(fmt.Errorf("no call came to its end"))
	}
	sort.Slice(took, func(i, j int) bool { return took[i] < took[j] })
	at := func(part float64) float64 { return took[int(part*float64(len(took)-1))].Seconds() * 1000 }
	fail(json.NewEncoder(os.Stdout).Encode(map[string]float64{
		"count": float64(len(took)), "seconds": elapsed.Seconds(), "rate": float64(len(took)) / elapsed.Seconds(),
		"p50": at(0.5), "p99": at(0.99), "max": at(1),
	}))
}

func join(parts [][]time.Duration) []time.Duration {
	var all []time.Duration
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

func length(seconds float64) time.Duration { return time.Duration(seconds * float64(time.Second)) }

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
