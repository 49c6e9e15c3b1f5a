package differential

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/legacytls/legacytls/harness"
)

// An sClient is openssl s_client with a list of suites.
type sClient struct{ name, ciphers string }

// sClients are one with the defaults of today, and one that takes everything.
func sClients() []sClient {
	return []sClient{{"its defaults", "DEFAULT:@SECLEVEL=2"}, {"everything that it has", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"}}
}

var (
	agreed     = regexp.MustCompile(`(?m)^New, (.+), Cipher is (.+)$`)
	alertTaken = regexp.MustCompile(`SSL alert number \d+`)
	complaint  = regexp.MustCompile(`:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):`)
)

func (c sClient) connect(ctx context.Context, openssl string, s *harness.Server) (meeting, error) {
	dir, err := os.MkdirTemp("", "legacytls-differential-")
	if err != nil {
		return meeting{}, err
	}
	defer os.RemoveAll(dir)
	roots := filepath.Join(dir, "roots.pem")
	if err := os.WriteFile(roots, s.RootsPEM, 0o600); err != nil {
		return meeting{}, err
	}
	cmd := exec.CommandContext(ctx, openssl, "s_client", "-connect", s.Addr, "-CAfile", roots, "-cipher", c.ciphers, "-legacy_server_connect")
	cmd.Env = append(os.Environ(), "OPENSSL_CONF="+os.DevNull)
	out, err := cmd.CombinedOutput() // a refusal is no error here: the text tells
	if len(out) == 0 && err != nil {
		return meeting{}, fmt.Errorf("openssl s_client: %w", err)
	}
	text := string(out)
	came := "nothing agreed on"
	if m := agreed.FindStringSubmatch(text); m != nil {
		came = m[1] + " " + m[2]
	}
	for _, m := range complaint.FindAllStringSubmatch(text, -1) {
		came += ", " + m[1]
	}
	if alert := alertTaken.FindString(text); alert != "" {
		came += ", " + alert
	}
	return meeting{client: "openssl s_client with " + c.name, came: strings.TrimSpace(came), details: text}, nil
}
