//go:build linux && (amd64 || arm64)

package parse

import (
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// limitMemory makes the kernel refuse the child more memory than it may have: the Go runtime then ends the process.
func limitMemory(bytes int64) error {
	limit := unix.Rlimit{Cur: uint64(bytes), Max: uint64(bytes)}
	if err := unix.Setrlimit(unix.RLIMIT_DATA, &limit); err != nil {
		return fmt.Errorf("parse: limit the memory: %w", err)
	}
	none := unix.Rlimit{}
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &none); err != nil {
		return fmt.Errorf("parse: write no core files: %w", err)
	}
	return nil
}

// forbidden are the system calls that open files or connections, start programs or reach into other processes. Reading a PDF from memory
// needs none of them; who takes the child over by a fault of a reader finds them closed.
var forbidden = append([]uint32{
	unix.SYS_SOCKET, unix.SYS_SOCKETPAIR, unix.SYS_CONNECT, unix.SYS_BIND, unix.SYS_LISTEN, unix.SYS_SENDTO, unix.SYS_SENDMSG,
	unix.SYS_EXECVE, unix.SYS_EXECVEAT, unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV, unix.SYS_KILL,
	unix.SYS_OPENAT, unix.SYS_OPENAT2, unix.SYS_UNLINKAT, unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2, unix.SYS_LINKAT, unix.SYS_SYMLINKAT,
	unix.SYS_MKDIRAT, unix.SYS_FCHMODAT, unix.SYS_FCHOWNAT, unix.SYS_TRUNCATE, unix.SYS_MOUNT, unix.SYS_UNSHARE, unix.SYS_SETNS,
	unix.SYS_BPF, unix.SYS_IO_URING_SETUP, unix.SYS_PERF_EVENT_OPEN, unix.SYS_KEYCTL, unix.SYS_ADD_KEY, unix.SYS_MEMFD_CREATE,
}, forbiddenHere...)

// shutIn forbids them for all threads, for good (seccomp(2)).
func shutIn() error {
	filter := seccompFilter(forbidden)
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("parse: give up privileges: %w", err)
	}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program)))
	runtime.KeepAlive(filter)
	// A kernel or container without seccomp: the other limits stand. The child is then no worse off than any program.
	if errno != 0 && errno != unix.EINVAL && errno != unix.ENOSYS && errno != unix.EPERM && errno != unix.EACCES {
		return fmt.Errorf("parse: shut the child in: %w", errno)
	}
	return nil
}

// seccompFilter is a program for the kernel's packet filter: another architecture's calls end the process, the forbidden ones fail with
// EPERM, all others pass.
func seccompFilter(calls []uint32) []unix.SockFilter {
	const numberOffset, archOffset = 0, 4 // struct seccomp_data
	load := func(offset uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: offset}
	}
	verdict := func(k uint32) unix.SockFilter { return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: k} }
	filter := []unix.SockFilter{
		load(archOffset),
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: auditArch, Jt: 1},
		verdict(unix.SECCOMP_RET_KILL_PROCESS),
		load(numberOffset),
		{Code: unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K, K: 0x40000000, Jf: 1}, // the x32 calls of amd64
		verdict(unix.SECCOMP_RET_KILL_PROCESS),
	}
	for i, call := range calls {
		// Jump over the remaining comparisons and the pass.
		filter = append(filter, unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: call, Jt: uint8(len(calls) - i)})
	}
	return append(filter, verdict(unix.SECCOMP_RET_ALLOW), verdict(unix.SECCOMP_RET_ERRNO|uint32(unix.EPERM)))
}
