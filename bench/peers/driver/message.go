package main

import (
	"bytes"
	"fmt"
	"strings"
	"time"
)

// Message is told apart by the run, its number and its sender; Sent is in nanoseconds since 1970.
type Message struct {
	Run, Number, Sender int
	Sent                int64
}

const bodyBytes = 200

var (
	padding = strings.Repeat("abcdefghij klmnopqrst uvwxyz ", 10)
	marker  = []byte("BM|")
)

func now() int64 { return time.Now().UnixNano() }

// Body is the message as text: 200 bytes that need no escaping in JSON or XML.
func (m Message) Body() string {
	head := fmt.Sprintf("BM|%d|%d|%d|%d|", m.Run, m.Number, m.Sender, m.Sent)
	return head + padding[:bodyBytes-len(head)]
}

// findBodies tells of each message in a frame, which needs no parsing for it.
func findBodies(frame []byte, hear Hear) {
	for {
		at := bytes.Index(frame, marker)
		if at < 0 {
			return
		}
		frame = frame[at+len(marker):]
		var fields [4]int64
		if readFields(frame, &fields) {
			hear(Message{int(fields[0]), int(fields[1]), int(fields[2]), fields[3]})
		}
	}
}

func readFields(text []byte, fields *[4]int64) bool {
	at := 0
	for k := range fields {
		from := at
		for at < len(text) && text[at] >= '0' && text[at] <= '9' {
			fields[k] = fields[k]*10 + int64(text[at]-'0')
			at++
		}
		if at == from || at >= len(text) || text[at] != '|' {
			return false
		}
		at++
	}
	return true
}
