package parse

import "golang.org/x/sys/unix"

const auditArch = unix.AUDIT_ARCH_AARCH64

// forbiddenHere is empty: this architecture has no older forms.
var forbiddenHere []uint32
