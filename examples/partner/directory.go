package partner

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"strings"
)

// MailOf asks the partner's directory at addr for the mail address of a user. Its
// protocol is one line each way: "MAIL user", and "250 address" or another number.
func MailOf(ctx context.Context, addr, user string, options ...Option) (string, error) {
	dialer := tls.Dialer{Config: configOf(options)}
	conn, err := dialer.DialContext(ctx, "tcp", addr)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if _, err := fmt.Fprintf(conn, "MAIL %s\n", user); err != nil {
		return "", err
	}
	answer, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return "", err
	}
	mail, found := strings.CutPrefix(strings.TrimSpace(answer), "250 ")
	if !found {
		return "", fmt.Errorf("the directory answers %q", answer)
	}
	return mail, nil
}
