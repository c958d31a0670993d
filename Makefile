# Run "make help" for what there is.

SHARDS = test-browser-0 test-browser-1

.DELETE_ON_ERROR:
.PHONY: help run test fuzz quick test-go test-wasm test-fuzz $(SHARDS) bench bench-server dist audit recipes screenshot page check chromium firefox docs python

ADDR ?= 127.0.0.1:8080
# false removes the service worker from browsers, with all that they keep.
OFFLINE ?= true
# true compresses as far as can be, as for what is published.
SMALL ?= false
# true for what is published: the script in the folder of its version never changes.
RELEASE ?= false
# a site built before, whose releases of the widget are kept.
FORMER ?=

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

run: page ## build everything and serve the explorer on this machine
	go run . -addr $(ADDR)

test: page check postgresql internal/predict/sqlquery/engines/node_modules/.package-lock.json chromium firefox docs python web/examples/node_modules/.package-lock.json ## run every check and test
	@$(MAKE) --no-print-directory -j3 -O $(SHARDS) test-go

quick: check ## the checks and tests that need no build, browser or network
	go test $$(go list ./... | grep -v -e /browser -e /bench -e /sitegen -e /render/picture -e '^lossexplorer$$')

# What needs no browser runs beside the tests in browsers. The time limits are for
# machines that do much else.
test-go: test-wasm test-fuzz
	go test -timeout 60m $$(go list ./... | grep -v /browser)

test-wasm:
	GOOS=js GOARCH=wasm go test -exec="$$(go env GOROOT)/lib/wasm/go_js_wasm_exec" ./losscore ./internal/train

# The seeds of all fuzz targets run with the other tests; these packages are fuzzed too.
test-fuzz:
	@$(MAKE) --no-print-directory fuzz FUZZED="losscore internal/lessons"

FUZZED ?= losscore internal
fuzz: ## run every fuzz target alone, for a moment; one that draws, for less
	@grep -rlE '^func Fuzz' --include='*_test.go' $(FUZZED) | while read -r file; do \
		for target in $$(grep -oE '^func Fuzz[A-Za-z0-9_]+' "$$file" | cut -c6-); do \
			case $$file in *render/picture*) runs=200x ;; *) runs=10000x ;; esac; \
			(set -x; go test -run='^$$' -fuzz="^$$target\$$" -fuzztime=$$runs "./$$(dirname "$$file")") || exit 1; \
		done; \
	done

# A shard is every second test of the browser, in a browser of its own.
$(SHARDS): test-browser-%:
	go test -timeout 80m ./internal/browser -run="^($$(grep -hoE '^func Test[A-Za-z0-9_]+' internal/browser/*_test.go | cut -c6- | awk 'NR % 2 == $*' | paste -sd '|'))$$"

bench dist: SMALL = true
dist: RELEASE = true
bench: page chromium ## measure sizes and speeds, into docs/benchmarks.md
	mkdir -p bin
	go test -timeout 2h -run='^$$' -bench=. $$(go list ./... | grep -v /bench/servers) | tee bin/bench.txt
	GOOS=js GOARCH=wasm go test -run='^$$' -bench=. -exec="$$(go env GOROOT)/lib/wasm/go_js_wasm_exec" ./losscore ./internal/train ./internal/formula | tee -a bin/bench.txt
	node internal/bench/points.mjs | sed '1i pkg:' | tee -a bin/bench.txt
	go run ./internal/bench/table < bin/bench.txt > docs/benchmarks.md

bench-server: page ## compare the server with nginx and Caddy, and ask it for everything for ten minutes
	@command -v nginx >/dev/null && command -v caddy >/dev/null && command -v wrk >/dev/null && test -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so || \
		$(call install,nginx-light libnginx-mod-http-brotli-static caddy wrk)
	go test -timeout 30m -run='^$$' -bench=. -benchtime=3x ./internal/bench/servers -skip=Soak
	go test -timeout 30m -run='^$$' -bench=Soak -benchtime=1x ./internal/bench/servers -soak=10m

dist: page ## make all that is needed to host it: program, static site, container, units, npm package
	rm -rf dist
	mkdir -p dist/site
	cp -r web/dist/. dist/site
	rm -r dist/site/.gitignore dist/site/.fonts
	cp web/hosting/_headers dist/site
	cp -r web/hosting dist/hosting
	cp Containerfile internal/server/serve/lossexplorer.service internal/server/serve/lossexplorer.socket dist
	go run ./internal/sitegen -npm dist/npm
	go run ./internal/sitegen -scorm dist
	go run ./internal/sitegen -wheel dist
	cd dist && npm pack --silent ./npm
	CGO_ENABLED=0 go build -buildvcs=auto -trimpath -ldflags='-s -w' -o dist/lossexplorer .

audit: web/node_modules/.package-lock.json ## look up known faults of what this depends on, which takes a network
	go tool govulncheck ./...
	GOOS=js GOARCH=wasm "$$(go tool -n govulncheck)" ./wasm/...
	cd web && npm audit --omit=optional

recipes: page chromium web/recipes/next/node_modules/.package-lock.json web/recipes/docusaurus/node_modules/.package-lock.json web/recipes/starlight/node_modules/.package-lock.json ## build the sites of Next, Docusaurus and Starlight, 800 MB to install, and test the widget in them
	go test -tags recipes -count=1 -timeout 30m ./internal/browser -run='^TestRecipes$$'

screenshot: page chromium ## take pictures of the page: to look at, the golden ones and that of README
	mkdir -p bin/screenshots internal/browser/testdata/golden
	go test -count=1 ./internal/browser -run='Screenshots|Print' -screenshots=$(CURDIR)/bin/screenshots -update
	cp bin/screenshots/en-light-1280.png web/screenshot.png

page: web/node_modules/.package-lock.json
	go run ./internal/sitegen -offline=$(OFFLINE) -small=$(SMALL) -release=$(RELEASE) -former=$(FORMER)

check: web/node_modules/.package-lock.json
	@unformatted=$$(gofmt -l $$(go list -f '{{.Dir}}' ./... ) wasm); \
		if [ -n "$$unformatted" ]; then echo "gofmt: $$unformatted"; exit 1; fi
	go vet ./...
	go vet -tags recipes ./internal/browser
	GOOS=js GOARCH=wasm go vet ./wasm/... ./internal/bench/authored
	go tool staticcheck ./...
	staticcheck=$$(go tool -n staticcheck) && GOOS=js GOARCH=wasm "$$staticcheck" ./wasm/...
	web/node_modules/.bin/tsc -p web/js
	web/node_modules/.bin/tsc -p web/js/worker

# The file is what npm writes last.
%/node_modules/.package-lock.json: %/package.json %/package-lock.json
	@command -v npm >/dev/null || { echo "The build needs Node.js 20 or later with npm; on Debian: apt-get install nodejs npm"; exit 1; }
	cd $* && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

chromium:
	@command -v chromium chromium-browser google-chrome chrome >/dev/null || $(call install,chromium)

firefox:
	@command -v firefox-esr firefox >/dev/null || $(call install,firefox-esr)

# The query of the command sql runs in it, as in the databases of sqlquery/engines.
postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || $(call install,postgresql)

# The examples are built with them.
docs:
	@command -v mkdocs >/dev/null && command -v jupyter-nbconvert >/dev/null && command -v jupyter-notebook >/dev/null && \
		command -v hugo >/dev/null && command -v pandoc >/dev/null && command -v sphinx-build >/dev/null && \
		command -v pdflatex >/dev/null && command -v rsvg-convert >/dev/null && command -v pdftotext >/dev/null && \
		command -v curl >/dev/null && test -d /usr/share/mkdocs/themes/material && /usr/bin/python3 -c 'import myst_parser' 2>/dev/null || \
		$(call install,mkdocs mkdocs-material jupyter-nbconvert jupyter-notebook hugo pandoc python3-sphinx \
			python3-myst-parser texlive-latex-base librsvg2-bin poppler-utils curl)

# Losses are compared with those of the libraries, and code to copy is run.
python:
	@/usr/bin/python3 -c 'import numpy, torch, torchvision, xgboost, sklearn, mpmath, pandas, ipywidgets, pip' 2>/dev/null || \
		$(call install,python3-numpy python3-torch python3-torchvision python3-xgboost python3-sklearn \
			python3-mpmath python3-pandas python3-ipywidgets python3-pip)

# install installs Debian packages, or says how.
install = { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update && apt-get install -y --no-install-recommends $(1); \
		else \
			echo "This needs packages that are missing; on Debian: sudo apt-get install $(1)"; exit 1; \
		fi; }
