# Two commands: `make run` opens the studio, `make test` runs every test. Each does its own set-up.

VENV   := .venv
PYTHON := $(VENV)/bin/python
SAMPLE := assets/samples/first-light.chrono
PROMPT := a red fish orbits a tall lamp; a chair walks past; at 3 s the lamp morphs into a tree

.PHONY: run headless test check setup system peers models package bench clean

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(VENV)/bin/chronoform open $(SAMPLE); else $(MAKE) --no-print-directory headless; fi

headless: setup
	@echo "No display: composing, generating, exporting and rendering the sample scene to out/ instead of opening the studio."
	@mkdir -p out
	$(VENV)/bin/chronoform compose "$(PROMPT)" --seed 11 -o out/first-light.chrono
	$(VENV)/bin/chronoform generate out/first-light.chrono -o out/first-light.glb
	$(VENV)/bin/chronoform render out/first-light.chrono --time 2 -o out/first-light.png
	$(VENV)/bin/chronoform render out/first-light.chrono --size 640x360 -o out/first-light.mp4
	@echo "Done: out/first-light.chrono, .glb, .png and .mp4. With a display, 'make run' opens the studio on this scene."

test: setup check
	sh packaging/with-display.sh $(PYTHON) -m pytest tests

check: setup
	$(VENV)/bin/ruff check engine studio tests packaging
	$(VENV)/bin/basedpyright --pythonpath $(PYTHON)
	$(VENV)/bin/lint-imports

setup: system $(VENV)/.ready

system:
	@sh packaging/system.sh

$(VENV)/.ready: pyproject.toml constraints.txt packaging/venv.sh
	@sh packaging/venv.sh $(VENV)

peers:
	@sh packaging/peers.sh

models:
	@sh packaging/models.sh

package: setup
	@sh packaging/package.sh $(VENV)

bench: setup
	$(VENV)/bin/chronoform bench --json

clean:
	rm -rf build dist out $(VENV)
