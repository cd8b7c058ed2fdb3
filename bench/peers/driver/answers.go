package main

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const answerLimit = 60 * time.Second

// answers finds the frame that answers a request by what it must hold.
type answers struct {
	lock    sync.Mutex
	waiting []*question
	count   int32
}

type question struct {
	parts  []string
	answer chan string
}

// ask sends and waits for the frame that holds all parts.
func (a *answers) ask(send func() error, parts ...string) (string, error) {
	q := &question{parts, make(chan string, 1)}
	a.lock.Lock()
	a.waiting = append(a.waiting, q)
	atomic.AddInt32(&a.count, 1)
	a.lock.Unlock()
	if err := send(); err != nil {
		return "", err
	}
	select {
	case text := <-q.answer:
		return text, nil
	case <-time.After(answerLimit):
		return "", fmt.Errorf("no answer that holds %q", parts)
	}
}

// take looks whether somebody waits for this frame. Nobody does most of the time, and then it costs nothing.
func (a *answers) take(frame []byte) {
	if atomic.LoadInt32(&a.count) == 0 {
		return
	}
	text := string(frame)
	a.lock.Lock()
	defer a.lock.Unlock()
	rest := a.waiting[:0]
	for _, q := range a.waiting {
		if holds(text, q.parts) {
			atomic.AddInt32(&a.count, -1)
			q.answer <- text
		} else {
			rest = append(rest, q)
		}
	}
	a.waiting = rest
}

func holds(text string, parts []string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
