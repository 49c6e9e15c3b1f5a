package tcp

import (
	"net"
	"syscall"
	"time"
	"unsafe"
)

// Flush waits until the other side's TCP has all that was written to conn, but not
// for long for one that does not read. A reset takes nothing back from there, and
// throws away what has not been sent.
func Flush(conn net.Conn) {
	c, ok := Bottom(conn).(*net.TCPConn)
	if !ok {
		return
	}
	raw, err := c.SyscallConn()
	if err != nil {
		return
	}
	const interval = time.Millisecond // nothing tells when the queue is empty
	for until := time.Now().Add(lingerTime); queued(raw) > 0 && time.Now().Before(until); {
		time.Sleep(interval)
	}
}

// queued returns how many bytes the other side has not acknowledged, 0 if the
// connection is closed (tcp(7), SIOCOUTQ, which is another name of TIOCOUTQ).
func queued(raw syscall.RawConn) (n int32) {
	_ = raw.Control(func(fd uintptr) {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, fd, syscall.TIOCOUTQ, uintptr(unsafe.Pointer(&n))); errno != 0 {
			n = 0
		}
	})
	return n
}
