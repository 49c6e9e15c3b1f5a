package breakages

// go123 is a ClientHello that does not fit one TCP segment any more, and certificates
// with a negative serial number.
func go123() []Report {
	reset := between("1.22", "1.23", connectionReset)
	dropped := between("1.22", "1.23", handshakeTimeout)
	const intolerant, dropping = "catalogue/hello-over-1-segment-intolerant", "reports/large-hello-http-handshake-timeout"
	const noText = "the thread quotes no text"
	negative := between("1.22", "1.23", negativeSerial)
	const serial = "go1.23/negative-serial"
	return []Report{
		reset.seen(issue("aws/karpenter-provider-aws", 7617), Measured, "AWS Network Firewall", intolerant),
		dropped.seen(issue("aws/karpenter-provider-aws", 7542), Read, "the same", dropping),
		dropped.seen(issue("hashicorp/terraform-provider-aws", 39125), Read, "the same; the two ClientHellos side by side", dropping).but(noText),
		dropped.seen(issue("hashicorp/terraform-provider-aws", 39311), Read, "the same, explained", dropping).but(noText),
		dropped.seen(issue("grafana/grafana", 100217), Read, "the same; what helps is in the firewall's rules", dropping).but(noText),
		dropped.seen(issue("grafana/tempo", 4663), Read, "the same", dropping).but(noText),
		dropped.seen(pull("pulumi/pulumi-aws", 4583), Read, "the same; asks whether there can be a test", dropping).but(noText),
		dropped.seen(issue("argoproj/argo-cd", 26749), Read, "the same", dropping).
			but("there the program's own deadline is over first, and it shows `context deadline exceeded` alone"),
		between("1.22", "1.23", "i/o timeout").
			seen(issue("golang/go", 71257), Unproven, "a mail server, by STARTTLS", "catalogue/sendmail-large-hello-hang"),
		negative.seen(pull("avwo/whistle", 1192), Measured, "an inspecting proxy that draws serial numbers, of which half are negative", serial),
		negative.seen(issue("open-telemetry/opentelemetry-collector-contrib", 38248), Read, "SQL Server with the certificate that it makes for itself", "catalogue/sqlserver-2017-linux"),
		negative.seen(issue("gopcua/opcua", 851), Measured, "a device with OPC UA", serial).but("there without TLS"),
		negative.seen(pull("kgateway-dev/kgateway", 14028), Read, "certificates of a configuration, which Envoy takes", serial).
			but("there without TLS"),
		between("1.22", "1.23", "x509: certificate signed by unknown authority").
			seen(issue("istio/istio", 56815), Read, "a bundle of roots with one such certificate in it", "go1.23/negative-serial-root").
			but("Istio drops the bundle, crypto/x509 the one root"),
	}
}
