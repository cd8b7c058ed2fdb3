package main

import (
	"sync/atomic"
	"time"
)

const floodMessages = 50

// flood sends messages to a group of which everybody has several connections: each connection gets each.
func (b *bench) flood(w work) error {
	if err := b.crowd.connect(max(w.Size, len(b.crowd.clients)), dialsAtOnce); err != nil {
		return err
	}
	chat, err := b.crowd.peer.Group(b.crowd.clients[0].member, b.People)
	if err != nil {
		return err
	}
	var left int64 = floodMessages * int64(len(b.crowd.clients))
	done := make(chan struct{})
	b.crowd.hear.Store(func(one *client, m Message) {
		one.took(m)
		if atomic.AddInt64(&left, -1) == 0 {
			close(done)
		}
	})
	m := b.crowd.begin(b.Processes)
	for i := range floodMessages {
		if err := b.crowd.clients[i%b.People].member.Send(chat, b.crowd.message(i, i%b.People)); err != nil {
			return err
		}
	}
	select {
	case <-done:
	case <-time.After(patience):
	}
	count, latencies := b.crowd.heard(len(b.crowd.clients))
	r := m.end("deliveries", count, latencies)
	r["connections"], r["messages"], r["lost"] = len(b.crowd.clients), floodMessages, atomic.LoadInt64(&left)
	tell(w, r)
	return nil
}
