package main

import (
	"sync/atomic"
	"time"
)

// W2, pairs who answer each other at once; a message counts when the other one has it.
func (c *crowd) pairs(s settings, chats [][2]string, lasts time.Duration) result {
	people := 2 * len(chats)
	turn := make([]chan struct{}, people)
	for i := range turn {
		turn[i] = make(chan struct{}, 4)
	}
	c.hear.Store(func(one *client, m Message) {
		// The even one of a pair and the odd one above it.
		if one.number >= people || m.Sender^1 != one.number {
			return
		}
		one.took(m)
		select {
		case turn[one.number] <- struct{}{}:
		default:
		}
	})
	var refused int64
	m := c.begin(s.Processes)
	end := m.began.Add(lasts)
	parallel(people, people, func(i int) error {
		for number := 0; ; number++ {
			if i&1 == 1 || number > 0 {
				select {
				case <-turn[i]:
				case <-time.After(time.Until(end) + 50*time.Millisecond):
					return nil
				}
			}
			if time.Now().After(end) {
				return nil
			}
			if err := c.clients[i].member.Send(chats[i/2][i&1], c.message(number, i)); err != nil {
				complain(atomic.AddInt64(&refused, 1), "send", err)
			}
		}
	})
	count, latencies := c.heard(people)
	r := m.end("messages", count, latencies)
	r["refused"] = refused
	return r
}
