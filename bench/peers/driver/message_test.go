package main

import "testing"

func TestBodiesAreFoundInsideOtherText(t *testing.T) {
	first, second := Message{1, 22, 333, now()}, Message{1, 23, 4, now()}
	if len(first.Body()) != bodyBytes {
		t.Fatalf("%d bytes", len(first.Body()))
	}
	var found []Message
	findBodies([]byte(`{"a":"`+first.Body()+`","b":"BM|1|x"}<body>`+second.Body()), func(m Message) { found = append(found, m) })
	if len(found) != 2 || found[0] != first || found[1] != second {
		t.Fatal(found)
	}
}

func TestHistogramIsWithinTwoPercent(t *testing.T) {
	h := &histogram{}
	for us := int64(1); us <= 100_000; us++ {
		h.add(us)
	}
	for share, want := range map[float64]float64{0.5: 50, 0.99: 99} {
		if got := h.quantile(share); got < want*0.98 || got > want*1.02 {
			t.Errorf("quantile %v is %v ms, not %v", share, got, want)
		}
	}
}
