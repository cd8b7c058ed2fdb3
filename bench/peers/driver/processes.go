package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Linux counts processor time in hundredths of a second.
const ticksPerSecond = 100

type process struct {
	parent int
	// Its own and that of children that ended.
	ticks int64
}

// readProcesses reads every process of this machine from /proc.
func readProcesses() map[int]process {
	found := map[int]process{}
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // it ended meanwhile
		}
		pid, _ := strconv.Atoi(strings.Split(file, "/")[2])
		fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+2:]))
		parent, _ := strconv.Atoi(fields[1])
		var ticks int64
		for _, field := range fields[11:15] { // utime stime cutime cstime
			n, _ := strconv.ParseInt(field, 10, 64)
			ticks += n
		}
		found[pid] = process{parent, ticks}
	}
	return found
}

// tree is the process and all its descendants.
func tree(all map[int]process, root int) (pids []int) {
	for pid := range all {
		for at, steps := pid, 0; at > 1 && steps < 64; at, steps = all[at].parent, steps+1 {
			if at == root {
				pids = append(pids, pid)
				break
			}
		}
	}
	return pids
}

// cpuSeconds so far of each part, user and system time.
func cpuSeconds(parts map[string]int) map[string]float64 {
	all, sums := readProcesses(), map[string]float64{}
	for name, root := range parts {
		for _, pid := range tree(all, root) {
			sums[name] += float64(all[pid].ticks) / ticksPerSecond
		}
	}
	return sums
}

func ownCPUSeconds() float64 { return cpuSeconds(map[string]int{"own": os.Getpid()})["own"] }

// residentKiB is the memory of a part that lies in RAM (Rss of smaps_rollup).
func residentKiB(root int) (sum int64) {
	for _, pid := range tree(readProcesses(), root) {
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
		for _, line := range strings.Split(string(text), "\n") {
			if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "Rss:" {
				n, _ := strconv.ParseInt(fields[1], 10, 64)
				sum += n
			}
		}
	}
	return sum
}
