# `make help` lists the targets. Each first installs what is missing (.ci/setup). The files .venv/ready-to-* say that nothing is, so a second call
# starts at once and needs no network.

python = .venv/bin/python
ground = cnnviz/cnn/*,cnnviz/explain/*,cnnviz/project/*,cnnviz/files/*
measured = tests/cnn tests/explain tests/project tests/files tests/commands tests/text tests/exercises tests/state
setup = pyproject.toml $(wildcard requirements*.txt) .ci/setup cnnviz/system_libraries.py

.PHONY: help run test coverage benchmark bundle install-desktop

help: # list what can be made
	@sed -n 's/^\([a-z-]*\):[^#]*# \(.*\)/make \1\t\2/p' Makefile | expand -t 22

run: .venv/ready-to-run # open the window
	$(python) -m cnnviz

test: .venv/ready-to-test # check style, types and behaviour without a screen
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy
	QT_QPA_PLATFORM=offscreen $(python) -m pytest -n auto --dist worksteal

coverage: .venv/ready-to-test # measure which lines the tests of the ground rooms run
	QT_QPA_PLATFORM=offscreen OPENBLAS_NUM_THREADS=1 $(python) -m coverage run -m pytest -q $(measured)
	$(python) -m coverage report --include=$(ground) --fail-under=95
	$(python) -m coverage report --omit=$(ground) | tail -1

benchmark: .venv/ready-to-test # measure how quick the window is
	QT_QPA_PLATFORM=offscreen OPENBLAS_NUM_THREADS=1 $(python) -m pytest -o "python_files=bench_*.py" \
		tests/benchmarks --benchmark-columns=min,median,max,rounds --benchmark-sort=fullname \
		--benchmark-json=.venv/benchmark.json
	$(python) -m tests.benchmarks.ratios .venv/benchmark.json

bundle: .venv/ready-to-test # make a folder that starts without Python; torch=1: with PyTorch
	$(python) -m pip --disable-pip-version-check install -q pyinstaller
	sh .ci/bundle $(if $(torch),torch)

install-desktop: .venv/ready-to-run # give the desktop an icon, an entry and the kind of .cnnviz files
	sh .ci/install-desktop

.venv/ready-to-run: $(setup)
	@sh .ci/setup run
	@touch $@

.venv/ready-to-test: $(setup)
	@sh .ci/setup test
	@touch .venv/ready-to-run $@
