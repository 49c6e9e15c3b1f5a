package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// strictness125: "Both TLS clients and servers are now stricter in following
// the specifications and in rejecting off-spec behavior."
func strictness125() []harness.Scenario {
	return []harness.Scenario{
		helloSignatureAlgorithmsCert("hello-signature-algorithms-cert", harness.Client{}),
		helloSignatureAlgorithmsCert("hello-signature-algorithms-cert-max-version", harness.Client{MaxVersion: tls.VersionTLS12}),
		sessionIDEchoed(),
		compressedPointsServer(),
		serverCompressedPointsClient(),
		unofferedGroup(),
		compressionInTLS13(),
		emptyTicketLabel(),
		serverTrailingDotName(),
	}
}

func helloSignatureAlgorithmsCert(name string, client harness.Client) harness.Scenario {
	return harness.Scenario{
		Name:   name,
		Claim:  "Every ClientHello has signature_algorithms_cert since Go 1.25, with tls.Config.MaxVersion of TLS 1.2 too, and is 30 bytes longer for it.",
		Source: "RFC 8446, section 4.2.3; src/crypto/tls/handshake_client.go of Go 1.25, makeClientHello",
		Server: anyServer(),
		Client: client,
		Rules: []harness.Rule{
			{When: harness.Go("<1.25"), Want: harness.All(harness.Connects(), harness.OffersNoExtension(wire.ExtSignatureAlgorithmsCert))},
			{Want: harness.All(harness.Connects(), harness.OffersExtension(wire.ExtSignatureAlgorithmsCert))},
		},
	}
}

func sessionIDEchoed() harness.Scenario {
	return harness.Scenario{
		Name:   "session-id-echoed",
		Claim:  "A TLS 1.2 server that answers with the session id of the client is refused since Go 1.25: clients make it up for TLS 1.3, and there is no session to it.",
		Source: "src/crypto/tls/handshake_client.go of Go 1.25, processServerHello",
		Server: quirky("tls12-echoes-session-id", "TLS 1.2, gives back the session id of the client", fixtures.Quirks{EchoSessionID: true}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.25"), Want: harness.ConnectsWith(notResumed())},
			{Want: harness.Refused(
				harness.LocalAlert(harness.IllegalParameter),
				harness.ErrorText("tls: server echoed TLS 1.3 compatibility session ID in TLS 1.2"))},
		},
	}
}

func compressedPointsServer() harness.Scenario {
	return harness.Scenario{
		Name:   "compressed-points-server",
		Claim:  "A server whose ec_point_formats leave out uncompressed points is refused since Go 1.25.",
		Source: "RFC 8422, section 5.1.2; src/crypto/tls/handshake_client.go of Go 1.25",
		Server: quirky("tls12-compressed-points", "TLS 1.2, says that it takes compressed points alone", fixtures.Quirks{CompressedPointsOnly: true}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.25"), Want: harness.Connects()},
			{Want: harness.Refused(harness.ErrorText("tls: server offered only incompatible point formats"))},
		},
	}
}

func serverCompressedPointsClient() harness.Scenario {
	client := leavingOut(wire.ExtPointFormats, hello12([]uint16{
		tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_128_GCM_SHA256,
	}))
	client.Extensions = append(client.Extensions, wire.PointFormats(1))
	return harness.Scenario{
		Name:     "server-compressed-points-client",
		Claim:    "A client whose ec_point_formats leave out uncompressed points gets RSA key exchange where there is any, no suite from Go 1.22 on, and is refused for its points since 1.25.",
		Source:   "RFC 8422, section 5.1.2; src/crypto/tls/handshake_server.go of Go 1.25",
		GoServer: &harness.GoServer{},
		Raw:      client,
		Rules: []harness.Rule{
			{When: harness.Go("<1.22"), Want: harness.Answers(harness.WithSuite(tls.TLS_RSA_WITH_AES_128_GCM_SHA256))},
			{When: harness.Go("<1.25"), Want: noCommonSuite()},
			{Want: harness.Refused(
				harness.LocalAlert(harness.MissingExtension),
				harness.ErrorText("tls: client offered only incompatible point formats"))},
		},
	}
}

func unofferedGroup() harness.Scenario {
	return harness.Scenario{
		Name:   "unoffered-group",
		Claim:  "A TLS 1.2 server that uses a named group which the client did not offer is refused by every release; since Go 1.25 the text says what is wrong.",
		Source: "RFC 8422, section 5.4; src/crypto/tls/key_agreement.go of Go 1.25",
		Server: onP256("tls12-secp256k1", "TLS 1.2, says that its public key is of secp256k1", fixtures.Quirks{SelectGroup: secp256k1}),
		Rules:  unofferedCurve(),
	}
}

func compressionInTLS13() harness.Scenario {
	return harness.Scenario{
		Name:   "compression-in-tls13",
		Claim:  "A server of TLS 1.3 that says it compresses is refused, in words of its own since Go 1.25.",
		Source: "RFC 8446, section 4.1.3; src/crypto/tls/handshake_client_tls13.go of Go 1.25",
		Server: quirky13("tls13-compression", "TLS 1.3, selects DEFLATE", fixtures.Quirks{SelectCompression: 1}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: unsupportedVersion()},
			{When: harness.Go("<1.25"), Want: harness.Refused(
				harness.LocalAlert(harness.IllegalParameter),
				harness.ErrorText("tls: server selected unsupported compression format"))},
			{Want: harness.Refused(
				harness.LocalAlert(harness.DecodeError),
				harness.ErrorText("tls: server sent non-zero legacy TLS compression method"))},
		},
	}
}

func emptyTicketLabel() harness.Scenario {
	return harness.Scenario{
		Name:   "empty-ticket-label",
		Claim:  "A server of TLS 1.3 that issues a session ticket with nothing in it is refused since Go 1.25; before, a client came back with the ticket, and servers refused that.",
		Source: "RFC 8446, section 4.6.1; src/crypto/tls/handshake_client_tls13.go of Go 1.25, handleNewSessionTicket",
		Server: quirky13("tls13-empty-ticket", "TLS 1.3, session tickets with nothing in them", fixtures.Quirks{EmptyTicket: true}),
		Client: harness.Client{Resume: true},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: unsupportedVersion()},
			{When: harness.Go("<1.25"), Want: harness.Refused(
				harness.RemoteAlert(harness.DecodeError),
				harness.ErrorText("remote error: tls: error decoding message"))},
			{Want: harness.Refused(
				afterHandshake(),
				harness.ErrorText("tls: received a session ticket with empty opaque ticket label"))},
		},
	}
}

func serverTrailingDotName() harness.Scenario {
	return harness.Scenario{
		Name:     "server-trailing-dot-name",
		Claim:    "A client that asks for a server name with a dot at its end is refused, with decode_error instead of unexpected_message since Go 1.25.",
		Source:   "RFC 6066, section 3; src/crypto/tls/conn.go of Go 1.25, unmarshalHandshakeMessage",
		GoServer: &harness.GoServer{},
		Raw:      hello12(gcmSuite(), wire.ServerName("localhost.")),
		Rules: []harness.Rule{
			{When: harness.Go("<1.25"), Want: harness.Refused(harness.LocalAlert(harness.UnexpectedMessage))},
			{Want: harness.Refused(harness.LocalAlert(harness.DecodeError))},
		},
	}
}
