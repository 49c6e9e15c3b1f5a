package scenarios

import (
	"crypto/tls"
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// quirksOfHello are about what a server cannot stand in a ClientHello.
func quirksOfHello() []harness.Scenario {
	return []harness.Scenario{
		refuseHelloOver(),
		refuseHelloOf256To511(),
		refuseHelloOf10Mod256(),
		refuseHelloInRecords(),
		refuseVersionOver(),
		refuseOfferedVersions(),
		refuseExtension("supported_versions", 43, "every release since Go 1.12, whatever tls.Config.MaxVersion is", always(reset())),
		refuseExtension("extended_master_secret", 23, "Go 1.21 and newer", meets(harness.Connects(), since("1.21", reset()))),
		refuseExtension("signature_algorithms_cert", 50, "Go 1.25 and newer", meets(harness.Connects(), since("1.25", reset()))),
		refuseEmptyLastExtension(),
		requireSecondExtension(),
		refuseUnknownFirstGroup(),
		refuseGroups(),
		refuseSchemes(),
		refuseCertificateSchemes(),
		requireScheme(),
		refuseSessionID(),
		refuseSuitesOver(),
		requireServerName(),
		refuseUnknownServerName(),
		intolerance(),
	}
}

func refuseHelloOver() harness.Scenario {
	return harness.Scenario{
		Name:   "refuse-hello-over",
		Claim:  "A server that takes a ClientHello of one TCP segment resets connections of Go 1.23 and newer, which share a post-quantum key.",
		Source: "https://tldr.fail; golang/go#70047",
		Server: quirky("tls12-one-segment", "TLS 1.2, resets connections with a ClientHello of over 1443 bytes", fixtures.Quirks{
			RefuseHelloOver: oneSegmentHello, Intolerance: resets(),
		}),
		Rules: meets(harness.Connects(), since("1.23", reset())),
	}
}

// resets is how the firewalls and old Windows servers of these scenarios refuse.
func resets() fixtures.Refusal { return fixtures.Refusal{Kind: fixtures.RefuseReset} }

func refuseHelloOf256To511() harness.Scenario {
	client := helloOf(patient())
	client.ServerName = "legacy.example.com"
	return harness.Scenario{
		Name:   "refuse-hello-of256-to511",
		Claim:  "A server that hangs at 256 to 511 bytes does so to clients from Go 1.13, where a key share came, to 1.21; those of 1.22 are just below, for a server name of this length, and since Go 1.23 a ClientHello is larger.",
		Source: "RFC 7685, section 1",
		Server: quirky("tls12-hello-256-511", "TLS 1.2, never answers a ClientHello of 256 to 511 bytes", fixtures.Quirks{
			RefuseHelloOf256To511: true, Intolerance: fixtures.Refusal{Kind: fixtures.RefuseSilence},
		}),
		Client: client,
		Rules:  meets(harness.Connects(), since("1.13", unanswered()), since("1.22", harness.Connects())),
	}
}

// refuseHelloOf10Mod256 has a server name with which the hello of Go 1.22 has 266 bytes.
func refuseHelloOf10Mod256() harness.Scenario {
	client := helloOf(harness.Client{})
	client.ServerName = strings.Repeat("a", 16) + ".example.test"
	return harness.Scenario{
		Name:   "refuse-hello-of10-mod256",
		Claim:  "Whether a server is reached that fails at ClientHellos of 266, 522 or 778 bytes is up to the length of the server name.",
		Source: "testssl.sh, prepare_tls_clienthello",
		Server: quirky("tls12-hello-10-mod-256", "TLS 1.2, resets connections with a ClientHello of 10 bytes more than a multiple of 256", fixtures.Quirks{
			RefuseHelloOf10Mod256: true, Intolerance: resets(),
		}),
		Client: client,
		Rules:  meets(harness.Connects(), since("1.22", reset()), since("1.23", harness.Connects())),
	}
}

func refuseHelloInRecords() harness.Scenario {
	return harness.Scenario{
		Name:   "refuse-hello-in-records",
		Claim:  "A ClientHello of more than 16384 bytes, here because of its application protocols, comes in two records from every release, which some servers do not take.",
		Source: "tls_prober: HP iLO 2, Windows Server 2008",
		Server: quirky("tls12-hello-in-one-record", "TLS 1.2, resets connections with a ClientHello in several records", fixtures.Quirks{
			RefuseHelloInRecords: true, Intolerance: resets(),
		}),
		Client: harness.Client{ALPN: longProtocols()},
		Rules:  always(reset()),
	}
}

// longProtocols are 70 application protocols of 240 bytes.
func longProtocols() []string {
	var names []string
	for i := 0; i < 70; i++ {
		names = append(names, fmt.Sprintf("%0240d", i))
	}
	return names
}

func refuseVersionOver() harness.Scenario {
	return harness.Scenario{
		Name:   "refuse-version-over",
		Claim:  "A server that closes at a legacy_version over its own is not reached by any release with its defaults, and by those that go down to TLS 1.0 with a MaxVersion of TLS 1.0 alone.",
		Source: "RFC 5246, appendix E.1",
		Server: variation(fixtures.TLS12Only(), "tls10-version-intolerant", "TLS 1.0, closes if a client offers more", func(p *fixtures.Profile) {
			p.MinVersion, p.MaxVersion, p.Suites = tls.VersionTLS10, tls.VersionTLS10, []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA}
			p.Quirks = fixtures.Quirks{RefuseVersionOver: tls.VersionTLS10, Intolerance: fixtures.Refusal{Kind: fixtures.RefuseClose}}
		}),
		Rules: always(closed()),
	}
}

func refuseOfferedVersions() harness.Scenario {
	return harness.Scenario{
		Name:   "refuse-offered-versions",
		Claim:  "A server or a middlebox that resets connections that offer TLS 1.3 is reached until Go 1.12.",
		Source: "RFC 8446, appendix D",
		Server: quirky("tls12-tls13-intolerant", "TLS 1.2, resets connections that offer TLS 1.3", fixtures.Quirks{
			RefuseOfferedVersions: []uint16{tls.VersionTLS13}, Intolerance: resets(),
		}),
		Rules: meets(harness.Connects(), since("1.13", reset())),
	}
}

func refuseExtension(name string, id uint16, lost string, rules []harness.Rule) harness.Scenario {
	hyphenated := strings.ReplaceAll(name, "_", "-")
	return harness.Scenario{
		Name:   "refuse-extensions-" + hyphenated,
		Claim:  "A server that resets connections with the extension " + name + " loses " + lost + ".",
		Source: "https://www.iana.org/assignments/tls-extensiontype-values",
		Server: quirky("tls12-no-"+hyphenated, "TLS 1.2, resets connections with the extension "+name, fixtures.Quirks{
			RefuseExtensions: []uint16{id}, Intolerance: resets(),
		}),
		Rules: rules,
	}
}

func refuseEmptyLastExtension() harness.Scenario {
	return harness.Scenario{
		Name:   "refuse-empty-last-extension",
		Claim:  "A server that does not take an empty extension at the end minds no release since Go 1.12: supported_versions or key_share is the last.",
		Source: "openssl/openssl#3927",
		Server: quirky("tls12-empty-last-extension", "TLS 1.2, resets connections with a ClientHello that ends with an empty extension", fixtures.Quirks{
			RefuseEmptyLastExtension: true, Intolerance: resets(),
		}),
		Rules: always(harness.Connects()),
	}
}

func requireSecondExtension() harness.Scenario {
	return harness.Scenario{
		Name:   "require-second-extension",
		Claim:  "A server that expects status_request behind server_name loses clients of Go 1.23 and newer, which send ec_point_formats there.",
		Source: "golang/go#68522",
		Server: quirky("tls12-extension-order", "TLS 1.2, resets connections without status_request as the second extension", fixtures.Quirks{
			RequireSecondExtension: 5, Intolerance: resets(),
		}),
		Client: harness.Client{ServerName: "localhost"},
		Rules:  meets(harness.Connects(), since("1.23", reset())),
	}
}

func refuseUnknownFirstGroup() harness.Scenario {
	server := quirky("tls12-first-group", "TLS 1.2 with P-256, which wants it first", fixtures.Quirks{RefuseUnknownFirstGroup: true})
	server.Groups = []tls.CurveID{tls.CurveP256}
	return harness.Scenario{
		Name:   "refuse-unknown-first-group",
		Claim:  "A server that knows P-256, and looks at a client's first group alone, refuses every release: X25519 or a post-quantum hybrid is first.",
		Source: "RFC 8701, section 1",
		Server: server,
		Rules:  always(handshakeFailure()),
	}
}

func refuseGroups() harness.Scenario {
	return harness.Scenario{
		Name:   "refuse-groups",
		Claim:  "A server that cannot stand X25519MLKEM768 among the groups refuses Go 1.24 and newer.",
		Source: "cloud-sql-proxy#2294 tells of the draft in Go 1.23",
		Server: quirky("tls12-mlkem-intolerant", "TLS 1.2, refuses clients that offer X25519MLKEM768", fixtures.Quirks{
			RefuseGroups: []tls.CurveID{x25519MLKEM768}, Intolerance: fixtures.Refusal{Alert: uint8(harness.IllegalParameter)},
		}),
		Rules: meets(harness.Connects(), since("1.24", illegalParameter())),
	}
}

func refuseSchemes() harness.Scenario {
	return harness.Scenario{
		Name:   "refuse-schemes",
		Claim:  "A proxy that resets connections with ML-DSA in signature_algorithms loses Go 1.27 and newer.",
		Source: "golang/go#81199",
		Server: quirky("tls12-mldsa-intolerant", "TLS 1.2, resets connections with ML-DSA in signature_algorithms", fixtures.Quirks{
			RefuseSchemes: mldsa(), Intolerance: resets(),
		}),
		Rules: meets(harness.Connects(), since("1.27", reset())),
	}
}

func refuseCertificateSchemes() harness.Scenario {
	return harness.Scenario{
		Name:   "refuse-certificate-schemes",
		Claim:  "A firewall that looks for ML-DSA in signature_algorithms_cert resets connections of Go 1.27.0 to 1.27.3.",
		Source: "golang/go#79626",
		Server: quirky("tls12-mldsa-certificate-intolerant", "TLS 1.2, resets connections with ML-DSA in signature_algorithms_cert", fixtures.Quirks{
			RefuseCertificateSchemes: mldsa(), Intolerance: resets(),
		}),
		Boundaries: []string{"1.27.0", "1.27.3"},
		Rules:      meets(harness.Connects(), since("1.27.0", reset()), since("1.27.4", harness.Connects())),
	}
}

func requireScheme() harness.Scenario {
	return harness.Scenario{
		Name:   "require-scheme",
		Claim:  "A Windows server with a certificate that is signed with SHA-1 resets connections of Go 1.25 and newer, which do not list it in signature_algorithms.",
		Source: "go-mssqldb#302; F5 ID499280",
		Server: quirky("tls12-wants-sha1", "TLS 1.2, resets connections without rsa_pkcs1_sha1 in signature_algorithms", fixtures.Quirks{
			RequireScheme: tls.PKCS1WithSHA1, Intolerance: resets(),
		}),
		Rules: meets(harness.Connects(), since("1.25", reset())),
	}
}

func refuseSessionID() harness.Scenario {
	return harness.Scenario{
		Name:   "refuse-session-id",
		Claim:  "A server that closes at a session id that it does not know is reached by no release since Go 1.12, and nothing turns the random one off.",
		Source: "RFC 8446, appendix D.4",
		Server: quirky("tls12-session-id-intolerant", "TLS 1.2, closes if the ClientHello has a session id", fixtures.Quirks{
			RefuseSessionID: true, Intolerance: fixtures.Refusal{Kind: fixtures.RefuseClose},
		}),
		Rules: always(closed()),
	}
}

func refuseSuitesOver() harness.Scenario {
	return harness.Scenario{
		Name:   "refuse-suites-over",
		Claim:  "A server that takes 16 suites refuses clients from Go 1.13 to 1.21, which offer 18; the servers that are known take over 100, and mind no release.",
		Source: "testssl.sh, SERVER_SIZE_LIMIT_BUG",
		Server: quirky("tls12-16-suites", "TLS 1.2, refuses clients that offer over 16 suites", fixtures.Quirks{RefuseSuitesOver: 16}),
		Rules:  meets(harness.Connects(), since("1.13", handshakeFailure()), since("1.22", harness.Connects())),
	}
}

func requireServerName() harness.Scenario {
	return harness.Scenario{
		Name:   "require-server-name",
		Claim:  "A server that insists on server_name refuses clients that ask for an IP address, for which no release sends one.",
		Source: "RFC 6066, section 3",
		Server: quirky("tls12-wants-server-name", "TLS 1.2, refuses clients without server_name", fixtures.Quirks{RequireServerName: true}),
		Client: harness.Client{ServerName: "127.0.0.1"},
		Rules:  unrecognized(),
	}
}

// unrecognized is the fatal alert unrecognized_name, for which Go has had words since
// 1.14.
func unrecognized() []harness.Rule {
	said := func(text string) harness.Expectation {
		return harness.Refused(harness.RemoteAlert(harness.UnrecognizedName), errorIs("remote error: tls: "+text))
	}
	return meets(said("alert(112)"), since("1.14", said("unrecognized name")))
}

func refuseUnknownServerName() harness.Scenario {
	return harness.Scenario{
		Name:   "refuse-unknown-server-name",
		Claim:  "A server may refuse a client that asks for a name that it does not have; InsecureSkipVerify does not help.",
		Source: "RFC 6066, section 3",
		Server: quirky("tls12-known-names", "TLS 1.2, refuses clients that ask for a name of another", fixtures.Quirks{RefuseUnknownServerName: true}),
		Client: harness.Client{ServerName: "other.test", InsecureSkipVerify: true},
		Rules:  unrecognized(),
	}
}

func intolerance() harness.Scenario {
	return harness.Scenario{
		Name:   "intolerance",
		Claim:  "How a server refuses a ClientHello is all that a client shows of it: one of Erlang/OTP that cannot stand RSA-PSS may say insufficient_security.",
		Source: "telegraf#6949",
		Server: quirky("tls12-rsa-pss-intolerant", "TLS 1.2, says insufficient_security to clients that offer RSA-PSS", fixtures.Quirks{
			RefuseSchemes: []tls.SignatureScheme{tls.PSSWithSHA256}, Intolerance: fixtures.Refusal{Alert: uint8(harness.InsufficientSecurity)},
		}),
		Rules: always(harness.Refused(
			harness.RemoteAlert(harness.InsufficientSecurity),
			harness.ErrorText("remote error: tls: insufficient security level"))),
	}
}
