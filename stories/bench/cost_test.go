package bench

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"syscall"
	"time"

	"congvan/database"
)

// cost is what something took: processor time, of this process and of the database's, and time passed. Other work on the machine makes more
// time pass, for a long act more than for a short one; so ratios are of processor time.
type cost struct{ processor, elapsed time.Duration }

func (c cost) work() time.Duration   { return c.processor }
func (c cost) passed() time.Duration { return c.elapsed }

func median(all []cost, of func(cost) time.Duration) time.Duration {
	values := make([]time.Duration, len(all))
	for i, c := range all {
		values[i] = of(c)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// timed runs something after a collection of garbage: what was left over before is not its burden. While the installation watches, it makes the
// floor of what that writes.
func (in *installation) timed(f func()) cost {
	in.Helper()
	if in.watches {
		d := in.before()
		f()
		in.floor = d.floor(d.after())
		return cost{}
	}
	backends := in.backends()
	runtime.GC()
	before, start := in.worked(backends), time.Now()
	f()
	elapsed := time.Since(start)
	after := in.worked(backends)
	var work time.Duration
	for pid, ran := range after {
		work += ran - before[pid]
	}
	return cost{work, elapsed}
}

// backends are PostgreSQL's processes that serve this installation.
func (in *installation) backends() (pids []int) {
	in.Helper()
	if in.db.Engine() == database.PostgreSQL {
		in.write(func(tx *database.Tx) error {
			return tx.Select(ctx, &pids, "select pid from pg_stat_activity where datname = current_database()")
		})
	}
	return pids
}

// worked is the processor time of this process, as 0, and of each backend that is still there. The kernel keeps that to the nanosecond in the
// first word of schedstat.
func (in *installation) worked(backends []int) map[int]time.Duration {
	in.Helper()
	var own syscall.Rusage
	in.must(syscall.Getrusage(syscall.RUSAGE_SELF, &own))
	times := map[int]time.Duration{0: time.Duration(own.Utime.Nano() + own.Stime.Nano())}
	for _, pid := range backends {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", pid))
		if os.IsNotExist(err) { // the pool closed the connection
			continue
		}
		in.must(err)
		var ran time.Duration
		_, err = fmt.Sscan(string(text), &ran)
		in.must(err)
		times[pid] = ran
	}
	return times
}
