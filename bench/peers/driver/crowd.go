package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// client is one connection, with what it heard in this measurement.
type client struct {
	number  int
	member  Member
	latency *histogram
	heard   int64
}

// crowd is everybody who is connected.
type crowd struct {
	peer    Peer
	people  int
	clients []*client
	// Messages of other runs are not heard.
	run  int64
	hear atomic.Value // func(*client, Message)
}

// connect dials until there are n connections, `atOnce` at a time.
func (c *crowd) connect(n, atOnce int) error {
	from := len(c.clients)
	for i := from; i < n; i++ {
		c.clients = append(c.clients, &client{number: i, latency: &histogram{}})
	}
	return parallel(n-from, atOnce, func(k int) error { return c.dial(c.clients[from+k]) })
}

func (c *crowd) dial(one *client) error {
	member, err := c.peer.Dial(one.number%c.people, one.number/c.people, func(m Message) {
		if int64(m.Run) != atomic.LoadInt64(&c.run) {
			return
		}
		if hear, ok := c.hear.Load().(func(*client, Message)); ok {
			hear(one, m)
		}
	})
	if err != nil {
		return fmt.Errorf("connection %d: %w", one.number, err)
	}
	one.member = member
	return nil
}

func (c *crowd) leave() {
	for _, one := range c.clients {
		if one.member != nil {
			one.member.Close()
		}
	}
	c.clients = nil
}

// message is the next one of this run.
func (c *crowd) message(number, sender int) Message {
	return Message{int(atomic.LoadInt64(&c.run)), number, sender, now()}
}

func (one *client) took(m Message) {
	one.latency.add((now() - m.Sent) / 1000)
	atomic.AddInt64(&one.heard, 1)
}

// parallel runs do(0…n-1), `atOnce` at a time, until one fails.
func parallel(n, atOnce int, do func(i int) error) error {
	next := int64(-1)
	var group sync.WaitGroup
	var first atomic.Value
	for range atOnce {
		group.Add(1)
		go func() {
			defer group.Done()
			for {
				i := int(atomic.AddInt64(&next, 1))
				if i >= n || first.Load() != nil {
					return
				}
				if err := do(i); err != nil {
					first.CompareAndSwap(nil, err)
				}
			}
		}()
	}
	group.Wait()
	if err, ok := first.Load().(error); ok {
		return err
	}
	return nil
}

// measurement is what a stretch of work cost.
type measurement struct {
	parts  map[string]int
	began  time.Time
	before map[string]float64
	own    float64
}

func (c *crowd) begin(parts map[string]int) measurement {
	for _, one := range c.clients {
		one.latency = &histogram{}
		atomic.StoreInt64(&one.heard, 0)
	}
	atomic.AddInt64(&c.run, 1)
	return measurement{parts, time.Now(), cpuSeconds(parts), ownCPUSeconds()}
}

// result is one line of JSON. CPU-seconds by part, and what was done for each of them and each second.
type result map[string]any

func (m measurement) end(unit string, count int64, latencies []*histogram) result {
	wall, after, total := time.Since(m.began).Seconds(), cpuSeconds(m.parts), 0.0
	r := result{"unit": unit, "count": count, "seconds": wall, "perSecond": float64(count) / wall}
	for part, cpu := range after {
		r["cpu."+part] = cpu - m.before[part]
		total += cpu - m.before[part]
	}
	r["cpu.driver"] = ownCPUSeconds() - m.own
	if total > 0 {
		r["perCpuSecond"] = float64(count) / total
	}
	all := merge(latencies)
	r["p50"], r["p99"] = all.quantile(.5), all.quantile(.99)
	return r
}
