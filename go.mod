module github.com/legacytls/legacytls

go 1.21

require (
	github.com/stretchr/testify v1.12.1
	go.yaml.in/yaml/v3 v3.0.5
)

