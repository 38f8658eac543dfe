# `make run` opens the window; `make test` checks everything without a screen. Each first installs
# what is missing (.ci/setup). The files .venv/ready-to-* say that nothing is, so a second call
# starts at once and needs no network.

python = .venv/bin/python
setup = pyproject.toml $(wildcard requirements*.txt) .ci/setup cnnviz/system_libraries.py

.PHONY: run test benchmark

run: .venv/ready-to-run
	$(python) -m cnnviz

test: .venv/ready-to-test
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy
	QT_QPA_PLATFORM=offscreen $(python) -m pytest -n auto --dist worksteal

benchmark: .venv/ready-to-test
	QT_QPA_PLATFORM=offscreen OPENBLAS_NUM_THREADS=1 $(python) -m pytest -o "python_files=bench_*.py" \
		tests/benchmarks --benchmark-columns=min,median,max,rounds --benchmark-sort=fullname

.venv/ready-to-run: $(setup)
	@sh .ci/setup run
	@touch $@

.venv/ready-to-test: $(setup)
	@sh .ci/setup test
	@touch .venv/ready-to-run $@
