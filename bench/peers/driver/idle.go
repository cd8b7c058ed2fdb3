package main

import "time"

const (
	settle = 3 * time.Second
	watch  = 5 * time.Second
)

// W3, connections that do nothing: what each keeps in memory, what its sign-in cost, what they cost while idle.
func (c *crowd) idle(s settings, n int, restKiB int64) (result, error) {
	from, began, before := len(c.clients), time.Now(), cpuSeconds(s.Processes)
	if err := c.connect(n, dialsAtOnce); err != nil {
		return nil, err
	}
	r := result{"connections": n, "connectSeconds": time.Since(began).Seconds()}
	r["cpuMsPerSignIn"] = spent(s, before) * 1000 / float64(n-from)
	time.Sleep(settle)
	memory := residentKiB(s.Processes["server"])
	r["restMiB"], r["memoryMiB"] = float64(restKiB)/1024, float64(memory)/1024
	r["kibPerConnection"] = float64(memory-restKiB) / float64(n)
	before = cpuSeconds(s.Processes)
	time.Sleep(watch)
	r["idleCpuPercent"] = spent(s, before) / watch.Seconds() * 100
	return r, nil
}

// spent is the CPU-seconds of all parts since.
func spent(s settings, before map[string]float64) (sum float64) {
	for part, cpu := range cpuSeconds(s.Processes) {
		sum += cpu - before[part]
	}
	return sum
}
