package wire

var versionTable = [...]name{
	{VersionSSL20, "SSL 2.0"},
	{VersionSSL30, "SSL 3.0"},
	{VersionTLS10, "TLS 1.0"},
	{VersionTLS11, "TLS 1.1"},
	{VersionTLS12, "TLS 1.2"},
	{VersionTLS13, "TLS 1.3"},
}
