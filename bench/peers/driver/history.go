package main

import (
	"sync/atomic"
	"time"
)

const (
	pageRows  = 50
	pageLanes = 4
)

// W4, the last 50 messages of a group: four at a time, members by turns.
func (c *crowd) history(s settings, chat string, readers int, lasts time.Duration) result {
	c.hear.Store(func(*client, Message) {})
	var pages, asked, short, refused int64
	latency := &histogram{}
	m := c.begin(s.Processes)
	parallel(pageLanes, pageLanes, func(int) error {
		for time.Since(m.began) < lasts {
			reader := int(atomic.AddInt64(&asked, 1)) % readers
			began := now()
			rows, err := c.clients[reader].member.History(chat, pageRows)
			if err != nil {
				complain(atomic.AddInt64(&refused, 1), "history", err)
				continue
			}
			if rows != pageRows {
				atomic.AddInt64(&short, 1)
			}
			latency.add((now() - began) / 1000)
			atomic.AddInt64(&pages, 1)
		}
		return nil
	})
	r := m.end("pages", pages, []*histogram{latency})
	r["short"], r["refused"] = short, refused
	return r
}
