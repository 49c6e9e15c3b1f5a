package ledger

func go118() []Entry {
	return together(
		notes("1.18", "crypto/tls",
			// TLS 1.0 and 1.1
			shown("Clients want TLS 1.2 at least unless Config.MinVersion says otherwise.",
				"go1.18/client-minimum-tls12", "go1.18/client-minimum-tls12-tls11", "go1.18/hello-versions",
				"go1.18/max-version-tls11-alone", "go1.18/server-selects-tls10", "go1.18/server-selects-tls11", "go1.22/tls10-server"),
			notShown("Every server that is kept up to date has TLS 1.2, and browsers have insisted on it since 2020.", background),
			shown("MinVersion of TLS 1.0 brings back TLS 1.0 and 1.1.",
				"go1.22/tls10-server-min-version"),
			shown("Servers still accept TLS 1.0.",
				"go1.22/server-tls10-client", "go1.22/server-tls11-client"),
			shown("GODEBUG=tls10default=1 brings TLS 1.0 back, for a while.",
				"go1.18/client-minimum-tls12", "go1.18/client-minimum-tls12-tls11", "go1.18/max-version-tls11-alone"),
			notShown("tls10default goes in Go 1.19.", announcement),
			// minor changes
			notShown("Conn.NetConn gives the connection below.", newAPI),
		),
		notes("1.18", "crypto/x509",
			// SHA-1
			shown("Certificates that are signed with SHA-1 are refused.",
				"go1.18/sha1-leaf", "go1.18/sha1-intermediate", "go1.18/ecdsa-sha1-leaf", "go1.18/sha1-leaf-insecure-skip-verify"),
			shown("The signature of a root on itself may be SHA-1.",
				"go1.18/sha1-root"),
			notShown("Attacks on SHA-1 have been shown in 2017, and public authorities have not signed with it since 2015.", background),
			shown("GODEBUG=x509sha1=1 accepts them again, for a while.",
				"go1.18/sha1-leaf", "go1.18/sha1-intermediate", "go1.18/ecdsa-sha1-leaf"),
			notShown("x509sha1 goes in some later release.", announcement),
			// minor changes
			notShown("On macOS and iOS, Verify asks the platform if it is to use the system's roots.", systemRoots),
			notShown("There is a SystemCertPool on Windows.", systemRoots),
			notShown("On Windows, macOS and iOS a system pool with certificates added to it is verified twice, by the platform and by Go.", systemRoots),
			notShown("The platform's chains come first.", systemRoots),
			notShown("CertPool.Subjects is deprecated.", deprecation),
			notShown("On these systems it leaves out the system's roots, which are no fixed list there.", systemRoots),
			notShown("Go 1.19 may stop signing certificates with MD5.", announcement),
		),
		unmentioned("1.18", "crypto/tls",
			shown("A server takes ECDHE suites from clients that send no ec_point_formats.",
				"go1.18/server-no-point-formats"),
		),
		unmentioned("1.18", "crypto/x509",
			shown("The extended key usages of server-gated cryptography do not count as usage for servers any more.",
				"go1.18/sgc-eku-leaf", "go1.18/sgc-eku-leaf-microsoft", "go1.18/sgc-eku-intermediate"),
			shown("MD5 signatures are refused as in every release, with and without x509sha1=1.",
				"go1.18/md5-leaf"),
		),
	)
}
