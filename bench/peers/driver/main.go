// The load of the peer bench: one work, counted the same way for every server. `driver SETTINGS.json` prints a line of
// JSON for each measurement.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"
)

const (
	dialsAtOnce = 16
	joinsAtOnce = 6
	warmUp      = 2 * time.Second
	rest        = time.Second
)

// bench is a run: what was connected and made by one work is there for the next.
type bench struct {
	settings
	crowd  *crowd
	groups map[int]string
	// Memory of the server before anybody came.
	restKiB int64
}

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "FAILED", err)
		os.Exit(1)
	}
}

func run(path string) error {
	s, err := readSettings(path)
	if err != nil {
		return err
	}
	open, known := peers[s.Peer]
	if !known {
		return fmt.Errorf("no adapter for %s", s.Peer)
	}
	b := &bench{settings: s, crowd: &crowd{peer: open(s), people: s.People}, groups: map[int]string{}}
	for _, w := range s.Works {
		if err := b.do(w); err != nil {
			return fmt.Errorf("%s %d: %w", w.Name, w.Size, err)
		}
	}
	b.crowd.leave()
	return nil
}

func (b *bench) do(w work) error {
	switch w.Name {
	case "sign-in":
		return b.signIn(w)
	case "group":
		return b.group(w)
	case "pairs":
		return b.pairs(w)
	case "history":
		return b.history(w)
	case "idle":
		return b.idle(w)
	case "flood":
		return b.flood(w)
	case "return":
		return b.comeBack(w)
	}
	return fmt.Errorf("no such work")
}

// signIn tries from the start of the process until the first one is let in (W5).
func (b *bench) signIn(w work) error {
	const limit, pause = 40 * time.Second, 5 * time.Millisecond
	for began := time.UnixMilli(b.StartedAt); ; time.Sleep(pause) {
		member, err := b.crowd.peer.Dial(0, 0, func(Message) {})
		if err == nil {
			tell(w, result{"seconds": time.Since(began).Seconds()})
			member.Close()
			return nil
		}
		if time.Since(began) > limit {
			return err
		}
	}
}

func (b *bench) group(w work) error {
	chat, err := b.gather(w.Size)
	if err != nil {
		return err
	}
	return b.rounds(w, func(lasts time.Duration) result { return b.crowd.group(b.settings, chat, w.Size, lasts) })
}

// gather connects the first people and makes them a group.
func (b *bench) gather(size int) (string, error) {
	if chat, known := b.groups[size]; known {
		return chat, nil
	}
	if err := b.crowd.connect(max(size, len(b.crowd.clients)), dialsAtOnce); err != nil {
		return "", err
	}
	chat, err := b.crowd.peer.Group(b.crowd.clients[0].member, size)
	if err != nil {
		return "", err
	}
	b.groups[size] = chat
	return chat, parallel(size, joinsAtOnce, func(i int) error { return b.crowd.clients[i].member.Join(chat) })
}

func (b *bench) pairs(w work) error {
	clients := 2 * w.Size
	if err := b.crowd.connect(max(clients, len(b.crowd.clients)), dialsAtOnce); err != nil {
		return err
	}
	chats := make([][2]string, w.Size)
	err := parallel(w.Size, joinsAtOnce, func(i int) (err error) {
		one, two := b.crowd.clients[2*i].member, b.crowd.clients[2*i+1].member
		chats[i][0], chats[i][1], err = b.crowd.peer.Direct(one, two, 2*i, 2*i+1)
		return err
	})
	if err != nil {
		return err
	}
	return b.rounds(w, func(lasts time.Duration) result { return b.crowd.pairs(b.settings, chats, lasts) })
}

// history reads what the group's own measurement has left there.
func (b *bench) history(w work) error {
	chat, err := b.gather(w.Size)
	if err != nil {
		return err
	}
	return b.rounds(w, func(lasts time.Duration) result { return b.crowd.history(b.settings, chat, w.Size, lasts) })
}

func (b *bench) idle(w work) error {
	if len(b.crowd.clients) == 0 {
		time.Sleep(settle)
		b.restKiB = residentKiB(b.Processes["server"])
	}
	r, err := b.crowd.idle(b.settings, w.Size, b.restKiB)
	if err == nil {
		tell(w, r)
	}
	return err
}

// rounds lets the server warm up, then measures.
func (b *bench) rounds(w work, measure func(time.Duration) result) error {
	time.Sleep(rest)
	measure(warmUp)
	for range b.Rounds {
		tell(w, measure(b.duration()))
	}
	return nil
}

func tell(w work, r result) {
	r["work"], r["size"] = w.Name, w.Size
	line, _ := json.Marshal(r)
	fmt.Println(string(line))
}

// complain says the first few times what went wrong, and waits: the server is busy.
func complain(count int64, what string, err error) {
	if count < 3 {
		fmt.Fprintln(os.Stderr, what+":", err)
	}
	time.Sleep(100 * time.Millisecond)
}
