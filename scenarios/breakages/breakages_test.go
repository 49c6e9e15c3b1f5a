package breakages_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/scenarios"
	"github.com/legacytls/legacytls/scenarios/breakages"
	"github.com/legacytls/legacytls/scenarios/internal/evidence"
)

func TestEveryReportIsReproducedOrSaysWhyNot(t *testing.T) {
	t.Parallel()
	for _, r := range breakages.Reports() {
		require.NotEqual(t, len(r.Shown) > 0, r.Why != "", "%s", r)
		require.Contains(t, []breakages.Certainty{breakages.Read, breakages.Measured, breakages.Unproven}, r.Certain, "%s", r)
		require.NotEmpty(t, r.Says, "%s", r)
		for _, words := range []string{r.Says, r.Differs, r.Why} {
			require.False(t, strings.HasSuffix(words, "."), "%s: %s", r, words)
		}
	}
}

func TestWhatIsReproducedHasATextAndABuild(t *testing.T) {
	t.Parallel()
	for _, r := range breakages.Reports() {
		if len(r.Shown) == 0 {
			require.Empty(t, r.Text+r.Before+r.Differs+r.Works.Go+r.Breaks.Go+r.Mended.Go, "%s", r)
			continue
		}
		require.NotEmpty(t, r.Text, "%s", r)
		require.NotEmpty(t, r.Breaks.Go, "%s", r)
		require.NotEqual(t, r.Text, r.Before, "%s", r)
		if r.Works.Go == "" {
			require.NotEmpty(t, r.Differs, "%s: why is there no build that works?", r)
		}
	}
}

// The page has one kind of table for what is reproduced and another for the rest.
func TestAPartIsReproducedOrNot(t *testing.T) {
	t.Parallel()
	for _, part := range breakages.Parts() {
		require.NotEmpty(t, part.Reports, part.Title)
		for _, r := range part.Reports {
			require.Equal(t, len(part.Reports[0].Shown) > 0, len(r.Shown) > 0, "%s in %q", r, part.Title)
		}
	}
}

func TestThreadsAreOnGitHubAndInTheListOnce(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for _, r := range breakages.Reports() {
		require.Regexp(t, `^[\w.-]+/[\w.-]+$`, r.Repo)
		require.NotEqual(t, r.Number > 0, r.Release != "", "%s", r)
		require.Regexp(t, `^https://github\.com/[\w.-]+/[\w.-]+/(issues/\d+|pull/\d+|releases/tag/v[\w.-]+)$`, r.URL())
		require.False(t, seen[r.String()], "%s is there twice", r)
		seen[r.String()] = true
	}
}

func TestTheScenariosOfReportsExist(t *testing.T) {
	t.Parallel()
	known := evidence.Scenarios()
	for _, r := range breakages.Reports() {
		for _, name := range r.Shown {
			s, ok := known[name]
			require.True(t, ok, "%s: no scenario %s", r, name)
			require.Empty(t, s.Waiting, "%s: %s waits", r, name)
		}
	}
}

// What is not reproduced points to scenarios as well.
func TestTheScenariosInReasonsExist(t *testing.T) {
	t.Parallel()
	known := evidence.Scenarios()
	name := regexp.MustCompile(`\b(go1\.\d+|catalogue|quirks|reports)/[a-z0-9.-]+`)
	for _, r := range breakages.Reports() {
		for _, found := range name.FindAllString(r.Why+" "+r.Differs, -1) {
			require.Contains(t, known, found, "%s", r)
		}
	}
}

// A Go server is under test where the report says so, but for what a server does with
// certificates, its own or a client's: the parser is the same.
func TestReportsOfServersAreReproducedByServers(t *testing.T) {
	t.Parallel()
	known := evidence.Scenarios()
	for _, r := range breakages.Reports() {
		for _, name := range r.Shown {
			if s := known[name]; (s.Role() == harness.ServerSide) != r.Server {
				require.Contains(t, r.Differs, "own certificate", "%s: %s", r, name)
			}
		}
	}
}

// The table reports is there for the reports.
func TestEveryScenarioOfTheTableReportsIsUsed(t *testing.T) {
	t.Parallel()
	used := make(map[string]bool)
	for _, r := range breakages.Reports() {
		for _, name := range r.Shown {
			used[name] = true
		}
	}
	for _, s := range scenarios.Reports().Scenarios {
		require.True(t, used["reports/"+s.Name], "no report is shown by reports/%s", s.Name)
	}
}

func TestNoKnownReportIsLeftOut(t *testing.T) {
	t.Parallel()
	listed := make(map[string]bool)
	for _, r := range breakages.Reports() {
		listed[r.String()] = true
	}
	var missing []string
	for _, thread := range knownReports() {
		if !listed[thread] {
			missing = append(missing, thread)
		}
	}
	require.Empty(t, missing)
}

// knownReports are the threads that were collected from public trackers in November
// 2026, before there was anything to reproduce them with.
func knownReports() []string {
	return []string{
		"golang/go#34040", "golang/go#35722", "golang/go#37808", "emissary-ingress/emissary#1829",
		"golang/go#31072", "golang/go#40344", "ajvb/kala#250", "letsencrypt/unbound_exporter#33",
		"notaryproject/notary#1589", "goharbor/harbor#16971", "kubernetes/kubernetes#110476",
		"apptainer/singularity#5774", "IBM/portieris#196", "linkerd/linkerd2#4945",
		"newrelic/docs-website#8727", "golang/go#46310", "cloudfoundry/gorouter#305",
		"openshift/origin#26594", "golang/go#48171", "golang/go#49678", "ghostunnel/ghostunnel#347",
		"golang/go#45430", "microsoft/go-mssqldb#33", "xo/usql#465", "prometheus/prometheus#10603",
		"go-sql-driver/mysql#1370", "go-sql-driver/mysql#1657", "GoogleCloudPlatform/cloud-sql-proxy#1574",
		"gardener/gardener#5756", "micromdm/scep#191", "micromdm/scep#227", "jaegertracing/jaeger#3903",
		"sigstore/fulcio#767", "anchore/quill#35", "stackabletech/operator-rs#766", "golang/go#66880",
		"treeverse/lakeFS#7091", "cloudfoundry/gorouter#360", "golang/go#66998", "aristanetworks/goeapi#59",
		"influxdata/telegraf#15612", "go-gitea/gitea#31228", "goharbor/harbor#22217", "hashicorp/vault#28206",
		"foxcpp/maddy#789", "citrix/terraform-provider-citrixadc#1251", "mrlhansen/idrac_exporter#204",
		"mrlhansen/idrac_exporter#205", "rclone/rclone#8565", "rclone/rclone#8616", "sijms/go-ora#676",
		"elastic/beats#48104", "golang/go#68522", "golang/go#68528", "aws/karpenter-provider-aws#7617",
		"grafana/grafana#100217", "grafana/tempo#4663", "pulumi/pulumi-aws#4583", "argoproj/argo-cd#26749",
		"golang/go#71257", "avwo/whistle#1192", "gopcua/opcua#851", "istio/istio#56815",
		"canonical/lxd#14839", "golang/go#75453", "golang/go#76677", "golang/go#78178", "golang/go#78298",
		"hashicorp/vault#31628", "siderolabs/talos#12286", "k0sproject/k0s#8068", "skupperproject/skupper#2284",
		"kubermatic/kubeone#3937", "microsoft/go-mssqldb#302",
		"open-telemetry/opentelemetry-collector-contrib#50774", "open-telemetry/opentelemetry-collector-contrib#44058",
		"go-gitea/gitea#35869", "go-ldap/ldap#621", "golang/go#77744", "sosedoff/pgweb#825", "moby/moby#51055",
		"fullstorydev/grpcurl#522", "golang/go#77376", "golang/go#79626", "pgsty/silo#154",
		"pingcap/tiflow#12691", "microsoft/go v1.27.2-2",
		// named for what they ask, or for how somebody reproduced something
		"golang/go#82536", "GoogleCloudPlatform/cloud-sql-proxy#202", "opentofu/opentofu#2642",
		"openshift/library-go#2051", "openshift/origin#10104", "go-sql-driver/mysql#1635",
		"grafana/mcp-grafana#1193", "GoogleCloudPlatform/cloud-sql-go-connector#1017",
		"QuantumNous/new-api#6515", "hashicorp/terraform-provider-aws#39125", "elastic/apm-server#20879",
		"hashicorp/vault#15672", "letsencrypt/boulder#7321", "cert-manager/trust-manager#512",
		"openshift/enhancements#2077", "golang/go#76163", "syncthing/syncthing#6867",
		"kgateway-dev/kgateway#14028", "infobloxopen/infoblox-go-client#285",
		"interline-io/transitland-lib#453", "denisenkom/go-mssqldb#726", "decred/dcrwallet#2424",
		"citrix/terraform-provider-citrixadc#1340",
	}
}
