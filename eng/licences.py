#!/usr/bin/env python3
"""Writes docs/licences.md: every package of the lock files with the licence that its nuspec names. Run it after a restore: python3 eng/licences.py

Packages of the tests and the benchmark alone are listed apart: they are never delivered.
"""
import json
import os
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
DELIVERED = ["CouponAdmin.Core", "CouponAdmin.Web"]
PACKAGES = pathlib.Path(os.environ.get("NUGET_PACKAGES", pathlib.Path.home() / ".nuget" / "packages"))


def packages_of(project):
    lock = json.loads((ROOT / project / "packages.lock.json").read_text())
    return {
        (name, package["resolved"])
        for framework in lock["dependencies"].values()
        for name, package in framework.items()
        if package["type"] != "Project"
    }


def licence_of(name, version):
    nuspec = (PACKAGES / name.lower() / version.lower() / f"{name.lower()}.nuspec").read_text(encoding="utf-8-sig")
    expression = re.search(r'<license type="expression">([^<]+)<', nuspec)
    file = re.search(r'<license type="file">([^<]+)<', nuspec)
    url = re.search(r"<licenseUrl>([^<]+)<", nuspec)
    return expression.group(1) if expression else f"{file.group(1)} in the package" if file else url.group(1) if url else "not named by the package"


def table(packages):
    rows = [f"| {name} | {version} | {licence_of(name, version)} |" for name, version in sorted(packages, key=lambda p: (p[0].lower(), p[1]))]
    return "\n".join(["| package | version | licence |", "|---|---|---|", *rows])


delivered = set().union(*(packages_of(project) for project in DELIVERED))
others = set().union(*(packages_of(path.parent.name) for path in ROOT.glob("*/packages.lock.json"))) - delivered
(ROOT / "docs" / "licences.md").write_text(f"""# Licences

Made by `python3 eng/licences.py` from the lock files and the packages' own nuspec files. The styles, scripts and icons under `wwwroot-assets` are written for this product: nothing there is taken from elsewhere.
What the pages load besides comes out of the packages below (MudBlazor with its styles and script, the script of Blazor, the reader of the interface's description in Scalar.AspNetCore).
One list of data stands beside the code: `CouponAdmin.Core/Operators/breached-passwords.txt`, from zxcvbn-ts (`@zxcvbn-ts/language-common` 4.1.3), MIT, with its notice in `breached-passwords.LICENSE.txt`.

## Delivered

{table(delivered)}

## Only to build, test and measure

{table(others)}
""")
