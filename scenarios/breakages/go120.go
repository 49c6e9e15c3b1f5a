package breakages

// go120 is patch release 1.20.7.
func go120() []Report {
	return []Report{
		between("1.20.6", "1.20.7", "tls: server sent certificate containing RSA key larger than 8192 bits").
			seen(issue("treeverse/lakeFS", 7091), Measured, "an RSA key of more than 8192 bits in the chain", "go1.19/rsa-8200").
			but("there it is an authority's key, here the server's"),
	}
}
