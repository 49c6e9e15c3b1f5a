module github.com/legacytls/legacytls/cmd/legacytls

go 1.21

require (
	github.com/legacytls/legacytls v0.0.0-00010101000000-000000000000
	github.com/stretchr/testify v1.12.1
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect

replace github.com/legacytls/legacytls => ../..
