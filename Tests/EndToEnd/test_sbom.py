"""The list of what a build is made of: valid CycloneDX, and complete."""

import json
import re
import subprocess

from clients import python
from harness import FULCRUM, ROOT, FulcrumTest

VALID = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(sys.argv[1]).read())
sys.exit(str(fault) if fault else 0)
"""


class SbomTest(FulcrumTest):
    def test_it_is_valid_and_names_every_package_and_shared_library(self):
        path = self.folder / "fulcrum.cdx.json"
        subprocess.run([ROOT / "tools/sbom", FULCRUM, "--out", path], check=True,
                       capture_output=True)
        subprocess.run([python(), "-c", VALID, path], check=True)
        parts = json.loads(path.read_text())["components"]
        revisions = {reference["comment"].removeprefix("revision ") for part in parts
                     for reference in part.get("externalReferences", [])}
        pins = json.loads((ROOT / "Package.resolved").read_text())["pins"]
        self.assertEqual(revisions, {pin["state"]["revision"] for pin in pins})
        needed = re.findall(r"NEEDED.*\[(.+)\]", subprocess.run(
            ["readelf", "-d", FULCRUM], check=True, capture_output=True, text=True).stdout)
        libraries = {each["value"] for part in parts for each in part.get("properties", [])}
        self.assertEqual(libraries, {name for name in needed if not name.startswith("ld-")})
        self.assertLessEqual({"boringssl", "llhttp", "libsqlite3-0"}, {p["name"] for p in parts})
