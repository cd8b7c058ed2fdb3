package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
)

// Our own server. Accounts, chats, epochs and envelopes come from the real SDK (bench/src/seed): here is only the wire.
// An envelope hides its text, so a message is known by the id in its clear header.
type soroka struct {
	address string
	seeded  sorokaMaterial
	// By message id.
	envelopes map[sorokaID]*envelope
	// Not used yet, by chat and sender.
	left map[string][]*stack
}

type sorokaID [16]byte

type envelope struct {
	text string
	sent atomic.Pointer[Message]
}

type stack struct {
	envelopes []*envelope
	used      int64
}

// sorokaMaterial is written by bench/src/seed/material.ts.
type sorokaMaterial struct {
	// Access tokens by person.
	Tokens []string `json:"tokens"`
	// Group ids by size.
	Groups map[string]string `json:"groups"`
	// Direct chats of the even person and the odd one above him.
	Pairs []string `json:"pairs"`
	// For each chat the file of its envelopes: each is sender u32, length u32, bytes.
	Envelopes map[string]string `json:"envelopes"`
}

const (
	// Where the message id stands in an envelope: after version, suite, kind, chat, epoch, sender and device.
	idAt    = 1 + 1 + 1 + 32 + 4 + 16 + 16
	idEnd   = idAt + 16
	idChars = idEnd / 3 * 4
)

type sorokaMember struct {
	peer   *soroka
	socket *websocket
	person int
	last   int64
	// What the frame under way was answered: nothing if it was taken. Closed with the connection.
	answers chan string
}

func init() {
	peers["soroka"] = func(s settings) Peer {
		p, err := readSoroka(s)
		if err != nil {
			fmt.Fprintln(os.Stderr, "FAILED", err)
			os.Exit(1)
		}
		return p
	}
}

func readSoroka(s settings) (*soroka, error) {
	p := &soroka{address: s.Address, envelopes: map[sorokaID]*envelope{}, left: map[string][]*stack{}}
	text, err := os.ReadFile(s.Material)
	if err == nil {
		err = json.Unmarshal(text, &p.seeded)
	}
	if err != nil {
		return nil, err
	}
	for chat, file := range p.seeded.Envelopes {
		bytes, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		p.take(chat, bytes)
	}
	return p, nil
}

func (p *soroka) take(chat string, bytes []byte) {
	stacks := make([]*stack, len(p.seeded.Tokens))
	for i := range stacks {
		stacks[i] = &stack{}
	}
	for len(bytes) > 0 {
		sender, size := binary.BigEndian.Uint32(bytes), binary.BigEndian.Uint32(bytes[4:])
		sealed := bytes[8 : 8+size]
		one := &envelope{text: base64.RawURLEncoding.EncodeToString(sealed)}
		p.envelopes[sorokaID(sealed[idAt:idEnd])] = one
		stacks[sender].envelopes = append(stacks[sender].envelopes, one)
		bytes = bytes[8+size:]
	}
	p.left[chat] = stacks
}

func (p *soroka) url(path string) string { return "http://" + p.address + "/api" + path }

// Dial asks for a ticket with the access token of the person's session, and opens a socket with it. It is ready when the
// server says so: from then on it hears all chats.
func (p *soroka) Dial(person, device int, hear Hear) (Member, error) {
	type ticket struct{ Ticket string }
	given, err := callFor[ticket]("POST", p.url("/auth/ticket"), p.seeded.Tokens[person], nil)
	if err != nil {
		return nil, err
	}
	socket, err := openWebsocket(p.address, sourceOf(device), "/ws/"+given.Ticket, "")
	if err != nil {
		return nil, err
	}
	if first, err := socket.Read(); err != nil || !strings.HasPrefix(string(first), `{"t":"ready"`) {
		socket.Close()
		return nil, fmt.Errorf("not ready: %.100s %w", first, err)
	}
	m := &sorokaMember{peer: p, socket: socket, person: person, answers: make(chan string, 1)}
	go m.listen(hear)
	return m, nil
}

// sourceOf gives each device of a person another address of this machine: one address has 28,000 ports.
func sourceOf(device int) string { return fmt.Sprintf("127.0.1.%d", 1+device%250) }

func (m *sorokaMember) listen(hear Hear) {
	defer close(m.answers)
	for {
		frame, err := m.socket.Read()
		if err != nil {
			return
		}
		text := string(frame)
		switch {
		case strings.HasPrefix(text, `{"t":"message.created"`):
			if _, rest, found := strings.Cut(text, `"envelope":"`); found {
				m.tell(rest[:idChars], hear)
			}
		case strings.HasPrefix(text, `{"t":"message.accepted"`):
			// The answer is how a sender's own device gets his message: with its place in the log.
			if _, rest, found := strings.Cut(text, `"msgId":"`); found {
				id, _ := base64.RawURLEncoding.DecodeString(rest[:22])
				m.peer.tell(sorokaID(id), hear)
			}
			m.answers <- ""
		case strings.HasPrefix(text, `{"t":"message.refused"`), strings.HasPrefix(text, `{"t":"error"`):
			m.answers <- text
		}
	}
}

func (m *sorokaMember) tell(head string, hear Hear) {
	var bytes [idEnd]byte
	base64.RawURLEncoding.Decode(bytes[:], []byte(head))
	m.peer.tell(sorokaID(bytes[idAt:]), hear)
}

func (p *soroka) tell(id sorokaID, hear Hear) {
	if one := p.envelopes[id]; one != nil {
		if sent := one.sent.Load(); sent != nil {
			hear(*sent)
		}
	}
}

// Join needs nothing: the seed made them members.
func (m *sorokaMember) Join(string) error { return nil }

func (m *sorokaMember) Send(chat string, message Message) error {
	stack := m.peer.left[chat][m.person]
	next := int(atomic.AddInt64(&stack.used, 1)) - 1
	if next >= len(stack.envelopes) {
		return fmt.Errorf("person %d has used all %d envelopes", m.person, next)
	}
	one := stack.envelopes[next]
	one.sent.Store(&message)
	m.last++
	if err := m.socket.WriteText(fmt.Sprintf(`{"t":"message.send","id":%d,"envelope":"%s"}`, m.last, one.text)); err != nil {
		return err
	}
	if answer, open := <-m.answers; answer != "" || !open {
		return fmt.Errorf("refused: %s", answer)
	}
	return nil
}

func (m *sorokaMember) History(chat string, n int) (int, error) {
	text, err := call("GET", m.peer.url(fmt.Sprintf("/chats/%s/messages?limit=%d", chat, n)), m.peer.seeded.Tokens[m.person], nil)
	return strings.Count(string(text), `"envelope":`), err
}

// Gone is closed when the connection is.
func (m *sorokaMember) Gone() <-chan string { return m.answers }

// ReadVector asks what the chats have come to, as every client does that is back.
func (m *sorokaMember) ReadVector() error {
	_, err := call("GET", m.peer.url("/chats"), m.peer.seeded.Tokens[m.person], nil)
	return err
}

func (m *sorokaMember) Close() { m.socket.Close() }

func (p *soroka) Group(_ Member, size int) (string, error) {
	if chat, known := p.seeded.Groups[fmt.Sprint(size)]; known {
		return chat, nil
	}
	return "", fmt.Errorf("the seed made no group of %d", size)
}

func (p *soroka) Direct(_, _ Member, a, _ int) (string, string, error) {
	if a/2 >= len(p.seeded.Pairs) {
		return "", "", fmt.Errorf("the seed made %d pairs", len(p.seeded.Pairs))
	}
	return p.seeded.Pairs[a/2], p.seeded.Pairs[a/2], nil
}
