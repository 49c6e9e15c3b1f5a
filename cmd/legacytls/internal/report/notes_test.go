package report

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
)

func TestTheLegendHasOneTextOfEachKind(t *testing.T) {
	other := refused()
	other.Error = "tls: no cipher suite supported by both client and server"
	r := &harness.Report{Go: []string{"1.22.12"}, Cells: []harness.Cell{
		cell(rsa, "1.22.12", harness.Settings{}, refused()),
		cell(rsa, "1.22.12", oldSetting, other),
		cell(line, "1.22.12", harness.Settings{}, refused()),
	}}
	text := matrixOf(r, Options{})
	require.Contains(t, text, `
alert 40    the connection ends with alert handshake_failure
              remote error: tls: handshake failure
              tls: no cipher suite supported by both client and server
`)
}
