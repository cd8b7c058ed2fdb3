package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
)

// XMPP over WebSocket (RFC 7395) with rooms (XEP-0045) and archives (XEP-0313), for ejabberd and Prosody. Their people,
// u0, u1 … with the password "pw", are put into their stores.
type xmpp struct{ address, path string }

const (
	xmppHost  = "localhost"
	xmppRooms = "conference.localhost"
	xmppOpen  = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='" + xmppHost + "' version='1.0'/>"
)

type xmppMember struct {
	answers
	socket  *websocket
	person  int
	last    int64
	results int64
}

func init() {
	peers["ejabberd"] = func(s settings) Peer { return &xmpp{s.Address, "/ws"} }
	peers["prosody"] = func(s settings) Peer { return &xmpp{s.Address, "/xmpp-websocket"} }
}

func nameOf(person int) string { return fmt.Sprintf("u%d", person) }

func (p *xmpp) Dial(person, device int, hear Hear) (Member, error) {
	socket, err := openWebsocket(p.address, "", p.path, "xmpp")
	if err != nil {
		return nil, err
	}
	m := &xmppMember{socket: socket, person: person}
	plain := base64.StdEncoding.EncodeToString([]byte("\x00" + nameOf(person) + "\x00pw"))
	for _, step := range []struct{ say, until string }{
		{xmppOpen, "mechanisms"},
		{"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + plain + "</auth>", "<success"},
		{xmppOpen, "xmpp-bind"},
		{fmt.Sprintf("<iq xmlns='jabber:client' type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>d%d</resource></bind></iq>", device), "<jid>"},
	} {
		if err := m.step(step.say, step.until); err != nil {
			socket.Close()
			return nil, err
		}
	}
	go m.listen(hear)
	return m, socket.WriteText("<presence xmlns='jabber:client'/>")
}

// step says something and reads until the answer comes.
func (m *xmppMember) step(say, until string) error {
	if err := m.socket.WriteText(say); err != nil {
		return err
	}
	for {
		frame, err := m.socket.Read()
		if err != nil {
			return fmt.Errorf("waiting for %s: %w", until, err)
		}
		text := string(frame)
		if strings.Contains(text, until) {
			return nil
		}
		if strings.Contains(text, "<failure") || strings.Contains(text, "error") {
			return errors.New(text)
		}
	}
}

func (m *xmppMember) listen(hear Hear) {
	for {
		frame, err := m.socket.Read()
		if err != nil {
			return
		}
		findBodies(frame, hear)
		if atomic.LoadInt32(&m.count) > 0 && holds(string(frame), []string{"urn:xmpp:mam:2", "<result"}) {
			atomic.AddInt64(&m.results, 1)
		}
		m.take(frame)
		if len(frame) < 300 && strings.Contains(string(frame), "urn:xmpp:ping") {
			text := string(frame)
			m.socket.WriteText("<iq xmlns='jabber:client' type='result' id='" + attribute(text, "id") + "' to='" + attribute(text, "from") + "'/>")
		}
	}
}

func attribute(text, name string) string {
	for _, quote := range []string{"'", `"`} {
		if _, rest, found := strings.Cut(text, " "+name+"="+quote); found {
			value, _, _ := strings.Cut(rest, quote)
			return value
		}
	}
	return ""
}

// request sends a stanza and waits for the one that holds all parts.
func (m *xmppMember) request(stanza string, parts ...string) error {
	text, err := m.ask(func() error { return m.socket.WriteText(stanza) }, parts...)
	if err == nil && (strings.Contains(text, "type='error'") || strings.Contains(text, `type="error"`)) {
		err = fmt.Errorf("%.300s", text)
	}
	return err
}

func (m *xmppMember) Join(group string) error {
	seat := fmt.Sprintf("%s/n%d", group, m.person)
	return m.request("<presence xmlns='jabber:client' to='"+seat+"'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>", seat, "<presence")
}

// Send has no answer in XMPP.
func (m *xmppMember) Send(chat string, message Message) error {
	kind := "chat"
	if strings.HasSuffix(chat, "@"+xmppRooms) {
		kind = "groupchat"
	}
	id := atomic.AddInt64(&m.last, 1)
	return m.socket.WriteText(fmt.Sprintf("<message xmlns='jabber:client' type='%s' to='%s' id='m%d'><body>%s</body></message>", kind, chat, id, message.Body()))
}

func (m *xmppMember) History(chat string, n int) (int, error) {
	id := fmt.Sprintf("h%d", atomic.AddInt64(&m.last, 1))
	before := atomic.LoadInt64(&m.results)
	err := m.request(fmt.Sprintf("<iq xmlns='jabber:client' type='set' id='%s' to='%s'><query xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'><max>%d</max><before/></set></query></iq>", id, chat, n), id, "<fin")
	return int(atomic.LoadInt64(&m.results) - before), err
}

func (m *xmppMember) Close() { m.socket.Close() }

func (p *xmpp) Group(owner Member, size int) (string, error) {
	m := owner.(*xmppMember)
	group := fmt.Sprintf("g%d@%s", size, xmppRooms)
	if err := m.Join(group); err != nil {
		return "", err
	}
	// Takes the room as it is by default, which unlocks it where it is locked.
	id := fmt.Sprintf("c%d", atomic.AddInt64(&m.last, 1))
	return group, m.request("<iq xmlns='jabber:client' type='set' id='"+id+"' to='"+group+"'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query></iq>", id, "<iq")
}

func (p *xmpp) Direct(_, _ Member, a, b int) (string, string, error) {
	return nameOf(b) + "@" + xmppHost, nameOf(a) + "@" + xmppHost, nil
}
