package main

import (
	"math/rand/v2"
	"sync"
	"time"
)

// What the SDK waits before it tries again (packages/client/src/websocket/backoff.ts): anything up to `backoffFirst`,
// doubled with each failure up to `backoffMost`.
const (
	backoffFirst = 200 * time.Millisecond
	backoffMost  = 15 * time.Second
	returnLimit  = 2 * time.Minute
)

// returning is a Member that notices its end and knows what a client reads when it is back.
type returning interface {
	Member
	Gone() <-chan string
	ReadVector() error
}

// comeBack says that everybody is there, waits until the server was killed, and has everybody come back on his own.
func (b *bench) comeBack(w work) error {
	c := b.crowd
	if err := c.connect(max(w.Size, len(c.clients)), dialsAtOnce); err != nil {
		return err
	}
	tell(work{"connected", w.Size}, result{})
	<-c.clients[0].member.(returning).Gone()
	began := time.Now()
	ready, whole := &histogram{}, &histogram{}
	var tries, missing int64
	var count sync.Mutex
	var all sync.WaitGroup
	for _, one := range c.clients {
		all.Add(1)
		go func() {
			defer all.Done()
			<-one.member.(returning).Gone()
			tried, back := c.retry(one, began, ready, whole)
			count.Lock()
			defer count.Unlock()
			tries += int64(tried)
			if !back {
				missing++
			}
		}()
	}
	all.Wait()
	r := result{"connections": len(c.clients), "tries": tries, "missing": missing, "seconds": time.Since(began).Seconds()}
	r["readyP50"], r["readyP99"] = ready.quantile(.5)/1000, ready.quantile(.99)/1000
	r["wholeP50"], r["wholeP99"] = whole.quantile(.5)/1000, whole.quantile(.99)/1000
	tell(w, r)
	return nil
}

// retry until it is in and has read the vector; answers with the number of tries, and whether it got there in time.
func (c *crowd) retry(one *client, began time.Time, ready, whole *histogram) (int, bool) {
	for tries := 0; time.Since(began) < returnLimit; tries++ {
		most := min(backoffMost, backoffFirst<<min(tries, 10))
		time.Sleep(rand.N(most))
		if c.dial(one) != nil {
			continue
		}
		ready.add(time.Since(began).Microseconds())
		if one.member.(returning).ReadVector() != nil {
			one.member.Close()
			continue
		}
		whole.add(time.Since(began).Microseconds())
		return tries + 1, true
	}
	return 0, false
}
