#!/usr/bin/python3
"""What the packages were built from, as SPDX 2.3 (JSON), from the build's own record.

usage: sbom.py FOLDER_WITH_BUILDINFO > antrean.spdx.json

Each .deb is a package of its own with its SHA-256; every Debian package that was installed while it was built is one
that it was built with (BUILD_TOOL_OF), and those it depends on are named as such (DEPENDS_ON).
"""
import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

folder = pathlib.Path(sys.argv[1])
record = next(iter(sorted(folder.glob("*.buildinfo"))), None)
if record is None:
    sys.exit(f"{folder} has no .buildinfo: build the packages first")
text = record.read_text(encoding="utf-8")
installed = re.search(r"^Installed-Build-Depends:\n((?: .*\n)+)", text, re.MULTILINE).group(1)
built_with = dict(re.findall(r"^ (\S+) \(= ([^)]+)\)", installed, re.MULTILINE))


def identifier(name):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)


def field(deb, name):
    return subprocess.run(["dpkg-deb", "-f", str(deb), name], capture_output=True, text=True, check=True).stdout.strip()


packages, relations = [], []
for name, version in sorted(built_with.items()):
    packages.append({"SPDXID": identifier(name), "name": name, "versionInfo": version,
                     "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
                     "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                                       "referenceLocator": f"pkg:deb/debian/{name}@{version}"}]})
for deb in sorted(folder.glob("*.deb")):
    name = field(deb, "Package")
    mine = identifier("deb-" + name)
    packages.append({"SPDXID": mine, "name": name, "versionInfo": field(deb, "Version"),
                     "downloadLocation": "NOASSERTION", "filesAnalyzed": False, "licenseDeclared": "Apache-2.0",
                     "checksums": [{"algorithm": "SHA256",
                                    "checksumValue": hashlib.sha256(deb.read_bytes()).hexdigest()}]})
    relations.append({"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": mine})
    for need in re.findall(r"(?:^|[,|])\s*([a-z0-9][a-z0-9+.-]+)", field(deb, "Depends")):
        if need in built_with:
            relations.append({"spdxElementId": mine, "relationshipType": "DEPENDS_ON",
                              "relatedSpdxElement": identifier(need)})
for name in sorted(built_with):
    relations.append({"spdxElementId": identifier(name), "relationshipType": "BUILD_TOOL_OF",
                      "relatedSpdxElement": "SPDXRef-DOCUMENT"})
when = datetime.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), datetime.timezone.utc)
version = re.search(r"^Version: (\S+)", text, re.MULTILINE).group(1)
json.dump({"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
           "name": f"antrean-{version}",
           "documentNamespace": f"https://antrean.example/spdx/{version}/{when:%Y%m%d%H%M%S}",
           "creationInfo": {"created": f"{when:%Y-%m-%dT%H:%M:%SZ}", "creators": ["Tool: antrean-sbom"]},
           "packages": packages, "relationships": relations}, sys.stdout, indent=1, sort_keys=True)
print()
