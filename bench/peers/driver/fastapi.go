package main

import (
	"bytes"
	"fmt"
	"sync/atomic"
)

// The messenger of a tutorial (../fastapi/app.py): tokens over HTTP, one WebSocket. Its people are put into its tables.
type fastapi struct{ address string }

type fastapiMember struct {
	answers
	peer   *fastapi
	socket *websocket
	token  string
	last   int64
}

func init() { peers["fastapi"] = func(s settings) Peer { return &fastapi{s.Address} } }

func (p *fastapi) url(path string) string { return "http://" + p.address + path }

func (p *fastapi) Dial(person, _ int, hear Hear) (Member, error) {
	type grant struct {
		Token string `json:"access_token"`
	}
	in := map[string]any{"username": fmt.Sprintf("u%d", person), "password": "pw"}
	given, err := callFor[grant]("POST", p.url("/auth/login"), "", in)
	if err != nil {
		return nil, err
	}
	socket, err := openWebsocket(p.address, "", "/ws?token="+given.Token, "")
	if err != nil {
		return nil, err
	}
	m := &fastapiMember{peer: p, socket: socket, token: given.Token}
	if _, err := socket.Read(); err != nil { // {"type":"ready"}
		return nil, err
	}
	go m.listen(hear)
	return m, nil
}

func (m *fastapiMember) listen(hear Hear) {
	for {
		frame, err := m.socket.Read()
		if err != nil {
			return
		}
		findBodies(frame, hear)
		m.take(frame)
	}
}

func (m *fastapiMember) Join(group string) error {
	_, err := call("POST", m.peer.url("/chats/"+group+"/join"), m.token, map[string]any{})
	return err
}

func (m *fastapiMember) Send(chat string, message Message) error {
	ref := atomic.AddInt64(&m.last, 1)
	frame := fmt.Sprintf(`{"type":"message","ref":%d,"chat_id":%s,"text":"%s"}`, ref, chat, message.Body())
	_, err := m.ask(func() error { return m.socket.WriteText(frame) }, fmt.Sprintf(`"ack":%d}`, ref))
	return err
}

func (m *fastapiMember) History(chat string, n int) (int, error) {
	text, err := call("GET", m.peer.url(fmt.Sprintf("/chats/%s/messages?limit=%d", chat, n)), m.token, nil)
	return bytes.Count(text, marker), err
}

func (m *fastapiMember) Close() { m.socket.Close() }

func (p *fastapi) Group(owner Member, size int) (string, error) {
	type chat struct{ ID int64 }
	made, err := callFor[chat]("POST", p.url("/chats"), owner.(*fastapiMember).token, map[string]any{"title": fmt.Sprint(size)})
	return fmt.Sprint(made.ID), err
}

func (p *fastapi) Direct(a, b Member, _, _ int) (string, string, error) {
	chat, err := p.Group(a, 2)
	if err != nil {
		return "", "", err
	}
	return chat, chat, b.Join(chat)
}
