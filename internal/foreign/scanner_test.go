package foreign_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

// eachScanner runs a subtest for every scanner.
func eachScanner(t *testing.T, test func(t *testing.T, s *foreign.Scanner)) {
	t.Helper()
	for _, s := range foreign.Scanners(t) {
		s := s
		t.Run(s.Name(), func(t *testing.T) {
			t.Parallel()
			test(t, s)
		})
	}
}

func TestAScannerListsExactlyWhatTheServerAccepts(t *testing.T) {
	t.Parallel()
	server := serveOpenSSL(t, newPKI(t, certs.RSA2048), "-no_tls1_1", "-no_tls1_3", "-cipher", "AES128-SHA:AES256-SHA256:ECDHE-RSA-AES256-SHA:@SECLEVEL=0")
	eachScanner(t, func(t *testing.T, s *foreign.Scanner) {
		got, out, err := s.Scan(context.Background(), server)
		require.NoError(t, err, out)
		require.Equal(t, foreign.Accepted{
			wire.VersionTLS10: {aes128SHA, ecdheAES256SHA},
			wire.VersionTLS12: {aes128SHA, aes256SHA256, ecdheAES256SHA},
		}, got, out)
	})
}

func TestAScannerFindsNothingWhereEverythingIsRefused(t *testing.T) {
	sweep.AllOrSkip(t, "sslscan waits three seconds")
	t.Parallel()
	eachScanner(t, func(t *testing.T, s *foreign.Scanner) {
		hellos, err := foreign.RefuseAll(func(addr string) error {
			got, out, err := s.Scan(context.Background(), addr)
			require.Empty(t, got, out)
			return err
		})
		require.NoError(t, err)
		require.NotEmpty(t, hellos)
	})
}

func TestAScannerSeesSuitesThatItsLibraryLacks(t *testing.T) {
	sweep.AllOrSkip(t, "sslscan waits three seconds")
	t.Parallel()
	eachScanner(t, func(t *testing.T, s *foreign.Scanner) {
		sees, err := s.Sees(context.Background())
		require.NoError(t, err)
		for version := wire.VersionTLS10; version <= wire.VersionTLS12; version++ {
			require.Subset(t, sees[version], []uint16{aes128SHA, ecdheAES256SHA, rc4MD5})
		}
		require.NotContains(t, sees[wire.VersionTLS12], wire.RenegotiationSCSV)
		_, listsSSL30 := sees[wire.VersionSSL30]
		require.Equal(t, s.Name() == "nmap", listsSSL30, "sslscan asks for them and does not list them")
	})
}
