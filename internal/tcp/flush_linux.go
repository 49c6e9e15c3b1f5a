package tcp

import (
	"net"
	"syscall"
	"time"
	"unsafe"
)

// Flush waits until what was written to conn has been sent, but not for long for a
// side that does not read. A reset throws away what has not been sent, and takes nothing
// back of what has, which comes first on a network that loses nothing: the loopback.
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

// unsent is the request that asks for the bytes that have not been sent: SIOCOUTQNSD of
// linux/sockios.h. SIOCOUTQ would count those as well that the other side has not
// acknowledged, for which it takes 40 milliseconds.
const unsent = 0x894b

// queued returns how many bytes have not been sent, 0 if the connection is closed.
func queued(raw syscall.RawConn) (n int32) {
	_ = raw.Control(func(fd uintptr) {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, fd, unsent, uintptr(unsafe.Pointer(&n))); errno != 0 {
			n = 0
		}
	})
	return n
}
