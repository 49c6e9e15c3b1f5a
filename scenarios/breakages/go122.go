package breakages

import "github.com/legacytls/legacytls/harness"

// go122 is servers that have no suites but those with RSA key exchange.
func go122() []Report {
	rsa := between("1.21", "1.22", handshakeFailure)
	const rsaOnly, mysql = "catalogue/rsa-key-exchange-only", "catalogue/mysql57-openssl"
	const netscaler, oracle, infoblox = "catalogue/netscaler-nsip", "catalogue/oracle-db-tcps", "catalogue/infoblox-wapi"
	const noText = "the thread quotes no text"
	return []Report{
		rsa.seen(issue("golang/go", 66998), Measured, "the site of a power company", rsaOnly),
		rsa.seen(issue("golang/go", 66512), Read, "the site of a port", rsaOnly),
		rsa.seen(pull("aristanetworks/goeapi", 59), Measured, "eAPI of Arista EOS", "catalogue/arista-eos-eapi"),
		rsa.seen(issue("influxdata/telegraf", 15612), Measured, "stunnel with one suite", rsaOnly).
			but("with the suite that the thread names, AES256-SHA256, no Go release connects (`catalogue/aes256-sha256-only`); it is so with the others that have RSA key exchange"),
		rsa.seen(issue("go-gitea/gitea", 31228), Measured, "an LDAPS server", rsaOnly),
		rsa.seen(issue("goharbor/harbor", 20691), Read, "an LDAPS server", rsaOnly),
		rsa.seen(issue("dexidp/dex", 4488), Unproven, "an LDAPS server", rsaOnly),
		rsa.seen(issue("foxcpp/maddy", 789), Read, "mail servers, by STARTTLS", rsaOnly).but(noText),
		rsa.seen(issue("xhit/go-simple-mail", 100), Read, "a mail server", rsaOnly),
		rsa.worked("1.19").breaking("1.23").seen(issue("citrix/terraform-provider-citrixadc", 1251), Measured, "a new NetScaler VPX, which has to be reached to be taught other suites", netscaler),
		rsa.seen(issue("citrix/terraform-provider-citrixadc", 1340), Read, "NetScaler; the program takes what it cannot reach for not being there", netscaler),
		rsa.seen(pull("netscaler/adc-nitro-go", 105), Read, "NetScaler of older firmware", netscaler),
		rsa.breaking("1.25").seen(issue("mrlhansen/idrac_exporter", 204), Measured, "H3C HDM", "catalogue/h3c-hdm"),
		rsa.breaking("1.25").seen(pull("mrlhansen/idrac_exporter", 205), Measured, "the same; a setting for one target", "catalogue/h3c-hdm"),
		rsa.seen(issue("rclone/rclone", 8565), Measured, "storage servers of MEGA", rsaOnly),
		rsa.seen(pull("rclone/rclone", 8616), Measured, "the same; names the suites for these servers", rsaOnly),
		rsa.breaking("1.23").seen(issue("rclone/rclone", 8701), Read, "ProFTPD, by AUTH TLS", rsaOnly),
		rsa.seen(issue("sijms/go-ora", 676), Measured, "Oracle 19c with a wallet", oracle),
		rsa.seen(issue("sijms/go-ora", 680), Read, "Oracle in Amazon RDS, with AES256-SHA", oracle),
		rsa.seen(issue("elastic/beats", 48104), Read, "a site that is watched; asks for a line in the log", rsaOnly),
		rsa.seen(issue("go-sql-driver/mysql", 1635), Read, "MySQL 5.7 as Oracle builds it; the fallback to plain text does not come", mysql),
		rsa.seen(issue("skeema/skeema", 239), Read, "MySQL 5.7", mysql),
		rsa.seen(issue("infobloxopen/infoblox-go-client", 285), Read, "Infoblox WAPI; asks for a list of suites", infoblox),
		rsa.seen(issue("go-acme/lego", 2456), Read, "the same, in a program with that client", infoblox),
		apmServer(),
	}
}

// apmServer is a server that has suites which it will not use.
func apmServer() Report {
	r := from("1.25", handshakeFailure).byServer()
	r.Works = with("1.25", harness.Settings{GODEBUG: "tlsrsakex=1"})
	return r.seen(issue("elastic/apm-server", 20879), Unproven, "a client that has AES128-GCM-SHA256 alone; the server starts all the same", "go1.22/server-rsa-key-exchange").
		but("there the suite is in the server's configuration, here the server has the defaults")
}
