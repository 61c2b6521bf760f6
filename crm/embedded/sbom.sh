#!/bin/sh
# The list of everything we ship (CycloneDX), from the two lock files alone: sbom.sh FOLDER
set -eu
cd "$(dirname "$0")/../.."
folder=$1
mkdir -p "$folder"
PATH="$PWD/.venv/bin:$PATH"

# It warns that a lock file does not say which package needs which.
PYTHONWARNINGS=ignore python -m cyclonedx_py requirements requirements/run.txt \
  --pyproject pyproject.toml --output-reproducible --output-file "$folder/python.json"
python .venv/bin/npm sbom --silent --sbom-format cyclonedx --package-lock-only >"$folder/front-end.json"
echo "$folder/python.json and $folder/front-end.json"
