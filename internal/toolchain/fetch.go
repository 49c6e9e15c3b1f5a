package toolchain

import (
	"context"
	"fmt"
	"runtime"
	"strings"
)

// firstFetching is the minor release whose go command began to fetch
// toolchains (https://go.dev/doc/go1.21#tools).
const firstFetching = 21

// fetch lets the go command fetch the toolchain into the module cache.
func (s *Store) fetch(ctx context.Context, local *localGo, v Version) (tc *Toolchain, err error) {
	if !local.version.atLeast(firstFetching) {
		return nil, &UnavailableError{
			Version: v,
			Reason:  ReasonOldGoCommand,
			Hint:    fmt.Sprintf("%s is go %s: install Go 1.21 or newer, or install %s below $HOME/sdk", local.path, local.version, v.name()),
		}
	}
	end := s.step(EventFetch, v, fmt.Sprintf("fetching %s (%s/%s)", v.name(), runtime.GOOS, runtime.GOARCH))
	defer func() { end(err) }()
	goroot, output, err := s.run(ctx, command{
		path: local.path,
		args: []string{"env", "GOROOT"},
		base: withoutGo(s.env),
		vars: fetchVariables(local.settings, v.name()),
	})
	if isContextError(err) {
		return nil, err
	}
	if err != nil {
		return nil, unavailable(v, local.settings, output)
	}
	tc, err = s.fromGOROOT(ctx, goroot, v, OriginFetched)
	if tc == nil && err == nil {
		err = &UnavailableError{
			Version: v,
			Reason:  ReasonWrongToolchain,
			Hint:    fmt.Sprintf("the go command in %s does not run or is another version; remove that directory (go clean -modcache)", goroot),
		}
	}
	return tc, err
}

// A symptom is a text in the output of a failed download, and what it means.
type symptom struct {
	text   string
	reason Reason
}

// symptoms are in the order in which they must be looked for: the go command
// wraps the cause (a refused connection) into what it was doing (verifying).
var symptoms = [...]symptom{
	{"disabled by GOPROXY=off", ReasonProxyOff},
	{"checksum database disabled", ReasonChecksumsOff},
	{"checksum mismatch", ReasonChecksum},
	{"SECURITY ERROR", ReasonChecksum},
	{"no space left on device", ReasonDiskFull},
	{"not enough space on the disk", ReasonDiskFull},
	{"disk quota exceeded", ReasonDiskFull},
	{"verifying ", ReasonNoChecksums},
	{"could not create module cache", ReasonModuleCache},
	{"dial tcp", ReasonNoNetwork},
	{"no such host", ReasonNoNetwork},
	{"proxyconnect", ReasonNoNetwork},
	{"i/o timeout", ReasonNoNetwork},
	{"TLS handshake", ReasonNoNetwork},
	{"tls: ", ReasonNoNetwork},
	{"connection reset", ReasonNoNetwork},
	{"unexpected EOF", ReasonNoNetwork},
	{": 50", ReasonNoNetwork}, // 500 Internal Server Error to 504 Gateway Timeout
	{"403 Forbidden", ReasonNoSuchRelease},
	{"404 Not Found", ReasonNoSuchRelease},
	{"410 Gone", ReasonNoSuchRelease},
	{"toolchain not available", ReasonNoSuchRelease},
	{"invalid toolchain", ReasonNoSuchRelease},
	{"permission denied", ReasonModuleCache},
	{"read-only file system", ReasonModuleCache},
	{"not a directory", ReasonModuleCache},
}

// unavailable explains the output of a go command that could not fetch v.
func unavailable(v Version, user settings, output string) *UnavailableError {
	reason := ReasonUnknown
	for _, symptom := range symptoms {
		if strings.Contains(output, symptom.text) {
			reason = symptom.reason
			break
		}
	}
	// The go command says the same of a proxy that does not have the release
	// and of no proxy at all.
	if reason == ReasonNoSuchRelease && !namesProxy(user["GOPROXY"]) {
		reason = ReasonProxyOff
	}
	return &UnavailableError{Version: v, Reason: reason, Hint: hint(reason, v, user), Output: output}
}

// namesProxy reports whether a GOPROXY list has an entry that is a proxy.
func namesProxy(list string) bool {
	for _, entry := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == '|' }) {
		if entry != "off" && entry != "direct" {
			return true
		}
	}
	return false
}

func hint(reason Reason, v Version, user settings) string {
	switch reason {
	case ReasonProxyOff:
		return fmt.Sprintf("GOPROXY is %q: unset it or name a module proxy in it, or put the toolchain into the module cache or $HOME/sdk", user["GOPROXY"])
	case ReasonNoNetwork:
		return fmt.Sprintf("check the network and GOPROXY, which is %q", user["GOPROXY"])
	case ReasonChecksumsOff:
		return fmt.Sprintf("GOSUMDB is %q: unset it or name a checksum database in it, or put the toolchain into the module cache or $HOME/sdk", user["GOSUMDB"])
	case ReasonNoChecksums:
		return fmt.Sprintf("check the network and GOSUMDB, which is %q", user["GOSUMDB"])
	case ReasonChecksum:
		return fmt.Sprintf("do not use it: something between here and GOPROXY (%q) changed it", user["GOPROXY"])
	case ReasonModuleCache:
		return fmt.Sprintf("set GOMODCACHE to a directory that can be written; it is %q", user["GOMODCACHE"])
	case ReasonDiskFull:
		return fmt.Sprintf("a toolchain needs 300 MB in GOMODCACHE, which is %q", user["GOMODCACHE"])
	case ReasonNoSuchRelease:
		return fmt.Sprintf("nearest that exist: %s; or GOPROXY (%q) withholds it", strings.Join(nearestReleases(v), ", "), user["GOPROXY"])
	default:
		return fmt.Sprintf("GOPROXY is %q, GOSUMDB is %q, GOMODCACHE is %q", user["GOPROXY"], user["GOSUMDB"], user["GOMODCACHE"])
	}
}
