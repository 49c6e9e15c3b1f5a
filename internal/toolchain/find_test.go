package toolchain

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheLocalGoCommandComesFirst(t *testing.T) {
	s := newStore(t)
	v, err := s.Resolve(context.Background(), "local")
	require.NoError(t, err)
	tc, err := s.Toolchain(context.Background(), v)
	require.NoError(t, err)
	require.Equal(t, OriginLocal, tc.Origin)
	require.Equal(t, v, tc.Version)
	require.FileExists(t, filepath.Join(tc.GOROOT, "src", "runtime", "proc.go"))
}

func TestAnInstalledToolchainIsFoundInTheHomeDirectory(t *testing.T) {
	requireUnix(t)
	real := requireToolchain(t, "1.20.14")
	home := t.TempDir()
	sdk := filepath.Join(home, "sdk", "go1.20.14")
	require.NoError(t, os.Mkdir(filepath.Dir(sdk), 0o777))
	require.NoError(t, os.Symlink(real.GOROOT, sdk))

	tc, err := newStore(t, emptyHome(t, "HOME="+home, "GOPROXY=off")...).Toolchain(context.Background(), real.Version)
	require.NoError(t, err)
	require.Equal(t, OriginSDK, tc.Origin)
	require.Equal(t, sdk, tc.GOROOT)
}

func TestAnInstalledToolchainIsFoundThroughItsCommandInPath(t *testing.T) {
	requireUnix(t)
	real := requireToolchain(t, "1.20.14")
	dir := t.TempDir()
	script := "#!/bin/sh\nexec " + real.Command() + " \"$@\"\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go1.20.14"), []byte(script), 0o700))

	path := "PATH=" + dir + string(filepath.ListSeparator) + os.Getenv("PATH")
	tc, err := newStore(t, emptyHome(t, path, "GOPROXY=off")...).Toolchain(context.Background(), real.Version)
	require.NoError(t, err)
	require.Equal(t, OriginSDK, tc.Origin)
	require.Equal(t, real.GOROOT, tc.GOROOT)
}

// fakeToolchain puts a go command that says version into a module cache.
func fakeToolchain(t *testing.T, cache, name, version string) {
	t.Helper()
	command := goCommandIn(filepath.Join(cache, "golang.org", "toolchain@v0.0.1-"+name+"."+platform))
	require.NoError(t, os.MkdirAll(filepath.Dir(command), 0o777))
	require.NoError(t, os.WriteFile(command, []byte("#!/bin/sh\necho go version "+version+" linux/amd64\n"), 0o700))
}

func TestAToolchainThatIsAnotherVersionIsNotUsed(t *testing.T) {
	requireUnix(t)
	cache := t.TempDir()
	fakeToolchain(t, cache, "go1.22.11", "go1.22.10")
	fakeToolchain(t, cache, "go1.22.10", "go1.22.10")
	s := newStore(t, emptyHome(t, "GOMODCACHE="+cache, "GOPROXY=off")...)

	_, err := s.Toolchain(context.Background(), version(t, "1.22.11"))
	require.ErrorContains(t, err, "1.22.11 is unavailable")

	tc, err := s.Toolchain(context.Background(), version(t, "1.22.10"))
	require.NoError(t, err, "the same file is good for the version that it names")
	require.Equal(t, OriginModuleCache, tc.Origin)
}

func TestAHalfUnpackedToolchainIsNotUsed(t *testing.T) {
	requireUnix(t)
	cache := t.TempDir()
	fakeToolchain(t, cache, "go1.22.11", "go1.22.11")
	s := newStore(t)
	local := &localGo{settings: settings{"GOMODCACHE": cache}}

	tc, err := s.fromModuleCache(context.Background(), local, version(t, "1.22.11"))
	require.NoError(t, err)
	require.NotNil(t, tc)

	mark := filepath.Join(cache, "cache", "download", "golang.org", "toolchain", "@v", "v0.0.1-go1.22.11."+platform+".partial")
	require.NoError(t, os.MkdirAll(filepath.Dir(mark), 0o777))
	require.NoError(t, os.WriteFile(mark, nil, 0o666))
	tc, err = s.fromModuleCache(context.Background(), local, version(t, "1.22.11"))
	require.NoError(t, err)
	require.Nil(t, tc)
}

func TestTheUsersEnvironmentDoesNotDecideWhichToolchainAnswers(t *testing.T) {
	newest := requireToolchain(t, "1.27.4")
	env := filepath.Join(t.TempDir(), "env")
	require.NoError(t, os.WriteFile(env, []byte("GOTOOLCHAIN=go1.99.0\nGOFLAGS=-buildvcs=false\nGOPROXY=off\n"), 0o666))
	vars := []string{"GOENV=" + env, "GODEBUG=tlsrsakex=1", "GOFLAGS=-no-such-flag=1", "GOTOOLCHAIN=go1.98.0"}

	// The go command of 1.27 dies of this GODEBUG, older ones of these GOFLAGS.
	s := newStoreWith(t, Options{GoCommand: newest.Command(), Env: append(os.Environ(), vars...)})
	v, err := s.Resolve(context.Background(), "local")
	require.NoError(t, err)
	require.Equal(t, newest.Version, v)

	old := requireToolchain(t, "1.17.13")
	tc, err := s.Toolchain(context.Background(), old.Version)
	require.NoError(t, err)
	require.Equal(t, old.Version, tc.Version)
}

func TestALanguageVersionNamesNoToolchain(t *testing.T) {
	for _, v := range []Version{{}, version(t, "1.22")} {
		_, err := newStore(t).Toolchain(context.Background(), v)
		require.ErrorContains(t, err, "names no release")
	}
}

func TestACustomBuildCanOnlyBeLocal(t *testing.T) {
	_, err := newStore(t).Toolchain(context.Background(), version(t, "1.22.3-custom"))
	require.ErrorContains(t, err, "can only be the local go command")
}

func TestVersionLinesOfAllKindsOfGoCommandsAreRead(t *testing.T) {
	for line, want := range map[string]string{
		"go version go1.12.17 linux/amd64":                             "1.12.17",
		"go version go1.22.12 X:nocoverageredesign linux/amd64":        "1.22.12 X:nocoverageredesign",
		"go version devel go1.24-0123abc Thu Jan 2 2025 windows/arm64": "1.24-0123abc Thu Jan 2 2025",
	} {
		v, err := parseGoVersion(line)
		require.NoError(t, err)
		require.Equal(t, want, v.String())
	}
	for _, line := range []string{"", "go version", "gccgo 12", "go version devel +0123abc linux/amd64"} {
		_, err := parseGoVersion(line)
		require.Error(t, err, line)
	}
}
