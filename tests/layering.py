#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the house to its layers: app -> ui -> core, the order within core, no widget in core, no circle between files,
no two types of one name (all share a namespace: the linker would take one for the other without a word).

Usage: layering.py ROOT. Prints every violation and exits 1 if there is one. With --self-test it first proves that it finds them.
"""
import pathlib
import re
import sys
import tempfile

ALLOWED = {  # a part of core may include only these
    "core/base": {"core/base"},
    "core/state": {"core/base", "core/state"},
    "core/documents": {"core/base", "core/state", "core/documents"},
    "core/files": {"core/base", "core/state", "core/documents", "core/files"},
    "core/influx": {"core/base", "core/state", "core/documents", "core/influx"},
    "core/config": {"core/base", "core/state", "core/documents", "core/config"},
    "core/manager": {"core/base", "core/state", "core/documents", "core/files", "core/influx", "core/config", "core/manager"},
}
FOLDERS = ("core", "ui", "app")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
TYPE = re.compile(r"^(?:class|struct|enum(?: class)?)\s+(\w+)\b(?!::)[^;{]*\{", re.MULTILINE)  # at the margin: not inside another
# Headers of Qt GUI modules; everything else that core includes is Qt Core, Qt Network, QtKeychain or the standard library.
GUI_HEADER = re.compile(
    r"^(Qt(Gui|Widgets|Charts|Svg|SvgWidgets|PrintSupport|OpenGL\w*)/|Q\w*Widget|QApplication|QGuiApplication|QWindow|QDialog|QMainWindow|QPaint\w*"
    r"|QIcon|QPixmap|QImage|QColor|QPalette|QFont\w*|QAction|QMenu\w*|QToolBar|QChart\w*|QSvg\w*|QStyle\w*|Q\w*(Button|(?<!String)View|Delegate|Label|Layout|Edit|Box)$)")


def part_of(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == "core" and len(parts) > 2 else parts[0]


def violations(root):
    files = {}
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".h", ".cpp"):
                files[path.relative_to(root).as_posix()] = path.read_text(encoding="utf-8")
    found = []
    graph = {}
    for name, text in files.items():
        part = part_of(name)
        for kind, target in INCLUDE.findall(text):
            in_house = target.split("/")[0] in FOLDERS and target in files
            if in_house:
                graph.setdefault(name, set()).add(target)
                to = part_of(target)
                if part in ALLOWED and to not in ALLOWED[part]:
                    found.append(f"{name}: {part} may not include {target}")
                if part == "ui" and to == "app":
                    found.append(f"{name}: ui may not include {target}")
            elif kind == '"' and target.split("/")[0] in FOLDERS:
                found.append(f"{name}: there is no {target}")
            if part.startswith("core") and GUI_HEADER.match(target):
                found.append(f"{name}: core may not include <{target}>")
        if part.startswith("core") and part not in ALLOWED:
            found.append(f"{name}: {part} is no part of core")
    found += circles(graph)
    found += name_clashes(files)
    return found


def name_clashes(files):
    where = {}
    for name, text in files.items():
        if name.endswith(".h"):
            for type_name in TYPE.findall(text):
                where.setdefault(type_name, []).append(name)
    return [f"{type_name} is defined in {' and '.join(names)}" for type_name, names in where.items() if len(names) > 1]


def circles(graph):
    found, state = [], {}

    def visit(node, path):
        state[node] = "open"
        for target in sorted(graph.get(node, ())):
            if state.get(target) == "open":
                found.append("circle: " + " -> ".join(path[path.index(target):] + [target]))
            elif target not in state:
                visit(target, path + [target])
        state[node] = "done"

    for node in sorted(graph):
        if node not in state:
            visit(node, [node])
    return found


def self_test():
    cases = {
        "widget in core": {"core/base/a.h": "#include <QWidget>\n"},
        "paint in core": {"core/files/a.cpp": "#include <QtGui/QColor>\n"},
        "upwards within core": {"core/base/a.h": '#include "core/state/b.h"\n', "core/state/b.h": ""},
        "files knows influx": {"core/files/a.h": '#include "core/influx/b.h"\n', "core/influx/b.h": ""},
        "core knows ui": {"core/manager/a.h": '#include "ui/b.h"\n', "ui/b.h": ""},
        "ui knows app": {"ui/a.h": '#include "app/x/b.h"\n', "app/x/b.h": ""},
        "circle": {"core/base/a.h": '#include "core/base/b.h"\n', "core/base/b.h": '#include "core/base/a.h"\n'},
        "two types of one name": {"core/base/a.h": "struct Same\n{\n};\n", "ui/b.h": "class Same : public QWidget\n{\n};\n"},
        "missing header": {"ui/a.h": '#include "core/base/gone.h"\n'},
    }
    for name, tree in cases.items():
        with tempfile.TemporaryDirectory() as folder:
            for path, text in tree.items():
                file = pathlib.Path(folder, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            if not violations(pathlib.Path(folder)):
                print(f"the check does not find: {name}")
                return False
    return True


def main(arguments):
    if "--self-test" in arguments and not self_test():
        return 1
    root = pathlib.Path([a for a in arguments if not a.startswith("--")][0])
    found = violations(root)
    for line in found:
        print(line)
    print(f"layering: {len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
