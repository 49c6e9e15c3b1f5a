package main

import (
	"crypto/tls"
	"slices"

	"github.com/legacytls/legacytls/fixtures"
)

// quirkObstacles is the table of the quirks with which s_client does not complete a
// handshake, or not in peace.
func quirkObstacles(q fixtures.Quirks) []obstacle {
	never := "finds no TLS there"
	return []obstacle{
		{q.Banner != "" || q.AnswerInstead != "", never},
		{q.NeverAnswer, "waits for an answer that does not come"},
		{q.DoubleExtensions, "refuses a ServerHello with an extension that it has twice"},
		{q.ExtendedMasterSecretInNameOnly, "uses the extended master secret that is agreed on"},
		{q.NonEmptyRenegotiationInfo, "refuses a renegotiation_info that is not empty"},
		{q.SelectVersion != 0, "refuses a version that it does not offer"},
		{q.SelectCompression != 0, "refuses compression"},
		{q.SelectALPN != "", "refuses a protocol that it does not ask for"},
		{q.NonEmptyServerName, "refuses a server_name that is not empty"},
		{q.DowngradeSentinel, "takes the mark of a downgrade for an attack"},
		{q.RecordVersion != 0, "refuses records of another version"},
		{q.HeartbeatRecord, "refuses heartbeats"},
		{q.RequireSecondExtension != 0, "has another order of extensions"},
		{slices.Contains(q.RefuseExtensions, 23), "always offers extended_master_secret"},
	}
}

// quirkFlags is the table of what s_client has to leave out, or add, for a server that
// cannot stand its ClientHello.
func quirkFlags(p fixtures.Profile) []flagRow {
	q := p.Quirks
	newer := slices.Contains(q.RefuseOfferedVersions, tls.VersionTLS13) || q.RefuseSessionID || q.RefuseHelloOf256To511 ||
		slices.Contains(q.RefuseExtensions, 43) || slices.Contains(q.RefuseExtensions, 51)
	return []flagRow{
		{newer && p.MaxVersion == tls.VersionTLS12, []string{"-tls1_2"}},
		{q.RefuseUnknownFirstGroup, []string{"-groups", "P-256"}},
		{q.RequireServerName, []string{"-servername", "localhost"}},
		{len(q.RefuseSchemes) > 0, []string{"-sigalgs", "RSA+SHA256"}},
	}
}
