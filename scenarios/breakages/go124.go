package breakages

import "github.com/legacytls/legacytls/harness"

// go124 is the large ClientHello again, with X25519MLKEM768 instead of Kyber, which
// tlskyber=0 no longer takes out.
func go124() []Report {
	return []Report{
		between("1.22", "1.24", connectionReset).
			seen(issue("canonical/lxd", 14839), Read, "an HTTP proxy or another box on the way that reads a ClientHello in one piece",
				"go1.23/large-hello-one-read", "catalogue/hello-over-1-segment-intolerant"),
		between("1.22", "1.24", handshakeTimeout).
			seen(issue("aws/amazon-vpc-cni-k8s", 3311), Read, "AWS Network Firewall", "reports/large-hello-http-handshake-timeout"),
		withoutMLKEM().seen(issue("golang/go", 75453), Read, "no go.mod, and so an old go line and no X25519MLKEM768", "go1.24/mlkem-only").
			but("there the connection goes on with X25519, here the server insists"),
		withoutMLKEM().seen(issue("golang/go", 76677), Read, "the same", "go1.24/mlkem-only").
			but("there the connection goes on with X25519, here the server insists"),
	}
}

// withoutMLKEM differs by the go line alone.
func withoutMLKEM() Report {
	return Report{Works: on("1.25"), Breaks: with("1.25", harness.Settings{GoLine: "1.23"}), Text: handshakeFailure}
}
