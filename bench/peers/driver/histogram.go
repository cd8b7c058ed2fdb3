package main

import (
	"math/bits"
	"sync/atomic"
)

// histogram counts microseconds in buckets that grow with the value: less than 1.6 % off.
type histogram struct{ buckets [32 * 64]uint32 }

func (h *histogram) add(us int64) {
	atomic.AddUint32(&h.buckets[bucketOf(uint64(max(us, 0)))], 1)
}

func bucketOf(us uint64) int {
	if us < 64 {
		return int(us)
	}
	shift := bits.Len64(us) - 7
	return min((shift+1)*64+int(us>>uint(shift))&63, 32*64-1)
}

func merge(parts []*histogram) *histogram {
	all := &histogram{}
	for _, part := range parts {
		for i, n := range part.buckets {
			all.buckets[i] += n
		}
	}
	return all
}

// quantile in milliseconds; 0 of nothing.
func (h *histogram) quantile(share float64) float64 {
	var count, seen uint64
	for _, n := range h.buckets {
		count += uint64(n)
	}
	for i, n := range h.buckets {
		seen += uint64(n)
		if seen > uint64(share*float64(count)) {
			if i < 64 {
				return float64(i) / 1000
			}
			return float64(uint64(64+i%64)<<uint(i/64-1)) / 1000
		}
	}
	return 0
}
