// Package integration has the names of etcd's own package of test clusters, as far as the tests of its client use them. Behind
// them are nodes of a mesh, each a process of its own. What a mesh has no such thing of is refused: the test is skipped, and says why.
package integration

import (
	"context"
	"fmt"
	"math/rand"
	"sync"
	"testing"
	"time"

	"go.etcd.io/etcd/clientv3"
	pb "go.etcd.io/etcd/etcdserver/etcdserverpb"
	"go.etcd.io/etcd/pkg/transport"
	"google.golang.org/grpc"
)

// RequestWaitTimeout is how long tests wait for what the loss of a leader delays.
const RequestWaitTimeout = 4 * time.Second

// ThroughProxy tells tests of etcd's own proxy, which is none of this.
const ThroughProxy = false

// ClusterConfig is etcd's. Fields that nothing is done with are there to be set.
type ClusterConfig struct {
	Size      int
	PeerTLS   *transport.TLSInfo
	ClientTLS *transport.TLSInfo

	AuthToken    string
	AuthTokenTTL uint
	UseGRPC      bool

	QuotaBackendBytes int64
	MaxTxnOps         uint
	MaxRequestBytes   uint

	SnapshotCount          uint64
	SnapshotCatchUpEntries uint64

	GRPCKeepAliveMinTime  time.Duration
	GRPCKeepAliveInterval time.Duration
	GRPCKeepAliveTimeout  time.Duration

	SkipCreatingClient       bool
	ClientMaxCallSendMsgSize int
	ClientMaxCallRecvMsgSize int
	UseIP                    bool

	EnableLeaseCheckpoint   bool
	LeaseCheckpointInterval time.Duration
	LeaseCheckpointPersist  bool

	WatchProgressNotifyInterval time.Duration
	CorruptCheckTime            time.Duration
}

// ClusterV3 is a mesh of so many nodes, with a client of each.
type ClusterV3 struct {
	Members []*member

	mu      sync.Mutex
	clients []*clientv3.Client
}

// NewClusterV3 starts the nodes and returns once all are ready.
func NewClusterV3(t testing.TB, cfg *ClusterConfig) *ClusterV3 {
	if t == nil {
		t = &nobody{}
	}
	switch {
	case cfg.ClientTLS != nil || cfg.PeerTLS != nil:
		t.Skip("refused: certificates of etcd's own authority; TLS of nodes is tested in the mesh's own tests")
	case cfg.QuotaBackendBytes != 0:
		t.Skip("refused: a quota of the backend; a mesh bounds entries and their bytes")
	}
	c := &ClusterV3{}
	for i := 0; i < cfg.Size; i++ {
		c.Members = append(c.Members, newMember(i))
	}
	c.Members[0].launch(t)
	var started sync.WaitGroup
	for _, m := range c.Members[1:] {
		started.Add(1)
		go func(m *member) {
			defer started.Done()
			m.seeds = []string{c.Members[0].remoting()}
			m.launch(t)
		}(m)
	}
	started.Wait()
	if t.Failed() {
		c.Terminate(t)
		t.FailNow()
	}
	// One that starts again finds any that is there, or forms the mesh anew from its disk.
	all := make([]string, 0, len(c.Members))
	for _, m := range c.Members {
		all = append(all, m.remoting())
	}
	for _, m := range c.Members {
		m.seeds = all
	}
	for _, m := range c.Members {
		if cfg.SkipCreatingClient {
			break
		}
		client, err := NewClientV3(m)
		if err != nil {
			c.Terminate(t)
			t.Fatalf("no client of %s: %v", m.Name, err)
		}
		c.clients = append(c.clients, client)
	}
	return c
}

// NewClientV3 is a client of one member alone.
func NewClientV3(m *member) (*clientv3.Client, error) {
	var client *clientv3.Client
	err := error(nil)
	// The limit of a client is that of etcd's own package: what tests wait for follows from it.
	for tries := 0; tries < 6; tries++ {
		client, err = clientv3.New(clientv3.Config{
			Endpoints:   []string{m.GRPCAddr()},
			DialTimeout: 5 * time.Second,
			DialOptions: []grpc.DialOption{grpc.WithBlock()},
		})
		if err == nil {
			break
		}
	}
	return client, err
}

// Client is that of the member with this number.
func (c *ClusterV3) Client(i int) *clientv3.Client { return c.clients[i] }

// RandClient is that of any member.
func (c *ClusterV3) RandClient() *clientv3.Client { return c.clients[rand.Intn(len(c.clients))] }

// TakeClient leaves it to the test to close that one.
func (c *ClusterV3) TakeClient(i int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clients[i] = nil
}

// WaitLeader names the first member that runs: nobody leads, and each calls itself the leader.
func (c *ClusterV3) WaitLeader(t testing.TB) int {
	for i, m := range c.Members {
		if m.process != nil {
			return i
		}
	}
	return -1
}

// URL is where the member with this number is.
func (c *ClusterV3) URL(i int) string { return c.Members[i].GRPCAddr() }

// Terminate ends clients and nodes.
func (c *ClusterV3) Terminate(t testing.TB) {
	if t == nil {
		t = &nobody{}
	}
	c.mu.Lock()
	for _, client := range c.clients {
		if client != nil {
			if err := client.Close(); err != nil && err != context.Canceled {
				t.Logf("closing a client: %v", err)
			}
		}
	}
	c.clients = nil
	c.mu.Unlock()
	for _, m := range c.Members {
		m.Terminate(t)
	}
}

// AddAndLaunchLearnerMember is refused.
func (c *ClusterV3) AddAndLaunchLearnerMember(t testing.TB) {
	t.Skip("refused: a mesh has no learners")
}

// GetLearnerMembers is refused.
func (c *ClusterV3) GetLearnerMembers() ([]*pb.Member, error) {
	return nil, fmt.Errorf("a mesh has no learners")
}

// MustNewMember is refused.
func (c *ClusterV3) MustNewMember(t testing.TB, resp *clientv3.MemberAddResponse) *member {
	t.Skip("refused: members join by their seeds, not by this door")
	return nil
}

// WaitClientV3 waits until a client is served.
func WaitClientV3(t testing.TB, kv clientv3.KV) {
	limit := time.Now().Add(30 * time.Second)
	var err error
	for time.Now().Before(limit) {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		_, err = kv.Get(ctx, "/")
		cancel()
		if err == nil {
			return
		}
	}
	t.Fatalf("the client is not served: %v", err)
}

// nobody stands for the test that a test does not name.
type nobody struct {
	testing.TB
	failed bool
}

func (n *nobody) Failed() bool { return n.failed }
func (n *nobody) FailNow()     { panic("the mesh does not start") }
func (n *nobody) Errorf(format string, args ...interface{}) {
	n.failed = true
	fmt.Printf(format+"\n", args...)
}
func (n *nobody) Fatalf(format string, args ...interface{}) { panic(fmt.Sprintf(format, args...)) }
func (n *nobody) Logf(format string, args ...interface{})   {}
func (n *nobody) Skip(args ...interface{})                  { panic(fmt.Sprint(args...)) }
