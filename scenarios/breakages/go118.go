package breakages

// go118 is TLS 1.0 and 1.1, and chains signed with SHA-1.
func go118() []Report {
	const version = "tls: server selected unsupported protocol version "
	tls10 := between("1.17", "1.18", version+"301")
	tls11 := between("1.17", "1.18", version+"302")
	sha1 := between("1.17", "1.18", insecureSHA1)
	const sqlServer, sha1Leaf = "catalogue/sqlserver-2008r2", "go1.18/sha1-leaf"
	return []Report{
		tls10.seen(issue("microsoft/go-mssqldb", 33), Measured, "SQL Server with TLS 1.0; asks the driver for a minimum version", sqlServer),
		tls10.seen(issue("denisenkom/go-mssqldb", 726), Read, "the same; os.Setenv with GODEBUG does not help", sqlServer),
		tls10.seen(issue("xo/usql", 465), Measured, "the same, in a program with that driver", sqlServer),
		tls10.seen(issue("influxdata/telegraf", 13112), Read, "SQL Server 2008 R2", sqlServer),
		tls10.seen(pull("go-sql-driver/mysql", 1370), Read, "MySQL 5.5 and 5.6", "catalogue/mysql55-yassl"),
		tls11.seen(pull("go-sql-driver/mysql", 1657), Read, "MySQL 5.7 before 5.7.28; what the driver's manual is to say of it", "catalogue/mysql57-yassl"),
		tls11.seen(issue("grafana/grafana", 57556), Read, "MySQL 5.7.21", "catalogue/mysql57-yassl"),
		tls10.seen(issue("prometheus/prometheus", 10603), Read, "old scrape targets; asks for a word of warning", "catalogue/tls10-ecdhe").
			but("the thread quotes no text"),
		sha1.seen(issue("GoogleCloudPlatform/cloud-sql-proxy", 1574), Measured, "Google Cloud SQL, whose authority signed with SHA-1", sha1Leaf),
		sha1.seen(issue("gardener/gardener", 5756), Measured, "an admission webhook", sha1Leaf),
		sha1.seen(pull("kubernetes-sigs/vsphere-csi-driver", 1903), Read, "VMware vCenter with a certificate of a company's own", sha1Leaf),
	}
}
