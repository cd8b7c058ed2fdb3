package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Connections are kept: a client of one's own for each request would measure handshakes.
var httpClient = &http.Client{
	Timeout: answerLimit,
	// A process may have 20,000 files open, and most of them are its sockets.
	Transport: &http.Transport{MaxConnsPerHost: 2000, MaxIdleConnsPerHost: 64, IdleConnTimeout: 5 * time.Minute, DisableCompression: true},
}

// call sends JSON and returns the body of a 200.
func call(method, url, token string, in any) ([]byte, error) {
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(text)
	}
	request, err := http.NewRequest(method, url, body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := httpClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %d %.300s", method, url, response.StatusCode, text)
	}
	return text, err
}

// callFor is call for one field of the answer.
func callFor[T any](method, url, token string, in any) (out T, err error) {
	text, err := call(method, url, token, in)
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	return out, err
}
