package main

import (
	"fmt"
	"time"

	"github.com/samuel/go-zookeeper/zk"
)

// What ZooKeeper has for an instance: a node that goes with its session.
func createEphemeral() {
	open := zk.WorldACL(zk.PermAll)
	sessions := make([]*zk.Conn, connections)
	for i := range sessions {
		conn, events, err := zk.Connect([]string{hosts()[i%len(hosts())]}, 30*time.Second, zk.WithLogInfo(false))
		fail(err)
		limit := time.After(20 * time.Second)
		for conn.State() != zk.StateHasSession {
			select {
			case <-events:
			case <-limit:
				fail(fmt.Errorf("no session within 20 s"))
			}
		}
		sessions[i] = conn
	}
	root := "/load-" + unique()
	_, err := sessions[0].Create(root, nil, 0, open)
	fail(err)
	for _, session := range sessions {
		_, err := session.Sync(root)
		fail(err)
	}
	each(*workers, func(worker int) {
		_, err := sessions[worker%connections].Create(fmt.Sprintf("%s/%d", root, worker), nil, 0, open)
		fail(err)
	})
	data := []byte(value)
	repeat(func(worker, i int) error {
		_, err := sessions[worker%connections].Create(fmt.Sprintf("%s/%d/%d", root, worker, i), data, zk.FlagEphemeral, open)
		return err
	})
}
