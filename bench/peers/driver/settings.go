package main

import (
	"encoding/json"
	"os"
	"time"
)

// settings come as JSON from the orchestrator (bench/src/peers/driver.ts).
type settings struct {
	Peer    string `json:"peer"`
	Address string `json:"address"`
	// How many people there are; more connections than that are further devices of theirs.
	People int `json:"people"`
	// What is counted: process numbers by part (server, database, redis), each with all its descendants.
	Processes map[string]int `json:"processes"`
	// Where an adapter finds what the seed made for it.
	Material string `json:"material"`
	// The work, in this order: see works in main.go.
	Works    []work  `json:"works"`
	Rounds   int     `json:"rounds"`
	Seconds  float64 `json:"seconds"`
	InFlight int     `json:"inFlight"`
	// When the server was started, in milliseconds since 1970.
	StartedAt int64 `json:"startedAt"`
}

// work is one line of a run; size is in members, pairs, readers or connections.
type work struct {
	Name string `json:"name"`
	Size int    `json:"size"`
}

func (s settings) duration() time.Duration { return time.Duration(s.Seconds * float64(time.Second)) }

func readSettings(path string) (s settings, err error) {
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	return s, err
}
