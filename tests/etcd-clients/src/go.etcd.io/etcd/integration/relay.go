package integration

import (
	"net"
	"sync"
)

// A relay stands between clients and a node.
type relay struct {
	listener net.Listener
	target   string

	mu      sync.Mutex
	going   *sync.Cond
	paused  bool
	swallow bool
	closed  bool
	open    map[net.Conn]struct{}
}

func newRelay(target string) (*relay, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &relay{listener: listener, target: target, open: map[net.Conn]struct{}{}}
	r.going = sync.NewCond(&r.mu)
	go r.accept()
	return r, nil
}

func (r *relay) address() string { return r.listener.Addr().String() }

func (r *relay) accept() {
	for {
		client, err := r.listener.Accept()
		if err != nil {
			return
		}
		go r.serve(client)
	}
}

func (r *relay) serve(client net.Conn) {
	r.mu.Lock()
	for r.paused && !r.closed {
		r.going.Wait()
	}
	r.mu.Unlock()
	node, err := net.Dial("tcp", r.target)
	if err != nil {
		client.Close()
		return
	}
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		client.Close()
		node.Close()
		return
	}
	r.open[client], r.open[node] = struct{}{}, struct{}{}
	r.mu.Unlock()
	var both sync.WaitGroup
	both.Add(2)
	go r.copy(&both, node, client)
	go r.copy(&both, client, node)
	both.Wait()
	r.mu.Lock()
	delete(r.open, client)
	delete(r.open, node)
	r.mu.Unlock()
}

func (r *relay) copy(done *sync.WaitGroup, to, from net.Conn) {
	defer done.Done()
	defer to.Close()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		r.mu.Lock()
		swallow := r.swallow
		r.mu.Unlock()
		if n > 0 && !swallow {
			if _, failed := to.Write(buffer[:n]); failed != nil {
				from.Close()
				return
			}
		}
		if err != nil {
			return
		}
	}
}

func (r *relay) reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for conn := range r.open {
		conn.Close()
	}
}

func (r *relay) pause() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.paused = true
}

func (r *relay) unpause() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.paused = false
	r.going.Broadcast()
}

func (r *relay) blackhole(on bool) {
	r.mu.Lock()
	r.swallow = on
	r.mu.Unlock()
	if !on {
		// What was swallowed leaves connections that mean nothing to either side.
		r.reset()
	}
}

func (r *relay) close() {
	r.mu.Lock()
	r.closed = true
	r.going.Broadcast()
	r.mu.Unlock()
	r.listener.Close()
	r.reset()
}
