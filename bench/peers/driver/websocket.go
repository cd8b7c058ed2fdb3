package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"time"
)

// websocket is a bare client of RFC 6455 without compression and without an allocation for each frame: it shares the
// cores with the server that it measures.
type websocket struct {
	wire    net.Conn
	reader  *bufio.Reader
	writing sync.Mutex
	out, in []byte
}

const (
	opText  = 1
	opClose = 8
	opPing  = 9
	opPong  = 10
	// From a request until its answer.
	handshakeLimit = 60 * time.Second
)

// openWebsocket dials "host:port". A source address of its own spares the ports of one pair of addresses.
func openWebsocket(address, source, path, protocol string) (*websocket, error) {
	dialer := net.Dialer{Timeout: handshakeLimit}
	if source != "" {
		dialer.LocalAddr = &net.TCPAddr{IP: net.ParseIP(source)}
	}
	wire, err := dialer.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	w := &websocket{wire: wire, reader: bufio.NewReaderSize(wire, 2048)}
	if err := w.handshake(address, path, protocol); err != nil {
		wire.Close()
		return nil, err
	}
	return w, nil
}

func (w *websocket) handshake(host, path, protocol string) error {
	head := fmt.Sprintf("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", path, host)
	if protocol != "" {
		head += "Sec-WebSocket-Protocol: " + protocol + "\r\n"
	}
	w.wire.SetDeadline(time.Now().Add(handshakeLimit))
	defer w.wire.SetDeadline(time.Time{})
	if _, err := io.WriteString(w.wire, head+"\r\n"); err != nil {
		return err
	}
	status, err := w.reader.ReadString('\n')
	if err != nil {
		return err
	}
	if !strings.Contains(status, " 101") {
		return errors.New("handshake: " + strings.TrimSpace(status))
	}
	for line := ""; line != "\r\n"; {
		if line, err = w.reader.ReadString('\n'); err != nil {
			return err
		}
	}
	return nil
}

func (w *websocket) WriteText(text string) error { return w.write(opText, []byte(text)) }

func (w *websocket) write(op byte, payload []byte) error {
	w.writing.Lock()
	defer w.writing.Unlock()
	frame := append(w.out[:0], 0x80|op)
	switch n := len(payload); {
	case n < 126:
		frame = append(frame, 0x80|byte(n))
	case n < 1<<16:
		frame = binary.BigEndian.AppendUint16(append(frame, 0x80|126), uint16(n))
	default:
		frame = binary.BigEndian.AppendUint64(append(frame, 0x80|127), uint64(n))
	}
	// A mask of zeros is a mask.
	w.out = append(append(frame, 0, 0, 0, 0), payload...)
	_, err := w.wire.Write(w.out)
	return err
}

// Read returns the next whole message and answers pings. The slice is good until the next Read.
func (w *websocket) Read() ([]byte, error) {
	w.in = w.in[:0]
	for {
		first, payload, err := w.readFrame()
		if err != nil {
			return nil, err
		}
		switch first & 15 {
		case opPing:
			err = w.write(opPong, payload)
			w.in = w.in[:len(w.in)-len(payload)]
		case opPong:
			w.in = w.in[:len(w.in)-len(payload)]
		case opClose:
			return nil, io.EOF
		default:
			if first&0x80 != 0 {
				return w.in, nil
			}
		}
		if err != nil {
			return nil, err
		}
	}
}

// readFrame appends its payload to what was read of the message so far.
func (w *websocket) readFrame() (first byte, payload []byte, err error) {
	var head [8]byte
	if _, err = io.ReadFull(w.reader, head[:2]); err != nil {
		return 0, nil, err
	}
	first = head[0]
	size := uint64(head[1] & 127)
	switch size {
	case 126:
		_, err = io.ReadFull(w.reader, head[:2])
		size = uint64(binary.BigEndian.Uint16(head[:2]))
	case 127:
		_, err = io.ReadFull(w.reader, head[:8])
		size = binary.BigEndian.Uint64(head[:8])
	}
	if err != nil {
		return 0, nil, err
	}
	from := len(w.in)
	need := from + int(size)
	if cap(w.in) < need {
		w.in = append(make([]byte, 0, need+256), w.in...)
	}
	w.in = w.in[:need]
	_, err = io.ReadFull(w.reader, w.in[from:])
	return first, w.in[from:], err
}

func (w *websocket) Close() { w.wire.Close() }
