package godebug

func withoutSettings() Section {
	return Section{"Without any setting", []Part{paragraph(
		says("Every release reaches a server with RSA key exchange or 3DES alone if `tls.Config.CipherSuites` has its suite.",
			"go1.22/rsa-key-exchange-explicit-suites", "go1.27/instead-of-tls3des", "go1.27/instead-of-tlsrsakex-and-tls3des"),
		says("For one with TLS 1.0 it takes `tls.Config.MinVersion` as well.",
			"go1.27/instead-of-tlsrsakex-with-tls10"),
		says("That is for one connection, where a setting is for all of a program.",
			"go1.22/rsa-key-exchange-explicit-suites", "TestTheEnvironmentWinsForItsOwnSettingsAlone"),
		says("`harness.RequireNeeded` is a test that fails when a setting is not needed any more, or does not help any more.",
			"TestAWorkaroundThatIsNeededPasses", "TestAWorkaroundThatIsNotNeededFails", "TestAWorkaroundThatDoesNotHelpFails"),
	)}}
}
