package integration

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/etcd/clientv3"
	"go.etcd.io/etcd/etcdserver"
	"go.etcd.io/etcd/pkg/types"
)

const startLimit = 2 * time.Minute

type ports struct {
	Remoting int `json:"remoting"`
	Etcd     int `json:"etcd"`
}

// A member is a node: a process that keeps its ports and its disk over restarts. Clients come through a relay, so that their
// connections can be cut.
type member struct {
	etcdserver.ServerConfig

	disk   string
	relay  *relay
	ports  ports
	seeds  []string
	once   sync.Once
	output *tail

	process *exec.Cmd
	ended   chan struct{}
	ready   chan struct{}
}

func newMember(number int) *member {
	return &member{
		ServerConfig: etcdserver.ServerConfig{Name: fmt.Sprintf("m%d", number), TickMs: 10, ElectionTicks: 10},
		ready:        make(chan struct{}),
	}
}

func (m *member) remoting() string { return fmt.Sprintf("127.0.0.1:%d", m.ports.Remoting) }

// launch starts the node and waits until it is ready. Failures are told by t.Errorf: it may run on any goroutine.
func (m *member) launch(t testing.TB) {
	binary := os.Getenv("MESH_NODE")
	if binary == "" {
		t.Errorf("MESH_NODE does not name Mesh.Node.dll")
		return
	}
	if m.disk == "" {
		disk, err := os.MkdirTemp("", "mesh-etcd-")
		if err != nil {
			t.Errorf("no folder: %v", err)
			return
		}
		m.disk = disk
	}
	arguments := []string{
		binary, "node", "--output", "json", "--http", "0", "--data", filepath.Join(m.disk, "data"),
		"--port", strconv.Itoa(m.ports.Remoting), "--etcd", strconv.Itoa(m.ports.Etcd), "--etcd-json", "0",
	}
	for _, seed := range m.seeds {
		arguments = append(arguments, "--seed", seed)
	}
	m.process = exec.Command("dotnet", arguments...)
	m.process.Dir = m.disk
	m.output = &tail{}
	m.process.Stderr = m.output
	stdout, err := m.process.StdoutPipe()
	if err == nil {
		err = m.process.Start()
	}
	if err != nil {
		t.Errorf("%s does not start: %v", m.Name, err)
		return
	}
	told := make(chan ports, 1)
	ended := make(chan struct{})
	m.ended = ended
	process, output := m.process, m.output
	go func() {
		read(stdout, output, told)
		_ = process.Wait()
		close(ended)
	}()
	select {
	case m.ports = <-told:
	case <-ended:
		t.Errorf("%s ended before it was ready:\n%s", m.Name, output)
		return
	case <-time.After(startLimit):
		t.Errorf("%s was not ready within %v:\n%s", m.Name, startLimit, output)
		return
	}
	target := fmt.Sprintf("127.0.0.1:%d", m.ports.Etcd)
	if m.relay == nil {
		if m.relay, err = newRelay(target); err != nil {
			t.Errorf("no relay: %v", err)
		}
	}
	m.once.Do(func() { close(m.ready) })
}

func read(from io.Reader, to io.Writer, told chan<- ports) {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var found ports
		if line := lines.Text(); strings.HasPrefix(line, "{\"remoting\"") && json.Unmarshal([]byte(line), &found) == nil {
			select {
			case told <- found:
			default:
			}
		}
		fmt.Fprintln(to, lines.Text())
	}
}

// GRPCAddr is where clients are to go.
func (m *member) GRPCAddr() string {
	if m.relay == nil {
		return "127.0.0.1:1"
	}
	return m.relay.address()
}

// ID is the one that the node gives in its headers.
func (m *member) ID() types.ID {
	client, err := NewClientV3(m)
	if err != nil {
		return 0
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	status, err := client.Status(ctx, m.GRPCAddr())
	if err != nil {
		return 0
	}
	return types.ID(status.Header.MemberId)
}

// Stop ends the node in order; its disk stays.
func (m *member) Stop(t testing.TB) {
	if m.process == nil {
		return
	}
	_ = m.process.Process.Signal(syscall.SIGTERM)
	select {
	case <-m.ended:
	case <-time.After(startLimit):
		_ = m.process.Process.Kill()
		<-m.ended
	}
	if m.relay != nil {
		m.relay.reset()
	}
	m.process = nil
}

// Restart starts it again at the same ports with the same disk.
func (m *member) Restart(t testing.TB) error {
	m.launch(t)
	if t.Failed() {
		return fmt.Errorf("%s does not start again", m.Name)
	}
	return nil
}

// Terminate ends the node for good.
func (m *member) Terminate(t testing.TB) {
	if m.process != nil {
		_ = m.process.Process.Kill()
		<-m.ended
		m.process = nil
	}
	if t.Failed() && m.output != nil && os.Getenv("MESH_SHOW") != "" {
		t.Logf("%s printed:\n%s", m.Name, m.output)
	}
	if m.relay != nil {
		m.relay.close()
	}
	if m.disk != "" {
		_ = os.RemoveAll(m.disk)
	}
}

func (m *member) WaitOK(t testing.TB) {
	client, err := NewClientV3(m)
	if err != nil {
		t.Fatalf("%s takes no client: %v", m.Name, err)
	}
	defer client.Close()
	WaitClientV3(t, clientv3.NewKV(client))
}

func (m *member) WaitStarted(t testing.TB) { m.WaitOK(t) }

func (m *member) ReadyNotify() <-chan struct{} { return m.ready }

func (m *member) StopNotify() <-chan struct{} { return m.ended }

func (m *member) DropConnections()    { m.relay.reset() }
func (m *member) PauseConnections()   { m.relay.pause() }
func (m *member) UnpauseConnections() { m.relay.unpause() }
func (m *member) Blackhole()          { m.relay.blackhole(true) }
func (m *member) Unblackhole()        { m.relay.blackhole(false) }

// Launch is refused: such a member comes from no mesh.
func (m *member) Launch() error { return fmt.Errorf("a mesh has no learners") }

// Metric is refused.
func (m *member) Metric(name string) (string, error) {
	return "", fmt.Errorf("refused: %s is one of etcd's own figures", name)
}

// InjectPartition is refused: between processes of one host nothing can be cut by a relay of clients.
func (m *member) InjectPartition(t testing.TB, others ...*member) {
	t.Skip("refused: partitions between nodes are cut in the mesh's own tests")
}

// RecoverPartition is refused.
func (m *member) RecoverPartition(t testing.TB, others ...*member) {}

// tail keeps the end of what was printed.
type tail struct {
	mu   sync.Mutex
	text []byte
}

func (o *tail) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text = append(o.text, p...)
	if len(o.text) > 1<<16 {
		o.text = o.text[len(o.text)-1<<15:]
	}
	return len(p), nil
}

func (o *tail) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return string(o.text)
}
