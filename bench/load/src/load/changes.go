package main

import (
	"fmt"
	"strconv"
	"sync/atomic"
	"time"
)

// Changes that are not counted: both sides have compiled and connected what they need by then.
const unwatched = 200

// From the making of each change to its being seen; seeing goes on beside the making until all were seen.
func changed(change func(i int) error, watch func(seen func(i int))) {
	total := unwatched + *count
	sent := make([]int64, total)
	took := make([]int64, total)
	left := int64(total)
	done := make(chan struct{})
	go watch(func(i int) {
		took[i] = time.Now().UnixNano() - atomic.LoadInt64(&sent[i])
		if atomic.AddInt64(&left, -1) == 0 {
			close(done)
		}
	})
	began := time.Now()
	for i := 0; i < total; i++ {
		atomic.StoreInt64(&sent[i], time.Now().UnixNano())
		fail(change(i))
		time.Sleep(*pace)
	}
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		fail(fmt.Errorf("%d of %d changes were not seen", atomic.LoadInt64(&left), total))
	}
	var counted []time.Duration
	for _, t := range took[unwatched:] {
		counted = append(counted, time.Duration(t))
	}
	report(counted, time.Since(began))
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	fail(err)
	return n
}
