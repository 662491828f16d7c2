"""Compiles a plugin again and again, with all analyzers and without ours, through the compiler server: measure.py ARGUMENTS.json RUNS"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time

answers = json.load(open(sys.argv[1]))
runs = int(sys.argv[2])
compiler = answers["Properties"]["RoslynTargetsPath"].rstrip("/") + "/bincore/csc.dll"
arguments = [item["Identity"] for item in answers["Items"]["CscCommandLineArgs"]]
folder = tempfile.mkdtemp()


def command(name, *more, ours=True):
    moved = {"/out:": "/p.dll", "/pdb:": "/p.pdb", "/refout:": "/r.dll"}
    lines = []
    for argument in arguments:
        if argument == "/noconfig" or (not ours and argument.startswith("/analyzer:") and "/Spaceforge." in argument):
            continue
        for start, path in moved.items():
            if argument.startswith(start):
                argument = start + folder + path
        lines.append(f'"{argument}"' if " " in argument else argument)
    path = f"{folder}/{name}.rsp"
    with open(path, "w") as file:
        file.write("\n".join([*lines, *more]))
    return ["dotnet", "exec", compiler, "/shared", "/noconfig", f"@{path}"]


def compile_once(arguments):
    start = time.perf_counter()
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout)
    return time.perf_counter() - start, done.stdout


kinds = {"with all analyzers": command("all"), "without ours": command("sdk", ours=False), "without any": command("none", "/skipanalyzers+")}
times = {name: [] for name in kinds}
own = []
for i in range(runs + 3):
    # Side by side, so that a busy machine is busy for all.
    for name, arguments_of in kinds.items():
        seconds = compile_once(arguments_of)[0]
        if i >= 3:
            times[name].append(seconds)
    report = compile_once(command("report", "/reportanalyzer"))[1]
    if i >= 3:
        own.append(sum(float(seconds) for seconds in re.findall(r"^\s*<?([\d.]+)\s+<?\d+\s+Spaceforge\.Analyzers,", report, re.MULTILINE)))

print("| what | median s | least | most |\n| --- | --- | --- | --- |")
for name, values in times.items():
    print(f"| compile, {name} | {statistics.median(values):.3f} | {min(values):.3f} | {max(values):.3f} |")
print(f"| our analyzers, as the compiler reports them | {statistics.median(own):.3f} | {min(own):.3f} | {max(own):.3f} |")
share = statistics.median(own) / statistics.median(times["without ours"])
print(f"\nShare of the compile time: {share:.1%}.")
sys.exit(share >= 0.05)
