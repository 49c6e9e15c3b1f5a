# The commands of the README, and those of people who work on legacytls.

GOTESTFLAGS ?=
STATICCHECK  = honnef.co/go/tools/cmd/staticcheck@v0.8.2

# The scenario tables on real Go toolchains, which are fetched when needed.
run:
	cd cmd/legacytls && go run . run

# -count=1: Go's test cache cannot see toolchains and servers. -timeout: the first
# time, some thirty toolchains are fetched and compile their standard library.
# LEGACYTLS_SWEEP=all: without it, tests that go through long lists take a cut of them.
test: export LEGACYTLS_SWEEP ?= all
test:
	go test -count=1 -timeout 60m $(GOTESTFLAGS) ./...
	cd docker && go test -count=1 -timeout 60m $(GOTESTFLAGS) ./...
	cd cmd/legacytls && go test -count=1 -timeout 60m $(GOTESTFLAGS) ./...

# OpenSSL of several generations in containers. docker-base is for engines that reach no
# registry: it makes the base images from Debian's packages, as root.
docker-base:
	docker/base/make-base

docker-images:
	cd docker && go run ./buildimages

bench:
	go test -run '^$$' -bench . -benchmem $(GOTESTFLAGS) ./...

lint:
	test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	go vet ./...
	go run $(STATICCHECK) ./...
	cd docker && go vet ./... && go run $(STATICCHECK) ./...
	cd cmd/legacytls && go vet ./... && go run $(STATICCHECK) ./...

.PHONY: run test docker-base docker-images bench lint
