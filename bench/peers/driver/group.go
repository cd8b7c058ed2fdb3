package main

import (
	"sync/atomic"
	"time"
)

// A message that goes to everybody vanishes after this long: it is lost.
const patience = 20 * time.Second

const slots = 1 << 16

type delivery struct {
	left int32
	done chan struct{}
}

// W1, a closed loop in one group: a lane's next message goes out when its last one was acknowledged and all members
// have it. Members write in turns, as no server lets one person write without end.
func (c *crowd) group(s settings, chat string, size int, lasts time.Duration) result {
	var pending [slots]atomic.Pointer[delivery]
	c.hear.Store(func(one *client, m Message) {
		one.took(m)
		if p := pending[m.Number%slots].Load(); p != nil && atomic.AddInt32(&p.left, -1) == 0 {
			close(p.done)
		}
	})
	var sent, lost, refused int64
	answers := &histogram{}
	m := c.begin(s.Processes)
	parallel(s.InFlight, s.InFlight, func(int) error {
		for time.Since(m.began) < lasts {
			number := int(atomic.AddInt64(&sent, 1))
			p := &delivery{int32(size), make(chan struct{})}
			pending[number%slots].Store(p)
			message := c.message(number, number%size)
			if err := c.clients[message.Sender].member.Send(chat, message); err != nil {
				complain(atomic.AddInt64(&refused, 1), "send", err)
				continue
			}
			answers.add((now() - message.Sent) / 1000)
			select {
			case <-p.done:
			case <-time.After(patience):
				atomic.AddInt64(&lost, int64(atomic.LoadInt32(&p.left)))
			}
		}
		return nil
	})
	count, latencies := c.heard(size)
	r := m.end("deliveries", count, latencies)
	r["answerP50"], r["sent"], r["lost"], r["refused"] = answers.quantile(.5), sent, lost, refused
	return r
}

// heard sums up the first n connections.
func (c *crowd) heard(n int) (count int64, latencies []*histogram) {
	for _, one := range c.clients[:n] {
		count += atomic.LoadInt64(&one.heard)
		latencies = append(latencies, one.latency)
	}
	return count, latencies
}
